import type { DeliveryStore } from '../store/delivery-store.ts';
import type { Clock } from './clock.ts';
import type { ConnectorEdits } from './connector-edits.ts';
import type { DeliveryObserver } from './delivery-observer.ts';
import type { LaneBook } from './lanes/lane-book.ts';
import type { Targets } from './pacing/targets.ts';

const every = 5000;
/** The log is looked through this often, in ticks. */
const pruneEvery = 12;
/** A step of pruning holds the store up this long at most (rule 13), and gives way for as long again. */
const pruneStep = 10;

export interface HousekeepingDependencies {
  readonly store: Pick<DeliveryStore, 'prune' | 'freeDisk' | 'counts'>;
  readonly clock: Clock;
  readonly targets: Targets;
  readonly book: LaneBook;
  readonly edits: Pick<ConnectorEdits, 'followAll'>;
  readonly observer: DeliveryObserver;
  readonly settings: {
    /** Milliseconds, bytes, bytes. */
    readonly logRetention: number;
    readonly logMaxSize: number;
    readonly minFreeDisk: number;
  };
}

/** What is looked after every few seconds: room on the disk, the log's age and size, learned limits. */
export class Housekeeping {
  readonly #deps: HousekeepingDependencies;
  #cancel: (() => void) | undefined;
  #ticks = 0;
  #stopped = false;
  #problem: string | undefined;
  #freeDisk: number | undefined;
  #deadLetters = 0;

  constructor(dependencies: HousekeepingDependencies) {
    this.#deps = dependencies;
  }

  /** Why no new events are taken, as a sentence; `undefined` while they are (rule 21). */
  get problem(): string | undefined {
    return this.#problem;
  }

  /** Bytes; `undefined` before the first look. */
  get freeDisk(): number | undefined {
    return this.#freeDisk;
  }

  /** As of the last look, a few seconds ago at most. */
  get deadLetters(): number {
    return this.#deadLetters;
  }

  start(): void {
    void this.#tick();
  }

  stop(): void {
    this.#stopped = true;
    this.#cancel?.();
  }

  /** Looks now, whatever the time. */
  async look(): Promise<void> {
    const { store, targets, edits } = this.#deps;
    await this.#lookAtDisk();
    this.#deadLetters = (await store.counts()).deadLetters;
    for (const target of targets.all()) {
      targets.keepLimit(target);
      targets.eraseIfDone(target);
    }
    targets.forgetDone(this.#deps.clock.now());
    await edits.followAll();
  }

  async #tick(): Promise<void> {
    try {
      await this.look();
      if (this.#ticks % pruneEvery === 0) await this.#prune(this.#deps.settings.logMaxSize);
    } catch (error) {
      this.#deps.observer.problem('looking after the log failed, and is tried again', error);
    }
    this.#ticks++;
    if (!this.#stopped) this.#cancel = this.#deps.clock.after(every, () => void this.#tick());
  }

  async #lookAtDisk(): Promise<void> {
    const { store, settings } = this.#deps;
    this.#freeDisk = await store.freeDisk();
    if (this.#freeDisk >= settings.minFreeDisk) {
      this.#problem = undefined;
      return;
    }
    // What the log gives up is room for what comes, before anything is refused.
    await this.#prune(0, settings.minFreeDisk);
    this.#freeDisk = await store.freeDisk();
    this.#problem =
      this.#freeDisk >= settings.minFreeDisk
        ? undefined
        : `The disk of the data has ${megabytes(this.#freeDisk)} MB left, and the setting delivery.minFreeDisk asks for ${megabytes(settings.minFreeDisk)} MB. Nothing was accepted; what waits is still sent. Free some space there: no restart is needed.`;
  }

  /** `enough`: stops as soon as so many bytes are free. */
  async #prune(maxBytes: number, enough = Number.POSITIVE_INFINITY): Promise<void> {
    const { store, clock, settings, book, targets } = this.#deps;
    for (let more = true; more && !this.#stopped; ) {
      const before = Math.floor(clock.now()) - settings.logRetention;
      const step = await store.prune({ before, maxBytes, milliseconds: pruneStep });
      for (const { seq, hash, targetId } of step.forgotten) {
        const target = targets.byId(targetId);
        if (target !== undefined) book.forget(hash, target, seq);
      }
      more = step.more && step.pruned > 0;
      if (enough !== Number.POSITIVE_INFINITY && (await store.freeDisk()) >= enough) return;
      if (more) await new Promise<void>((resolve) => clock.after(pruneStep, resolve));
    }
  }
}

const megabytes = (bytes: number) => Math.floor(bytes / (1024 * 1024));
