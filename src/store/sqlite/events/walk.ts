import type { DatabaseSync } from 'node:sqlite';
import { whole } from '../columns.ts';
import { type Row, Statement, type Values } from '../statement.ts';

/** Rows that one search examines at most, so that it holds up nobody: a few milliseconds. */
export const mostExamined = 2000;

export interface WalkOptions {
  /** Whose rows are gone through, by `seq`. */
  readonly table: 'event' | 'waiting' | 'outcome' | 'dead_letter' | 'open';
  readonly direction: 'newest first' | 'oldest first';
  /** Selects from a table `d` of these, and ends in conditions; `d.seq` is one of the columns. */
  readonly sql: string;
}

/** Where a walk begins and ends, both excluded; not whole or infinite where there is no bound. */
export interface WalkBounds {
  readonly above: number;
  readonly below: number;
}

export interface WalkStep {
  readonly rows: readonly Row[];
  /** The row beyond which the next step begins; `null`: there are no more. */
  readonly next: number | null;
}

/** Goes through a table in bounded steps, and gives what meets the conditions of its SQL. */
export class Walk {
  readonly #newestFirst: boolean;
  readonly #edge: Statement;
  readonly #rows: Statement;

  constructor(database: DatabaseSync, { table, direction, sql }: WalkOptions) {
    this.#newestFirst = direction === 'newest first';
    const order = this.#newestFirst ? 'DESC' : 'ASC';
    this.#edge = new Statement(
      database,
      `SELECT seq FROM ${table} WHERE seq > $above AND seq < $below ORDER BY seq ${order}
       LIMIT 1 OFFSET ${mostExamined - 1}`,
    );
    this.#rows = new Statement(
      database,
      `${sql} AND d.seq > $above AND d.seq < $below ORDER BY d.seq ${order} LIMIT $limit`,
    );
  }

  /** At most `limit` rows between the bounds. `values` are those of the SQL's own conditions. */
  step({ above, below }: WalkBounds, limit: number, values: Values): WalkStep {
    const bounds = { above, below };
    const row = this.#edge.get(bounds);
    const edge = row === undefined ? null : whole(row, 'seq');
    if (edge !== null) {
      if (this.#newestFirst) bounds.above = edge - 1;
      else bounds.below = edge + 1;
    }
    // One more than is asked for tells whether there is a next one.
    const rows = this.#rows.all({ ...values, ...bounds, limit: limit + 1 });
    if (rows.length <= limit) return { rows, next: edge };
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    return { rows: page, next: last === undefined ? null : whole(last, 'seq') };
  }
}
