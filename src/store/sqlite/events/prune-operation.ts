import type { DatabaseSync } from 'node:sqlite';
import type { DeliveryStore } from '../../delivery-store.ts';
import { bytes, whole } from '../columns.ts';
import { type Row, Statement } from '../statement.ts';
import { inTransaction } from '../transaction.ts';
import type { CountChange, Counts } from './counts.ts';
import type { KeyBlocks } from './key-blocks.ts';

type Options = Parameters<DeliveryStore['prune']>[0];
type Result = Awaited<ReturnType<DeliveryStore['prune']>>;

/** Rows between two looks at the time and at the size. */
const rowsAtOnce = 16;
/** Incidents that one step looks at; the next step looks at those behind them. */
const incidentsAtOnce = 1000;

/**
 * `DeliveryStore.prune`. What has an outcome is settled, so going through `outcome` by number meets the oldest first
 * and never what waits. Pages that it frees are used again; the file does not shrink, so only used ones count.
 */
export function pruneOperation(database: DatabaseSync, counts: Counts, blocks: KeyBlocks) {
  const oldest = new Statement(
    database,
    `SELECT o.seq, e.accepted_at FROM outcome o LEFT JOIN event e ON e.seq = o.seq ORDER BY o.seq LIMIT ${rowsAtOnce}`,
  );
  const removals = ['event', 'outcome', 'attempt'].map(
    (table) => new Statement(database, `DELETE FROM ${table} WHERE seq = $seq`),
  );
  const removeDeadLetter = new Statement(database, 'DELETE FROM dead_letter WHERE seq = $seq');
  const pages = new Statement(
    database,
    `SELECT (page_count - freelist_count) * page_size AS bytes
     FROM pragma_page_count, pragma_freelist_count, pragma_page_size`,
  );
  const incidents = new Statement(
    database,
    `SELECT seq, target_id, hash, changed_at FROM open WHERE seq > $after ORDER BY seq LIMIT ${incidentsAtOnce}`,
  );
  const forget = new Statement(database, 'DELETE FROM open WHERE seq = $seq');
  /** Up to where incidents were looked at. */
  let lookedAt = 0;

  const pruneEvents = ({ before, maxBytes, milliseconds }: Options, change: CountChange) => {
    // The other half is for the commit.
    const until = performance.now() + milliseconds / 2;
    for (let pruned = 0; ; ) {
      const isLarge = whole(pages.get({}) ?? {}, 'bytes') > maxBytes;
      const rows = oldest.all();
      for (const row of rows) {
        // An event whose row is missing would be nobody's: its outcome goes too.
        if (!isLarge && row.accepted_at !== null && whole(row, 'accepted_at') >= before) {
          return { pruned, more: false };
        }
        const seq = whole(row, 'seq');
        for (const removal of removals) removal.run({ seq });
        change.deadLetters -= removeDeadLetter.run({ seq });
        pruned++;
      }
      if (rows.length < rowsAtOnce) return { pruned, more: false };
      if (performance.now() >= until) return { pruned, more: true };
    }
  };

  const forgetIncidents = (before: number, change: CountChange): { rows: Row[]; next: number } => {
    const seen = incidents.all({ after: lookedAt });
    const rows = seen.filter((row) => whole(row, 'changed_at') < before);
    for (const row of rows) change.open -= forget.run({ seq: whole(row, 'seq') });
    const last = seen.length < incidentsAtOnce ? undefined : seen.at(-1);
    return { rows, next: last === undefined ? 0 : whole(last, 'seq') };
  };

  return (options: Options): Result => {
    const change: CountChange = { waiting: 0, deadLetters: 0, open: 0 };
    const { events, open } = inTransaction(database, () => {
      const events = pruneEvents(options, change);
      if (events.pruned > 0) blocks.prune();
      return { events, open: forgetIncidents(options.before, change) };
    });
    lookedAt = open.next;
    counts.add(change);
    const forgotten = open.rows.map((row) => ({
      seq: whole(row, 'seq'),
      targetId: whole(row, 'target_id'),
      hash: bytes(row, 'hash'),
    }));
    return { pruned: events.pruned, more: events.more || open.next > 0, forgotten };
  };
}
