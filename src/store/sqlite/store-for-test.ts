import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import type { Store } from '../store.ts';
import type { SuiteStore } from '../store-suite.ts';
import { openSqliteStore } from './open-sqlite-store.ts';

/** The fixed time of these tests, in milliseconds since 1970. */
export const NOW = Date.UTC(2026, 10, 23, 12);

export async function temporaryFolder(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tocsin-store-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Opens a store that is closed when the test ends. */
export async function openForTest(t: TestContext, file: string): Promise<Store> {
  const store = await openSqliteStore({ file, now: () => NOW });
  t.after(() => store.close());
  return store;
}

/** An empty SQLite store for `storeSuite`. */
export async function openSuiteStore(): Promise<SuiteStore> {
  const folder = await mkdtemp(join(tmpdir(), 'tocsin-store-'));
  const opened: Store[] = [];
  const open = async (file: string) => {
    const store = await openSqliteStore({ file, now: () => NOW });
    opened.push(store);
    return store;
  };
  const file = join(folder, 'tocsin.db');
  const store = await open(file);
  return {
    store,
    reopen: async () => {
      await store.close();
      return open(file);
    },
    openBackup: open,
    cleanup: async () => {
      await Promise.all(opened.map((one) => one.close()));
      await rm(folder, { recursive: true, force: true });
    },
  };
}
