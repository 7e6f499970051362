import { closingEvent } from './alert-event.ts';
import type { AlertState } from './alert-state.ts';
import { Outbox } from './outbox.ts';
import type { KeptAlerts, Surroundings } from './run-input.ts';
import type { AlertChanges } from './run-outcome.ts';

export interface ByHand extends Surroundings {
  readonly previous: KeptAlerts;
  readonly alert: AlertState;
}

/** Somebody acknowledges what an alert has open. */
export function acknowledgeByHand({ previous, alert, connectors }: ByHand): AlertChanges {
  const outbox = new Outbox(connectors);
  for (const { connectorId, dedupKey, actionUuid } of alert.opened ?? []) {
    if (outbox.usable({ uuid: actionUuid, connectorId }) === undefined) continue;
    const event = closingEvent('acknowledge', connectorId, dedupKey);
    outbox.add({ event, cause: 'by_hand', alertId: alert.id, actionUuid });
  }
  const { events, faults } = outbox;
  return { lifecycle: previous.lifecycle, changed: [], removed: [], events, faults };
}

/** Somebody resolves what an alert has open. While it is still active nobody hears of it again before it recovers. */
export function resolveByHand({ previous, alert, connectors }: ByHand): AlertChanges {
  const outbox = new Outbox(connectors);
  const { opened = [], ...rest } = alert;
  const left = opened.flatMap((incident) => {
    const became = outbox.resolve(incident, { cause: 'by_hand', alertId: alert.id });
    return became === 'owed' ? [{ ...incident, owed: true as const }] : [];
  });
  const state: AlertState = {
    ...rest,
    ...(left.length > 0 && { opened: left }),
    ...(alert.status !== 'recovered' && { mutedUntilRecovery: true }),
  };
  const { events, faults } = outbox;
  return { lifecycle: previous.lifecycle, changed: [state], removed: [], events, faults };
}

/**
 * Somebody wants to hear again of an alert that was resolved by hand: it pages anew in the next run that finds it.
 * `undefined`: it was not kept quiet by that.
 */
export function unmuteByHand({
  previous,
  alert,
}: Pick<ByHand, 'previous' | 'alert'>): AlertChanges | undefined {
  if (alert.mutedUntilRecovery !== true) return undefined;
  const { mutedUntilRecovery: _, notifiedGroup: __, notifiedSeverity: ___, ran: ____, ...state } = alert;
  return { lifecycle: previous.lifecycle, changed: [state], removed: [], events: [], faults: [] };
}
