import { randomUUID } from 'node:crypto';
import { type ConnectorOptions, connectorOptionsSchema } from '../api/connector-options.ts';
import type { Network } from '../network/network.ts';
import { Refusal } from '../refusal.ts';
import type { ConnectorRow, ConnectorStore } from '../store/connector-store.ts';
import type { AttemptNow } from './attempt-now.ts';
import type { Connector, PreconfiguredConnector, UsableConnector } from './connector.ts';
import { type ConnectorType, connectorTypes, isTypeEnabled } from './connector-type.ts';
import { executePagerDuty } from './execute-pagerduty.ts';
import type { Execution } from './execution.ts';
import { openSecrets, sealSecrets } from './secrets/connector-secrets.ts';
import type { Keyring } from './secrets/keyring.ts';
import { enqueueUrlOf, validateConfig, validateSecrets } from './validate-connector.ts';

/** What a caller says a connector shall be; `config` and `secrets` are judged by its type. */
export interface ConnectorChange {
  readonly name: string;
  readonly config: unknown;
  readonly secrets: unknown;
}

/** How a connector shall go though events wait or incidents are open. */
export interface DeleteOptions {
  readonly force: boolean;
  /** What was opened through it alone: is resolved, or left as it is. */
  readonly incidents: 'resolve' | 'leave';
}

/** A connector just kept, with what is odd about it. */
export interface KeptConnector {
  readonly connector: Connector;
  readonly warnings: readonly string[];
}

export interface ConnectorsDependencies {
  readonly store: ConnectorStore;
  readonly keyring: Keyring;
  readonly network: Network;
  readonly now: () => number;
  /** Asked anew each time: a reload may have changed them. */
  readonly preconfigured: () => readonly PreconfiguredConnector[];
  readonly settings: {
    readonly enabledActionTypes: readonly string[];
  };
  readonly attempt: AttemptNow;
  /** Told when a connector was made, changed or taken away, before its caller is. */
  readonly onChange: (id: string) => Promise<void>;
  /** Asked before a connector is taken away; throws a `Refusal` when it must stay. */
  readonly beforeDelete: (id: string, how: DeleteOptions) => Promise<void>;
  /** Told of every execution: for the log and the metrics. */
  readonly onExecution: (connector: UsableConnector, execution: Execution) => void;
}

const unknownConnector = (id: string) => new Refusal('not_found', `Saved object [action/${id}] not found`);

function viewOf(row: ConnectorRow): Connector {
  const { id, name, typeId, config, secrets } = row;
  const apiUrl = typeof config.apiUrl === 'string' ? config.apiUrl : null;
  return { id, name, typeId, config: { apiUrl }, isMissingSecrets: secrets === null, isPreconfigured: false };
}

function viewOfPreconfigured({ id, name, typeId, config, exposeConfig }: PreconfiguredConnector): Connector {
  return { id, name, typeId, ...(exposeConfig && { config }), isPreconfigured: true };
}

/**
 * The connectors: what is kept, what is preconfigured, and their use. Refuses in the order and the words of
 * contract 1.3.
 */
export class Connectors {
  readonly #deps: ConnectorsDependencies;

  constructor(dependencies: ConnectorsDependencies) {
    this.#deps = dependencies;
  }

