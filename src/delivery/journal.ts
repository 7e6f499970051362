import type {
  DeliveryBatch,
  DeliveryStore,
  EventRow,
  OpenChange,
  Settlement,
} from '../store/delivery-store.ts';
import type { RunCommit } from '../store/rule-store.ts';
import type { Clock } from './clock.ts';

/** What became of an event, and of what is remembered of its incident; `done` is called once it is on disk. */
export interface Entry {
  readonly settled: readonly Settlement[];
  readonly open: readonly OpenChange[];
  readonly done?: (() => void) | undefined;
}

interface Acceptance {
  readonly rows: readonly EventRow[];
  readonly run: RunCommit | undefined;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** Verdicts go to disk when so many wait, or after so long. */
const entriesForCommit = 512;
const longestWait = 10;
/** Events and alerts of one commit: more would keep its callers waiting for each other. */
const mostAccepted = 2000;
const retryEvery = 1000;

/** Verdicts that can not be written wait in memory, so many at most; then sending stops (rule 21). */
export const mostUnwritten = 10_000;

export interface JournalDependencies {
  readonly store: Pick<DeliveryStore, 'commit'>;
  readonly clock: Clock;
  /** Told how each commit ended, and how long it took (milliseconds). */
  readonly onCommit?: (error: unknown, duration: number) => void;
}

/**
 * What goes to disk, several things a commit (rule 1): whatever is asked for while one commit runs shares the next.
 * Accepting has priority over waiting for company: its callers stand at the door.
 */
export class Journal {
  readonly #deps: JournalDependencies;
  #acceptances: Acceptance[] = [];
  #entries: Entry[] = [];
  #running = false;
  #failing = false;
  #cancelTimer: (() => void) | undefined;
  #scheduled = false;
  #idle: PromiseWithResolvers<void> | undefined;

  constructor(dependencies: JournalDependencies) {
    this.#deps = dependencies;
  }

  /** Verdicts that are not on disk yet. */
  get unwritten(): number {
    return this.#entries.length;
  }

  /**
   * Resolves when the rows, and the run of a rule that they follow from, are on disk, all of them; rejects when they
   * are not, or nobody knows.
   */
  accept(rows: readonly EventRow[], run?: RunCommit): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#acceptances.push({ rows, run, resolve, reject });
    this.#soon();
    return promise;
  }

  /** Writes it with the next commit; `now`: somebody waits for that. */
  write(entry: Entry, now = false): void {
    this.#entries.push(entry);
    if (this.#running) return;
    // After a failure there is a time for the next try, whatever comes.
    if (this.#failing && this.#cancelTimer !== undefined && !now) return;
    if (now || this.#entries.length >= entriesForCommit) this.#soon();
    else this.#cancelTimer ??= this.#deps.clock.after(longestWait, () => this.#soon());
  }

  /** Settles when everything asked for before is on disk, or could not be written. */
  async flush(): Promise<void> {
    if (!this.#running && this.#acceptances.length + this.#entries.length === 0) return;
    this.#idle ??= Promise.withResolvers();
    this.#soon();
    await this.#idle.promise;
  }

  /** With this turn of the event loop, so that what else it brings goes along. */
  #soon(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    if (this.#running || this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      if (!this.#running) void this.#commit();
    });
  }

  async #commit(): Promise<void> {
    const acceptances = this.#takeAcceptances();
    const entries = this.#entries.splice(0, entriesForCommit * 2);
    if (acceptances.length + entries.length === 0) return this.#rest();
    this.#running = true;
    const { settled, open } = togetherOf(entries);
    let failure = await this.#try({ ...whatIsAccepted(acceptances), settled, open });
    if (failure !== undefined) {
      for (const { reject } of acceptances) reject(failure.error);
      // What is new needs room; what is over gives some back, and may still go.
      if (acceptances.length > 0 && entries.length > 0)
        failure = await this.#try({ accepted: [], settled, open });
    } else {
      for (const { resolve } of acceptances) resolve();
    }
    this.#running = false;
    if (entries.length > 0 && failure !== undefined) {
      this.#entries.unshift(...entries);
      this.#idle?.resolve();
      this.#idle = undefined;
      this.#cancelTimer ??= this.#deps.clock.after(retryEvery, () => this.#soon());
      if (this.#acceptances.length > 0) this.#soon();
      return;
    }
    for (const { done } of entries) done?.();
    this.#next();
  }

  #next(): void {
    if (
      this.#acceptances.length > 0 ||
      this.#entries.length >= entriesForCommit ||
      this.#idle !== undefined
    ) {
      this.#soon();
    } else if (this.#entries.length > 0) {
      this.#cancelTimer ??= this.#deps.clock.after(longestWait, () => this.#soon());
    }
  }

  #rest(): void {
    this.#idle?.resolve();
    this.#idle = undefined;
  }

  #takeAcceptances(): Acceptance[] {
    let rows = 0;
    let count = 0;
    for (const acceptance of this.#acceptances) {
      const size = acceptance.rows.length + (acceptance.run?.alerts?.length ?? 0);
      if (count > 0 && (rows + size > mostAccepted || count >= mostAccepted)) break;
      rows += size;
      count++;
    }
    return this.#acceptances.splice(0, count);
  }

  async #try(batch: Parameters<DeliveryStore['commit']>[0]): Promise<{ error: unknown } | undefined> {
    const startedAt = this.#deps.clock.now();
    let failure: { error: unknown } | undefined;
    try {
      await this.#deps.store.commit(batch);
      this.#failing = false;
    } catch (error) {
      this.#failing = true;
      failure = { error };
    }
    this.#deps.onCommit?.(failure?.error, this.#deps.clock.now() - startedAt);
    return failure;
  }
}

// Loops, because `flatMap` costs several times as much, and everything that is accepted or settled comes by here.

function togetherOf(entries: readonly Entry[]): Pick<DeliveryBatch, 'settled' | 'open'> {
  const settled: Settlement[] = [];
  const open: OpenChange[] = [];
  for (const entry of entries) {
    for (const settlement of entry.settled) settled.push(settlement);
    for (const change of entry.open) open.push(change);
  }
  return { settled, open };
}

function whatIsAccepted(acceptances: readonly Acceptance[]): Pick<DeliveryBatch, 'accepted' | 'runs'> {
  const accepted: EventRow[] = [];
  const runs: RunCommit[] = [];
  for (const { rows, run } of acceptances) {
    for (const row of rows) accepted.push(row);
    if (run !== undefined) runs.push(run);
  }
  return { accepted, ...(runs.length > 0 && { runs }) };
}
