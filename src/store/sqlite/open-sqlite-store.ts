import { resolve } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { Worker } from 'node:worker_threads';
import type { Store } from '../store.ts';
import type { Request } from './protocol.ts';
import { SqliteClient } from './sqlite-client.ts';
import { sqliteStore } from './sqlite-store.ts';

export interface SqliteStoreOptions {
  /** The database; made, with its folder, where it is missing. Several processes may open it. */
  readonly file: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/**
 * Opens the store that keeps everything in one SQLite file, in a thread of its own, and brings its schema up to date.
 * Rejects with a `StoreError` (`newer`, `corrupt`, `busy`, `full`, `unavailable`). An open store keeps the process
 * alive only while a call waits for its answer.
 */
export async function openSqliteStore({ file, now }: SqliteStoreOptions): Promise<Store> {
  const path = resolve(file);
  // For threads that begin from now on: what they make is handed on at once, and no reason to take eight times as much.
  setFlagsFromString('--max-semi-space-size=2');
  const worker = new Worker(new URL('./worker.ts', import.meta.url), {
    name: 'store',
    workerData: { file: path, now: now() },
  });
  const client = new SqliteClient(worker, path);
  const exited = new Promise<void>((settle) => worker.once('exit', () => settle()));
  worker.on('message', (message: unknown) => client.receive(message));
  worker.on('error', (error) => client.fail(`failed (${error instanceof Error ? error.message : error})`));
  worker.on('exit', (code) => client.fail(`ended (exit code ${code})`));

  try {
    await client.opened();
  } catch (error) {
    await exited;
    throw error;
  }

  let asked = false;
  return sqliteStore(client, () => {
    if (!asked) {
      asked = true;
      client.stop();
      // The thread answers what it was asked before, then ends.
      worker.postMessage({ kind: 'close' } satisfies Request);
    }
    return exited;
  });
}
