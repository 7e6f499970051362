import type { DatabaseSync } from 'node:sqlite';
import { text } from './columns.ts';
import { Statement } from './statement.ts';
import { inTransaction } from './transaction.ts';

/** What `MetaStore` promises, on one connection. */
export function metaOperations(database: DatabaseSync) {
  const get = new Statement(database, 'SELECT value FROM facts WHERE name = $name');
  const set = new Statement(
    database,
    'INSERT INTO facts (name, value) VALUES ($name, $value) ON CONFLICT (name) DO UPDATE SET value = $value',
  );
  const setIfAbsent = new Statement(
    database,
    'INSERT INTO facts (name, value) VALUES ($name, $value) ON CONFLICT (name) DO NOTHING',
  );
  const read = (name: string) => {
    const row = get.get({ name });
    return row === undefined ? undefined : text(row, 'value');
  };

  return {
    'meta.get': read,
    'meta.set': (name: string, value: string) => {
      set.run({ name, value });
    },
    'meta.setIfAbsent': (name: string, value: string) =>
      inTransaction(database, () => {
        setIfAbsent.run({ name, value });
        return read(name) ?? value;
      }),
  };
}
