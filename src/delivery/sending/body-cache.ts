/** Bodies at hand that are still to be sent: freshly accepted ones, and those read ahead from disk (rule 17). */
export class BodyCache {
  readonly #bodies = new Map<number, string>();
  readonly #mostUnits: number;
  #units = 0;

  /** `mostUnits`: characters in all; a body is mostly one byte a character. */
  constructor(mostUnits: number) {
    this.#mostUnits = mostUnits;
  }

  get size(): number {
    return this.#bodies.size;
  }

  /** More than half of the room is taken: reading further ahead would only push out what goes next. */
  get isFull(): boolean {
    return this.#units > this.#mostUnits / 2;
  }

  get(seq: number): string | undefined {
    return this.#bodies.get(seq);
  }

  has(seq: number): boolean {
    return this.#bodies.has(seq);
  }

  /** Keeps a body that was just accepted, while there is room: it may go at once, and is on disk otherwise. */
  offer(seq: number, body: string): void {
    if (this.#units + body.length <= this.#mostUnits) this.#set(seq, body);
  }

  /** Keeps a body that was read because it goes next; the oldest of the others make room. */
  put(seq: number, body: string): void {
    this.#set(seq, body);
    for (const oldest of this.#bodies.keys()) {
      if (this.#units <= this.#mostUnits || oldest === seq) return;
      this.delete(oldest);
    }
  }

  delete(seq: number): void {
    const body = this.#bodies.get(seq);
    if (body === undefined) return;
    this.#bodies.delete(seq);
    this.#units -= body.length;
  }

  #set(seq: number, body: string): void {
    this.delete(seq);
    this.#bodies.set(seq, body);
    this.#units += body.length;
  }
}
