import type { AcceptMode } from '../api/sandbox.ts';

const letters = 'abcdefghijklmnopqrstuvwxyz0123456789';
/** Keys that start with R are rulesets, which take no change events. */
const firstLetters = letters.replace('r', '');

export interface PlayKey {
  readonly key: string;
  /** Whether the sandbox made it; only then it is nobody's secret. */
  readonly made: boolean;
  readonly revoked: boolean;
  /** ms since 1970. */
  readonly since: number;
}

/** The routing keys that the sandbox was told something about, and what it does about the others. */
export class KeyRing {
  /** `any`: every well-formed key that was not revoked; `known`: only keys made or admitted here. */
  accept: AcceptMode;
  readonly #keys = new Map<string, PlayKey>();
  readonly #random: () => number;
  readonly #max: number;

  constructor(accept: AcceptMode, random: () => number, max: number) {
    this.accept = accept;
    this.#random = random;
    this.#max = max;
  }

  make(now: number): PlayKey {
    let key = this.#pick(firstLetters);
    while (key.length < 32) key += this.#pick(letters);
    return this.#put({ key, made: true, revoked: false, since: now });
  }

  /** Makes a key known that comes from elsewhere, or takes a revocation back. */
  admit(key: string, now: number): PlayKey {
    return this.#put({ key, made: this.#keys.get(key)?.made ?? false, revoked: false, since: now });
  }

  /** From now on the key is refused, whoever made it. */
  revoke(key: string, now: number): PlayKey {
    return this.#put({ key, made: this.#keys.get(key)?.made ?? false, revoked: true, since: now });
  }

  accepts(key: string): boolean {
    const known = this.#keys.get(key);
    return known === undefined ? this.accept === 'any' : !known.revoked;
  }

  /** Oldest first. */
  list(): PlayKey[] {
    return [...this.#keys.values()];
  }

  /** Forgets revocations and keys from elsewhere. Keys made here stay: connectors use them. */
  clear(): void {
    for (const [key, known] of this.#keys) {
      if (known.made) this.#keys.set(key, { ...known, revoked: false });
      else this.#keys.delete(key);
    }
  }

  #put(key: PlayKey): PlayKey {
    this.#keys.set(key.key, key);
    for (const oldest of this.#keys.keys()) {
      if (this.#keys.size <= this.#max) break;
      this.#keys.delete(oldest);
    }
    return key;
  }

  #pick(from: string): string {
    return from.charAt(Math.floor(this.#random() * from.length));
  }
}
