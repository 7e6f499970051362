import type { DatabaseSync } from 'node:sqlite';
import type { UserRow } from '../user-store.ts';
import { text, whole } from './columns.ts';
import { type Row, Statement } from './statement.ts';
import { inTransaction } from './transaction.ts';

/** What `UserStore` promises, on one connection. */
export function userOperations(database: DatabaseSync) {
  const insert = new Statement(
    database,
    `INSERT INTO users (name, password_hash, created_at, updated_at)
     VALUES ($name, $passwordHash, $createdAt, $updatedAt)
     ON CONFLICT (name) DO NOTHING`,
  );
  const insertFirst = new Statement(
    database,
    `INSERT INTO users (name, password_hash, created_at, updated_at)
     SELECT $name, $passwordHash, $createdAt, $updatedAt
     WHERE NOT EXISTS (SELECT 1 FROM users)`,
  );
  const find = new Statement(database, 'SELECT * FROM users WHERE name = $name');
  const list = new Statement(database, 'SELECT * FROM users ORDER BY name');
  const setPassword = new Statement(
    database,
    'UPDATE users SET password_hash = $passwordHash, updated_at = $updatedAt WHERE name = $name',
  );
  const keepSession = new Statement(
    database,
    `UPDATE sessions SET password_set_at = $updatedAt
     WHERE id = $id AND user_name = $name
       AND password_set_at = (SELECT updated_at FROM users WHERE name = $name)`,
  );
  const deleteUnlessLast = new Statement(
    database,
    'DELETE FROM users WHERE name = $name AND EXISTS (SELECT 1 FROM users WHERE name <> $name)',
  );

  return {
    'users.insert': (row: UserRow) =>
      insert.run({ ...row }) === 1 ? ('inserted' as const) : ('conflict' as const),
    'users.insertFirst': (row: UserRow) => insertFirst.run({ ...row }) === 1,
    'users.find': (name: string) => {
      const row = find.get({ name });
      return row === undefined ? undefined : toUser(row);
    },
    'users.list': () => list.all().map(toUser),
    'users.setPassword': (name: string, passwordHash: string, updatedAt: number, keptSession?: string) =>
      inTransaction(database, () => {
        // First, while it can be told whether that session is not over already.
        if (keptSession !== undefined) keepSession.run({ id: keptSession, name, updatedAt });
        return setPassword.run({ name, passwordHash, updatedAt }) === 1;
      }),
    'users.deleteUnlessLast': (name: string) =>
      inTransaction(database, () => {
        if (deleteUnlessLast.run({ name }) === 1) return 'deleted' as const;
        return find.get({ name }) === undefined ? ('missing' as const) : ('last' as const);
      }),
  };
}

function toUser(row: Row): UserRow {
  return {
    name: text(row, 'name'),
    passwordHash: text(row, 'password_hash'),
    createdAt: whole(row, 'created_at'),
    updatedAt: whole(row, 'updated_at'),
  };
}