  /** All connector types, or those that the feature `featureId` uses. */
  types(featureId?: string): readonly (ConnectorType & { enabled: boolean })[] {
    return connectorTypes
      .filter((type) => featureId === undefined || type.supportedFeatureIds.includes(featureId))
      .map((type) => ({ ...type, enabled: isTypeEnabled(type.id, this.#deps.settings.enabledActionTypes) }));
  }

  /** Kept and preconfigured ones together, by name. A kept one with the id of a preconfigured one is hidden. */
  async list(): Promise<Connector[]> {
    const kept = (await this.#deps.store.list()).filter(({ id }) => this.#preconfigured(id) === undefined);
    return [...kept.map(viewOf), ...this.#deps.preconfigured().map(viewOfPreconfigured)].sort(
      (a, b) => a.name.localeCompare(b.name) || a.id.localeCompare(b.id),
    );
  }

  async get(id: string): Promise<Connector> {
    const preconfigured = this.#preconfigured(id);
    return preconfigured === undefined ? viewOf(await this.#row(id)) : viewOfPreconfigured(preconfigured);
  }

  async create(change: ConnectorChange & { typeId: string; id?: string }): Promise<KeptConnector> {
    const id = change.id ?? randomUUID();
    if (this.#preconfigured(id) !== undefined) {
      throw new Refusal('invalid', `This ${id} already exists in a preconfigured action.`);
    }
    if (!connectorTypes.some((type) => type.id === change.typeId)) {
      throw new Refusal('invalid', `Action type "${change.typeId}" is not registered.`);
    }
    const valid = this.#validate(change, change.typeId);
    const at = this.#deps.now();
    const row: ConnectorRow = {
      id,
      name: change.name,
      typeId: change.typeId,
      config: { ...valid.config },
      secrets: await sealSecrets(this.#deps.keyring, id, valid.secrets),
      options: {},
      createdAt: at,
      updatedAt: at,
    };
    if ((await this.#deps.store.insert(row)) === 'conflict') {
      throw new Refusal('conflict', `Saved object [action/${id}] conflict`);
    }
    await this.#deps.onChange(id);
    return { connector: viewOf(row), warnings: valid.warnings };
  }

  /** Replaces everything: what is left out of config and secrets is gone, as in Kibana. */
  async update(id: string, change: ConnectorChange): Promise<KeptConnector> {
    this.#refusePreconfigured(id, 'can not be updated');
    const { typeId } = await this.#row(id);
    const valid = this.#validate(change, typeId);
    const secrets = await sealSecrets(this.#deps.keyring, id, valid.secrets);
    const config = { ...valid.config };
    const kept = { name: change.name, config, secrets, updatedAt: this.#deps.now() };
    if (!(await this.#deps.store.update(id, kept))) throw unknownConnector(id);
    await this.#deps.onChange(id);
    const connector = {
      id,
      name: change.name,
      typeId,
      config,
      isMissingSecrets: false,
      isPreconfigured: false,
    };
    return { connector, warnings: valid.warnings };
  }

  async delete(id: string, how: DeleteOptions = { force: false, incidents: 'resolve' }): Promise<void> {
    this.#refusePreconfigured(id, 'is not allowed to delete');
    await this.#row(id);
    await this.#deps.beforeDelete(id, how);
    if (!(await this.#deps.store.delete(id))) throw unknownConnector(id);
    await this.#deps.onChange(id);
  }

  async options(id: string): Promise<ConnectorOptions> {
    return this.#preconfigured(id)?.options ?? connectorOptionsSchema.parse((await this.#row(id)).options);
  }

  /** Replaces the options: one that is left out follows the settings again. */
  async setOptions(id: string, options: ConnectorOptions): Promise<ConnectorOptions> {
    this.#refusePreconfigured(id, 'can not be updated');
    const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
    if (!(await this.#deps.store.updateOptions(id, given, this.#deps.now()))) throw unknownConnector(id);
    await this.#deps.onChange(id);
    return options;
  }

  /** One attempt, now. `signal` ends it, as when the caller has hung up. */
  async execute(id: string, params: unknown, signal?: AbortSignal): Promise<Execution> {
    const connector = await this.usable(id);
    this.requireEnabled(connector);
    const { network, attempt, onExecution } = this.#deps;
    const dependencies = { isAllowed: network.isAllowed, attempt, uuid: randomUUID };
    const execution = await executePagerDuty(connector, params, dependencies, signal);
    onExecution(connector, execution);
    return execution;
  }

  /** The URL that a connector's alert events go to. */
  async urlOf(id: string): Promise<string> {
    const { config } = this.#preconfigured(id) ?? viewOf(await this.#row(id));
    return enqueueUrlOf(config ?? { apiUrl: null });
  }

  /** A connector with its secrets opened, to be used at once and not kept. */
  async usable(id: string): Promise<UsableConnector> {
    const preconfigured = this.#preconfigured(id);
    if (preconfigured !== undefined) return preconfigured;
    const row = await this.#row(id);
    return {
      id,
      name: row.name,
      typeId: row.typeId,
      config: row.config,
      secrets: row.secrets === null ? undefined : await openSecrets(this.#deps.keyring, id, row.secrets),
      options: connectorOptionsSchema.parse(row.options),
    };
  }

  #preconfigured(id: string): PreconfiguredConnector | undefined {
    return this.#deps.preconfigured().find((connector) => connector.id === id);
  }

  #refusePreconfigured(id: string, what: string): void {
    if (this.#preconfigured(id) !== undefined) {
      throw new Refusal('invalid', `Preconfigured action ${id} ${what}.`);
    }
  }

  async #row(id: string): Promise<ConnectorRow> {
    const row = await this.#deps.store.find(id);
    if (row === undefined) throw unknownConnector(id);
    return row;
  }

  /** Config before secrets before the type's being enabled, so that two mistakes are told in Kibana's order. */
  #validate(change: ConnectorChange, typeId: string) {
    const config = validateConfig(change.config, this.#deps.network.isAllowed);
    const { secrets, warnings } = validateSecrets(change.secrets, config);
    this.#requireEnabled(typeId);
    return { config, secrets, warnings };
  }

  /** Refuses to use a connector whose type is not enabled; preconfigured ones are always. */
  requireEnabled({ id, typeId }: UsableConnector): void {
    if (this.#preconfigured(id) === undefined) this.#requireEnabled(typeId);
  }

  #requireEnabled(typeId: string): void {
    if (isTypeEnabled(typeId, this.#deps.settings.enabledActionTypes)) return;
    throw new Refusal(
      'forbidden',
      `action type "${typeId}" is not enabled in the Tocsin settings xpack.actions.enabledActionTypes`,
    );
  }
}
