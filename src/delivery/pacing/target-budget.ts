import { CallWindow } from './call-window.ts';

/** What PagerDuty allows a key in any 60 s. */
const pagerDutyLimit = 120;
const mostInFlight = 64;
/** Past 120 calls in 60 s without a limit: so many in flight at first, doubling after every 100 answers. */
const carefulInFlight = 4;
const answersToDouble = 100;
const shortestRest = 1000;
const longestRest = 60_000;
const waitBeforeRaise = 5 * 60_000;
const waitAfterFailedRaise = 60 * 60_000;

/** `delivery.rateLimit` of a target: learn it, a number of calls in any 60 s, or none. */
export type RateLimit = 'auto' | 'off' | number;

/**
 * How many calls a target may get now (rule 8 of the delivery contract). Times are milliseconds on one monotonic
 * clock, and every call counts, whoever makes it.
 */
export class TargetBudget {
  #rateLimit: RateLimit;
  readonly #window = new CallWindow();
  /** Calls in any 60 s; `undefined`: none is known or wanted. */
  #limit: number | undefined;
  #inFlight = 0;
  /** Answers without a 429 since more than 120 calls are in the window; `undefined` while there are fewer. */
  #carefulAnswers: number | undefined;
  #rest: { until: number; length: number } | undefined;
  /** Since when lanes have waited for an `auto` limit without a 429. */
  #waitingSince: number | undefined;
  /** A raise of the limit that has not stood the test yet. */
  #raised = false;
  #noRaiseBefore = 0;

  /**
   * `startLimit`: what `auto` begins with: the limit that was learned before, else 120 on PagerDuty's own hosts and
   * the sandbox, else none.
   */
  constructor(rateLimit: RateLimit, startLimit: number | undefined) {
    this.#rateLimit = rateLimit;
    this.#limit = limitOf(rateLimit, startLimit);
  }

  /** From now on another rule holds; the window and what is in flight stay. */
  setRateLimit(rateLimit: RateLimit, startLimit: number | undefined): void {
    if (rateLimit === this.#rateLimit) return;
    this.#rateLimit = rateLimit;
    this.#limit = limitOf(rateLimit, startLimit);
    this.#waitingSince = undefined;
    this.#raised = false;
  }

  /** What `auto` begins with is known only now; a limit that there is already stays. */
  beginWith(startLimit: number): void {
    if (this.#rateLimit === 'auto') this.#limit ??= startLimit;
  }

  /** The limit in force. */
  get limit(): number | undefined {
    return this.#limit;
  }

  /** The limit that `auto` has come to, to be kept over a restart; one that somebody has set is not learned. */
  get learned(): number | undefined {
    return this.#rateLimit === 'auto' ? this.#limit : undefined;
  }

  /** Whether a call may start. The last tenth of a limit is for `urgent` ones: opening triggers of severity critical. */
  mayStart(now: number, urgent: boolean): boolean {
    return this.#inFlight < this.#mayBeInFlight(now) && this.freeAt(now, urgent) <= now;
  }

  /** When a call may start as far as limit and rest go; `now` when at once. */
  freeAt(now: number, urgent: boolean): number {
    const rested = Math.max(now, this.#rest?.until ?? 0);
    if (this.#limit === undefined) return rested;
    const reserved = urgent ? 0 : Math.floor(this.#limit / 10);
    return Math.max(rested, this.#window.freeAt(now, this.#limit - reserved));
  }

  /** Calls that started in the last 60 s. */
  callsLastMinute(now: number): number {
    return this.#window.count(now);
  }

  /** Until when it rests after a 429; `undefined` when it does not. */
  restsUntil(now: number): number | undefined {
    return this.#rest !== undefined && this.#rest.until > now ? this.#rest.until : undefined;
  }

  started(now: number): void {
    this.#window.add(now);
    this.#inFlight++;
    if (this.#window.count(now) < pagerDutyLimit) this.#carefulAnswers = undefined;
    else this.#carefulAnswers ??= 0;
  }

  /** Tells that lanes wait for nothing but this budget; five minutes of it raise a learned limit by a quarter. */
  waited(now: number): void {
    if (this.#rateLimit !== 'auto' || this.#limit === undefined) return;
    this.#waitingSince ??= now;
    if (now - this.#waitingSince < waitBeforeRaise || now < this.#noRaiseBefore) return;
    this.#limit = Math.ceil(this.#limit * 1.25);
    this.#raised = true;
    this.#waitingSince = now;
  }

  /** Tells that nothing waits for this budget any more. */
  idle(): void {
    this.#waitingSince = undefined;
  }

  /** A call that started at `startedAt` has ended, with a 429 or otherwise. */
  ended(now: number, startedAt: number, throttled: boolean): void {
    this.#inFlight--;
    if (throttled) {
      this.#refused(now, startedAt);
      return;
    }
    if (this.#carefulAnswers !== undefined) this.#carefulAnswers++;
    if (this.#rest !== undefined && now >= this.#rest.until) this.#rest = undefined;
  }

  #refused(now: number, startedAt: number): void {
    this.#window.refuse(startedAt);
    if (this.#carefulAnswers !== undefined) this.#carefulAnswers = 0;
    this.#waitingSince = undefined;
    if (this.#rateLimit === 'auto') {
      this.#limit = Math.max(pagerDutyLimit, this.#window.countTaken(now));
      if (this.#raised) this.#noRaiseBefore = now + waitAfterFailedRaise;
      this.#raised = false;
    }
    // Those that were refused together are one refusal: only one after the rest is another.
    if (this.#rest !== undefined && startedAt < this.#rest.until) return;
    const length = this.#rest === undefined ? shortestRest : Math.min(longestRest, this.#rest.length * 2);
    // That its window must have room too is the limit's doing.
    this.#rest = { until: now + length, length };
  }

  #mayBeInFlight(now: number): number {
    if (this.#limit !== undefined || this.#window.count(now) < pagerDutyLimit) return mostInFlight;
    const doublings = Math.floor((this.#carefulAnswers ?? 0) / answersToDouble);
    return Math.min(mostInFlight, carefulInFlight * 2 ** Math.min(doublings, 10));
  }
}

function limitOf(rateLimit: RateLimit, startLimit: number | undefined): number | undefined {
  if (rateLimit === 'off') return undefined;
  return rateLimit === 'auto' ? startLimit : rateLimit;
}
