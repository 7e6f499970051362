import type { Clock } from '../clock.ts';
import type { DeliveryStatus, GateStatus, KeyStatus } from '../delivery-service.ts';
import type { Housekeeping } from '../housekeeping.ts';
import type { Flight, LaneBook } from '../lanes/lane-book.ts';
import type { Problem } from '../pacing/host.ts';
import type { Target } from '../pacing/target.ts';
import type { Targets } from '../pacing/targets.ts';

export interface StatusParts {
  readonly clock: Clock;
  readonly targets: Targets;
  readonly book: LaneBook;
  readonly housekeeping: Housekeeping;
}

/** What waits, what every key may get, and what is held back by a gate. */
export function deliveryStatus({ clock, targets, book, housekeeping }: StatusParts): DeliveryStatus {
  const now = clock.now();
  const all = [...targets.all()];
  const inFlight = Map.groupBy(book.flights(), ({ target }) => target);
  const keys = all
    .filter((target) => target.pending > 0 || target.open > 0 || targets.usersOf(target).length > 0)
    .map((target) => keyStatus(target, targets.usersOf(target), inFlight.get(target) ?? [], now));
  return {
    backlog: {
      events: book.pending,
      lanes: book.lanes,
      oldestSeconds: keys.reduce((oldest, key) => Math.max(oldest, key.oldestSeconds), 0),
    },
    keys,
    gates: gatesOf(all),
    openIncidents: all.reduce((sum, { open }) => sum + open, 0),
    deadLetters: housekeeping.deadLetters,
    refusing: housekeeping.problem ?? null,
  };
}

function keyStatus(
  target: Target,
  connectors: readonly string[],
  inFlight: readonly Flight[],
  now: number,
): KeyStatus {
  const flights = inFlight.map(({ waitingSince }) => waitingSince);
  const oldest = Math.min(target.queue.oldestPlace(), ...flights);
  const rests = Math.max(target.restsUntil, target.budget.restsUntil(now) ?? 0);
  const due = target.queue.oldestDuePlace();
  const isHeld = target.isClosed || Math.max(rests, target.host.restsUntil) > now;
  return {
    targetId: target.id,
    connectors,
    host: target.url.host,
    limit: target.budget.limit ?? null,
    callsLastMinute: target.budget.callsLastMinute(now),
    inFlight: target.inFlight,
    pending: target.pending,
    oldestSeconds: secondsSince(oldest, now),
    oldestDueSeconds: isHeld ? 0 : secondsSince(Math.max(due, target.openedAt, target.host.openedAt), now),
    restsUntil: rests > now ? Math.floor(rests) : null,
  };
}

function gatesOf(targets: readonly Target[]): GateStatus[] {
  const hosts = new Map(targets.map(({ host }) => [host.name, host]));
  return [
    ...[...hosts.values()].flatMap((host) =>
      gateStatus('host', host.name, null, host.gate.probeAt, host.problem),
    ),
    ...targets.flatMap((target) =>
      gateStatus('target', target.url.host, target.id, target.gate.probeAt, target.problem),
    ),
  ];
}

function gateStatus(
  of: GateStatus['of'],
  host: string,
  targetId: number | null,
  probeAt: number | undefined,
  problem: Problem | undefined,
): GateStatus[] {
  if (probeAt === undefined || problem === undefined) return [];
  const { reason, message, since } = problem;
  const times = { closedSince: Math.floor(since), nextProbeAt: Math.floor(probeAt) };
  return [{ of, host, targetId, reason, message, ...times }];
}

function secondsSince(place: number, now: number): number {
  return Number.isFinite(place) ? Math.max(0, (now - place) / 1000) : 0;
}
