import type { DatabaseSync } from 'node:sqlite';
import type { SessionLimits, SessionRow, SignInLinkRow } from '../session-store.ts';
import { bytes, text, textOrNull, whole } from './columns.ts';
import { type Row, Statement } from './statement.ts';
import { inTransaction } from './transaction.ts';

/** Whether the user of a row is there, with the password of then. */
const isOfToday = (table: string) =>
  `EXISTS (SELECT 1 FROM users WHERE name = ${table}.user_name AND updated_at = ${table}.password_set_at)`;

/** What `SessionStore` promises, on one connection. */
export function sessionOperations(database: DatabaseSync) {
  const makeRoom = new Statement(
    database,
    `DELETE FROM sessions WHERE user_name = $user AND id NOT IN (
       SELECT id FROM sessions WHERE user_name = $user ORDER BY last_used_at DESC, id LIMIT $others
     )`,
  );
  const insert = new Statement(
    database,
    `INSERT INTO sessions (id, hash, user_name, password_set_at, created_at, last_used_at, address, user_agent)
     VALUES ($id, $hash, $user, $passwordSetAt, $createdAt, $lastUsedAt, $address, $userAgent)
     ON CONFLICT (id) DO NOTHING`,
  );
  const find = new Statement(database, `SELECT * FROM sessions WHERE id = $id AND ${isOfToday('sessions')}`);
  const list = new Statement(
    database,
    `SELECT * FROM sessions WHERE ${isOfToday('sessions')} ORDER BY last_used_at DESC, id`,
  );
  const touch = new Statement(database, 'UPDATE sessions SET last_used_at = $lastUsedAt WHERE id = $id');
  const remove = new Statement(database, 'DELETE FROM sessions WHERE id = $id');
  const insertLink = new Statement(
    database,
    `INSERT INTO sign_in_links (hash, user_name, password_set_at, expires_at)
     VALUES ($hash, $user, $passwordSetAt, $expiresAt)
     ON CONFLICT (hash) DO NOTHING`,
  );
  const findLink = new Statement(
    database,
    `SELECT * FROM sign_in_links WHERE hash = $hash AND ${isOfToday('sign_in_links')}`,
  );
  const removeLink = new Statement(database, 'DELETE FROM sign_in_links WHERE hash = $hash');
  const prune = new Statement(
    database,
    `DELETE FROM sessions
     WHERE created_at <= $createdAt OR last_used_at <= $lastUsedAt OR NOT ${isOfToday('sessions')}`,
  );
  const pruneLinks = new Statement(
    database,
    `DELETE FROM sign_in_links WHERE expires_at <= $now OR NOT ${isOfToday('sign_in_links')}`,
  );

  return {
    'sessions.insert': (row: SessionRow, most: number) =>
      inTransaction(database, () => {
        makeRoom.run({ user: row.user, others: most - 1 });
        return insert.run({ ...row }) === 1 ? ('inserted' as const) : ('conflict' as const);
      }),
    'sessions.find': (id: string) => {
      const row = find.get({ id });
      return row === undefined ? undefined : toSession(row);
    },
    'sessions.list': () => list.all().map(toSession),
    'sessions.touch': (id: string, lastUsedAt: number) => touch.run({ id, lastUsedAt }) === 1,
    'sessions.delete': (id: string) => remove.run({ id }) === 1,
    'sessions.insertLink': (row: SignInLinkRow) =>
      insertLink.run({ ...row }) === 1 ? ('inserted' as const) : ('conflict' as const),
    'sessions.takeLink': (hash: Uint8Array) =>
      inTransaction(database, () => {
        const row = findLink.get({ hash });
        removeLink.run({ hash });
        return row === undefined ? undefined : toSignInLink(row);
      }),
    'sessions.prune': ({ createdAt, lastUsedAt, now }: SessionLimits) =>
      inTransaction(database, () => {
        prune.run({ createdAt, lastUsedAt });
        pruneLinks.run({ now });
      }),
  };
}

function toSession(row: Row): SessionRow {
  return {
    id: text(row, 'id'),
    hash: bytes(row, 'hash'),
    user: text(row, 'user_name'),
    passwordSetAt: whole(row, 'password_set_at'),
    createdAt: whole(row, 'created_at'),
    lastUsedAt: whole(row, 'last_used_at'),
    address: text(row, 'address'),
    userAgent: textOrNull(row, 'user_agent'),
  };
}

function toSignInLink(row: Row): SignInLinkRow {
  return {
    hash: bytes(row, 'hash'),
    user: text(row, 'user_name'),
    passwordSetAt: whole(row, 'password_set_at'),
    expiresAt: whole(row, 'expires_at'),
  };
}
