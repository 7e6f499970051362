import { rename } from 'node:fs/promises';
import { join } from 'node:path';

/** So many others may do the same at the same moment. */
const mostRounds = 50;

const codeOf = (error: unknown) => (error instanceof Error && 'code' in error ? error.code : undefined);

/** What systems say of a folder that is there and not empty. */
const isThere = (error: unknown) => ['ENOTEMPTY', 'EEXIST', 'EPERM'].some((code) => code === codeOf(error));

/**
 * Puts the folder `fresh` in the place of `folder`, and what was there into the folder `aside`; for a moment there is
 * none. Others may do so at once: the last one's stays, and nobody's is half. All on one file system.
 */
export async function replaceFolder(fresh: string, folder: string, aside: string): Promise<void> {
  for (let round = 1; ; round++) {
    await rename(folder, join(aside, `before-${round}`)).catch((error: unknown) => {
      if (codeOf(error) !== 'ENOENT') throw error;
    });
    try {
      return await rename(fresh, folder);
    } catch (error) {
      if (!isThere(error) || round === mostRounds) throw error;
    }
  }
}
