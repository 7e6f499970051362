import type { DatabaseSync } from 'node:sqlite';
import { apiKeyOperations } from './api-key-operations.ts';
import { backupSqlite } from './backup.ts';
import { connectorOperations } from './connector-operations.ts';
import { deliveryOperations } from './events/delivery-operations.ts';
import { metaOperations } from './meta-operations.ts';
import { heartbeatTokenOperations } from './rule-tables/heartbeat-token-operations.ts';
import { ruleOperations } from './rule-tables/rule-operations.ts';
import { secretOperations } from './secret-operations.ts';
import { sessionOperations } from './session-operations.ts';
import { Statement } from './statement.ts';
import { userOperations } from './user-operations.ts';

/**
 * Everything that can be asked of the thread that owns the database, by name: the one table from which the other
 * side's types are made. What must happen together is one operation. An operation may return a promise; those asked
 * for later do not wait for it.
 */
export function createOperations(database: DatabaseSync, file: string) {
  const checkWritable = new Statement(
    database,
    'INSERT INTO write_check (id, count) VALUES (1, 1) ON CONFLICT (id) DO UPDATE SET count = count + 1',
  );
  return {
    ...connectorOperations(database),
    ...userOperations(database),
    ...apiKeyOperations(database),
    ...sessionOperations(database),
    ...metaOperations(database),
    ...deliveryOperations(database, file),
    ...ruleOperations(database),
    ...heartbeatTokenOperations(database),
    ...secretOperations(database),
    checkWritable: () => {
      checkWritable.run({});
    },
    backup: (target: string) => backupSqlite(file, target),
  };
}
