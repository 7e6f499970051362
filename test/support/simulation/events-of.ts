import type { NewEvent } from '../../../src/delivery/delivery-service.ts';
import type { Severity } from '../../../src/pagerduty/event.ts';

export interface TriggerMore {
  readonly severity?: Severity;
  readonly summary?: string;
}

export function triggerOf(connectorId: string, dedupKey: string, more: TriggerMore = {}): NewEvent {
  const { severity = 'error', summary = dedupKey } = more;
  return {
    connectorId,
    source: 'enqueue',
    notes: [],
    kind: 'alert',
    event: { event_action: 'trigger', dedup_key: dedupKey, payload: { summary, source: 'test', severity } },
  };
}

export function actionOf(connectorId: string, action: 'acknowledge' | 'resolve', dedupKey: string): NewEvent {
  const event = { event_action: action, dedup_key: dedupKey };
  return { connectorId, source: 'enqueue', notes: [], kind: 'alert', event };
}
