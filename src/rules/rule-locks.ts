/**
 * One piece of work at a time for each rule: edits and the end of a run, when what a run has found meets what is kept.
 * What waits goes in the order in which it came.
 */
export class RuleLocks {
  readonly #last = new Map<string, Promise<unknown>>();

  /** Runs `work` when all that was asked for before it, for the same rule, is over, however it went. */
  async exclusively<Result>(ruleId: string, work: () => Promise<Result>): Promise<Result> {
    const before = this.#last.get(ruleId);
    const mine = before === undefined ? work() : before.then(work, work);
    this.#last.set(ruleId, mine);
    try {
      return await mine;
    } finally {
      if (this.#last.get(ruleId) === mine) this.#last.delete(ruleId);
    }
  }
}
