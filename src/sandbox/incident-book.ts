import type { IncidentStatus } from '../api/sandbox.ts';
import { Refusal } from '../refusal.ts';
import type { Bounds } from './bounds.ts';
import type { Alert, Severity } from './check-alert-event.ts';
import { EntryLog, type LogEntry } from './entry-log.ts';
import { IncidentQueue } from './incident-queue.ts';
import { meansKey } from './mask-key.ts';
import { shorten } from './shorten.ts';

/** An alert and its incident, which are one and the same here. Times in ms since 1970. */
export interface Incident {
  readonly id: number;
  readonly routingKey: string;
  readonly dedupKey: string;
  status: IncidentStatus;
  /** The summary of the first trigger; `summary`, `severity` and `source` are the newest one's. */
  readonly title: string;
  summary: string;
  severity: Severity;
  source: string;
  readonly openedAt: number;
  acknowledgedAt: number | undefined;
  resolvedAt: number | undefined;
  triggers: number;
  /** How often somebody would have been paged: once, when it was opened. */
  notifications: number;
  readonly log: EntryLog;
}

/** What an event did to the book. */
export type BookResult =
  | { readonly effect: 'opened' | 'repeated' | 'acknowledged' | 'resolved'; readonly incident: Incident }
  | { readonly effect: 'dropped' };

export interface IncidentFilter {
  /** Whole, or masked. */
  readonly routingKey?: string | undefined;
  readonly dedupKey?: string | undefined;
  readonly status?: IncidentStatus | undefined;
  /** Only incidents with a smaller id. */
  readonly before?: number | undefined;
  readonly limit: number;
}

const byEvent = 'through the Events API';
const byPerson = 'by a person';

/** The longest source and log text kept; PagerDuty names no limit for a source. */
const maxText = 255;

/**
 * Alerts by (routing key, dedup key), the dedup key compared exactly, with PagerDuty's semantics: a trigger opens
 * or adds to what is open, never re-opens; what acknowledges or resolves nothing open is dropped.
 */
export class IncidentBook {
  readonly #bounds: Bounds;
  readonly #incidents = new Map<number, Incident>();
  readonly #open = new Map<string, Incident>();
  readonly #queue = new IncidentQueue();
  readonly #counts = { triggered: 0, acknowledged: 0, resolved: 0 };
  #lastId = 0;
  #entries = 0;
  #dropped = 0;

  constructor(bounds: Bounds) {
    this.#bounds = bounds;
  }

