import type { LaneTable } from '../lanes/lane-table.ts';
import type { Target } from '../pacing/target.ts';

/** Which lane of a target goes now, or how long nothing does. */
export type LaneChoice =
  | { readonly kind: 'go'; readonly slot: number }
  | {
      readonly kind: 'wait';
      /** `Infinity`: until one of its calls has ended, or something arrives. */
      readonly until: number;
      /** A call of another target of the same host is what it waits for. */
      readonly crowded: boolean;
    };

const forever = Number.POSITIVE_INFINITY;

/**
 * The next lane of a target by rules 7 to 9: behind a closed gate one that probes, else the most urgent that has
 * budget. `requeue` puts lanes that had probed already back into their places, for another round.
 */
export function chooseLane(
  target: Target,
  table: LaneTable,
  now: number,
  requeue: (slots: readonly number[]) => void,
): LaneChoice {
  const rested = Math.max(target.restsUntil, target.host.restsUntil);
  if (target.routingKey === undefined) return { kind: 'wait', until: forever, crowded: false };
  if (target.queue.queued === 0 && (!target.isClosed || target.queue.parked === 0)) {
    target.budget.idle();
    return { kind: 'wait', until: forever, crowded: false };
  }
  if (rested > now) return { kind: 'wait', until: rested, crowded: false };
  return target.isClosed ? chooseProbe(target, table, now, requeue) : chooseNext(target, now);
}

function chooseNext(target: Target, now: number): LaneChoice {
  const { gate, host, budget, queue } = target;
  if (!gate.mayStart(now, false)) return { kind: 'wait', until: forever, crowded: false };
  if (!host.gate.mayStart(now, false)) return { kind: 'wait', until: forever, crowded: true };
  if (budget.mayStart(now, false)) return { kind: 'go', slot: queue.next(now) };
  const critical = queue.critical(now);
  if (critical !== -1 && budget.mayStart(now, true)) return { kind: 'go', slot: critical };
  return waitForBudget(target, now, critical !== -1);
}

function waitForBudget(target: Target, now: number, urgent: boolean): LaneChoice {
  const freeAt = target.budget.freeAt(now, urgent);
  // Free and yet not to be had: as many are in flight as may be.
  if (freeAt <= now) return { kind: 'wait', until: forever, crowded: false };
  target.budget.waited(now);
  return { kind: 'wait', until: freeAt, crowded: false };
}

function chooseProbe(
  target: Target,
  table: LaneTable,
  now: number,
  requeue: (slots: readonly number[]) => void,
): LaneChoice {
  const { gate, host, budget, queue } = target;
  const fresh = queue.fresh();
  if (fresh !== -1 && gate.mayStart(now, true) && host.gate.mayStart(now, true)) {
    const urgent = table.urgency(fresh) === 1;
    return budget.mayStart(now, urgent) ? { kind: 'go', slot: fresh } : waitForBudget(target, now, urgent);
  }
  if (gate.mayStart(now, false) && host.gate.mayStart(now, false)) {
    if (queue.queued === 0) requeue(queue.anotherRound());
    const slot = queue.mostUrgent();
    const urgent = slot !== -1 && table.urgency(slot) === 1;
    if (slot === -1) return { kind: 'wait', until: forever, crowded: false };
    return budget.mayStart(now, urgent) ? { kind: 'go', slot } : waitForBudget(target, now, urgent);
  }
  const until = (isFresh: boolean) => Math.max(gate.freeAt(now, isFresh), host.gate.freeAt(now, isFresh));
  return { kind: 'wait', until: Math.min(until(false), fresh === -1 ? forever : until(true)), crowded: true };
}
