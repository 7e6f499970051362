import { z } from 'zod';
import { isIntegrationKey } from '../pagerduty/integration-key.ts';
import { Refusal } from '../refusal.ts';
import type { ConnectorRow, ConnectorStore } from '../store/connector-store.ts';
import type { PreconfiguredConnector } from './connector.ts';
import { openSecrets } from './secrets/connector-secrets.ts';
import type { KeyHash } from './secrets/key-hash.ts';
import type { Keyring } from './secrets/keyring.ts';

export interface KeyDirectoryDependencies {
  readonly store: Pick<ConnectorStore, 'list' | 'find'>;
  readonly keyring: Keyring;
  /** Asked whenever something is read: a reload may have changed them. */
  readonly preconfigured: () => readonly Pick<PreconfiguredConnector, 'id' | 'secrets'>[];
  readonly hash: KeyHash;
}

/** A kept connector with a key that can be opened. */
interface Kept {
  readonly id: string;
  readonly hash: string;
  readonly createdAt: number;
}

const secretsSchema = z.object({ routingKey: z.string() });

/**
 * Finds the connector whose own integration key somebody shows. Where several connectors hold the same key it is the
 * same one each time: a preconfigured one before others, in the order of the settings; else the one made first, so
 * that a new connector takes no events from an old one, wherever it may send them. Keys of another form than
 * PagerDuty's are not found: what somebody made up for a host of their own may be easy to guess.
 *
 * Held in memory are hashes, no keys.
 */
export class KeyDirectory {
  readonly #deps: KeyDirectoryDependencies;
  readonly #kept = new Map<string, Kept>();
  /** Connectors by the hash of their key. */
  #index: ReadonlyMap<string, string> = new Map();
  /** One reading at a time, so that an older one never ends last. */
  #reading: Promise<void> = Promise.resolve();

  private constructor(dependencies: KeyDirectoryDependencies) {
    this.#deps = dependencies;
  }

  static async open(dependencies: KeyDirectoryDependencies): Promise<KeyDirectory> {
    const directory = new KeyDirectory(dependencies);
    await directory.reload();
    return directory;
  }

  /** Reads everything anew: when the settings, and with them the preconfigured connectors, have changed. */
  reload(): Promise<void> {
    return this.#next(async () => {
      const rows = await this.#deps.store.list();
      this.#kept.clear();
      for (const row of rows) await this.#read(row.id, row);
    });
  }

  /** To be called when a connector was made, changed or deleted. */
  changed(id: string): Promise<void> {
    return this.#next(async () => this.#read(id, await this.#deps.store.find(id)));
  }

  /** The connector that holds this integration key; `undefined`: none does. */
  find(routingKey: string): string | undefined {
    return this.#index.get(this.#deps.hash(routingKey));
  }

  #next(read: () => Promise<void>): Promise<void> {
    const reading = this.#reading
      .catch(() => undefined)
      .then(read)
      .then(() => {
        this.#index = this.#indexed();
      });
    this.#reading = reading;
    return reading;
  }

  async #read(id: string, row: ConnectorRow | undefined): Promise<void> {
    const routingKey = row === undefined ? undefined : await this.#open(row);
    if (row === undefined || routingKey === undefined || !isIntegrationKey(routingKey)) {
      this.#kept.delete(id);
    } else {
      this.#kept.set(id, { id, hash: this.#deps.hash(routingKey), createdAt: row.createdAt });
    }
  }

  async #open({ id, secrets }: ConnectorRow): Promise<string | undefined> {
    if (secrets === null) return undefined;
    try {
      const opened = secretsSchema.safeParse(await openSecrets(this.#deps.keyring, id, secrets));
      return opened.data?.routingKey;
    } catch (error) {
      // Sealed with a key that is lost: nothing can be sent through it either.
      if (error instanceof Refusal) return undefined;
      throw error;
    }
  }

  #indexed(): Map<string, string> {
    const { preconfigured, hash } = this.#deps;
    const first = preconfigured()
      .filter(({ secrets }) => isIntegrationKey(secrets.routingKey))
      .map(({ id, secrets }) => ({ id, hash: hash(secrets.routingKey) }));
    // A kept one with the id of a preconfigured one is hidden by it, and what comes for its key is not for the other.
    const ids = new Set(preconfigured().map(({ id }) => id));
    const visible = [...this.#kept.values()].filter(({ id }) => !ids.has(id));
    const kept = visible.sort((a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1));
    // Of the same key, what is set last stays.
    return new Map([...first, ...kept].reverse().map((each) => [each.hash, each.id]));
  }
}
