import type { Effect, IncidentStatus } from '../../api/sandbox.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';

/** An event that Tocsin has accepted with a 202, under the id of its answer. */
export interface ToldEvent {
  readonly id: string;
  readonly dedupKey: string;
  readonly action: 'trigger' | 'acknowledge' | 'resolve';
}

/** What the delivery log says of an event. */
export interface LoggedEvent {
  readonly id: string;
  readonly state: 'waiting' | 'in_flight' | 'delivered' | 'superseded' | 'dead' | 'failed';
  readonly superseded_why: 'newer' | 'over' | 'moot' | null;
}

/** A call that PagerDuty got. */
export interface SeenCall {
  readonly dedupKey: string | undefined;
  readonly action: string | undefined;
  readonly effect: Effect;
  /** Of the answer; undefined where it got lost. */
  readonly status: number | undefined;
}

/** An incident that PagerDuty has opened. */
export interface SeenIncident {
  readonly dedupKey: string;
  readonly status: IncidentStatus;
}

export interface Evidence {
  /** In the order they were told. */
  readonly told: readonly ToldEvent[];
  readonly log: readonly LoggedEvent[];
  readonly calls: readonly SeenCall[];
  readonly incidents: readonly SeenIncident[];
}

/** What became of all that was accepted. */
export interface Account {
  readonly accepted: number;
  readonly delivered: number;
  readonly newer: number;
  readonly over: number;
  readonly moot: number;
  readonly deadLetters: number;
  readonly waiting: number;
  /** Accepted, but not in the log; or delivered as the log says, and PagerDuty has not seen it. */
  readonly lost: number;
  /** Incidents that Tocsin was told of. */
  readonly incidents: number;
  /** Of them, those that PagerDuty has paged somebody for. */
  readonly opened: number;
  /** Incidents at PagerDuty beyond those that were told. */
  readonly openedTwice: number;
  /** Dedup keys of which PagerDuty shows in the end something else than was told. */
  readonly wrong: readonly string[];
}

type End = 'triggered' | 'acknowledged' | 'closed';

/** What was told of one incident: how often it began, and how it stands. */
function toldOf(events: readonly ToldEvent[]): { beginnings: number; end: End } {
  let beginnings = 0;
  let end: End = 'closed';
  for (const { action } of events) {
    if (action === 'resolve') end = 'closed';
    else if (action === 'acknowledge') end = end === 'closed' ? 'closed' : 'acknowledged';
    else if (end === 'closed') {
      beginnings += 1;
      end = 'triggered';
    }
  }
  return { beginnings, end };
}

function endOf(incidents: readonly SeenIncident[]): End {
  const open = incidents.find(({ status }) => status !== 'resolved');
  return open === undefined || open.status === 'resolved' ? 'closed' : open.status;
}

const notTaken: ReadonlySet<Effect> = new Set(['refused', 'throttled', 'failed', 'portal', 'broken']);
const kindOf = (action: string | undefined, dedupKey: string | undefined) => `${action} ${dedupKey}`;

/** How many events the log calls delivered though PagerDuty never took a call that said the same. */
function deliveredUnseen(delivered: readonly ToldEvent[], calls: readonly SeenCall[]): number {
  const taken = Map.groupBy(
    calls.filter(({ effect }) => !notTaken.has(effect)),
    ({ action, dedupKey }) => kindOf(action, dedupKey),
  );
  const claimed = Map.groupBy(delivered, ({ action, dedupKey }) => kindOf(action, dedupKey));
  let unseen = 0;
  for (const [kind, events] of claimed) {
    unseen += Math.max(0, events.length - (taken.get(kind)?.length ?? 0));
  }
  return unseen;
}

/** Holds what was accepted against Tocsin's delivery log, and both against what PagerDuty got and shows. */
export function accountFor({ told, log, calls, incidents }: Evidence): Account {
  const logged = new Map(log.map((event) => [event.id, event]));
  const inState = (...states: LoggedEvent['state'][]) =>
    told.filter(({ id }) => states.some((state) => logged.get(id)?.state === state));
  const because = (why: LoggedEvent['superseded_why']) =>
    inState('superseded').filter(({ id }) => logged.get(id)?.superseded_why === why).length;
  const delivered = inState('delivered');

  const toldByKey = Map.groupBy(told, ({ dedupKey }) => dedupKey);
  const seenByKey = Map.groupBy(incidents, ({ dedupKey }) => dedupKey);
  let openedTwice = 0;
  const wrong: string[] = [];
  for (const key of new Set([...toldByKey.keys(), ...seenByKey.keys()])) {
    const seen = seenByKey.get(key) ?? [];
    const { beginnings, end } = toldOf(toldByKey.get(key) ?? []);
    openedTwice += Math.max(0, seen.length - beginnings);
    if (endOf(seen) !== end) wrong.push(key);
  }
  return {
    accepted: told.length,
    delivered: delivered.length,
    newer: because('newer'),
    over: because('over'),
    moot: because('moot'),
    deadLetters: inState('dead', 'failed').length,
    waiting: inState('waiting', 'in_flight').length,
    lost: told.filter(({ id }) => !logged.has(id)).length + deliveredUnseen(delivered, calls),
    incidents: toldByKey.size,
    opened: seenByKey.size,
    openedTwice,
    wrong,
  };
}

/** 0 when every promise was kept, else 1. */
export function exitCodeFor({ lost, openedTwice, deadLetters, waiting, wrong }: Account): ExitCode {
  const broken = lost + openedTwice + deadLetters + waiting + wrong.length;
  return broken === 0 ? exitCodes.ok : exitCodes.failed;
}
