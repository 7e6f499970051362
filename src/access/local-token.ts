import { randomBytes } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The id under which the local token goes into an `Authorization: ApiKey` header. No API key has an id this short. */
export const localTokenId = 'local';

const fileName = 'local-token';

/**
 * Makes the token with which commands on this machine call the server: whoever can read the data directory could
 * change everything in it anyway. A new one each start.
 */
export async function writeLocalToken(dataDirectory: string): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  const file = join(dataDirectory, fileName);
  await writeFile(`${file}.new`, token, { mode: 0o600 });
  await rename(`${file}.new`, file);
  return token;
}

/** The token of the running server, if this process may read it. */
export async function readLocalToken(dataDirectory: string): Promise<string | undefined> {
  try {
    return (await readFile(join(dataDirectory, fileName), 'utf8')).trim();
  } catch {
    return undefined;
  }
}
