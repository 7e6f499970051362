import type { Told } from './storm-story.ts';

/** One call as PagerDuty saw it. Times are milliseconds on the clock of the story. */
export interface StormCall {
  readonly at: number;
  readonly endedAt: number;
  readonly dedupKey: string;
  readonly action: string;
  /** 202: taken. */
  readonly status: number;
}

/** What a storm came to. Times in seconds. */
export interface StormAccount {
  readonly calls: number;
  readonly throttled: number;
  /** Triggers that are not critical, sent while a critical one waited. */
  readonly overtaken: number;
  /** From the first 429 to the answer to the last critical trigger; `undefined`: there was no 429. */
  readonly lastCritical: number | undefined;
  /** From a critical trigger's acceptance to PagerDuty's answer: the middle and the longest. */
  readonly criticalWait: { readonly p50: number; readonly longest: number };
  /** Calls for each change of an incident that PagerDuty saw. */
  readonly callsPerChange: number;
  /** Incidents that PagerDuty shows open though they are over, or not though they last. */
  readonly wrong: number;
  readonly openedTwice: number;
  /** Incidents that were over before anybody was paged. */
  readonly spared: number;
  /** Until the last call ended. */
  readonly lasted: number;
}

interface Incident {
  isCritical: boolean;
  triggeredAt: number;
  resolvedAt: number | undefined;
  readonly calls: StormCall[];
}

interface Interval {
  readonly from: number;
  readonly until: number;
}

function incidentsOf(told: readonly Told[], calls: readonly StormCall[]): Map<string, Incident> {
  const incidents = new Map<string, Incident>();
  for (const { at, dedupKey, action, severity } of told) {
    const known = incidents.get(dedupKey);
    if (known === undefined) {
      const isCritical = severity === 'critical';
      incidents.set(dedupKey, { isCritical, triggeredAt: at, resolvedAt: undefined, calls: [] });
    } else if (action === 'resolve') known.resolvedAt = at;
  }
  for (const call of calls) incidents.get(call.dedupKey)?.calls.push(call);
  return incidents;
}

const isTaken = ({ status }: StormCall) => status === 202;
const triggersOf = ({ calls }: Incident) => calls.filter(({ action }) => action === 'trigger');

/** When a trigger lay there, accepted and not on its way. */
function waitsOf(incident: Incident): Interval[] {
  const waits: Interval[] = [];
  const over = incident.resolvedAt ?? Number.POSITIVE_INFINITY;
  let from = incident.triggeredAt;
  for (const call of triggersOf(incident)) {
    waits.push({ from, until: Math.min(call.at, over) });
    if (isTaken(call)) return waits;
    from = call.endedAt;
  }
  return [...waits, { from, until: over }].filter((wait) => wait.from < wait.until);
}

/** What PagerDuty shows in the end, after how many changes, and how often it opened an incident. */
function shownOf({ calls }: Incident): { open: boolean; changes: number; opened: number } {
  let open = false;
  let changes = 0;
  let opened = 0;
  for (const { action } of calls.filter(isTaken)) {
    const opens = action === 'trigger';
    if (opens !== open) changes++;
    if (opens && !open) opened++;
    open = opens;
  }
  return { open, changes, opened };
}

function countOvertaken(incidents: readonly Incident[]): number {
  const waits = incidents.filter(({ isCritical }) => isCritical).flatMap(waitsOf);
  const lesser = incidents.filter(({ isCritical }) => !isCritical).flatMap(triggersOf);
  return lesser.filter(({ at }) => waits.some(({ from, until }) => from < at && at < until)).length;
}

/** Holds what PagerDuty saw, in its order, against what was told, with the times of acceptance. */
export function stormAccount(told: readonly Told[], calls: readonly StormCall[]): StormAccount {
  const incidents = [...incidentsOf(told, calls).values()];
  const shown = incidents.map(shownOf);
  const changes = shown.reduce((sum, each) => sum + each.changes, 0);
  const waits = incidents
    .filter(({ isCritical }) => isCritical)
    .flatMap((incident) => {
      const taken = triggersOf(incident).find(isTaken);
      return taken === undefined ? [] : [{ at: taken.endedAt, wait: taken.endedAt - incident.triggeredAt }];
    });
  const sorted = waits.map(({ wait }) => wait / 1000).sort((a, b) => a - b);
  const throttled = calls.filter(({ status }) => status === 429);
  const firstThrottled = throttled[0]?.endedAt;
  const lastCritical = Math.max(0, ...waits.map(({ at }) => at));
  return {
    calls: calls.length,
    throttled: throttled.length,
    overtaken: countOvertaken(incidents),
    lastCritical: firstThrottled === undefined ? undefined : (lastCritical - firstThrottled) / 1000,
    criticalWait: { p50: sorted[sorted.length >> 1] ?? 0, longest: sorted.at(-1) ?? 0 },
    callsPerChange: calls.length / changes,
    wrong: incidents.filter(({ resolvedAt }, index) => shown[index]?.open !== (resolvedAt === undefined))
      .length,
    openedTwice: shown.filter(({ opened }) => opened > 1).length,
    spared: shown.filter(({ opened }) => opened === 0).length,
    lasted: Math.max(0, ...calls.map(({ endedAt }) => endedAt)) / 1000,
  };
}
