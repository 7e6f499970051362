import type { AlertState, LifecycleState, OpenedIncident } from '../alerts/alert-state.ts';
import type { ActionConnector, ActionConnectors } from '../alerts/alerting-rule.ts';
import type { RuleAction } from '../alerts/rule-action.ts';
import type { DeliveryService } from '../delivery/delivery-service.ts';
import { Refusal } from '../refusal.ts';

/** The connectors that a rule's actions go through, and those through which something was opened before. */
export function connectorIdsOf(
  actions: readonly RuleAction[],
  lifecycle: LifecycleState,
  alerts: Iterable<AlertState>,
): ReadonlySet<string> {
  const ids = new Set(actions.map(({ connectorId }) => connectorId));
  const add = (opened: readonly OpenedIncident[] | undefined) => {
    if (opened === undefined) return;
    for (const { connectorId } of opened) ids.add(connectorId);
  };
  add(lifecycle.opened);
  add(lifecycle.failing?.opened);
  for (const { opened } of alerts) add(opened);
  return ids;
}

/** What can be said of each connector now. Rejects only for what is nobody's fault, such as a store that fails. */
export async function lookUpConnectors(
  delivery: Pick<DeliveryService, 'connector'>,
  ids: Iterable<string>,
): Promise<ActionConnectors> {
  const found = new Map<string, ActionConnector>();
  for (const id of ids) found.set(id, await lookUp(delivery, id));
  return found;
}

async function lookUp(delivery: Pick<DeliveryService, 'connector'>, id: string): Promise<ActionConnector> {
  try {
    return { kind: 'usable', connector: await delivery.connector(id) };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { kind: error.code === 'not_found' ? 'gone' : 'unusable', why: error.message };
  }
}
