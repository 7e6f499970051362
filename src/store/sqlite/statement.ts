import type { DatabaseSync, SQLInputValue, SQLOutputValue, StatementSync } from 'node:sqlite';

/** A row as SQLite gives it: an object without a prototype. */
export type Row = Record<string, SQLOutputValue>;

/** Values by the names that stand in the SQL after `$`. */
export type Values = Record<string, SQLInputValue>;

/**
 * A statement prepared once, with named parameters. It refuses what SQLite's binding lets through in silence: a
 * missing or `undefined` value would be kept as NULL, and a number beyond 2^53 could never be read again.
 */
export class Statement {
  readonly #statement: StatementSync;
  readonly #names: readonly string[];

  constructor(database: DatabaseSync, sql: string) {
    this.#statement = database.prepare(sql);
    this.#names = [...new Set(Array.from(sql.matchAll(/\$(\w+)/g), ([, name = '']) => name))];
  }

  /** Runs it to its end; returns how many rows were changed. */
  run(values: Values): number {
    return Number(this.#statement.run(this.#checked(values)).changes);
  }

  all(values: Values = {}): Row[] {
    return this.#statement.all(this.#checked(values));
  }

  /**
   * The first row. For reading only: it does not run the statement to its end, and a commit that fails while the
   * statement is reset is not reported, so a writing statement with RETURNING could be lost without an error.
   */
  get(values: Values): Row | undefined {
    return this.#statement.get(this.#checked(values));
  }

  #checked(values: Values): Values {
    for (const name of this.#names) {
      const value = values[name];
      if (value === undefined) throw new TypeError(`No value was given for $${name}.`);
      if (typeof value === 'number' && !Number.isSafeInteger(value)) {
        throw new TypeError(`$${name} is ${value}, which is not a whole number below 2^53.`);
      }
    }
    return values;
  }
}
