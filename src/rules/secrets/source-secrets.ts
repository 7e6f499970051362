import { type SecretBody, secretBody, type secretTypes } from '../../api/secrets.ts';
import type { Keyring } from '../../connectors/secrets/keyring.ts';
import { sourceSecretContext } from '../../connectors/secrets/source-secrets.ts';
import { Refusal } from '../../refusal.ts';
import type { SecretRow, SecretStore } from '../../store/secret-store.ts';
import type { Rule } from '../rule.ts';
import { secretsIn } from '../source-params.ts';
import { type Credentials, credentialsOf } from './credentials.ts';
import type { ValueSources } from './secret-values.ts';

/** What stands in a file is read again after so many milliseconds. */
const readAgainAfter = 5000;
/** So many rules are named in a message. */
const mostNamed = 5;

/** A secret as it may be shown. Times are milliseconds since 1970. */
export interface ShownSecret {
  readonly name: string;
  readonly type: (typeof secretTypes)[number];
  /** What it held is lost. */
  readonly isMissing: boolean;
  /** The settings bring it. */
  readonly isPreconfigured: boolean;
  /** `null` for one of the settings. */
  readonly createdAt: number | null;
  readonly updatedAt: number | null;
}

export interface SourceSecretsDependencies {
  readonly store: SecretStore;
  readonly keyring: Pick<Keyring, 'seal' | 'open'>;
  /** Those that the settings bring, as they are now; they hide kept ones of the same names. */
  readonly preconfigured: () => ReadonlyMap<string, SecretBody>;
  readonly values: ValueSources;
  readonly now: () => number;
}

/** A rule, as far as its secrets matter. */
type Referring = Pick<Rule, 'id' | 'name' | 'params'>;

interface Made {
  /** Of what the settings bring; `undefined`: of a kept one. */
  readonly of: SecretBody | undefined;
  readonly credentials: Promise<Credentials>;
  readonly at: number;
}

/**
 * The secrets by which rules say who they are, by name. They go in and never come out, but as headers of a call. What
 * they name outside of themselves is looked up when they are used, so that a file that changes counts.
 */
export class SourceSecrets {
  readonly #deps: SourceSecretsDependencies;
  /** Those that are kept. */
  readonly #shown = new Map<string, ShownSecret & { readonly createdAt: number }>();
  /** What was made of secrets for calls. */
  readonly #made = new Map<string, Made>();

  private constructor(dependencies: SourceSecretsDependencies) {
    this.#deps = dependencies;
  }

  static async open(dependencies: SourceSecretsDependencies): Promise<SourceSecrets> {
    const secrets = new SourceSecrets(dependencies);
    for (const row of await dependencies.store.list()) secrets.#shown.set(row.name, shownOf(row));
    return secrets;
  }

