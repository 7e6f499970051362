import { open } from 'node:fs/promises';

/** Settings and certificates are small; what is larger is the wrong file. */
export const maxFileSize = 1024 * 1024;

/** Reads a file, but no more than one byte past `maxFileSize`, so that the wrong file does no harm. Pipes work too. */
export async function readBounded(path: string): Promise<Uint8Array> {
  await using file = await open(path, 'r');
  const buffer = Buffer.alloc(maxFileSize + 1);
  let length = 0;
  while (length < buffer.length) {
    const { bytesRead } = await file.read(buffer, length);
    if (bytesRead === 0) break;
    length += bytesRead;
  }
  return buffer.subarray(0, length);
}

/** Says in words why a file could not be read. */
export function whyUnreadable(error: unknown): string {
  const code = errorCode(error);
  if (code === 'ENOENT' || code === 'ENOTDIR') return 'does not exist';
  if (code === 'EACCES' || code === 'EPERM') return 'may not be read by the user that runs Tocsin';
  if (code === 'EISDIR') return 'is a folder';
  return `can not be read${code === undefined ? '' : ` (${code})`}`;
}

/** The code of a system error, such as "ENOENT". */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
