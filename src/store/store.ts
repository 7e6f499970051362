import type { ApiKeyStore } from './api-key-store.ts';
import type { ConnectorStore } from './connector-store.ts';
import type { DeliveryStore } from './delivery-store.ts';
import type { HeartbeatTokenStore } from './heartbeat-token-store.ts';
import type { MetaStore } from './meta-store.ts';
import type { RuleStore } from './rule-store.ts';
import type { SecretStore } from './secret-store.ts';
import type { SessionStore } from './session-store.ts';
import type { UserStore } from './user-store.ts';

/**
 * What Tocsin keeps. Every engine passes the suite in `store-suite.ts`; nothing here names an engine, and
 * everything is asynchronous, because no engine works on the thread that sends.
 *
 * Every method rejects with a `StoreError` when the engine can not do its work. What a caller can foresee (a
 * duplicate id, an unknown one) is a result, not an error.
 */
export interface Store {
  readonly connectors: ConnectorStore;
  readonly users: UserStore;
  readonly apiKeys: ApiKeyStore;
  readonly sessions: SessionStore;
  readonly meta: MetaStore;
  readonly delivery: DeliveryStore;
  readonly rules: RuleStore;
  readonly heartbeatTokens: HeartbeatTokenStore;
  /** Of rules. Those of connectors are with them. */
  readonly secrets: SecretStore;
  /** Commits something, to prove that the store takes writes. */
  checkWritable(): Promise<void>;
  /** Writes a consistent copy of everything to `file`, while the store is in use. A `Refusal` when `file` exists. */
  backup(file: string): Promise<void>;
  /** Waits for what is under way, then lets go of the engine. Calling it twice is harmless. */
  close(): Promise<void>;
}
