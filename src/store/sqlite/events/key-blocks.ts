import type { DatabaseSync } from 'node:sqlite';
import { bytes, text, whole } from '../columns.ts';
import { Statement } from '../statement.ts';
import type { AcceptedColumns } from './batch-columns.ts';
import { KeyFilter, keysOfFilter } from './key-filter.ts';
import type { WalkBounds } from './walk.ts';

/** Blocks that one search looks at: a few MB of filters, a few million events. */
const blocksAtOnce = 500;

/** Where a key may be. */
export interface Candidate {
  /** The next part in which the key may be; `null`: in none that was looked at. */
  readonly bounds: WalkBounds | null;
  /** Everything from here up is done with, once `bounds` are; `null`: everything is. */
  readonly rest: number | null;
}

interface Block {
  readonly first: number;
  readonly last: number;
  readonly keys: number;
  readonly filter: KeyFilter;
}

/**
 * Finds the events of a dedup key without an index: those are random, and would have to be written at random places
 * with each event accepted. Instead each few thousand events have a `KeyFilter`, written once, behind the last; what
 * has no such key is passed over. 10,000,000 events have 20 MB of filters.
 *
 * The newest events are not written yet: their filter is in memory, and made again from them after a start.
 */
export class KeyBlocks {
  readonly #insert: Statement;
  readonly #covered: Statement;
  readonly #keys: Statement;
  readonly #others: Statement;
  readonly #blocks: Statement;
  readonly #blockOf: Statement;
  readonly #setBits: Statement;
  readonly #forget: Statement;
  /** What `noteOne` has told of the newest block, and may be beyond its end when that is written. */
  #ones: { readonly seq: number; readonly key: string }[] = [];
  #newest: Block | undefined;
  #staged: Block | undefined;

  constructor(database: DatabaseSync) {
    this.#insert = new Statement(
      database,
      'INSERT INTO key_block (first_seq, last_seq, bits) VALUES ($first, $last, $bits)',
    );
    this.#covered = new Statement(database, 'SELECT last_seq FROM key_block ORDER BY first_seq DESC LIMIT 1');
    this.#keys = new Statement(
      database,
      'SELECT seq, dedup_key FROM event WHERE seq > $seq AND dedup_key IS NOT NULL ORDER BY seq',
    );
    this.#others = new Statement(
      database,
      `SELECT seq, dedup_key FROM open WHERE seq > $seq
         AND NOT EXISTS (SELECT 1 FROM event WHERE event.seq = open.seq)`,
    );
    this.#blocks = new Statement(
      database,
      `SELECT first_seq, last_seq, bits FROM key_block WHERE first_seq < $below AND last_seq > $above
       ORDER BY first_seq DESC LIMIT ${blocksAtOnce}`,
    );
    this.#blockOf = new Statement(
      database,
      'SELECT first_seq, bits FROM key_block WHERE first_seq <= $seq AND last_seq >= $seq',
    );
    this.#setBits = new Statement(database, 'UPDATE key_block SET bits = $bits WHERE first_seq = $first');
    this.#forget = new Statement(
      database,
      `DELETE FROM key_block WHERE first_seq < (SELECT min(seq) FROM event) AND last_seq < (SELECT min(seq) FROM event)`,
    );
  }

  /** Within the transaction that accepts events, which is told of by `committed` when it is over. */
  note({ seq, dedupKey }: AcceptedColumns): void {
    const { first, filter, ...newest } = this.#load();
    let { last, keys } = newest;
    for (let index = 0; index < seq.length; index++) {
      const key = dedupKey[index] ?? null;
      last = Math.max(last, seq[index] ?? 0);
      if (key === null) continue;
      // Should the transaction fail, it holds a key too many, which does no harm.
      filter.add(key);
      keys++;
    }
    this.#staged = { first, last, keys, filter };
    if (keys < keysOfFilter) return;
    this.#insert.run({ first, last, bits: filter.bits });
    this.#staged = emptyBlock(last + 1);
    this.#ones = this.#ones.filter((one) => one.seq > last);
    for (const { key } of this.#ones) this.#staged.filter.add(key);
  }

  /**
   * Within a transaction: a number that is no event's has this key. Events with lower numbers may still come, so the
   * newest block does not end there.
   */
  noteOne(seq: number, key: string): void {
    const newest = this.#load();
    if (seq >= newest.first) {
      newest.filter.add(key);
      this.#ones.push({ seq, key });
      return;
    }
    const block = this.#blockOf.get({ seq });
    if (block === undefined) return;
    const filter = new KeyFilter(bytes(block, 'bits'));
    filter.add(key);
    this.#setBits.run({ first: whole(block, 'first_seq'), bits: filter.bits });
  }

  committed(): void {
    this.#newest = this.#staged;
  }

  /** Where, between the bounds, events of a key may be, the newest part first. */
  find(key: string, { above, below }: WalkBounds): Candidate {
    const newest = this.#load();
    if (below > newest.first && newest.filter.mayHold(key)) {
      return candidate(above, { above: newest.first - 1, below });
    }
    let rest = Math.min(below, newest.first);
    const blocks = this.#blocks.all({ above, below: rest });
    for (const block of blocks) {
      const first = whole(block, 'first_seq');
      if (new KeyFilter(bytes(block, 'bits')).mayHold(key)) {
        return candidate(above, { above: first - 1, below: Math.min(below, whole(block, 'last_seq') + 1) });
      }
      rest = first;
    }
    if (blocks.length === blocksAtOnce) return { bounds: null, rest };
    // What is older than the log, as incidents may be, has no filter.
    return { bounds: { above, below: rest }, rest: null };
  }

  /** Within a transaction: forgets blocks without events. */
  prune(): void {
    this.#forget.run({});
  }

  #load(): Block {
    if (this.#newest !== undefined) return this.#newest;
    const block = this.#covered.get({});
    const covered = block === undefined ? 0 : whole(block, 'last_seq');
    const { filter } = emptyBlock(0);
    const rows = this.#keys.all({ seq: covered });
    for (const row of rows) filter.add(text(row, 'dedup_key'));
    const newest = rows.at(-1);
    const last = newest === undefined ? covered : whole(newest, 'seq');
    for (const row of this.#others.all({ seq: covered })) {
      const one = { seq: whole(row, 'seq'), key: text(row, 'dedup_key') };
      filter.add(one.key);
      this.#ones.push(one);
    }
    this.#newest = { first: covered + 1, last, keys: rows.length, filter };
    return this.#newest;
  }
}

function emptyBlock(first: number): Block {
  return { first, last: first - 1, keys: 0, filter: new KeyFilter() };
}

function candidate(above: number, found: WalkBounds): Candidate {
  if (found.above <= above) return { bounds: { above, below: found.below }, rest: null };
  return { bounds: found, rest: found.above + 1 };
}
