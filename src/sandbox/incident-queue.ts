/**
 * Which incident to forget next: the one resolved longest ago, else the oldest open one. Plain arrays and a mark
 * instead of the order of a Map, whose first entry is slow to find once many before it were deleted.
 */
export class IncidentQueue {
  #resolved: number[] = [];
  #head = 0;
  #oldestOpen = 1;

  /** Each id once. */
  resolved(id: number): void {
    this.#resolved.push(id);
  }

  /** Takes the next id out. An id that is not open now never will be, so each is looked at once. */
  next(isOpen: (id: number) => boolean, lastId: number): number | undefined {
    const id = this.#resolved[this.#head];
    if (id !== undefined) {
      this.#head += 1;
      if (this.#head > 1024 && this.#head > this.#resolved.length / 2) {
        this.#resolved = this.#resolved.slice(this.#head);
        this.#head = 0;
      }
      return id;
    }
    while (this.#oldestOpen <= lastId && !isOpen(this.#oldestOpen)) this.#oldestOpen += 1;
    if (this.#oldestOpen > lastId) return undefined;
    this.#oldestOpen += 1;
    return this.#oldestOpen - 1;
  }
}
