import { maxFileSize, whyUnreadable } from './read-bounded.ts';
import type { ReadFile } from './settings-file.ts';

/** Reads a secret that has a file of its own: the text of it, trimmed. */
export async function readSecretText(
  path: string,
  readFile: ReadFile,
): Promise<{ readonly ok: true; readonly value: string } | { readonly ok: false; readonly rule: string }> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(path);
  } catch (error) {
    return { ok: false, rule: `the file ${whyUnreadable(error)}` };
  }
  if (bytes.length > maxFileSize) return { ok: false, rule: 'the file is larger than 1 MiB' };
  const value = Buffer.from(bytes).toString('utf8').trim();
  return value === '' ? { ok: false, rule: 'the file is empty' } : { ok: true, value };
}
