import type { DatabaseSync } from 'node:sqlite';
import { commitOperation } from './commit-operation.ts';
import { Counts } from './counts.ts';
import { incidentOperations } from './incident-operations.ts';
import { KeyBlocks } from './key-blocks.ts';
import { lifeOperations } from './life-operations.ts';
import { loadOperations } from './load-operations.ts';
import { logOperations } from './log-operations.ts';
import { moveOperation } from './move-operation.ts';
import { pruneOperation } from './prune-operation.ts';
import { relayKeyOperations } from './relay-key-operations.ts';
import { targetOperations } from './target-operations.ts';

/** What `DeliveryStore` promises, on one connection. */
export function deliveryOperations(database: DatabaseSync, file: string) {
  const counts = new Counts(database);
  const blocks = new KeyBlocks(database);
  return {
    ...lifeOperations(database, file, counts),
    ...loadOperations(database),
    'delivery.commit': commitOperation(database, counts, blocks),
    ...targetOperations(database),
    ...logOperations(database, counts, blocks),
    'delivery.moveWaiting': moveOperation(database, counts, blocks),
    ...incidentOperations(database, blocks),
    'delivery.prune': pruneOperation(database, counts, blocks),
    ...relayKeyOperations(database),
  };
}
