import type { DatabaseSync } from 'node:sqlite';
import type { ApiKeyRow } from '../api-key-store.ts';
import { bytes, text, textOrNull, whole, wholeOrNull } from './columns.ts';
import { type Row, Statement } from './statement.ts';

/** What `ApiKeyStore` promises, on one connection. */
export function apiKeyOperations(database: DatabaseSync) {
  const insert = new Statement(
    database,
    `INSERT INTO api_keys (id, name, hash, created_by, created_at, expires_at, last_used_at)
     VALUES ($id, $name, $hash, $createdBy, $createdAt, $expiresAt, $lastUsedAt)
     ON CONFLICT (id) DO NOTHING`,
  );
  const find = new Statement(database, 'SELECT * FROM api_keys WHERE id = $id');
  const list = new Statement(database, 'SELECT * FROM api_keys ORDER BY created_at DESC, id');
  const touch = new Statement(database, 'UPDATE api_keys SET last_used_at = $lastUsedAt WHERE id = $id');
  const remove = new Statement(database, 'DELETE FROM api_keys WHERE id = $id');

  return {
    'apiKeys.insert': (row: ApiKeyRow) =>
      insert.run({ ...row }) === 1 ? ('inserted' as const) : ('conflict' as const),
    'apiKeys.find': (id: string) => {
      const row = find.get({ id });
      return row === undefined ? undefined : toApiKey(row);
    },
    'apiKeys.list': () => list.all().map(toApiKey),
    'apiKeys.touch': (id: string, lastUsedAt: number) => touch.run({ id, lastUsedAt }) === 1,
    'apiKeys.delete': (id: string) => remove.run({ id }) === 1,
  };
}

function toApiKey(row: Row): ApiKeyRow {
  return {
    id: text(row, 'id'),
    name: text(row, 'name'),
    hash: bytes(row, 'hash'),
    createdBy: textOrNull(row, 'created_by'),
    createdAt: whole(row, 'created_at'),
    expiresAt: wholeOrNull(row, 'expires_at'),
    lastUsedAt: wholeOrNull(row, 'last_used_at'),
  };
}
