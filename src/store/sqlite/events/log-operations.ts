import type { DatabaseSync } from 'node:sqlite';
import type {
  AttemptRow,
  DeliveryStore,
  EventFilter,
  LoggedEvent,
  LoggedEventDetails,
  Page,
} from '../../delivery-store.ts';
import { kindCodes } from '../../delivery-store.ts';
import { text, textOrNull, whole, wholeOrNull } from '../columns.ts';
import { type Row, Statement, type Values } from '../statement.ts';
import { inTransaction } from '../transaction.ts';
import { endCodes, verdictCodes } from './codes.ts';
import type { Counts } from './counts.ts';
import type { KeyBlocks } from './key-blocks.ts';
import { code, loggedColumns, loggedJoins, toLoggedEvent } from './logged-event.ts';
import { searchByKey } from './search-by-key.ts';
import { keptAttempts } from './settle.ts';
import { Walk, type WalkStep } from './walk.ts';

type WaitingFilter = Parameters<DeliveryStore['waitingOf']>[0];

const conditions = `
  ($connectorId IS NULL OR e.connector_id = $connectorId) AND ($targetId IS NULL OR e.target_id = $targetId)
  AND ($dedupKey IS NULL OR e.dedup_key = $dedupKey) AND ($source IS NULL OR e.source = $source)
  AND ($kind IS NULL OR e.kind = $kind) AND ($state IS NULL OR o.state = $state)`;

const newest = Number.MAX_SAFE_INTEGER;

/** The delivery log, and what is done with dead letters. */
export function logOperations(database: DatabaseSync, counts: Counts, blocks: KeyBlocks) {
  const walkOf = (
    table: 'event' | 'waiting' | 'outcome' | 'dead_letter',
    direction: 'newest first' | 'oldest first' = 'newest first',
  ) =>
    new Walk(database, {
      table,
      direction,
      // CROSS: the rows come in the order of the table that is gone through.
      sql: `SELECT ${loggedColumns} FROM ${table} d CROSS JOIN event e ON e.seq = d.seq ${loggedJoins} WHERE ${conditions}`,
    });
  const walks = {
    everything: walkOf('event'),
    waiting: walkOf('waiting'),
    ended: walkOf('outcome'),
    deadLetters: walkOf('dead_letter'),
    waitingUp: walkOf('waiting', 'oldest first'),
  };
  const acceptedFrom = new Statement(
    database,
    'SELECT seq, accepted_at FROM event WHERE seq >= $seq ORDER BY seq LIMIT 1',
  );
  const highestSeq = new Statement(database, 'SELECT max(seq) AS seq FROM event');
  const find = new Statement(
    database,
    `SELECT ${loggedColumns}, e.notes, e.body, o.last_verdict AS verdict, o.last_started_at AS started_at,
            o.last_duration AS duration, o.last_status AS status, o.last_reason, o.last_message AS message,
            o.last_errors AS errors, o.last_answer AS answer
     FROM event e ${loggedJoins} WHERE e.seq = $seq`,
  );
  const attempts = new Statement(database, 'SELECT * FROM attempt WHERE seq = $seq ORDER BY n');
  const resent = new Statement(database, 'SELECT seq FROM event WHERE resend_of = $seq ORDER BY seq');
  const removeDeadLetter = new Statement(database, 'DELETE FROM dead_letter WHERE seq = $seq');
  /** The lowest number that was accepted at `time` or later. Times never fall as numbers rise. */
  const firstSince = (time: number): number => {
    const row = highestSeq.get({}) ?? {};
    let low = 1;
    let high = (wholeOrNull(row, 'seq') ?? 0) + 1;
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      const event = acceptedFrom.get({ seq: middle });
      if (event === undefined || whole(event, 'accepted_at') >= time) high = middle;
      else low = whole(event, 'seq') + 1;
    }
    return low;
  };

  const boundsOf = ({ from, to }: EventFilter, before: number | null) => ({
    above: from === undefined ? 0 : firstSince(from) - 1,
    below: Math.min(before ?? newest, to === undefined ? newest : firstSince(to)),
  });

  const search = (
    walk: Walk,
    filter: EventFilter,
    before: number | null,
    limit: number,
    values: Values,
  ): Page<LoggedEvent> => {
    const { dedupKey: key = null } = filter;
    const bounds = boundsOf(filter, before);
    return toPage(searchByKey(walk, blocks, { key, bounds, limit, values }));
  };

  return {
    'delivery.events': (filter: EventFilter, before: number | null, limit: number): Page<LoggedEvent> => {
      const { state } = filter;
      const isEnd = state !== undefined && state !== 'waiting';
      const walk = isEnd ? walks.ended : state === 'waiting' ? walks.waiting : walks.everything;
      const values = valuesOf(filter, isEnd ? endCodes.indexOf(state) : null);
      return search(walk, filter, before, limit, values);
    },
    'delivery.deadLetters': (
      filter: Omit<EventFilter, 'state'>,
      before: number | null,
      limit: number,
    ): Page<LoggedEvent> => search(walks.deadLetters, filter, before, limit, valuesOf(filter, null)),
    'delivery.waitingOf': (filter: WaitingFilter, after: number, limit: number) =>
      toPage(walks.waitingUp.step({ above: after, below: newest }, limit, valuesOf(filter, null))),
    'delivery.event': (seq: number): LoggedEventDetails | undefined => {
      const row = find.get({ seq });
      if (row === undefined) return undefined;
      const event = toLoggedEvent(row);
      const attemptLog = attempts
        .all({ seq })
        .map((attempt) => toAttempt(attempt, whole(attempt, 'n'), 'reason'));
      if (row.verdict !== null) attemptLog.push(toAttempt(row, event.attempts, 'last_reason'));
      const kept = attemptLog.filter(
        (_, place) => place < keptAttempts || place >= attemptLog.length - keptAttempts,
      );
      const resentAs = resent.all({ seq }).map((again) => whole(again, 'seq'));
      return { ...event, body: text(row, 'body'), notes: texts(row, 'notes'), attemptLog: kept, resentAs };
    },
    'delivery.removeDeadLetters': (seqs: readonly number[]): number[] => {
      const removed = inTransaction(database, () =>
        seqs.filter((seq) => removeDeadLetter.run({ seq }) === 1),
      );
      counts.add({ waiting: 0, deadLetters: -removed.length, open: 0 });
      return removed;
    },
  };
}

function valuesOf(filter: EventFilter, state: number | null): Values {
  const { connectorId = null, targetId = null, dedupKey = null, source = null, kind } = filter;
  return {
    connectorId,
    targetId,
    dedupKey,
    source,
    kind: kind === undefined ? null : kindCodes.indexOf(kind),
    state,
  };
}

function toPage({ rows, next }: WalkStep): Page<LoggedEvent> {
  return { rows: rows.map(toLoggedEvent), next };
}

function toAttempt(row: Row, n: number, reason: 'reason' | 'last_reason'): AttemptRow {
  return {
    n,
    startedAt: whole(row, 'started_at'),
    duration: whole(row, 'duration'),
    status: wholeOrNull(row, 'status'),
    verdict: code(row, 'verdict', verdictCodes) ?? 'retry',
    reason: textOrNull(row, reason),
    message: textOrNull(row, 'message'),
    errors: texts(row, 'errors'),
    answer: textOrNull(row, 'answer'),
  };
}

/** A JSON list of texts; NULL is an empty one. */
function texts(row: Row, column: string): string[] {
  const list = textOrNull(row, column);
  return list === null ? [] : JSON.parse(list);
}
