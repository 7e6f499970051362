import type { DatabaseSync } from 'node:sqlite';
import { type AttemptRow, kindCodes, type Settlement } from '../../delivery-store.ts';
import { type SettledColumns, settledForms } from './batch-columns.ts';
import { checkWhole } from './check-whole.ts';
import { endCodes, verdictCodes, whyCodes } from './codes.ts';
import type { CountChange } from './counts.ts';

/** Attempts that are kept of each event: so many of the first, and so many of the last (rule 13). */
export const keptAttempts = 10;

/**
 * Keeps what became of events. A settlement of an event that does not wait changes nothing: it was written before.
 * Delivered and superseded ones come by the thousand, so they use bare statements, as `accept.ts` does.
 */
export function settler(database: DatabaseSync) {
  const insertDelivered = database.prepare(
    `INSERT INTO outcome (seq, state, at, attempts, merged, last_started_at, last_duration, last_status,
                          last_verdict, last_answer)
     SELECT seq, ${endCodes.indexOf('delivered')}, ?2, ?3, merged, ?4, ?5, ?6, ${verdictCodes.indexOf('delivered')}, ?7
     FROM waiting WHERE seq = ?1`,
  );
  const insertSuperseded = database.prepare(
    `INSERT INTO outcome (seq, state, at, attempts, merged, why, by_seq)
     SELECT seq, ${endCodes.indexOf('superseded')}, ?2, attempts, merged, ?3, ?4 FROM waiting WHERE seq = ?1`,
  );
  const insertOutcome = database.prepare(
    `INSERT INTO outcome (seq, state, reason, why, by_seq, at, attempts, merged, last_started_at, last_duration,
                          last_status, last_verdict, last_reason, last_message, last_errors, last_answer)
     SELECT seq, ?2, ?3, ?4, ?5, ?6, coalesce(?7, attempts), merged, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15
     FROM waiting WHERE seq = ?1`,
  );
  const passOn = database.prepare(
    `UPDATE waiting SET waiting_since = min(waiting.waiting_since, old.waiting_since),
                        merged = waiting.merged + 1 + old.merged
     FROM waiting AS old WHERE waiting.seq = ?1 AND old.seq = ?2`,
  );
  // Only a trigger stands where the older one stood; an acknowledge or a resolve goes to the end of its lane.
  const passOnPlace = database.prepare(
    `UPDATE waiting SET place = old.place FROM waiting AS old
     WHERE waiting.seq = ?1 AND old.seq = ?2 AND old.place < waiting.place
       AND waiting.kind = ${kindCodes.indexOf('trigger')} AND old.kind = ${kindCodes.indexOf('trigger')}`,
  );
  const removeWaiting = database.prepare('DELETE FROM waiting WHERE seq = ?');
  const insertDeadLetter = database.prepare('INSERT INTO dead_letter (seq) VALUES (?)');
  const waitAgain = database.prepare(
    `UPDATE waiting SET attempts = coalesce(?2, attempts), failed = coalesce(?3, failed), held = coalesce(?4, held)
     WHERE seq = ?1`,
  );
  const insertAttempt = database.prepare(
    `INSERT OR REPLACE INTO attempt (seq, n, started_at, duration, status, verdict, reason, message, errors, answer)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const pruneAttempts = database.prepare(
    `DELETE FROM attempt WHERE seq = ?1 AND n > ${keptAttempts} AND n <= ?2 - ${keptAttempts}`,
  );

  const supersede = (seq: number, by: number, why: number, insert: () => boolean) => {
    if (!insert()) return false;
    if (why !== whyCodes.indexOf('moot')) passOn.run(by, seq);
    if (why === whyCodes.indexOf('newer')) passOnPlace.run(by, seq);
    removeWaiting.run(seq);
    return true;
  };

  const settleOther = ({ seq, at, attempt, end, trouble }: Settlement, change: CountChange) => {
    if (attempt !== undefined)
      checkWhole('attempt', Float64Array.of(attempt.n, attempt.startedAt, attempt.duration));
    if (end === undefined) {
      const n = attempt?.n ?? null;
      const waits = waitAgain.run(seq, n, trouble?.failed ?? null, trouble?.held ?? null).changes === 1;
      if (!waits || attempt === undefined) return;
      insertAttempt.run(seq, attempt.n, ...attemptValues(attempt));
      if (attempt.n > keptAttempts * 2) pruneAttempts.run(seq, attempt.n);
      return;
    }
    const reason = 'reason' in end ? end.reason : null;
    const why = 'why' in end ? whyCodes.indexOf(end.why) : null;
    const by = 'by' in end ? end.by : null;
    const last = attempt === undefined ? noAttempt : attemptValues(attempt);
    const state = endCodes.indexOf(end.state);
    const insert = () =>
      insertOutcome.run(seq, state, reason, why, by, at, attempt?.n ?? null, ...last).changes === 1;
    if (!supersede(seq, by ?? 0, why ?? whyCodes.indexOf('moot'), insert)) return;
    change.waiting--;
    if (end.state !== 'dead') return;
    insertDeadLetter.run(seq);
    change.deadLetters++;
  };

  return (columns: SettledColumns, change: CountChange): void => {
    for (const name of ['seq', 'at', 'n', 'startedAt', 'duration', 'by'] as const)
      checkWhole(name, columns[name]);
    let others = 0;
    for (let index = 0; index < columns.seq.length; index++) {
      const seq = columns.seq[index] ?? 0;
      const at = columns.at[index] ?? 0;
      const form = columns.form[index];
      if (form === settledForms.delivered) {
        const status = columns.status[index] ?? -1;
        const { changes } = insertDelivered.run(
          seq,
          at,
          columns.n[index] ?? 0,
          columns.startedAt[index] ?? 0,
          columns.duration[index] ?? 0,
          status < 0 ? null : status,
          columns.answer[index] ?? null,
        );
        if (changes !== 1) continue;
        removeWaiting.run(seq);
        change.waiting--;
      } else if (form === settledForms.superseded) {
        const by = columns.by[index] ?? 0;
        const why = columns.why[index] ?? 0;
        const insert = () => insertSuperseded.run(seq, at, why, by).changes === 1;
        if (supersede(seq, by, why, insert)) change.waiting--;
      } else {
        const other = columns.others[others++];
        if (other !== undefined) settleOther(other, change);
      }
    }
  };
}

type AttemptValues = readonly (string | number | null)[];

const noAttempt: AttemptValues = new Array(8).fill(null);

/** In the order in which the columns stand in both tables. */
function attemptValues(attempt: AttemptRow): AttemptValues {
  return [
    attempt.startedAt,
    attempt.duration,
    attempt.status,
    verdictCodes.indexOf(attempt.verdict),
    attempt.reason,
    attempt.message,
    attempt.errors.length === 0 ? null : JSON.stringify(attempt.errors),
    attempt.answer,
  ];
}
