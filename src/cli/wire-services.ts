import { randomBytes, randomUUID } from 'node:crypto';
import type { PreconfiguredConnector } from '../connectors/connector.ts';
import { Connectors } from '../connectors/connectors.ts';
import { KeyDirectory } from '../connectors/key-directory.ts';
import { RelayKeys } from '../connectors/relay-keys.ts';
import { openKeyHash } from '../connectors/secrets/key-hash.ts';
import type { Keyring } from '../connectors/secrets/keyring.ts';
import type { Delivery } from '../delivery/delivery.ts';
import { observeBy } from '../delivery/delivery-observer.ts';
import { DeadLetters } from '../delivery/reading/dead-letters.ts';
import { DeliveryLog } from '../delivery/reading/delivery-log.ts';
import { History } from '../delivery/reading/history.ts';
import { Overview } from '../delivery/reading/overview.ts';
import type { Network, OwnServer } from '../network/network.ts';
import { RulePreviews } from '../rules/preview/rule-previews.ts';
import { RuleRuns } from '../rules/rule-runs.ts';
import type { RuleType } from '../rules/rule-type.ts';
import { Rules } from '../rules/rules.ts';
import type { SourceSecrets } from '../rules/secrets/source-secrets.ts';
import type { Sources } from '../rules/sources.ts';
import { HeartbeatTokens } from '../rules/types/heartbeat/heartbeat-tokens.ts';
import { Heartbeats } from '../rules/types/heartbeat/heartbeats.ts';
import { PingLimits } from '../rules/types/heartbeat/ping-limits.ts';
import type { Store } from '../store/store.ts';
import type { Log } from '../telemetry/log.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import type { LiveSettings } from './live-settings.ts';
import { timers } from './process-clock.ts';
import { loadDelivery } from './start-delivery.ts';
import { tellDelivery } from './tell-delivery.ts';
import { tellExecutions } from './tell-executions.ts';

export interface WireOptions {
  readonly live: LiveSettings;
  readonly store: Store;
  readonly keyring: Keyring;
  readonly network: Network;
  /** The systems that rules watch. */
  readonly sources: Sources;
  readonly secrets: SourceSecrets;
  readonly ruleTypes: ReadonlyMap<string, RuleType>;
  readonly preconfigured: () => readonly PreconfiguredConnector[];
  readonly ownServer: () => OwnServer | undefined;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly now: () => number;
  /** Milliseconds that never jump. */
  readonly monotonic: () => number;
}

/** What takes events, keeps them and tells of them, wired together. It sends nothing before `delivery.begin`. */
export interface WiredServices {
  readonly connectors: Connectors;
  readonly keyDirectory: KeyDirectory;
  readonly relayKeys: RelayKeys;
  readonly rules: Rules;
  readonly ruleRuns: RuleRuns;
  readonly heartbeats: Heartbeats;
  readonly secrets: SourceSecrets;
  readonly rulePreviews: RulePreviews;
  readonly delivery: Delivery;
  readonly deliveryLog: DeliveryLog;
  readonly deadLetters: DeadLetters;
  readonly overview: Overview;
  readonly relay: LiveSettings['relay'];
}

/** Wires what stands between a caller and PagerDuty: connectors, delivery, and what both need of each other. */
export async function wireServices(options: WireOptions): Promise<WiredServices> {
  const { live, store, keyring, network, preconfigured, ownServer, log, metrics, now, monotonic } = options;
  const connectors: Connectors = new Connectors({
    store: store.connectors,
    keyring,
    network,
    now,
    preconfigured,
    settings: live.actions,
    attempt: (call) => delivery.attemptNow(call),
    onChange: async (id) => {
      await Promise.all([delivery.connectorChanged(id), keyDirectory.changed(id)]);
    },
    beforeDelete: async (id, how) => {
      await delivery.beforeDelete(id, how);
      await relayKeys.revokeAllOf(id);
    },
    ...tellExecutions(log),
  });
  const hash = await openKeyHash(store.meta);
  const keyDirectory = await KeyDirectory.open({ store: store.connectors, keyring, preconfigured, hash });
  const relayKeys = await RelayKeys.open({ store: store.delivery.relayKeys, hash, now, random: randomBytes });
  const history = new History(monotonic);
  const observer = observeBy([tellDelivery(log, metrics), history.observer]);
  const delivery: Delivery = await loadDelivery({
    settings: live.delivery,
    store,
    keyring,
    network,
    connectors,
    ownServer,
    observer,
  });
  const surroundings = {
    clock: timers(now),
    nextTurn: setImmediate,
    delivery,
    sources: options.sources,
    settings: live.alerting,
    publicBaseUrl: live.settings.server.publicBaseUrl ?? '',
    newUuid: randomUUID,
    random: Math.random,
  };
  const ruleRuns = new RuleRuns({
    ...surroundings,
    store: store.rules,
    types: options.ruleTypes,
    onProblem: (message, error) => {
      log.warn({ reason: error instanceof Error ? error.message : String(error) }, message);
    },
  });
  const rules = await Rules.open({
    store: store.rules,
    delivery,
    connector: (id) => connectors.get(id),
    types: options.ruleTypes,
    settings: live.alerting,
    runner: ruleRuns,
    secrets: options.secrets,
    now,
    newUuid: randomUUID,
    warn: (message) => log.warn({}, message),
  });
  const heartbeats = new Heartbeats({
    rules,
    runs: ruleRuns,
    tokens: await HeartbeatTokens.open({ store: store.heartbeatTokens, keyring, hash, random: randomBytes }),
    limits: new PingLimits(monotonic),
  });
  const rulePreviews = new RulePreviews({
    ...surroundings,
    rules,
    stateOf: (id) => ruleRuns.stateOf(id),
  });
  const deliveryLog = new DeliveryLog({ store: store.delivery, connectors, delivery, monotonic });
  const deadLetters = new DeadLetters({
    store: store.delivery,
    delivery,
    log: deliveryLog,
    newDedupKey: () => randomBytes(16).toString('hex'),
    monotonic,
  });
  const overview = new Overview({ history, delivery, connectors, store: store.delivery, monotonic });
  const { relay } = live;
  return {
    connectors,
    keyDirectory,
    relayKeys,
    rules,
    ruleRuns,
    heartbeats,
    secrets: options.secrets,
    rulePreviews,
    delivery,
    deliveryLog,
    deadLetters,
    overview,
    relay,
  };
}
