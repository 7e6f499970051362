import { kindCodes, type LoggedEvent, severityCodes } from '../../delivery-store.ts';
import { StoreError } from '../../store-error.ts';
import { text, textOrNull, whole, wholeOrNull } from '../columns.ts';
import type { Row } from '../statement.ts';
import { endCodes, whyCodes } from './codes.ts';

/** What `toLoggedEvent` reads, of an event `e`, its outcome `o` and its row `w` in `waiting`. */
export const loggedColumns = `
  e.seq, e.target_id, e.connector_id, e.kind, e.severity, e.dedup_key, e.source, e.accepted_at, e.once, e.resend_of,
  o.state, o.why, o.by_seq, o.at,
  coalesce(o.attempts, w.attempts, 0) AS attempts, coalesce(o.merged, w.merged, 0) AS merged,
  CASE WHEN w.seq IS NULL THEN o.reason
       ELSE (SELECT a.reason FROM attempt a WHERE a.seq = e.seq ORDER BY a.n DESC LIMIT 1) END AS reason`;

/** Beside `event e`. */
export const loggedJoins = 'LEFT JOIN outcome o ON o.seq = e.seq LEFT JOIN waiting w ON w.seq = e.seq';

export function toLoggedEvent(row: Row): LoggedEvent {
  return {
    seq: whole(row, 'seq'),
    targetId: whole(row, 'target_id'),
    connectorId: text(row, 'connector_id'),
    kind: code(row, 'kind', kindCodes) ?? 'trigger',
    severity: code(row, 'severity', severityCodes),
    dedupKey: textOrNull(row, 'dedup_key'),
    source: text(row, 'source'),
    acceptedAt: whole(row, 'accepted_at'),
    once: whole(row, 'once') === 1,
    resendOf: wholeOrNull(row, 'resend_of'),
    state: code(row, 'state', endCodes) ?? 'waiting',
    reason: textOrNull(row, 'reason'),
    why: code(row, 'why', whyCodes),
    by: wholeOrNull(row, 'by_seq'),
    settledAt: wholeOrNull(row, 'at'),
    attempts: whole(row, 'attempts'),
    merged: whole(row, 'merged'),
  };
}

/** The word that a code stands for; `null` for NULL. */
export function code<Word extends string>(row: Row, column: string, words: readonly Word[]): Word | null {
  const place = wholeOrNull(row, column);
  if (place === null) return null;
  const word = words[place];
  if (word === undefined) {
    throw new StoreError(
      'corrupt',
      `the database is damaged: column ${column} holds the unknown code ${place}.`,
    );
  }
  return word;
}
