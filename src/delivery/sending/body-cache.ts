import { ChurningMap } from '../../churning-map.ts';

/** Bodies at hand that are still to be sent: freshly accepted ones, and those read ahead from disk (rule 17). */
export class BodyCache {
  readonly #bodies = new ChurningMap<string>();
  /** The numbers in the order in which they came; those that are gone, or came again, stand there for a while. */
  #order: number[] = [];
  /** Where the oldest stands. */
  #from = 0;
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
    while (this.#units > this.#mostUnits) {
      const oldest = this.#order[this.#from];
      if (oldest === undefined || oldest === seq) return;
      this.#from++;
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
    this.#order.push(seq);
    if (this.#order.length > 2 * this.#bodies.size + 1000) this.#tidy();
  }

  /** Leaves out those that are gone. */
  #tidy(): void {
    this.#order = this.#order.slice(this.#from).filter((seq) => this.#bodies.has(seq));
    this.#from = 0;
  }
}
