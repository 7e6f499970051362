import type { z } from 'zod';
import type { deliveryStatusBody } from '../../src/api/delivery-status.ts';
import type { eventDetailsBody } from '../../src/api/events.ts';
import { reasonInWords } from '../texts/common.ts';
import { deliveryTexts } from '../texts/deliveries.ts';

export type EventDetails = z.infer<typeof eventDetailsBody>;
export type DeliveryStatus = z.infer<typeof deliveryStatusBody>;

const words = deliveryTexts.story;
/** The longest wait of a lane (docs/delivery.md, rule 6). */
const longestWait = 60_000;

const reasonOf = (reason: string | null) => (reason === null ? words.noReason : reasonInWords(reason));

/** The latest moment at which an event that has failed tries again by itself (docs/delivery.md, rule 6). */
function nextTryBy(event: EventDetails): number | undefined {
  const last = event.attempt_log.at(-1);
  if (last === undefined) return undefined;
  const wait = Math.min(longestWait, 1000 * 2 ** Math.max(0, event.attempts - 1));
  return Date.parse(last.started_at) + last.duration_ms + wait;
}

/** What holds a waiting event back: a closed gate, a rest, its own wait, or those before it. */
function waitsFor(event: EventDetails, status: DeliveryStatus | undefined, now: number): string {
  const until = (at: string) => words.goesIn(Date.parse(at) - now);
  const keys = status?.keys.filter(({ connectors }) => connectors.includes(event.connector_id)) ?? [];
  for (const key of keys) {
    const gates = status?.gates.filter(({ host }) => host === key.host) ?? [];
    const ofHost = gates.find((gate) => gate.of === 'host');
    if (ofHost) return words.gate(ofHost.host, until(ofHost.next_probe_at), reasonInWords(ofHost.reason));
    const ofKey = gates.find((gate) => gate.target_id === key.target_id);
    if (ofKey) return words.gateKey(until(ofKey.next_probe_at), reasonInWords(ofKey.reason));
    if (key.rests_until !== null && Date.parse(key.rests_until) > now)
      return words.rests(until(key.rests_until));
  }
  const by = nextTryBy(event);
  if (by !== undefined) return words.waits(words.in(by - now), reasonOf(event.reason));
  return event.dedup_key === null ? words.turn : words.turnInLane;
}

/**
 * What has become of an event, in a sentence for people.
 *
 * @param status what is held back at this moment; absent while it is not known.
 * @param now milliseconds since 1970.
 */
export function storyOf(event: EventDetails, status: DeliveryStatus | undefined, now: number): string {
  switch (event.state) {
    case 'delivered': {
      const end = Date.parse(event.settled_at ?? event.accepted_at);
      return words.deliveredAt(event.attempts, Math.max(0, end - Date.parse(event.accepted_at)));
    }
    case 'in_flight':
      return words.inFlight(event.attempts + 1);
    case 'waiting':
      return waitsFor(event, status, now);
    case 'superseded': {
      const by = event.superseded_by;
      const begin = by === null ? words.supersededAlone : words.superseded(by);
      return begin + words.why[event.superseded_why ?? 'newer'];
    }
    case 'dead': {
      const resent = event.resent_as.at(-1);
      const dead = words.dead(event.attempts, reasonOf(event.reason));
      return resent === undefined ? dead : `${dead} ${words.resent(resent)}`;
    }
    case 'failed':
      return words.failed(reasonOf(event.reason));
  }
}
