import { isDeepStrictEqual } from 'node:util';
import type { PreconfiguredConnector } from './connector.ts';

/** Ids of connectors, by what became of them. */
export interface ChangedConnectors {
  readonly added: readonly string[];
  readonly edited: readonly string[];
  readonly gone: readonly string[];
}

/** Compares the connectors that the settings bring with those that they brought. */
export function changedConnectors(
  before: readonly PreconfiguredConnector[],
  after: readonly PreconfiguredConnector[],
): ChangedConnectors {
  const old = new Map(before.map((connector) => [connector.id, connector]));
  const ids = new Set(after.map(({ id }) => id));
  return {
    added: [...ids].filter((id) => !old.has(id)),
    edited: after
      .filter((each) => old.has(each.id) && !isDeepStrictEqual(old.get(each.id), each))
      .map(({ id }) => id),
    gone: [...old.keys()].filter((id) => !ids.has(id)),
  };
}
