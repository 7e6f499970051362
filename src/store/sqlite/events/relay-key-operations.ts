import type { DatabaseSync } from 'node:sqlite';
import type { RelayKeyRow } from '../../delivery-store.ts';
import { bytes, text, textOrNull, whole } from '../columns.ts';
import { type Row, Statement } from '../statement.ts';

/** What `RelayKeyStore` promises, on one connection. */
export function relayKeyOperations(database: DatabaseSync) {
  const insert = new Statement(
    database,
    `INSERT INTO relay_key (id, connector_id, name, hash, hint, created_by, created_at)
     VALUES ($id, $connectorId, $name, $hash, $hint, $createdBy, $createdAt)
     ON CONFLICT DO NOTHING`,
  );
  const list = new Statement(database, 'SELECT * FROM relay_key ORDER BY created_at, id');
  const remove = new Statement(database, 'DELETE FROM relay_key WHERE id = $id');
  const removeOf = new Statement(database, 'DELETE FROM relay_key WHERE connector_id = $connectorId');

  return {
    'relayKeys.insert': (row: RelayKeyRow) =>
      insert.run({ ...row }) === 1 ? ('inserted' as const) : ('conflict' as const),
    'relayKeys.list': () => list.all().map(toRelayKey),
    'relayKeys.delete': (id: string) => remove.run({ id }) === 1,
    'relayKeys.deleteOfConnector': (connectorId: string) => removeOf.run({ connectorId }),
  };
}

function toRelayKey(row: Row): RelayKeyRow {
  return {
    id: text(row, 'id'),
    connectorId: text(row, 'connector_id'),
    name: text(row, 'name'),
    hash: bytes(row, 'hash'),
    hint: text(row, 'hint'),
    createdBy: textOrNull(row, 'created_by'),
    createdAt: whole(row, 'created_at'),
  };
}
