import type { ConnectorOptions } from '../api/connector-options.ts';

/** The configuration of a PagerDuty connector, exactly Kibana's. `null`: PagerDuty's own URL. */
export interface ConnectorConfig {
  readonly apiUrl: string | null;
}

/** A connector as others may see it; the secrets are not among it. */
export interface Connector {
  readonly id: string;
  readonly name: string;
  readonly typeId: string;
  /** Absent for a preconfigured connector that does not expose it. */
  readonly config?: ConnectorConfig;
  /** Absent for a preconfigured connector. */
  readonly isMissingSecrets?: boolean;
  readonly isPreconfigured: boolean;
}

/** A connector that the settings or Tocsin itself bring: read-only, usable like any other. */
export interface PreconfiguredConnector {
  readonly id: string;
  readonly name: string;
  readonly typeId: string;
  readonly config: ConnectorConfig;
  readonly secrets: { readonly routingKey: string };
  readonly options: ConnectorOptions;
  readonly exposeConfig: boolean;
}

/** Everything needed to use a connector. Never leaves this module's callers as a whole. */
export interface UsableConnector {
  readonly id: string;
  readonly name: string;
  readonly typeId: string;
  readonly config: unknown;
  /** `undefined`: they are missing. */
  readonly secrets: unknown;
  readonly options: ConnectorOptions;
}
