import { mkdir, realpath, rename, rm } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Refusal } from '../../refusal.ts';
import { StoreError } from '../store-error.ts';
import { copyDatabase, openExisting } from './backup.ts';
import { exists, keepAs, syncFolderOf, unfinishedName } from './durable-files.ts';
import { migrations } from './migrations/index.ts';
import { checkOwner, missingMigrations } from './schema-state.ts';
import { toStoreError } from './sqlite-errors.ts';

export interface RestoreOptions {
  /** A backup, or any copy of a database of Tocsin's. It is only read. */
  readonly from: string;
  /** Where the store is kept. */
  readonly databaseFile: string;
  /** Whether a database that is there may be put aside. */
  readonly force: boolean;
  readonly now: () => number;
}

/** What SQLite keeps beside a database and would play into whatever file is there. */
const LOGS = ['-wal', '-journal'];

/**
 * Puts the database `from` in the place of `databaseFile`, after checking that it is whole and that this Tocsin can
 * read it. The caller holds the data lock. With `force` the present database stays beside it, under the name that is
 * returned. Rejects with a `Refusal` or a `StoreError`; everything is as it was then.
 */
export async function restoreSqlite(options: RestoreOptions): Promise<{ before: string | undefined }> {
  const from = resolve(options.from);
  const to = resolve(options.databaseFile);
  await checkRequest(from, to, options.force);
  const unfinished = unfinishedName(to);
  try {
    await mkdir(dirname(to), { recursive: true, mode: 0o700 });
    await copyChecked(from, unfinished);
    return { before: await replace(unfinished, to, options.now()) };
  } catch (error) {
    throw error instanceof Refusal ? error : toStoreError(error, to);
  } finally {
    await rm(unfinished, { force: true });
  }
}

async function checkRequest(from: string, to: string, force: boolean): Promise<void> {
  if (!(await exists(from))) throw new Refusal('not_found', `There is no file ${from} to restore.`);
  if (!(await exists(to))) return;
  if ((await realpath(from)) === (await realpath(to))) {
    throw new Refusal('invalid', `${from} is the database itself. Name a backup of it.`);
  }
  if (!force) {
    throw new Refusal(
      'conflict',
      `${to} exists. With --force it is put aside, as ${to}.before-restore-<time>, and ${from} takes its place.`,
    );
  }
}

/** Checks the copy, not the original: it is the copy that will be used. */
async function copyChecked(from: string, copy: string): Promise<void> {
  // A write-ahead log beside it belongs to it.
  const source = openExisting(from, (await exists(`${from}-wal`)) ? 'ro' : 'immutable');
  try {
    await copyDatabase(source, from, copy);
  } finally {
    source.close();
  }
  const database = new DatabaseSync(copy);
  try {
    missingMigrations(database, from, migrations);
    const verdict = String(database.prepare('PRAGMA integrity_check(1)').get()?.integrity_check);
    if (verdict !== 'ok') {
      const what = verdict.replaceAll(/\s+/g, ' ');
      throw new StoreError(
        'corrupt',
        `${from} is damaged (${what}) and was not restored. Use another backup.`,
      );
    }
  } catch (error) {
    throw toStoreError(error, from);
  } finally {
    database.close();
  }
}

/** Returns the name under which the former database stays. */
async function replace(finished: string, to: string, now: number): Promise<string | undefined> {
  const hadDatabase = await exists(to);
  if (hadDatabase) foldLogs(to);
  const before = `${to}.before-restore-${new Date(now).toISOString().replaceAll(':', '-')}`;
  const undo: (() => Promise<void>)[] = [];
  try {
    if (hadDatabase) {
      // Two names for one file: there is no moment at which the database's own name is missing.
      await keepAs(to, before);
      undo.push(() => rm(before));
    }
    for (const log of LOGS) {
      if (!(await exists(to + log))) continue;
      await rename(to + log, before + log);
      undo.push(() => rename(before + log, to + log));
    }
    // The index of a log, made anew from it whenever it is missing.
    await rm(`${to}-shm`, { force: true });
    await syncFolderOf(to);
    await rename(finished, to);
  } catch (error) {
    for (const step of undo.reverse()) await step();
    throw error;
  }
  await syncFolderOf(to);
  return hadDatabase ? before : undefined;
}

/**
 * Writes what the logs hold into the database, so that it is one file. A damaged database is not touched: its logs are
 * put aside with it.
 */
function foldLogs(file: string): void {
  // Read-only first: SQLite throws a log away when the database it belongs to makes no sense.
  if (!isReadable(file)) return;
  const database = openExisting(file, 'rw', 1000);
  try {
    // Needs the database for itself, and so tells whether another process has it.
    database.exec('PRAGMA journal_mode = DELETE');
  } catch (error) {
    if (toStoreError(error, file).code !== 'busy') return;
    throw new Refusal('conflict', `${file} is in use by another process. Stop Tocsin, then restore.`, {
      cause: error,
    });
  } finally {
    database.close();
  }
}

function isReadable(file: string): boolean {
  const database = openExisting(file, 'ro');
  try {
    return checkOwner(database, file) === 'ours';
  } catch (error) {
    return toStoreError(error, file).code === 'busy';
  } finally {
    database.close();
  }
}
