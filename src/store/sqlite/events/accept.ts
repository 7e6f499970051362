import type { DatabaseSync } from 'node:sqlite';
import { incidentHashLength } from '../../delivery-store.ts';
import type { AcceptedColumns } from './batch-columns.ts';
import { checkWhole } from './check-whole.ts';
import type { CountChange } from './counts.ts';

/**
 * Keeps accepted events. Positional parameters and bare statements here: named and checked ones (`Statement`) cost
 * more than SQLite's own work, so the columns are checked instead.
 */
export function acceptor(database: DatabaseSync) {
  const insertEvent = database.prepare(
    `INSERT INTO event (seq, target_id, hash, kind, severity, once, accepted_at, resend_of, connector_id, source,
                        dedup_key, notes, body)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const insertWaiting = database.prepare(
    `INSERT INTO waiting (seq, target_id, hash, kind, severity, once, waiting_since, place)
     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?1)`,
  );

  return (columns: AcceptedColumns, change: CountChange): void => {
    checkWhole('seq', columns.seq);
    checkWhole('targetId', columns.targetId);
    checkWhole('acceptedAt', columns.acceptedAt);
    checkWhole('resendOf', columns.resendOf);
    for (let index = 0; index < columns.seq.length; index++) {
      const seq = columns.seq[index] ?? 0;
      const targetId = columns.targetId[index] ?? 0;
      const hash = columns.hash.subarray(index * incidentHashLength, (index + 1) * incidentHashLength);
      const kind = columns.kind[index] ?? 0;
      const severity = columns.severity[index] ?? -1;
      const once = columns.once[index] ?? 0;
      const acceptedAt = columns.acceptedAt[index] ?? 0;
      insertEvent.run(
        seq,
        targetId,
        hash,
        kind,
        severity < 0 ? null : severity,
        once,
        acceptedAt,
        columns.resendOf[index] || null,
        columns.words[columns.connector[index] ?? 0] ?? '',
        columns.words[columns.source[index] ?? 0] ?? '',
        columns.dedupKey[index] ?? null,
        columns.notes[index] ?? null,
        columns.body[index] ?? '',
      );
      insertWaiting.run(seq, targetId, hash, kind, Math.max(0, severity), once, acceptedAt);
    }
    change.waiting += columns.seq.length;
  };
}
