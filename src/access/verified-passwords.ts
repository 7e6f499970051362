import { createHmac, randomBytes } from 'node:crypto';

const rememberedFor = 60_000;
const maxRemembered = 1000;

/**
 * Remembers for a minute that a password was right, so that a script that signs in with every call does not cost
 * 70 ms of argon2 each time. What is kept is an HMAC under a key that never leaves this process; it covers the
 * stored hash too, so that a changed password is forgotten at once.
 */
export class VerifiedPasswords {
  readonly #key = randomBytes(32);
  readonly #until = new Map<string, number>();
  readonly #underWay = new Map<string, Promise<boolean>>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  /**
   * Whether `password` is the one behind `hash`: from memory, or by waiting for the same question already being
   * asked, or by `verify`.
   */
  async check(hash: string, password: string, verify: () => Promise<boolean>): Promise<boolean> {
    // The length keeps ("ab", "c") and ("a", "bc") apart.
    const mark = createHmac('sha256', this.#key).update(`${hash.length}:${hash}${password}`).digest('base64');
    const until = this.#until.get(mark);
    if (until !== undefined && until > this.#now()) return true;
    const already = this.#underWay.get(mark);
    if (already !== undefined) return already;
    const asked = verify();
    this.#underWay.set(mark, asked);
    try {
      const right = await asked;
      if (right) this.#remember(mark);
      return right;
    } finally {
      this.#underWay.delete(mark);
    }
  }

  #remember(mark: string): void {
    const now = this.#now();
    if (this.#until.size >= maxRemembered) {
      for (const [old, until] of this.#until) if (until <= now) this.#until.delete(old);
      if (this.#until.size >= maxRemembered) this.#until.clear();
    }
    this.#until.set(mark, now + rememberedFor);
  }
}
