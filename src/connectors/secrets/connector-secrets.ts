import type { Keyring } from './keyring.ts';

/** The secrets of a PagerDuty connector. */
export interface ConnectorSecrets {
  readonly routingKey: string;
}

/** What a connector's sealed secrets are bound to: they open for this connector only. */
export const connectorContext = (connectorId: string) => `tocsin/connector/${connectorId}/secrets`;

export function sealSecrets(keyring: Keyring, connectorId: string, secrets: ConnectorSecrets) {
  return keyring.seal(JSON.stringify(secrets), connectorContext(connectorId));
}

/** Throws a `Refusal` when no key opens them. */
export async function openSecrets(
  keyring: Keyring,
  connectorId: string,
  sealed: Uint8Array,
): Promise<unknown> {
  return JSON.parse(await keyring.open(sealed, connectorContext(connectorId)));
}
