import type { DatabaseSync } from 'node:sqlite';
import type { SecretRow, SecretStore } from '../secret-store.ts';
import { bytesOrNull, text, whole } from './columns.ts';
import { type Row, Statement } from './statement.ts';
import { inTransaction } from './transaction.ts';

type Reseal = Parameters<SecretStore['reseal']>[0][number];

/** What `SecretStore` promises, on one connection. */
export function secretOperations(database: DatabaseSync) {
  const put = new Statement(
    database,
    `INSERT INTO secret (name, type, sealed, created_at, updated_at)
     VALUES ($name, $type, $sealed, $createdAt, $updatedAt)
     ON CONFLICT (name) DO UPDATE SET type = $type, sealed = $sealed, updated_at = $updatedAt`,
  );
  const find = new Statement(database, 'SELECT * FROM secret WHERE name = $name');
  const list = new Statement(database, 'SELECT * FROM secret ORDER BY name');
  const remove = new Statement(database, 'DELETE FROM secret WHERE name = $name');
  const reseal = new Statement(
    database,
    'UPDATE secret SET sealed = $now WHERE name = $id AND sealed = $was',
  );

  return {
    'secrets.put': (row: SecretRow) => {
      put.run({ ...row });
    },
    'secrets.find': (name: string) => {
      const row = find.get({ name });
      return row === undefined ? undefined : toSecret(row);
    },
    'secrets.list': () => list.all().map(toSecret),
    'secrets.delete': (name: string) => remove.run({ name }) === 1,
    'secrets.reseal': (changes: readonly Reseal[]) =>
      inTransaction(database, () =>
        changes.reduce((count, { id, was, now }) => count + reseal.run({ id, was, now }), 0),
      ),
  };
}

function toSecret(row: Row): SecretRow {
  return {
    name: text(row, 'name'),
    type: text(row, 'type'),
    sealed: bytesOrNull(row, 'sealed'),
    createdAt: whole(row, 'created_at'),
    updatedAt: whole(row, 'updated_at'),
  };
}
