import { statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { whole } from '../columns.ts';
import { Statement } from '../statement.ts';
import { inTransaction } from '../transaction.ts';
import type { Counts } from './counts.ts';

/** The beginning and the end of a life of the process, and how things stand in it. */
export function lifeOperations(database: DatabaseSync, file: string, counts: Counts) {
  const read = new Statement(database, 'SELECT * FROM life');
  const begin = new Statement(database, 'UPDATE life SET running = 1, unclean_seq = $uncleanSeq');
  const reusable = new Statement(
    database,
    'SELECT freelist_count * page_size AS bytes FROM pragma_freelist_count, pragma_page_size',
  );
  const end = new Statement(database, 'UPDATE life SET running = 0');

  return {
    'delivery.begin': () =>
      inTransaction(database, () => {
        const row = read.get({}) ?? {};
        const clean = whole(row, 'running') === 0;
        const newestSeq = whole(row, 'newest_seq');
        const uncleanSeq = clean ? whole(row, 'unclean_seq') : newestSeq;
        begin.run({ uncleanSeq });
        return { clean, newestSeq, newestTime: whole(row, 'newest_time'), uncleanSeq };
      }),
    'delivery.end': () => {
      end.run({});
    },
    'delivery.counts': () => counts.read(),
    'delivery.freeDisk': () => {
      const { bavail, bsize } = statfsSync(dirname(file));
      // What was pruned is room too, though the file does not shrink: the next events go there.
      return bavail * bsize + whole(reusable.get({}) ?? {}, 'bytes');
    },
  };
}
