import type { DeliveryObserver } from '../delivery-observer.ts';
import { Activity, type ActivityCounts, beginOfActivity } from './activity.ts';

/** One sample a minute, of a day. */
const keptSamples = 1440;
/** Targets of which something is remembered: those in use last. */
const keptTargets = 1000;

/** What waited at a moment, and what happened in the minute before it. */
export interface Sample {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Events that waited. */
  readonly events: number;
  /** How long the oldest had. */
  readonly oldestSeconds: number;
  /** Events. */
  readonly delivered: number;
  /** Attempts. */
  readonly failed: number;
}

/** An attempt that came to nothing. */
export interface LastFailure {
  readonly reason: string;
  /** For people, struck of secrets. */
  readonly message: string;
}

/** What became of the calls to one target. Times are milliseconds since 1970; absent: not since the start. */
export interface TargetHistory {
  readonly counts: ActivityCounts;
  readonly lastDeliveredAt?: number;
  readonly lastFailedAt?: number;
  readonly lastFailure?: LastFailure;
  /** Of the newest attempt. */
  readonly lastFailed: boolean;
}

interface Remembered {
  readonly activity: Activity;
  lastDeliveredAt: number | undefined;
  lastFailedAt: number | undefined;
  lastFailure: LastFailure | undefined;
  lastFailed: boolean;
}

/**
 * What happened since the start, a day back at most, in memory alone: totals, what each target got through, and what
 * waited minute by minute. Told by delivery, as one of its observers; an event costs it a few additions. It holds at
 * most 150 KB of samples and 2 KB for each of 1,000 targets.
 */
export class History {
  readonly #now: () => number;
  readonly #startedAt: number;
  readonly #all = new Activity();
  readonly #targets = new Map<number, Remembered>();
  readonly #samples: Sample[] = [];
  /** Where the next sample goes, once the list is full. */
  #next = 0;
  #deliveredNow = 0;
  #failedNow = 0;

  /** As an observer of delivery. */
  readonly observer: DeliveryObserver = {
    accepted: () => {},
    started: () => {},
    attempted: ({ target }, verdict, _outcome, now) => {
      const remembered = this.#remembered(target.id);
      if (verdict.verdict === 'delivered') {
        remembered.lastDeliveredAt = now;
        remembered.lastFailed = false;
        return;
      }
      this.#failedNow++;
      this.#all.count('failed', now);
      remembered.activity.count('failed', now);
      remembered.lastFailedAt = now;
      // An event that is refused for what it says has reached PagerDuty, with a key that counts there.
      remembered.lastFailed = verdict.verdict !== 'rejected';
      // At once: the key may be erased later, and would not be found in the words any more.
      remembered.lastFailure = { reason: verdict.reason, message: target.strike(verdict.message) };
    },
    settled: (_seq, end, target) => {
      // What failed for whoever waited for its one attempt was counted as an attempt.
      if (end === undefined || end.state === 'failed') return;
      const now = this.#now();
      if (end.state === 'delivered') this.#deliveredNow++;
      this.#all.count(end.state, now);
      this.#remembered(target.id).activity.count(end.state, now);
    },
    gate: () => {},
    committed: () => {},
    problem: () => {},
  };

  /** `now`: milliseconds since 1970 on a clock that never jumps. */
  constructor(now: () => number) {
    this.#now = now;
    this.#startedAt = now();
  }

  /** Since when it counts: the later of the start and a day ago, in steps of 15 minutes. */
  get since(): number {
    return Math.max(this.#startedAt, beginOfActivity(this.#now()));
  }

  totals(): ActivityCounts {
    return this.#all.sums(this.#now());
  }

  /** The oldest first. */
  samples(): Sample[] {
    return [...this.#samples.slice(this.#next), ...this.#samples.slice(0, this.#next)];
  }

  /** To be called once a minute, with what waits. */
  sample({ events, oldestSeconds }: Pick<Sample, 'events' | 'oldestSeconds'>): void {
    const at = this.#now();
    const sample = { at, events, oldestSeconds, delivered: this.#deliveredNow, failed: this.#failedNow };
    if (this.#samples.length < keptSamples) this.#samples.push(sample);
    else {
      this.#samples[this.#next] = sample;
      this.#next = (this.#next + 1) % keptSamples;
    }
    this.#deliveredNow = 0;
    this.#failedNow = 0;
  }

  /** `undefined`: nothing has happened there. */
  ofTarget(id: number): TargetHistory | undefined {
    const remembered = this.#targets.get(id);
    if (remembered === undefined) return undefined;
    const { activity, lastDeliveredAt, lastFailedAt, lastFailure, lastFailed } = remembered;
    return {
      counts: activity.sums(this.#now()),
      lastFailed,
      ...(lastDeliveredAt !== undefined && { lastDeliveredAt }),
      ...(lastFailedAt !== undefined && { lastFailedAt }),
      ...(lastFailure !== undefined && { lastFailure }),
    };
  }

  #remembered(targetId: number): Remembered {
    const known = this.#targets.get(targetId);
    if (known !== undefined) return known;
    if (this.#targets.size >= keptTargets) this.#forgetOne();
    const remembered: Remembered = {
      activity: new Activity(),
      lastDeliveredAt: undefined,
      lastFailedAt: undefined,
      lastFailure: undefined,
      lastFailed: false,
    };
    this.#targets.set(targetId, remembered);
    return remembered;
  }

  /** The one of which nothing was heard for the longest time. */
  #forgetOne(): void {
    let oldest = Number.POSITIVE_INFINITY;
    let silent = -1;
    for (const [id, { lastDeliveredAt = 0, lastFailedAt = 0 }] of this.#targets) {
      const last = Math.max(lastDeliveredAt, lastFailedAt);
      if (last >= oldest) continue;
      oldest = last;
      silent = id;
    }
    this.#targets.delete(silent);
  }
}
