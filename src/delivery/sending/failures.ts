import type { Outcome } from '../../network/outcome.ts';
import type { Verdict } from '../../pagerduty/verdict.ts';
import type { AttemptRow, EventEnd } from '../../store/delivery-store.ts';
import type { EndedAttempt, Flight } from '../lanes/lane-book.ts';
import { attemptRecord } from './attempt-record.ts';
import { retryWait } from './retry-wait.ts';

/** An event held so often, each time with another one delivered before its next try, is rejected (rule 7). */
const heldTooOften = 3;

/** What went wrong in a lane so far. */
interface Trouble {
  /** The event whose attempts are counted. */
  seq: number;
  /** Failures of the lane, for its waits; a newer event does not begin them anew. */
  failures: number;
  attempts: number;
  /** Attempts of its own that got an answer or a time-out, and failed: no 429, no probe, no failed connection. */
  failed: number;
  held: number;
  /** What the target had delivered when it was held; `undefined` once it was tried again. */
  heldAt: number | undefined;
  /** What it was last held for. */
  heldFor: string | undefined;
}

type Unhappy = Exclude<Verdict, { verdict: 'delivered' }>;

/** How an attempt ended, and until when its lane waits by itself. */
export interface Judged {
  readonly attempt: EndedAttempt;
  readonly waitUntil: number | undefined;
}

export interface FailuresOptions {
  readonly random: () => number;
  /** When this process began to deliver; milliseconds since 1970, like every time here. */
  readonly startedAt: number;
  /** Looked at anew each time: they may change. */
  readonly settings: {
    /** `delivery.maxAge` and `delivery.minRetryWindow`, milliseconds. */
    readonly maxAge: number;
    readonly minRetryWindow: number;
    /** `run.maxAttempts`. */
    readonly maxAttempts: number | undefined;
  };
  /** When an event was accepted; asked for only when its lane has waited for too long. */
  readonly acceptedAt: (seq: number) => Promise<number>;
}

/** Whether an attempt counts for `run.maxAttempts`: it had an answer, or waited for one in vain. */
function counts(verdict: Unhappy, probe: boolean): boolean {
  const { reason } = verdict;
  return !probe && verdict.verdict === 'retry' && (reason === 'server_error' || reason === 'timeout');
}

/** Decides what a failed attempt means for its event: another try and when, or none (rules 6 and 7). */
export class Failures {
  readonly #options: FailuresOptions;
  /** Of the event of each lane that was tried last, by slot. */
  readonly #troubles = new Map<number, Trouble>();
  /** Of events that were tried, and have come to another lane or behind another event since; by number. */
  readonly #carried = new Map<number, Trouble>();

  constructor(options: FailuresOptions) {
    this.#options = options;
  }

