import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { MessageChannel } from 'node:worker_threads';
import { answerRequests } from './answer-requests.ts';
import { openDatabase } from './open-database.ts';
import { createOperations } from './operations.ts';
import { SqliteClient } from './sqlite-client.ts';
import { sqliteStore } from './sqlite-store.ts';
import { NOW, temporaryFolder } from './store-for-test.ts';

/** Both sides of the thread's border in one thread, so that a test can reach the connection itself. */
export async function openBothSides(t: TestContext, busyTimeout?: number) {
  const file = join(await temporaryFolder(t), 'tocsin.db');
  const database = openDatabase({ file, now: NOW, busyTimeout });
  const { port1, port2 } = new MessageChannel();
  const client = new SqliteClient(port1, file);
  port1.on('message', (message: unknown) => client.receive(message));
  const closed = Promise.withResolvers<void>();
  answerRequests(port2, {
    operations: createOperations(database, file),
    file,
    onClose: () => {
      database.close();
      port2.close();
      closed.resolve();
    },
  });
  await client.opened();
  const store = sqliteStore(client, async () => {
    client.stop();
    port1.postMessage({ kind: 'close' });
    await closed.promise;
  });
  t.after(() => store.close());
  return { store, database, file };
}