  /** By name. */
  list(): ShownSecret[] {
    const brought = this.#deps.preconfigured();
    const kept = [...this.#shown.values()].filter(({ name }) => !brought.has(name));
    return [...kept, ...[...brought].map(shownOfSettings)].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  has(name: string): boolean {
    return this.#shown.has(name) || this.#deps.preconfigured().has(name);
  }

  /** Keeps a new one, or replaces the one of this name. Refuses what could not be used now. */
  async put(name: string, secret: SecretBody): Promise<ShownSecret> {
    const { store, keyring, values, now } = this.#deps;
    this.#refusePreconfigured(name, 'replaced');
    await credentialsOf(secret, values);
    const sealed = await keyring.seal(JSON.stringify(secret), sourceSecretContext(name));
    const at = now();
    const createdAt = this.#shown.get(name)?.createdAt ?? at;
    const row = { name, type: secret.type, sealed, createdAt, updatedAt: at };
    await store.put(row);
    const shown = shownOf(row);
    this.#shown.set(name, shown);
    this.#made.delete(name);
    return shown;
  }

  /** Refuses while one of the rules refers to it. */
  async delete(name: string, rules: Iterable<Referring>): Promise<void> {
    this.#refusePreconfigured(name, 'deleted');
    if (!this.has(name)) throw unknown(name);
    const users = rulesThatUse(name, rules);
    if (users.length > 0) throw inUse(name, users);
    await this.#deps.store.delete(name);
    this.#shown.delete(name);
    this.#made.delete(name);
  }

  /**
   * What a source is sent.
   *
   * @throws `Refusal`, whose message names the secret and holds nothing of it.
   */
  async credentialsOf(name: string): Promise<Credentials> {
    const brought = this.#deps.preconfigured().get(name);
    const known = this.#made.get(name);
    if (known !== undefined && known.of === brought) {
      const credentials = await known.credentials;
      if (!credentials.canChange || this.#deps.now() - known.at < readAgainAfter) return credentials;
    }
    const credentials = brought === undefined ? this.#make(name) : this.#use(name, brought, true);
    const made = { of: brought, credentials, at: this.#deps.now() };
    this.#made.set(name, made);
    try {
      return await made.credentials;
    } catch (error) {
      if (this.#made.get(name) === made) this.#made.delete(name);
      throw error;
    }
  }

  /** Of a kept one. */
  async #make(name: string): Promise<Credentials> {
    const { store, keyring } = this.#deps;
    const row = await store.find(name);
    if (row === undefined) throw unknown(name);
    const { sealed } = row;
    if (sealed === null)
      throw new Refusal('invalid', `what the secret "${name}" held is lost: enter it again`);
    const opened = await keyring.open(sealed, sourceSecretContext(name)).catch(wrap(name));
    return this.#use(name, secretBody.parse(JSON.parse(opened)), false);
  }

  #use(name: string, secret: SecretBody, isPreconfigured: boolean): Promise<Credentials> {
    const { values } = this.#deps;
    const { settings: _, ...unlimited } = values;
    return credentialsOf(secret, isPreconfigured ? unlimited : values).catch(wrap(name));
  }

  #refusePreconfigured(name: string, what: string): void {
    if (!this.#deps.preconfigured().has(name)) return;
    const where = 'comes from the settings (rules.secrets.preconfigured)';
    throw new Refusal(
      'invalid',
      `The secret "${name}" ${where} and can not be ${what} here: change it there.`,
    );
  }
}

/** Says of which secret a refusal speaks. */
function wrap(name: string) {
  return (error: unknown): never => {
    if (!(error instanceof Refusal)) throw error;
    throw new Refusal(error.code, `the secret "${name}" can not be used: ${error.message}`, { cause: error });
  };
}

/** The rules that refer to a secret. */
export function rulesThatUse(
  name: string,
  rules: Iterable<Referring>,
): { readonly id: string; readonly name: string }[] {
  const users: { id: string; name: string }[] = [];
  for (const rule of rules) {
    if (secretsIn(rule.params).some((secret) => secret.name === name))
      users.push({ id: rule.id, name: rule.name });
  }
  return users;
}

const unknown = (name: string) => new Refusal('not_found', `There is no secret "${name}".`);

function inUse(name: string, users: readonly { readonly id: string; readonly name: string }[]): Refusal {
  const named = users.slice(0, mostNamed).map((rule) => `"${rule.name}" (${rule.id})`);
  const more = users.length - named.length;
  const list = named.join(', ') + (more > 0 ? ` and ${more} more` : '');
  return new Refusal(
    'conflict',
    `The secret "${name}" is used by rules: ${list}. Change or delete them first.`,
  );
}

function shownOf({ name, type, sealed, createdAt, updatedAt }: SecretRow) {
  const isMissing = sealed === null;
  return { name, type: typeOf(type), isMissing, isPreconfigured: false, createdAt, updatedAt };
}

function shownOfSettings([name, { type }]: readonly [string, SecretBody]): ShownSecret {
  return { name, type, isMissing: false, isPreconfigured: true, createdAt: null, updatedAt: null };
}

function typeOf(type: string): ShownSecret['type'] {
  return type === 'bearer' || type === 'header' ? type : 'basic';
}
