import type { DeliveryConnector } from '../delivery/delivery-service.ts';
import { closingEvent } from './alert-event.ts';
import type { OpenedIncident } from './alert-state.ts';
import type { ActionConnector, ActionConnectors } from './alerting-rule.ts';
import { addressOf } from './incidents.ts';
import type { RuleAction } from './rule-action.ts';
import type { ActionFault, AlertingEvent, EventCause } from './run-outcome.ts';

/** What became of a resolve: `owed` is tried again while the rule lives, `gone` concerns nobody any more. */
export type Resolved = 'sent' | 'owed' | 'gone';

const deleted: ActionConnector = { kind: 'gone', why: 'the connector does not exist' };

/** The events of a run on their way out, and the actions that a connector kept from running. */
export class Outbox {
  readonly events: AlertingEvent[] = [];
  readonly #connectors: ActionConnectors;
  readonly #faults = new Map<string, ActionFault>();
  readonly #resolved = new Set<string>();

  constructor(connectors: ActionConnectors) {
    this.#connectors = connectors;
  }

  get faults(): readonly ActionFault[] {
    return [...this.#faults.values()];
  }

  add(event: AlertingEvent): void {
    this.events.push(event);
    const { event: body, connectorId } = event.event;
    if (!('event_action' in body) || body.event_action !== 'trigger') return;
    const { dedup_key: dedupKey } = body;
    if (typeof dedupKey === 'string') this.#resolved.delete(addressOf({ connectorId, dedupKey }));
  }

  /** The connector of an action; one that can not be used costs this action alone, and is told of. */
  usable(action: Pick<RuleAction, 'uuid' | 'connectorId'>): DeliveryConnector | undefined {
    const found = this.#connectors.get(action.connectorId) ?? deleted;
    if (found.kind === 'usable') return found.connector;
    this.#fault(action.uuid, action.connectorId, found.why);
    return undefined;
  }

  /** Sends the resolve of an incident, once, if it can be sent. */
  resolve(
    incident: OpenedIncident,
    why: { readonly cause: EventCause; readonly alertId: string | null; readonly notes?: readonly string[] },
  ): Resolved {
    const { connectorId, dedupKey, actionUuid } = incident;
    const found = this.#connectors.get(connectorId) ?? deleted;
    if (found.kind !== 'usable') {
      this.#fault(actionUuid, connectorId, found.why);
      return found.kind === 'gone' ? 'gone' : 'owed';
    }
    const address = addressOf(incident);
    if (this.#resolved.has(address)) return 'sent';
    this.#resolved.add(address);
    const { cause, alertId, notes } = why;
    const event = closingEvent('resolve', connectorId, dedupKey, notes);
    this.events.push({ event, cause, alertId, actionUuid });
    return 'sent';
  }

  #fault(actionUuid: string, connectorId: string, why: string): void {
    const key = `${actionUuid}\n${connectorId}`;
    const times = (this.#faults.get(key)?.times ?? 0) + 1;
    this.#faults.set(key, { actionUuid, connectorId, why, times });
  }
}
