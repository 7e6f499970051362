import { fitChangeEvent } from '../../pagerduty/fit-change-event.ts';
import type { FitResult } from '../../pagerduty/fit-result.ts';
import { fitEvent } from '../../pagerduty/fitting.ts';
import { parseJsonObject } from '../../pagerduty/json-value.ts';
import { Refusal } from '../../refusal.ts';
import type { DeliveryConnector, NewEvent } from '../delivery-service.ts';
import { eventFromParams, type ParamsFacts } from './event-from-params.ts';
import { paramsOfBody } from './params-of-body.ts';

interface Letter {
  readonly seq: number;
}

/**
 * The event of a dead letter once more. It fits already, and fitting twice changes nothing; what was too large, or
 * was written by an older Tocsin, is judged anew. Throws a `Refusal` `invalid`.
 */
export function eventAsItWas({ seq }: Letter, body: string, connector: DeliveryConnector): NewEvent {
  const kept = parseJsonObject(body);
  const common = { connectorId: connector.id, source: 'resend', resendOf: seq } as const;
  const source = connector.defaultSource;
  if (kept !== undefined && kept.event_action === undefined) {
    if (connector.changeEventFault !== undefined) throw unusable(seq, connector.changeEventFault);
    const { event, notes } = fitting(seq, fitChangeEvent(kept, { source }));
    return { ...common, kind: 'change', event, notes };
  }
  // What is kept has a dedup key, a source and a severity: the defaults are for nothing that was ever accepted.
  const defaults = { dedupKey: { ofTriggers: () => `resend-of-${seq}` }, source, severity: 'error' } as const;
  const { event, notes } = fitting(seq, fitEvent(kept, defaults));
  return { ...common, kind: 'alert', event, notes };
}

/** A dead letter as a person has edited it. Throws a `Refusal` `invalid`, in Kibana's words. */
export function editedEvent(
  { seq, body }: Letter & { readonly body: string },
  params: unknown,
  connector: DeliveryConnector,
  facts: ParamsFacts,
): NewEvent {
  const made = eventFromParams(params, connector, facts);
  if (made.kind === 'invalid') throw new Refusal('invalid', made.message);
  const { leftOut } = paramsOfBody(body);
  const notes = [
    `edited by hand; what it was, event ${seq} shows`,
    ...(leftOut.length === 0 ? [] : [`left out, because params can not say it: ${leftOut.join(', ')}`]),
  ];
  const common = { connectorId: connector.id, source: 'resend', resendOf: seq, notes } as const;
  return made.kind === 'change'
    ? { ...common, kind: 'change', event: made.event }
    : { ...common, kind: 'alert', event: made.event };
}

function fitting<Event>(seq: number, fitted: FitResult<Event>) {
  if (fitted.kind === 'fits') return fitted;
  throw unusable(seq, [fitted.message, ...fitted.errors].join('; '));
}

const unusable = (seq: number, why: string) =>
  new Refusal('invalid', `Event ${seq} can not be sent again as it is: ${why}. Edit it, and send that.`);
