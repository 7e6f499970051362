import type { Connectors } from '../../connectors/connectors.ts';
import type { DeliveryStore } from '../../store/delivery-store.ts';
import type { DeliveryStatus } from '../delivery-service.ts';
import type { ActivityCounts } from './activity.ts';
import type { History, LastFailure, Sample, TargetHistory } from './history.ts';
import { LastDelivered } from './last-delivered.ts';

/** The log is searched for so long at each asking; milliseconds. */
const patience = 250;
/** What closes the gate of one target: nothing gets through until somebody changes something. */
const reasonsToHold = new Set(['auth', 'not_allowed', 'not_pagerduty']);

/**
 * `held`: its gate is closed for a reason of its own. `failing`: the last attempt failed, and not for what its event
 * says; or its host is out of reach. `unused`: nothing is known of it.
 */
export type ConnectorHealth = 'working' | 'failing' | 'held' | 'unused';

/** A connector, and what became of the calls to the target that it uses now. Times are milliseconds since 1970. */
export interface ConnectorActivity extends ActivityCounts {
  readonly id: string;
  readonly name: string;
  readonly lastDeliveredAt: number | null;
  readonly lastFailedAt: number | null;
  readonly lastFailure: LastFailure | null;
  readonly health: ConnectorHealth;
}

export interface OverviewData {
  readonly since: number;
  readonly now: number;
  readonly totals: ActivityCounts;
  /** One a minute, the oldest first. */
  readonly samples: readonly Sample[];
  readonly connectors: readonly ConnectorActivity[];
}

export interface OverviewDependencies {
  readonly history: History;
  readonly delivery: { status(): DeliveryStatus };
  readonly connectors: Pick<Connectors, 'list'>;
  readonly store: Pick<DeliveryStore, 'events'>;
  /** Milliseconds since 1970 that never jump: the clock of `history`. */
  readonly monotonic: () => number;
}

const nothing: ActivityCounts = { delivered: 0, failed: 0, superseded: 0, dead: 0 };

/** What the first screen shows, in one answer: the last day as far as this process has seen it. */
export class Overview {
  readonly #deps: OverviewDependencies;
  readonly #lastDelivered: LastDelivered;

  constructor(dependencies: OverviewDependencies) {
    this.#deps = dependencies;
    this.#lastDelivered = new LastDelivered(dependencies);
  }

  /** To be called once a minute. */
  sample(): void {
    this.#deps.history.sample(this.#deps.delivery.status().backlog);
  }

  async read(): Promise<OverviewData> {
    const { history, delivery, connectors, monotonic } = this.#deps;
    const status = delivery.status();
    const targetOf = new Map(
      status.keys.flatMap(({ targetId, connectors: users }) => users.map((id) => [id, targetId] as const)),
    );
    const known = (await connectors.list()).map(({ id, name }) => {
      const targetId = targetOf.get(id);
      return { id, name, targetId, past: targetId === undefined ? undefined : history.ofTarget(targetId) };
    });
    const unknown = known.filter(({ past }) => past?.lastDeliveredAt === undefined);
    await this.#lastDelivered.search(
      unknown.map(({ id }) => id),
      patience,
    );
    return {
      since: history.since,
      now: monotonic(),
      totals: history.totals(),
      samples: history.samples(),
      connectors: known.map(({ id, name, targetId, past }) => {
        const lastDeliveredAt = past?.lastDeliveredAt ?? this.#lastDelivered.of(id);
        return {
          id,
          name,
          ...(past?.counts ?? nothing),
          lastDeliveredAt,
          lastFailedAt: past?.lastFailedAt ?? null,
          lastFailure: past?.lastFailure ?? null,
          health: healthOf(status, targetId, past, lastDeliveredAt),
        };
      }),
    };
  }
}

function healthOf(
  { gates, keys }: DeliveryStatus,
  targetId: number | undefined,
  past: TargetHistory | undefined,
  lastDeliveredAt: number | null,
): ConnectorHealth {
  const host = keys.find((key) => key.targetId === targetId)?.host;
  if (targetId !== undefined) {
    const own = gates.find((gate) => gate.of === 'target' && gate.targetId === targetId);
    if (own !== undefined && reasonsToHold.has(own.reason)) return 'held';
    if (own !== undefined || gates.some((gate) => gate.of === 'host' && gate.host === host)) return 'failing';
  }
  if (past?.lastFailed === true) return 'failing';
  const isKnown = lastDeliveredAt !== null || past?.lastFailedAt !== undefined;
  return isKnown ? 'working' : 'unused';
}
