import type { DatabaseSync } from 'node:sqlite';
import { runKeeper } from '../rule-tables/keep-runs.ts';
import { inTransaction } from '../transaction.ts';
import { acceptor } from './accept.ts';
import { type PackedBatch, unpackBatch } from './batch-columns.ts';
import { openChanger } from './change-open.ts';
import type { CountChange, Counts } from './counts.ts';
import type { KeyBlocks } from './key-blocks.ts';
import { settler } from './settle.ts';

/** `DeliveryStore.commit`: one transaction for everything that became of events, in the order of their batch. */
export function commitOperation(database: DatabaseSync, counts: Counts, blocks: KeyBlocks) {
  const accept = acceptor(database);
  const keepRuns = runKeeper(database);
  const settle = settler(database);
  const changeOpen = openChanger(database);
  const note = database.prepare(
    'UPDATE life SET newest_seq = max(newest_seq, ?), newest_time = max(newest_time, ?)',
  );

  return (batch: PackedBatch): void => {
    const { accepted, runs, settled, open } = unpackBatch(batch);
    if (accepted.seq.length + runs.length + settled.seq.length + open.seq.length === 0) return;
    const change: CountChange = { waiting: 0, deadLetters: 0, open: 0 };
    inTransaction(database, () => {
      if (accepted.seq.length > 0) {
        blocks.note(accepted);
        accept(accepted, change);
      }
      keepRuns(runs);
      if (settled.seq.length > 0) settle(settled, change);
      if (open.seq.length > 0) changeOpen(open, change);
      note.run(highest(accepted.seq), highest(accepted.acceptedAt, settled.at, open.at));
    });
    if (accepted.seq.length > 0) blocks.committed();
    counts.add(change);
  };
}

function highest(...columns: Float64Array[]): number {
  let found = 0;
  for (const column of columns) for (const value of column) if (value > found) found = value;
  return found;
}
