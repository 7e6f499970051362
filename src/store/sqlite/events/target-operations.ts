import type { DatabaseSync } from 'node:sqlite';
import type { ConnectorTargetRow, DeliveryStore, TargetRow } from '../../delivery-store.ts';
import { bytes, bytesOrNull, text, whole, wholeOrNull } from '../columns.ts';
import { type Row, Statement } from '../statement.ts';
import { inTransaction } from '../transaction.ts';

type NewTarget = Parameters<DeliveryStore['addTarget']>[0];
type TargetChange = Parameters<DeliveryStore['setTarget']>[1];
type Reseal = Parameters<DeliveryStore['resealTargets']>[0][number];

/** Where the calls of connectors go, and went. */
export function targetOperations(database: DatabaseSync) {
  const listTargets = new Statement(database, 'SELECT * FROM target ORDER BY id');
  const listConnectors = new Statement(
    database,
    'SELECT * FROM connector_target ORDER BY connector_id, target_id',
  );
  const insert = new Statement(
    database,
    `INSERT INTO target (hash, url, key) VALUES ($hash, $url, $key)
     ON CONFLICT (hash) DO UPDATE SET key = coalesce(key, excluded.key)`,
  );
  const find = new Statement(database, 'SELECT id FROM target WHERE hash = $hash');
  const setKey = new Statement(database, 'UPDATE target SET key = $key WHERE id = $id');
  const setLimit = new Statement(database, 'UPDATE target SET learned_limit = $learnedLimit WHERE id = $id');
  const noneCurrent = new Statement(
    database,
    'UPDATE connector_target SET current = 0 WHERE connector_id = $connectorId',
  );
  const use = new Statement(
    database,
    `INSERT INTO connector_target (connector_id, target_id, current) VALUES ($connectorId, $targetId, 1)
     ON CONFLICT (connector_id, target_id) DO UPDATE SET current = 1`,
  );
  const forget = new Statement(database, 'DELETE FROM connector_target WHERE connector_id = $connectorId');
  const forgetFormer = new Statement(
    database,
    'DELETE FROM connector_target WHERE target_id = $id AND current = 0',
  );
  const forgetTarget = new Statement(
    database,
    `UPDATE target SET key = NULL, learned_limit = NULL
     WHERE id = $id AND (key IS NOT NULL OR learned_limit IS NOT NULL)
       AND NOT EXISTS (SELECT 1 FROM connector_target WHERE target_id = $id)`,
  );
  const reseal = new Statement(database, 'UPDATE target SET key = $now WHERE id = $id AND key = $was');

  return {
    'delivery.targets': () => ({
      targets: listTargets.all().map(toTarget),
      connectors: listConnectors.all().map(toConnectorTarget),
    }),
    'delivery.addTarget': ({ hash, url, key }: NewTarget) =>
      inTransaction(database, () => {
        insert.run({ hash, url, key });
        return whole(find.get({ hash }) ?? {}, 'id');
      }),
    'delivery.setTarget': (id: number, { key, learnedLimit }: TargetChange) =>
      inTransaction(database, () => {
        if (key !== undefined) setKey.run({ id, key });
        if (learnedLimit !== undefined) setLimit.run({ id, learnedLimit });
      }),
    'delivery.useTarget': (connectorId: string, targetId: number) =>
      inTransaction(database, () => {
        noneCurrent.run({ connectorId });
        use.run({ connectorId, targetId });
      }),
    'delivery.forgetConnector': (connectorId: string) => {
      forget.run({ connectorId });
    },
    'delivery.forgetTargets': (ids: readonly number[]) =>
      inTransaction(database, () => {
        for (const id of ids) {
          forgetFormer.run({ id });
          forgetTarget.run({ id });
        }
      }),
    'delivery.resealTargets': (changes: readonly Reseal[]) =>
      inTransaction(database, () =>
        changes.reduce((count, { id, was, now }) => count + reseal.run({ id, was, now }), 0),
      ),
  };
}

function toTarget(row: Row): TargetRow {
  return {
    id: whole(row, 'id'),
    hash: bytes(row, 'hash'),
    url: text(row, 'url'),
    key: bytesOrNull(row, 'key'),
    learnedLimit: wholeOrNull(row, 'learned_limit'),
  };
}

function toConnectorTarget(row: Row): ConnectorTargetRow {
  return {
    connectorId: text(row, 'connector_id'),
    targetId: whole(row, 'target_id'),
    current: whole(row, 'current') === 1,
  };
}
