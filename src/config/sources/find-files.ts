import { glob } from 'node:fs/promises';
import { join, resolve } from 'node:path';

/** Finds the files that a pattern names, from a folder on: absolute paths, at most one more than `most`. */
export type FindFiles = (pattern: string, folder: string, most: number) => Promise<readonly string[]>;

/** Finds them in the file system; folders are none. */
export const findFiles: FindFiles = async (pattern, folder, most) => {
  const found: string[] = [];
  for await (const entry of glob(pattern, { cwd: folder, withFileTypes: true })) {
    if (found.length > most) break;
    if (!entry.isDirectory()) found.push(resolve(folder, join(entry.parentPath, entry.name)));
  }
  return found;
};
