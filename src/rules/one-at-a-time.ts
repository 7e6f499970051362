/** Has things done one after the other, in the order in which they were asked for. */
export class OneAtATime {
  #last: Promise<void> = Promise.resolve();

  /** Does it when all that was asked for before is done, whether that went well or not. */
  async do<Result>(work: () => Promise<Result>): Promise<Result> {
    const before = this.#last;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#last = promise;
    await before;
    try {
      return await work();
    } finally {
      resolve();
    }
  }
}