  /** Kept incidents by status, incidents dropped, and pages sent (one per incident ever opened). */
  get counts() {
    return { ...this.#counts, dropped: this.#dropped, notifications: this.#lastId };
  }

  trigger(routingKey: string, dedupKey: string, alert: Alert, now: number): BookResult {
    const open = this.#open.get(routingKey + dedupKey);
    if (open === undefined)
      return { effect: 'opened', incident: this.#add(routingKey, dedupKey, alert, now) };
    open.summary = alert.summary;
    open.severity = alert.severity;
    open.source = shorten(alert.source, maxText);
    open.triggers += 1;
    this.#note(open, { at: now, type: 'trigger', summary: shorten(alert.summary, maxText) });
    return { effect: 'repeated', incident: open };
  }

  acknowledge(routingKey: string, dedupKey: string, now: number): BookResult {
    const open = this.#open.get(routingKey + dedupKey);
    if (open === undefined) return { effect: 'dropped' };
    this.#acknowledge(open, now, byEvent);
    return { effect: 'acknowledged', incident: open };
  }

  resolve(routingKey: string, dedupKey: string, now: number): BookResult {
    const open = this.#open.get(routingKey + dedupKey);
    if (open === undefined) return { effect: 'dropped' };
    this.#resolve(open, now, byEvent);
    return { effect: 'resolved', incident: open };
  }

  /**
   * What a person does at PagerDuty's screen. Doing again what is done changes nothing. Throws a Refusal:
   * `not_found`, or `conflict` for acknowledging what is resolved.
   */
  byHand(id: number, action: 'acknowledge' | 'resolve', now: number): Incident {
    const incident = this.get(id);
    if (incident.status === 'resolved' && action === 'acknowledge') {
      throw new Refusal('conflict', `incident ${id} is resolved; only an open incident can be acknowledged`);
    }
    if (action === 'resolve' && incident.status !== 'resolved') this.#resolve(incident, now, byPerson);
    if (action === 'acknowledge' && incident.status === 'triggered') {
      this.#acknowledge(incident, now, byPerson);
    }
    return incident;
  }

  /** Throws a Refusal (`not_found`). */
  get(id: number): Incident {
    const incident = this.#incidents.get(id);
    if (incident !== undefined) return incident;
    const message =
      id <= this.#lastId
        ? `the sandbox no longer keeps incident ${id}; it keeps the newest ${this.#bounds.incidents}`
        : `the sandbox has no incident ${id}`;
    throw new Refusal('not_found', message);
  }

  /** Newest first. */
  list({ routingKey, dedupKey, status, before, limit }: IncidentFilter): Incident[] {
    const found: Incident[] = [];
    for (const incident of Array.from(this.#incidents.values()).reverse()) {
      if (found.length >= limit) break;
      if (before !== undefined && incident.id >= before) continue;
      if (routingKey !== undefined && !meansKey(routingKey, incident.routingKey)) continue;
      if (dedupKey !== undefined && dedupKey !== incident.dedupKey) continue;
      if (status !== undefined && status !== incident.status) continue;
      found.push(incident);
    }
    return found;
  }

  #add(routingKey: string, dedupKey: string, alert: Alert, now: number): Incident {
    this.#lastId += 1;
    const incident: Incident = {
      id: this.#lastId,
      routingKey,
      dedupKey,
      status: 'triggered',
      title: alert.summary,
      summary: alert.summary,
      severity: alert.severity,
      source: shorten(alert.source, maxText),
      openedAt: now,
      acknowledgedAt: undefined,
      resolvedAt: undefined,
      triggers: 1,
      notifications: 1,
      log: new EntryLog(this.#bounds.logEntriesPerIncident),
    };
    this.#incidents.set(incident.id, incident);
    // A routing key has always 32 characters here, so the two together stay unambiguous.
    this.#open.set(routingKey + dedupKey, incident);
    this.#counts.triggered += 1;
    this.#note(incident, { at: now, type: 'trigger', summary: shorten(alert.summary, maxText) });
    return incident;
  }

  #acknowledge(incident: Incident, now: number, who: string): void {
    if (incident.status === 'triggered') {
      this.#setStatus(incident, 'acknowledged');
      incident.acknowledgedAt = now;
    }
    this.#note(incident, { at: now, type: 'acknowledge', summary: who });
  }

  #resolve(incident: Incident, now: number, who: string): void {
    this.#setStatus(incident, 'resolved');
    incident.resolvedAt = now;
    this.#open.delete(incident.routingKey + incident.dedupKey);
    this.#queue.resolved(incident.id);
    this.#note(incident, { at: now, type: 'resolve', summary: who });
  }

  #setStatus(incident: Incident, status: IncidentStatus): void {
    this.#counts[incident.status] -= 1;
    this.#counts[status] += 1;
    incident.status = status;
  }

  #note(incident: Incident, entry: LogEntry): void {
    const before = incident.log.kept;
    incident.log.add(entry);
    this.#entries += incident.log.kept - before;
    while (this.#incidents.size > this.#bounds.incidents || this.#entries > this.#bounds.logEntries) {
      if (!this.#dropOne()) break;
    }
  }

  #dropOne(): boolean {
    const id = this.#queue.next((candidate) => this.#isOpen(candidate), this.#lastId);
    const incident = id === undefined ? undefined : this.#incidents.get(id);
    if (incident === undefined) return false;
    this.#incidents.delete(incident.id);
    if (incident.status !== 'resolved') this.#open.delete(incident.routingKey + incident.dedupKey);
    this.#counts[incident.status] -= 1;
    this.#entries -= incident.log.kept;
    this.#dropped += 1;
    return true;
  }

  #isOpen(id: number): boolean {
    const incident = this.#incidents.get(id);
    return incident !== undefined && incident.status !== 'resolved';
  }
}
