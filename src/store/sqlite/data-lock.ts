import { closeSync, existsSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout } from 'node:timers/promises';
import { Refusal } from '../../refusal.ts';
import { parseServerInfo, removeServerInfo, type ServerInfo, writeServerInfo } from './server-info.ts';
import { toStoreError } from './sqlite-errors.ts';

export interface DataLockOptions {
  /** What others are told about this process. */
  readonly describe: ServerInfo;
  /** Milliseconds to wait for the process that holds the directory; 10 s unless given. */
  readonly waitMs?: number;
  readonly sleep?: (milliseconds: number) => Promise<void>;
  /** Milliseconds, monotonic. */
  readonly clock?: () => number;
}

/** Held until `release`, or until the process ends, however it ends. */
export interface DataLock {
  /** Tells others what has become known since, such as the URL. */
  announce(change: Partial<ServerInfo>): void;
  /** Lets go. Calling it twice is harmless. */
  release(): void;
}

const POLL = 200;
/** Long enough for a look by `readServerInfo` to pass, short enough not to be felt: it blocks the event loop. */
const PATIENCE = 20;

/**
 * Takes the data directory `dir` for this process alone, making it where it is missing. Rejects with a `Refusal`
 * (`conflict`) that names the process that has it, and with a `StoreError` when the directory can not be used.
 */
export async function acquireDataLock(dir: string, options: DataLockOptions): Promise<DataLock> {
  const { describe, waitMs = 10_000, sleep = setTimeout, clock = () => performance.now() } = options;
  const { lockFile, infoFile } = filesOf(dir);
  const deadline = clock() + waitMs;
  for (;;) {
    const lock = tryLock(dir, lockFile);
    if (lock !== undefined) return hold(lock, infoFile, describe);
    const left = deadline - clock();
    if (left <= 0) throw refusal(dir, parseServerInfo(infoFile));
    await sleep(Math.min(POLL, left));
  }
}

/**
 * Holds the lock `name` in `dir` alone while `work` runs, waiting at most 10 s for whoever has it. Rejects with a
 * `Refusal` (`conflict`) that says what is going on already: `what`.
 */
export async function withLock<T>(
  dir: string,
  name: string,
  what: string,
  work: () => Promise<T>,
): Promise<T> {
  const deadline = performance.now() + 10_000;
  let lock = tryLock(dir, join(dir, name));
  while (lock === undefined) {
    if (performance.now() > deadline) throw new Refusal('conflict', `${what} Try again when that is done.`);
    await setTimeout(POLL);
    lock = tryLock(dir, join(dir, name));
  }
  try {
    return await work();
  } finally {
    lock.close();
  }
}

/** What the process that serves `dir` says of itself; `undefined` when none does. Makes nothing, waits for nothing. */
export function readServerInfo(dir: string): ServerInfo | undefined {
  const { lockFile, infoFile } = filesOf(dir);
  return existsSync(lockFile) && isLocked(lockFile) ? parseServerInfo(infoFile) : undefined;
}

function filesOf(dir: string): { lockFile: string; infoFile: string } {
  return { lockFile: join(dir, 'serve.lock'), infoFile: join(dir, 'server.json') };
}

/*
 * The lock is SQLite's own on an empty database: the system drops it with the process, so that a kill -9 blocks
 * nobody. POSIX drops it as well when the process closes any other handle of the file, which SQLite knows and avoids:
 * nothing else may open `serve.lock`.
 */
function tryLock(dir: string, lockFile: string): DatabaseSync | undefined {
  let lock: DatabaseSync | undefined;
  try {
    mkdirSync(dir, { recursive: true, mode: 0o700 });
    if (!existsSync(lockFile)) closeSync(openSync(lockFile, 'a', 0o600));
    lock = new DatabaseSync(lockFile, { timeout: PATIENCE });
    // A rollback journal (with WAL others could still read), and one that leaves no file behind.
    lock.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
    return lock;
  } catch (error) {
    lock?.close();
    const failure = toStoreError(error, lockFile);
    if (failure.code === 'busy') return undefined;
    throw failure;
  }
}

function isLocked(lockFile: string): boolean {
  let lock: DatabaseSync | undefined;
  try {
    lock = new DatabaseSync(lockFile, { readOnly: true, timeout: 0 });
    lock.prepare('PRAGMA schema_version').get();
    return false;
  } catch (error) {
    const failure = toStoreError(error, lockFile);
    if (failure.code === 'busy') return true;
    throw failure;
  } finally {
    lock?.close();
  }
}

function hold(lock: DatabaseSync, infoFile: string, describe: ServerInfo): DataLock {
  let info = describe;
  const release = () => {
    process.off('exit', release);
    if (!lock.isOpen) return;
    // Before the lock goes: afterwards the file may be the next process's.
    removeServerInfo(infoFile);
    lock.close();
  };
  // It tidies up when nobody else does; and it keeps the lock from being garbage-collected, which would let go of it.
  process.on('exit', release);
  const announce = (change: Partial<ServerInfo>) => {
    info = { ...info, ...change };
    writeServerInfo(infoFile, info);
  };
  try {
    announce({});
  } catch (error) {
    release();
    throw toStoreError(error, infoFile);
  }
  return { announce, release };
}

function refusal(dir: string, holder: ServerInfo | undefined): Refusal {
  const advice = 'Stop it first, or give this one a folder of its own with --data.';
  if (holder === undefined) {
    return new Refusal('conflict', `Another Tocsin has the data directory ${dir}. ${advice}`);
  }
  const { pid, url, startedAt, version } = holder;
  const where = url === null ? 'not listening yet' : `at ${url}`;
  return new Refusal(
    'conflict',
    `Another Tocsin serves the data directory ${dir}: process ${pid}, ${where}, version ${version}, started ${startedAt}. ${advice}`,
  );
}