  /** What is known from before a restart of an event that waits in a lane. */
  restore(
    slot: number,
    seq: number,
    { attempts, failed, held }: Pick<Trouble, 'attempts' | 'failed' | 'held'>,
  ) {
    const trouble = {
      seq,
      failures: failed,
      attempts,
      failed,
      held,
      heldAt: undefined,
      heldFor: undefined,
    };
    if (this.#troubles.has(slot)) this.#carried.set(seq, trouble);
    else this.#troubles.set(slot, trouble);
  }

  /**
   * What waits in this lane is about to go to another one, or behind what comes from another one: what is known of it
   * stays with the event. `waits` tells which events still do.
   */
  carry(slot: number, waits: (seq: number) => boolean): void {
    const trouble = this.#troubles.get(slot);
    if (trouble === undefined || !waits(trouble.seq)) return;
    // How often others were delivered was counted at the target that it leaves.
    this.#carried.set(trouble.seq, { ...trouble, heldAt: undefined });
    // The waits of the lane go on.
    trouble.seq = 0;
  }

  /** The event is over. */
  ended(seq: number): void {
    if (this.#carried.size > 0) this.#carried.delete(seq);
  }

  /** The lane is gone; its slot may be another's from now on. */
  forget(slot: number): void {
    if (this.#troubles.size > 0) this.#troubles.delete(slot);
  }

  /**
   * Whether the first event of a lane was held so often while others got through that it must be the event. To be asked
   * once before each try: what is counted are holds, and not the tries after them.
   */
  isPoisonous(slot: number, seq: number, delivered: number): boolean {
    const trouble = this.#of(slot, seq);
    if (trouble === undefined) return false;
    if (trouble.heldAt !== undefined && delivered > trouble.heldAt) trouble.held++;
    trouble.heldAt = undefined;
    return trouble.held >= heldTooOften;
  }

  /** The end of an event that `isPoisonous`: no attempt is made. */
  giveUpHeld({ slot, event }: Flight, at: number): EndedAttempt {
    const reason = this.#of(slot, event.id)?.heldFor ?? 'not_pagerduty';
    this.forget(slot);
    return { settlement: { seq: event.id, at, end: { state: 'dead', reason } }, end: 'not_arrived' };
  }

  /** `probe`: the attempt went through a closed gate, so that its failure says nothing of the event. */
  judge(
    flight: Flight,
    verdict: Verdict,
    outcome: Outcome | undefined,
    { now, startedAt, probe }: { readonly now: number; readonly startedAt: number; readonly probe: boolean },
  ): Judged | Promise<Judged> {
    const { slot, event, target } = flight;
    const n = (this.#of(slot, event.id)?.attempts ?? 0) + 1;
    const attempt = attemptRecord(n, startedAt, verdict, outcome, target);
    if (verdict.verdict === 'delivered') {
      return this.#ended(flight, attempt, now, { state: 'delivered' }, 'delivered');
    }
    const { reason } = verdict;
    const arrived = verdict.arrived === 'maybe' ? 'maybe_arrived' : 'not_arrived';
    if (event.once) return this.#ended(flight, attempt, now, { state: 'failed', reason }, arrived);
    if (verdict.verdict === 'rejected') {
      return this.#ended(flight, attempt, now, { state: 'dead', reason }, arrived);
    }
    const after = this.#count(flight, verdict, n, probe);
    const own = !probe && verdict.verdict === 'retry' && reason !== 'throttled';
    const { maxAge, minRetryWindow, maxAttempts = Number.POSITIVE_INFINITY } = this.#options.settings;
    const expired = () => this.#ended(flight, attempt, now, { state: 'dead', reason: 'expired' }, arrived);
    const again = () => this.#again(flight, attempt, arrived, after, now, reason);
    // A resolve that is given up leaves somebody paged for what is over.
    const isTired = event.action !== 'resolve' && counts(verdict, probe) && after.failed >= maxAttempts;
    const longest = isTired ? Math.min(minRetryWindow, maxAge) : maxAge;
    if (!own || !this.#isOld(flight, flight.waitingSince, now, longest)) return again();
    // The lane is old; the event may be younger, having taken the place of an older one.
    return this.#options
      .acceptedAt(event.id)
      .then((acceptedAt) => (this.#isOld(flight, acceptedAt, now, longest) ? expired() : again()), again);
  }

  #ended(
    { slot, event }: Flight,
    attempt: AttemptRow,
    at: number,
    end: EventEnd,
    arrived: EndedAttempt['end'],
  ): Judged {
    this.forget(slot);
    return {
      attempt: { settlement: { seq: event.id, at, attempt, end }, end: arrived },
      waitUntil: undefined,
    };
  }

  /** Time behind a closed gate, and time in which nobody tried, does not age an event. */
  #isOld({ target }: Flight, since: number, now: number, longest: number): boolean {
    const tried = Math.max(since, this.#options.startedAt, target.openedAt, target.host.openedAt);
    return now - tried > longest;
  }

  #count({ slot, event, target }: Flight, verdict: Unhappy, attempts: number, probe: boolean): Trouble {
    const before = this.#troubles.get(slot);
    const same = this.#of(slot, event.id);
    const failed = verdict.verdict === 'retry' && verdict.reason !== 'throttled';
    const trouble: Trouble = {
      seq: event.id,
      attempts,
      failures: (before?.failures ?? 0) + (failed ? 1 : 0),
      failed: (same?.failed ?? 0) + (counts(verdict, probe) ? 1 : 0),
      held: same?.held ?? 0,
      heldAt: verdict.verdict === 'held' ? target.delivered : undefined,
      heldFor: verdict.verdict === 'held' ? verdict.reason : same?.heldFor,
    };
    this.#troubles.set(slot, trouble);
    this.ended(event.id);
    return trouble;
  }

  #of(slot: number, seq: number): Trouble | undefined {
    const trouble = this.#troubles.get(slot);
    if (trouble?.seq === seq) return trouble;
    return this.#carried.size > 0 ? this.#carried.get(seq) : undefined;
  }

  #again(
    { event }: Flight,
    attempt: AttemptRow,
    end: EndedAttempt['end'],
    { failed, held, failures }: Trouble,
    now: number,
    reason: string,
  ): Judged {
    const settlement = { seq: event.id, at: now, attempt, trouble: { failed, held } };
    // Throttled, the target rests as a whole, and what is most urgent goes first afterwards.
    const wait =
      reason === 'throttled' ? undefined : now + retryWait(Math.max(1, failures), this.#options.random());
    return { attempt: { settlement, end }, waitUntil: wait };
  }
}
