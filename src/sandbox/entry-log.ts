export interface LogEntry {
  /** ms since 1970. */
  readonly at: number;
  readonly type: 'trigger' | 'acknowledge' | 'resolve';
  readonly summary: string;
}

/** The log entries of one incident: all of a few; of many, the first ones and the last ones. */
export class EntryLog {
  readonly #first: LogEntry[] = [];
  readonly #last: LogEntry[] = [];
  readonly #half: number;
  #count = 0;

  constructor(size: number) {
    this.#half = Math.max(1, Math.floor(size / 2));
  }

  /** How many were ever added. */
  get count(): number {
    return this.#count;
  }

  get kept(): number {
    return this.#first.length + this.#last.length;
  }

  add(entry: LogEntry): void {
    this.#count += 1;
    if (this.#first.length < this.#half) {
      this.#first.push(entry);
      return;
    }
    this.#last.push(entry);
    if (this.#last.length > this.#half) this.#last.shift();
  }

  /** Oldest first. */
  list(): LogEntry[] {
    return [...this.#first, ...this.#last];
  }
}
