import { randomUUID } from 'node:crypto';
import { Refusal } from '../refusal.ts';
import type { RelayKeyRow, RelayKeyStore } from '../store/delivery-store.ts';
import type { KeyHash } from './secrets/key-hash.ts';

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const keyLength = 32;
/** Enough to tell keys apart; 28 unknown characters remain. */
const hintLength = 4;

/** A relay key as others may see it. */
export type RelayKey = Omit<RelayKeyRow, 'hash'>;

/** A relay key just issued: the only time that it is seen. */
export interface NewRelayKey extends RelayKey {
  readonly key: string;
}

export interface RelayKeysDependencies {
  readonly store: RelayKeyStore;
  readonly hash: KeyHash;
  readonly now: () => number;
  /** So many random bytes. */
  readonly random: (bytes: number) => Uint8Array;
}

function withoutHash({ hash: _, ...key }: RelayKeyRow): RelayKey {
  return key;
}

const hexOf = (hash: Uint8Array) => Buffer.from(hash).toString('hex');

/** 32 letters and digits, all equally likely; never with R in front, as the keys of rulesets have it. */
function makeKey(random: RelayKeysDependencies['random']): string {
  let key = '';
  while (key.length < keyLength) {
    for (const byte of random(keyLength)) {
      // Of what is left over when 256 is divided by 62, the first letters would come more often.
      const letter = byte < 4 * letters.length ? letters.charAt(byte % letters.length) : '';
      if (key !== '' || letter !== 'R') key += letter;
    }
  }
  return key.slice(0, keyLength);
}

/**
 * Keys that Tocsin issues for a connector, for clients that shall not hold its integration key. Only a keyed hash of
 * each is kept. All are in memory too: the relay looks one up with every event.
 */
export class RelayKeys {
  readonly #deps: RelayKeysDependencies;
  /** By hash, in hex. */
  readonly #keys = new Map<string, RelayKey>();

  private constructor(dependencies: RelayKeysDependencies) {
    this.#deps = dependencies;
  }

  static async open(dependencies: RelayKeysDependencies): Promise<RelayKeys> {
    const keys = new RelayKeys(dependencies);
    for (const row of await dependencies.store.list()) keys.#keys.set(hexOf(row.hash), withoutHash(row));
    return keys;
  }

  /** `createdBy`: the user who asks, `null` where there is none. Whether the connector exists is the caller's to know. */
  async issue(connectorId: string, name: string, createdBy: string | null): Promise<NewRelayKey> {
    const { hash: hashOf, now, random, store } = this.#deps;
    const key = makeKey(random);
    const hash = hashOf(key);
    const relayKey = {
      id: randomUUID(),
      connectorId,
      name,
      hint: key.slice(0, hintLength),
      createdBy,
      createdAt: now(),
    };
    if ((await store.insert({ ...relayKey, hash: Buffer.from(hash, 'hex') })) === 'conflict') {
      throw new Error('a relay key was made twice: the random numbers are none');
    }
    this.#keys.set(hash, relayKey);
    return { ...relayKey, key };
  }

  /** The oldest first. */
  list(): RelayKey[] {
    return [...this.#keys.values()];
  }

  async revoke(id: string): Promise<void> {
    const found = await this.#deps.store.delete(id);
    const wasKnown = this.#forget((key) => key.id === id);
    if (!found && !wasKnown) throw new Refusal('not_found', `There is no relay key "${id}".`);
  }

  /** Ends the relay keys of a connector that is gone. Returns how many. */
  async revokeAllOf(connectorId: string): Promise<number> {
    const ended = await this.#deps.store.deleteOfConnector(connectorId);
    this.#forget((key) => key.connectorId === connectorId);
    return ended;
  }

  /** The connector that a key was issued for; `undefined` for what is none of ours. */
  find(key: string): string | undefined {
    return this.#keys.get(this.#deps.hash(key))?.connectorId;
  }

  #forget(which: (key: RelayKey) => boolean): boolean {
    let found = false;
    for (const [hash, key] of this.#keys) {
      if (which(key)) found = this.#keys.delete(hash);
    }
    return found;
  }
}
