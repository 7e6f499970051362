import type { DatabaseSync } from 'node:sqlite';
import type { DeliveryStore, OpenIncident, Page } from '../../delivery-store.ts';
import { bytes, text, whole } from '../columns.ts';
import { type Row, Statement } from '../statement.ts';
import { actionCodes, openCodes } from './codes.ts';
import type { KeyBlocks } from './key-blocks.ts';
import { code } from './logged-event.ts';
import { searchByKey } from './search-by-key.ts';
import { Walk } from './walk.ts';

type Filter = Parameters<DeliveryStore['incidents']>[0];

/** Incidents that may be open, as people see them. */
export function incidentOperations(database: DatabaseSync, blocks: KeyBlocks) {
  const walk = new Walk(database, {
    table: 'open',
    direction: 'newest first',
    sql: `SELECT * FROM open d
          WHERE ($connectorId IS NULL OR connector_id = $connectorId) AND ($targetId IS NULL OR target_id = $targetId)
            AND ($dedupKey IS NULL OR dedup_key = $dedupKey) AND ($source IS NULL OR source = $source)`,
  });
  const find = new Statement(database, 'SELECT * FROM open WHERE seq = $seq');

  return {
    'delivery.incidents': (filter: Filter, before: number | null, limit: number): Page<OpenIncident> => {
      const { connectorId = null, targetId = null, dedupKey = null, source = null } = filter;
      const bounds = { above: 0, below: before ?? Number.MAX_SAFE_INTEGER };
      const values = { connectorId, targetId, dedupKey, source };
      const { rows, next } = searchByKey(walk, blocks, { key: dedupKey, bounds, limit, values });
      return { rows: rows.map(toIncident), next };
    },
    'delivery.incident': (seq: number): OpenIncident | undefined => {
      const row = find.get({ seq });
      return row === undefined ? undefined : toIncident(row);
    },
  };
}

function toIncident(row: Row): OpenIncident {
  return {
    seq: whole(row, 'seq'),
    targetId: whole(row, 'target_id'),
    hash: bytes(row, 'hash'),
    connectorId: text(row, 'connector_id'),
    shared: whole(row, 'shared') === 1,
    dedupKey: text(row, 'dedup_key'),
    state: whole(row, 'state') === openCodes.open ? 'open' : 'maybe_open',
    lastAction: code(row, 'last_action', actionCodes),
    lastAt: whole(row, 'last_at'),
    source: text(row, 'source'),
  };
}
