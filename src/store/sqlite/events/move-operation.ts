import type { DatabaseSync } from 'node:sqlite';
import type { EventMove } from '../../delivery-store.ts';
import { text } from '../columns.ts';
import { Statement } from '../statement.ts';
import { inTransaction } from '../transaction.ts';
import { openCodes } from './codes.ts';
import type { CountChange, Counts } from './counts.ts';
import type { KeyBlocks } from './key-blocks.ts';

/** `DeliveryStore.moveWaiting`. What may be open at the target that is left keeps a row of its own there. */
export function moveOperation(database: DatabaseSync, counts: Counts, blocks: KeyBlocks) {
  const waits = new Statement(
    database,
    'SELECT e.dedup_key FROM waiting w JOIN event e ON e.seq = w.seq WHERE w.seq = $seq',
  );
  const moveWaiting = new Statement(
    database,
    'UPDATE waiting SET target_id = $targetId, hash = $hash WHERE seq = $seq',
  );
  const moveEvent = new Statement(
    database,
    'UPDATE event SET target_id = $targetId, hash = $hash WHERE seq = $seq',
  );
  const renumber = new Statement(database, 'UPDATE open SET seq = $left WHERE seq = $seq');
  // Nothing was confirmed of it: as of a trigger that may have arrived.
  const remember = new Statement(
    database,
    `INSERT INTO open (seq, target_id, hash, connector_id, source, dedup_key, shared, state, last_action, last_at,
                       changed_at)
     SELECT $left, target_id, hash, connector_id, source, dedup_key, 0, ${openCodes.maybe_open}, NULL, $at, $at
     FROM event WHERE seq = $seq AND dedup_key IS NOT NULL`,
  );
  const note = new Statement(database, 'UPDATE life SET newest_seq = max(newest_seq, $left)');

  const leave = (seq: number, { seq: left, at }: NonNullable<EventMove['left']>, dedupKey: string) => {
    const had = renumber.run({ seq, left }) === 1;
    blocks.noteOne(left, dedupKey);
    note.run({ left });
    return had ? 0 : remember.run({ seq, left, at: Math.floor(at) });
  };

  return (moves: readonly EventMove[]): void => {
    const change: CountChange = { waiting: 0, deadLetters: 0, open: 0 };
    inTransaction(database, () => {
      for (const { seq, targetId, hash, left } of moves) {
        const row = waits.get({ seq });
        if (row === undefined) continue;
        // Before the event goes: the row is of where it was.
        if (left !== undefined) change.open += leave(seq, left, text(row, 'dedup_key'));
        moveWaiting.run({ seq, targetId, hash });
        moveEvent.run({ seq, targetId, hash });
      }
    });
    counts.add(change);
  };
}
