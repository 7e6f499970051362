import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { access, copyFile, link, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Refusal } from '../../refusal.ts';

const NO_LINKS = ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EXDEV'];

/** A name for a file that is not finished yet, in the same folder, so that it can be renamed to `file` in one step. */
export function unfinishedName(file: string): string {
  return `${file}.unfinished-${randomUUID()}`;
}

/** Makes an empty file that only its owner can read. It must not exist. */
export async function createPrivate(file: string): Promise<void> {
  await (await open(file, 'wx', 0o600)).close();
}

export async function exists(file: string): Promise<boolean> {
  try {
    await access(file, constants.F_OK);
    return true;
  } catch {
    return false;
  }
}

/** Waits until what was written to `file` is on disk. */
export async function syncFile(file: string): Promise<void> {
  const handle = await open(file, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Waits until the names in the folder of `file` are on disk. Windows can not, and keeps them in its journal anyway. */
export async function syncFolderOf(file: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(dirname(file), 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Gives `from` the name `to` as well, or, on a file system without links, copies it there. `to` must not exist. */
export async function keepAs(from: string, to: string): Promise<void> {
  if (await linked(from, to)) return;
  try {
    await copyFile(from, to, constants.COPYFILE_EXCL);
    await syncFile(to);
  } catch (error) {
    if (!isSystemError(error, 'EEXIST')) await rm(to, { force: true });
    throw error;
  }
}

/** Gives the finished file `from` its name `to`, in one step; refuses when `to` exists, even if it came just now. */
export async function nameNew(from: string, to: string): Promise<void> {
  if (await linked(from, to)) await rm(from);
  else if (await exists(to)) throw alreadyThere(to);
  else await rename(from, to);
  await syncFolderOf(to);
}

/** False: this file system knows no links. */
async function linked(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if (isSystemError(error, 'EEXIST')) throw alreadyThere(to);
    if (NO_LINKS.some((code) => isSystemError(error, code))) return false;
    throw error;
  }
}

export function alreadyThere(file: string): Refusal {
  return new Refusal(
    'conflict',
    `${file} exists already, and was left as it is. Name another file, or remove it.`,
  );
}

function isSystemError(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
