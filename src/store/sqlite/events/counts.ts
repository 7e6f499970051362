import type { DatabaseSync } from 'node:sqlite';
import type { DeliveryCounts } from '../../delivery-store.ts';
import { whole } from '../columns.ts';
import { Statement } from '../statement.ts';

/** What a transaction does to the counts. */
export type CountChange = { -readonly [Name in keyof DeliveryCounts]: number };

/**
 * How many rows there are, without counting them: that would walk a table of a million rows every few seconds. What
 * this connection does is added up; they are counted anew when another process has written to the file.
 */
export class Counts {
  readonly #count: Statement;
  readonly #version: Statement;
  #counts: CountChange | undefined;
  #countedAt = 0;

  constructor(database: DatabaseSync) {
    this.#count = new Statement(
      database,
      `SELECT (SELECT count(*) FROM waiting) AS waiting,
              (SELECT count(*) FROM dead_letter) AS dead_letters,
              (SELECT count(*) FROM open) AS open`,
    );
    this.#version = new Statement(database, 'PRAGMA data_version');
  }

  read(): DeliveryCounts {
    const row = this.#version.get({});
    const version = row === undefined ? 0 : whole(row, 'data_version');
    if (this.#counts === undefined || version !== this.#countedAt) this.#counts = this.#countNow();
    this.#countedAt = version;
    return { ...this.#counts };
  }

  /** After a commit. */
  add(change: CountChange): void {
    if (this.#counts === undefined) return;
    this.#counts.waiting += change.waiting;
    this.#counts.deadLetters += change.deadLetters;
    this.#counts.open += change.open;
  }

  #countNow(): CountChange {
    const row = this.#count.get({}) ?? {};
    return {
      waiting: whole(row, 'waiting'),
      deadLetters: whole(row, 'dead_letters'),
      open: whole(row, 'open'),
    };
  }
}
