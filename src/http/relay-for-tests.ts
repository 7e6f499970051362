import assert from 'node:assert/strict';
import type { DeliveryConnector, DeliveryService, NewEvent } from '../delivery/delivery-service.ts';
import { createLog } from '../telemetry/log.ts';
import { createMetrics } from '../telemetry/metrics.ts';
import type { RelayServices } from './relay-answer.ts';

/** What the tests' own connector is reached by: a relay key, and an integration key of its own. */
export const relayKey = `r${'1'.repeat(31)}`;
export const ownKey = `Z${'2'.repeat(31)}`;

export const acceptedAt = Date.UTC(2026, 10, 23, 12);

const notAsked = (): never => assert.fail('the relay has no use for this');

/** Stands in for the delivery: what it is given, it keeps in an array. */
export class ArrayDelivery implements DeliveryService {
  readonly events: NewEvent[] = [];
  changeEventFault: string | undefined;
  /** What `connector` throws, and what `accept` waits for or fails with. */
  connectorFault: Error | undefined;
  commit: Promise<void> = Promise.resolve();

  async connector(id: string): Promise<DeliveryConnector> {
    if (this.connectorFault !== undefined) throw this.connectorFault;
    const { changeEventFault } = this;
    return {
      id,
      name: id,
      options: {},
      defaultSource: `Tocsin connector ${id}`,
      changeEventFault,
      targetId: 1,
    };
  }

  async accept(events: readonly NewEvent[]) {
    await this.commit;
    this.events.push(...events);
    return events.map(({ kind, event }) => ({
      seq: this.events.length,
      dedupKey: kind === 'alert' ? event.dedup_key : null,
    }));
  }

  now(): number {
    return acceptedAt;
  }

  acceptEach = notAsked;
  acceptWith = notAsked;
  cancel = notAsked;
  status = notAsked;
  statusNow = notAsked;
  subscribe = notAsked;
}

/** What the relay asks for, with two connectors: `relayed` by `relayKey`, `own` by `ownKey`. */
export function relayServices(strict: boolean) {
  const delivery = new ArrayDelivery();
  const services = {
    delivery,
    relay: { strict },
    relayKeys: { find: (key: string) => (key === relayKey ? 'relayed' : undefined) },
    keyDirectory: { find: (key: string) => (key === ownKey ? 'own' : undefined) },
    log: createLog({ level: 'silent', format: 'json' }),
    metrics: createMetrics('0.0.0'),
    now: () => acceptedAt,
  } satisfies RelayServices & { metrics: unknown; now: unknown };
  return { delivery, services };
}

/** A trigger that PagerDuty would take, but for its key. */
export function triggerFor(routing_key: unknown, more: Record<string, unknown> = {}) {
  const payload = { summary: 'Disk full', source: 'db1', severity: 'critical' };
  return { routing_key, event_action: 'trigger', dedup_key: 'disk', payload, ...more };
}
