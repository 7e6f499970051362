import type { DatabaseSync } from 'node:sqlite';
import type { HeartbeatTokenRow, HeartbeatTokenStore } from '../../heartbeat-token-store.ts';
import { bytes, bytesOrNull, text, whole } from '../columns.ts';
import { type Row, Statement } from '../statement.ts';
import { inTransaction } from '../transaction.ts';

type Reseal = Parameters<HeartbeatTokenStore['reseal']>[0][number];

/** What `HeartbeatTokenStore` promises, on one connection. */
export function heartbeatTokenOperations(database: DatabaseSync) {
  const put = new Statement(
    database,
    `INSERT INTO heartbeat_token (rule_id, rule_created_at, hash, sealed)
     VALUES ($ruleId, $ruleCreatedAt, $hash, $sealed)
     ON CONFLICT (rule_id) DO UPDATE
     SET rule_created_at = excluded.rule_created_at, hash = excluded.hash, sealed = excluded.sealed`,
  );
  const find = new Statement(database, 'SELECT * FROM heartbeat_token WHERE rule_id = $ruleId');
  const list = new Statement(database, 'SELECT * FROM heartbeat_token ORDER BY rule_id');
  const reseal = new Statement(
    database,
    'UPDATE heartbeat_token SET sealed = $now WHERE rule_id = $id AND sealed = $was',
  );

  return {
    'heartbeatTokens.put': (row: HeartbeatTokenRow) => {
      put.run({ ...row });
    },
    'heartbeatTokens.find': (ruleId: string) => {
      const row = find.get({ ruleId });
      return row === undefined ? undefined : toToken(row);
    },
    'heartbeatTokens.list': () => list.all().map(toToken),
    'heartbeatTokens.reseal': (changes: readonly Reseal[]) =>
      inTransaction(database, () =>
        changes.reduce((count, { id, was, now }) => count + reseal.run({ id, was, now }), 0),
      ),
  };
}

function toToken(row: Row): HeartbeatTokenRow {
  return {
    ruleId: text(row, 'rule_id'),
    ruleCreatedAt: whole(row, 'rule_created_at'),
    hash: bytes(row, 'hash'),
    sealed: bytesOrNull(row, 'sealed'),
  };
}
