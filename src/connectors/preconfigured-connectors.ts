import { distance } from 'fastest-levenshtein';
import { connectorOptionsSchema } from '../api/connector-options.ts';
import type { PreconfiguredConnector } from './connector.ts';
import { connectorTypes, pagerDutyType } from './connector-type.ts';
import { ConnectorFault, validateConfig, validateSecrets } from './validate-connector.ts';

/** A connector as the settings have it (`actions.preconfigured`). */
export interface PreconfiguredEntry {
  readonly name: string;
  readonly actionTypeId: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly secrets: Readonly<Record<string, unknown>>;
  readonly exposeConfig: boolean;
  /** Tocsin's own options. */
  readonly tocsin: Readonly<Record<string, unknown>>;
}

/** What is wrong with one of them: the keys that lead there, and what would be right. */
export interface PreconfiguredFault {
  readonly path: readonly string[];
  readonly rule: string;
}

export interface Preconfigured {
  /** Those that are right, in the order of the settings. */
  readonly connectors: readonly PreconfiguredConnector[];
  readonly faults: readonly PreconfiguredFault[];
  /** What is odd but accepted, a sentence each; never a part of a secret. */
  readonly notes: readonly string[];
}

export interface PreconfiguredOptions {
  readonly isAllowed: (url: string) => boolean;
  /** Ids that Tocsin's own connectors have. */
  readonly ownIds: readonly string[];
}

/**
 * Makes connectors of the settings, by the checks of a connector that is saved. One of another type is left out and
 * told, so that a `kibana.yml` starts unchanged, unless its type is most likely a slip.
 */
export function preconfiguredConnectors(
  entries: Readonly<Record<string, PreconfiguredEntry>>,
  { isAllowed, ownIds }: PreconfiguredOptions,
): Preconfigured {
  const connectors: PreconfiguredConnector[] = [];
  const faults: PreconfiguredFault[] = [];
  const notes: string[] = [];
  for (const [id, entry] of Object.entries(entries)) {
    const { actionTypeId } = entry;
    if (ownIds.includes(id)) {
      const rule = `Tocsin's own connector has this id: choose another, or set sandbox.enabled: false`;
      faults.push({ path: [id], rule });
    } else if (connectorTypes.some((type) => type.id === actionTypeId)) {
      const made = connectorOf(id, entry, isAllowed);
      if (made.faults.length === 0) connectors.push(made.connector);
      faults.push(...made.faults);
      notes.push(...made.warnings.map((warning) => `the preconfigured connector "${id}": ${warning}`));
    } else if (distance(actionTypeId.toLowerCase(), pagerDutyType.id) <= 3) {
      faults.push({ path: [id, 'actionTypeId'], rule: `did you mean "${pagerDutyType.id}"?` });
    } else {
      notes.push(
        `the preconfigured connector "${id}" is left out: Tocsin has no connector type "${actionTypeId}"`,
      );
    }
  }
  return { connectors, faults, notes };
}

function connectorOf(id: string, entry: PreconfiguredEntry, isAllowed: (url: string) => boolean) {
  const faults: PreconfiguredFault[] = [];
  const config = valid(id, faults, () => validateConfig(entry.config, isAllowed)) ?? { apiUrl: null };
  const secrets = valid(id, faults, () => validateSecrets(entry.secrets, config));
  const options = connectorOptionsSchema.safeParse(entry.tocsin);
  for (const issue of options.error?.issues ?? []) {
    if (issue.code === 'unrecognized_keys') {
      const rule = `there is no such option: use ${Object.keys(connectorOptionsSchema.shape).join(', ')}`;
      faults.push(...issue.keys.map((key) => ({ path: [id, 'tocsin', key], rule })));
    } else faults.push({ path: [id, 'tocsin', ...issue.path.map(String)], rule: issue.message });
  }
  const connector: PreconfiguredConnector = {
    id,
    name: entry.name,
    typeId: entry.actionTypeId,
    config,
    secrets: secrets?.secrets ?? { routingKey: '' },
    options: options.data ?? {},
    exposeConfig: entry.exposeConfig,
  };
  return { connector, faults, warnings: secrets?.warnings ?? [] };
}

function valid<T>(id: string, faults: PreconfiguredFault[], validate: () => T): T | undefined {
  try {
    return validate();
  } catch (error) {
    if (!(error instanceof ConnectorFault)) throw error;
    for (const { field, rule } of error.faults) {
      faults.push({ path: [id, error.part, ...(field === undefined ? [] : [field])], rule });
    }
    return undefined;
  }
}
