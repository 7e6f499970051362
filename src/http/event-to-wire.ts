import type { z } from 'zod';
import type { eventBody, eventDetailsBody, eventFilterFields, incidentBody } from '../api/events.ts';
import type {
  ShownEvent,
  ShownEventDetails,
  ShownIncident,
  ToldEvent,
} from '../delivery/reading/delivery-log.ts';
import { fitDedupKey } from '../pagerduty/fit-dedup-key.ts';
import type { AttemptRow } from '../store/delivery-store.ts';

const iso = (time: number) => new Date(time).toISOString();
const idOrNull = (seq: number | null) => (seq === null ? null : String(seq));

/** An event of the delivery log as the API tells it. */
export function eventToWire(event: ShownEvent): z.input<typeof eventBody> {
  return {
    id: String(event.seq),
    connector_id: event.connectorId,
    connector_name: event.connectorName,
    action: event.kind,
    severity: event.severity,
    dedup_key: event.dedupKey,
    summary: event.summary,
    source: event.source,
    accepted_at: iso(event.acceptedAt),
    state: event.state,
    reason: event.reason,
    superseded_why: event.why,
    superseded_by: idOrNull(event.by),
    settled_at: event.settledAt === null ? null : iso(event.settledAt),
    attempts: event.attempts,
    merged: event.merged,
    resend_of: idOrNull(event.resendOf),
  };
}

/** An event with what was answered to it. */
export const toldToWire = (event: ToldEvent) => ({
  ...eventToWire(event),
  message: event.message,
  errors: [...event.errors],
  attempt_log: event.attemptLog.map(attemptToWire),
});

function attemptToWire({ startedAt, duration, errors, ...attempt }: AttemptRow) {
  return { ...attempt, started_at: iso(startedAt), duration_ms: duration, errors: [...errors] };
}

export function eventDetailsToWire(event: ShownEventDetails): z.input<typeof eventDetailsBody> {
  return {
    ...eventToWire(event),
    body: event.body,
    notes: [...event.notes],
    attempt_log: event.attemptLog.map(attemptToWire),
    superseded_by_event: event.supersededBy === null ? null : eventToWire(event.supersededBy),
    resent_as: event.resentAs.map(String),
    incident: event.incident === null ? null : incidentToWire(event.incident),
  };
}

export function incidentToWire(incident: ShownIncident): z.input<typeof incidentBody> {
  return {
    id: String(incident.seq),
    connector_id: incident.connectorId,
    connector_name: incident.connectorName,
    shared: incident.shared,
    dedup_key: incident.dedupKey,
    state: incident.state,
    last_action: incident.lastAction,
    last_at: iso(incident.lastAt),
    source: incident.source,
  };
}

type WireFilter = {
  [Name in keyof typeof eventFilterFields]?: z.output<(typeof eventFilterFields)[Name]> | undefined;
};

/** The filters that every list of events has. Callers may know a dedup key as they gave it; kept is what was sent. */
export function filterFromWire({ connector_id, dedup_key, source, action, from, to }: WireFilter) {
  const dedupKey = dedup_key === undefined ? undefined : fitDedupKey(dedup_key).dedupKey;
  return { connectorId: connector_id, dedupKey, source, kind: action, from, to };
}
