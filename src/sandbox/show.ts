import type { z } from 'zod';
import type {
  callsAnswer,
  changesAnswer,
  incidentAnswer,
  incidentsAnswer,
  playKey,
  stateAnswer,
} from '../api/sandbox.ts';
import { type Call, shownBody } from './call.ts';
import type { ChangeEvent } from './check-change-event.ts';
import type { Incident } from './incident-book.ts';
import type { PlayKey } from './key-ring.ts';
import { maskKey } from './mask-key.ts';
import type { Sandbox } from './sandbox.ts';

/** How what the sandbox keeps is told to others: times as ISO 8601, routing keys masked. */

type Identified<T> = T & { readonly id: number };

function iso(ms: number): string {
  return new Date(ms).toISOString();
}

function isoOrNull(ms: number | undefined): string | null {
  return ms === undefined ? null : iso(ms);
}

/** A key that the sandbox made is nobody's secret and shown whole, to be copied. */
export function showKey(key: PlayKey): z.infer<typeof playKey> {
  return {
    key: key.made ? key.key : maskKey(key.key),
    made: key.made,
    revoked: key.revoked,
    since: iso(key.since),
  };
}

export function showState(sandbox: Sandbox): z.infer<typeof stateAnswer> {
  const { dropped, ...counts } = sandbox.counts;
  return {
    accept: sandbox.accept,
    limit: sandbox.limit,
    moods: sandbox.moods.map((setting) => ({
      ...setting,
      until: isoOrNull(setting.until),
      key: setting.key === undefined ? null : maskKey(setting.key),
    })),
    keys: sandbox.keys.map(showKey),
    counts,
    dropped,
  };
}

export function showIncidentLine(incident: Incident): z.infer<typeof incidentsAnswer>['items'][number] {
  return {
    id: incident.id,
    routing_key: maskKey(incident.routingKey),
    dedup_key: incident.dedupKey,
    status: incident.status,
    title: incident.title,
    summary: incident.summary,
    severity: incident.severity,
    source: incident.source,
    opened_at: iso(incident.openedAt),
    acknowledged_at: isoOrNull(incident.acknowledgedAt),
    resolved_at: isoOrNull(incident.resolvedAt),
    triggers: incident.triggers,
    notifications: incident.notifications,
  };
}

export function showIncident(incident: Incident): z.infer<typeof incidentAnswer> {
  return {
    ...showIncidentLine(incident),
    log: incident.log.list().map((entry) => ({ ...entry, at: iso(entry.at) })),
    log_count: incident.log.count,
  };
}

export function showCall(call: Identified<Call>): z.infer<typeof callsAnswer>['items'][number] {
  return {
    id: call.id,
    at: iso(call.at),
    path: call.path,
    routing_key: call.routingKey === undefined ? null : maskKey(call.routingKey),
    event_action: call.action ?? null,
    dedup_key: call.dedupKey ?? null,
    mood: call.mood,
    delay: call.delay,
    status: call.status ?? null,
    broken: call.broken ?? null,
    effect: call.effect,
    why: call.why,
    incident: call.incident ?? null,
    bytes: call.bytes,
    body: shownBody(call),
    truncated: call.truncated,
  };
}

export function showChange(change: Identified<ChangeEvent>): z.infer<typeof changesAnswer>['items'][number] {
  return {
    id: change.id,
    at: iso(change.at),
    routing_key: maskKey(change.routingKey),
    summary: change.summary,
    source: change.source ?? null,
    timestamp: change.timestamp ?? null,
  };
}
