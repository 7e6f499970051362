import { Refusal } from '../refusal.ts';

const window = 60_000;
const maxFailures = 10;
/** So many pairs at once are tidied up; one that failed within the minute is never forgotten. */
const tidyAt = 10_000;

/**
 * Ten failed sign-ins a minute per user and address; then it is 429 until the oldest is a minute old. Each failure
 * costs the caller a turn at argon2, of which there are some sixty a second: so many pairs a minute are the most.
 */
export class SignInLimiter {
  /** Times of failures, and of attempts still being judged, oldest first. */
  readonly #attempts = new Map<string, number[]>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Throws when the pair has used up its ten. */
  check(user: string, address: string): void {
    const recent = this.#recent(JSON.stringify([user, address]));
    const [oldest] = recent;
    if (oldest === undefined || recent.length < maxFailures) return;
    const retryAfter = Math.max(1, Math.ceil((oldest + window - this.#now()) / 1000));
    throw new Refusal(
      'too_many',
      `Too many failed sign-ins for this user from this address. Try again in ${retryAfter} seconds.`,
      { retryAfter },
    );
  }

  /**
   * Checks, and counts a failure before the secret is judged, so that guesses made at the same moment count too.
   * Whoever turns out to be right takes it back.
   */
  fail(user: string, address: string): { takeBack(): void } {
    this.check(user, address);
    const pair = JSON.stringify([user, address]);
    const attempts = this.#recent(pair);
    const at = this.#now();
    attempts.push(at);
    this.#attempts.set(pair, attempts);
    if (this.#attempts.size > tidyAt) for (const each of [...this.#attempts.keys()]) this.#recent(each);
    return {
      takeBack: () => {
        const place = attempts.indexOf(at);
        if (place >= 0) attempts.splice(place, 1);
        if (attempts.length === 0) this.#attempts.delete(pair);
      },
    };
  }

  /** The pair's list, the very one in the map, without what is older than a minute. */
  #recent(pair: string): number[] {
    const attempts = this.#attempts.get(pair);
    if (attempts === undefined) return [];
    const since = this.#now() - window;
    const kept = attempts.findIndex((at) => at > since);
    attempts.splice(0, kept === -1 ? attempts.length : kept);
    if (attempts.length === 0) this.#attempts.delete(pair);
    return attempts;
  }
}
