import { heartbeatTokenContext } from '../../../connectors/secrets/heartbeat-token-context.ts';
import type { KeyHash } from '../../../connectors/secrets/key-hash.ts';
import type { Keyring } from '../../../connectors/secrets/keyring.ts';
import { Refusal } from '../../../refusal.ts';
import type { HeartbeatTokenStore } from '../../../store/heartbeat-token-store.ts';
import type { Rule } from '../../rule.ts';

/** 160 bits, as 40 hexadecimal digits: nothing that a URL, a shell or a double click takes for something else. */
const tokenBytes = 20;

export interface HeartbeatTokensDependencies {
  readonly store: HeartbeatTokenStore;
  readonly keyring: Keyring;
  readonly hash: KeyHash;
  /** So many random bytes. */
  readonly random: (bytes: number) => Uint8Array;
}

/** The rule that a token was made for; another rule that has its id since is another rule. */
export type TokenOwner = Pick<Rule, 'id' | 'createdAt'>;

/**
 * The tokens of heartbeat rules. The hashes of all are in memory, since every call is known by its token; what they are
 * hashes of is on disk alone, sealed, to be shown again.
 */
export class HeartbeatTokens {
  readonly #deps: HeartbeatTokensDependencies;
  /** By hash, in hex. */
  readonly #owners = new Map<string, TokenOwner>();
  /** The hash of each rule, in hex. */
  readonly #hashes = new Map<string, string>();

  private constructor(dependencies: HeartbeatTokensDependencies) {
    this.#deps = dependencies;
  }

  static async open(dependencies: HeartbeatTokensDependencies): Promise<HeartbeatTokens> {
    const tokens = new HeartbeatTokens(dependencies);
    for (const { ruleId, ruleCreatedAt, hash } of await dependencies.store.list())
      tokens.#note({ id: ruleId, createdAt: ruleCreatedAt }, Buffer.from(hash).toString('hex'));
    return tokens;
  }

  /** Whose token it is; `undefined`: nobody's. Whether that rule is still there is the caller's to know. */
  ownerOf(token: string): TokenOwner | undefined {
    return this.#owners.get(this.#deps.hash(token));
  }

  /** The token of a rule, which is made when it is asked for first. The caller holds the lock of the rule. */
  async of(rule: TokenOwner): Promise<string> {
    const row = await this.#deps.store.find(rule.id);
    if (row === undefined || row.ruleCreatedAt !== rule.createdAt) return this.make(rule);
    if (row.sealed === null) {
      throw new Refusal(
        'unavailable',
        `The token of the rule "${rule.id}" can not be shown any more, because its encryption key is lost. Calls with it are still taken; POST …/heartbeat/_rotate makes another one.`,
      );
    }
    return this.#deps.keyring.open(row.sealed, heartbeatTokenContext(rule.id));
  }

  /** Makes a token in the place of the one that the rule has. The caller holds the lock of the rule. */
  async make({ id, createdAt }: TokenOwner): Promise<string> {
    const { store, keyring, hash: hashOf, random } = this.#deps;
    const token = Buffer.from(random(tokenBytes)).toString('hex');
    const hash = hashOf(token);
    await store.put({
      ruleId: id,
      ruleCreatedAt: createdAt,
      hash: Buffer.from(hash, 'hex'),
      sealed: await keyring.seal(token, heartbeatTokenContext(id)),
    });
    this.#note({ id, createdAt }, hash);
    return token;
  }

  #note(owner: TokenOwner, hash: string): void {
    const before = this.#hashes.get(owner.id);
    if (before !== undefined) this.#owners.delete(before);
    this.#hashes.set(owner.id, hash);
    this.#owners.set(hash, owner);
  }
}
