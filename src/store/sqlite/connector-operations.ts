import type { DatabaseSync } from 'node:sqlite';
import type { ConnectorRow, ConnectorStore } from '../connector-store.ts';
import { bytesOrNull, jsonObject, text, whole } from './columns.ts';
import { type Row, Statement } from './statement.ts';
import { inTransaction } from './transaction.ts';

type Change = Parameters<ConnectorStore['update']>[1];
type Reseal = Parameters<ConnectorStore['resealSecrets']>[0][number];

/** What `ConnectorStore` promises, on one connection. */
export function connectorOperations(database: DatabaseSync) {
  const insert = new Statement(
    database,
    `INSERT INTO connectors (id, name, type_id, config, secrets, options, created_at, updated_at)
     VALUES ($id, $name, $typeId, $config, $secrets, $options, $createdAt, $updatedAt)
     ON CONFLICT (id) DO NOTHING`,
  );
  const find = new Statement(database, 'SELECT * FROM connectors WHERE id = $id');
  const list = new Statement(database, 'SELECT * FROM connectors ORDER BY id');
  const update = new Statement(
    database,
    `UPDATE connectors SET name = $name, config = $config, secrets = $secrets, updated_at = $updatedAt
     WHERE id = $id`,
  );
  const updateOptions = new Statement(
    database,
    'UPDATE connectors SET options = $options, updated_at = $updatedAt WHERE id = $id',
  );
  const remove = new Statement(database, 'DELETE FROM connectors WHERE id = $id');
  const reseal = new Statement(
    database,
    'UPDATE connectors SET secrets = $now WHERE id = $id AND secrets = $was',
  );

  return {
    'connectors.insert': (row: ConnectorRow) => {
      const { config, options, ...columns } = row;
      const values = { ...columns, config: JSON.stringify(config), options: JSON.stringify(options) };
      return insert.run(values) === 1 ? ('inserted' as const) : ('conflict' as const);
    },
    'connectors.find': (id: string) => {
      const row = find.get({ id });
      return row === undefined ? undefined : toConnector(row);
    },
    'connectors.list': () => list.all().map(toConnector),
    'connectors.update': (id: string, { name, config, secrets, updatedAt }: Change) =>
      update.run({ id, name, config: JSON.stringify(config), secrets, updatedAt }) === 1,
    'connectors.updateOptions': (id: string, options: ConnectorRow['options'], updatedAt: number) =>
      updateOptions.run({ id, options: JSON.stringify(options), updatedAt }) === 1,
    'connectors.delete': (id: string) => remove.run({ id }) === 1,
    'connectors.resealSecrets': (changes: readonly Reseal[]) =>
      inTransaction(database, () =>
        changes.reduce((count, { id, was, now }) => count + reseal.run({ id, was, now }), 0),
      ),
  };
}

function toConnector(row: Row): ConnectorRow {
  return {
    id: text(row, 'id'),
    name: text(row, 'name'),
    typeId: text(row, 'type_id'),
    config: jsonObject(row, 'config'),
    secrets: bytesOrNull(row, 'secrets'),
    options: jsonObject(row, 'options'),
    createdAt: whole(row, 'created_at'),
    updatedAt: whole(row, 'updated_at'),
  };
}
