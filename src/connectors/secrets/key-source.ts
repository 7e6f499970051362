import { readFile, rename, stat, writeFile } from 'node:fs/promises';
import { Refusal } from '../../refusal.ts';
import { keyLength } from './seal.ts';

/** Where the encryption keys come from. The first encrypts, all decrypt. */
export interface KeySource {
  /** How to name the source to a person. */
  readonly description: string;
  /** The keys as they are now; none when there is no source yet. */
  keys(): Promise<readonly Uint8Array[]>;
}

/** Keys that the settings hold (`encryption.keys`). */
export function fixedKeys(keys: readonly Uint8Array[]): KeySource {
  return { description: 'the setting encryption.keys', keys: async () => keys };
}

const header = `# Tocsin's encryption keys: the first encrypts, all decrypt. Without them the integration keys
# in the database can not be read. Keep a copy, apart from the backups of the database.
`;

function parse(text: string, file: string): Uint8Array[] {
  const lines = text.split('\n').map((line) => line.trim());
  return lines.flatMap((line, index) => {
    if (line === '' || line.startsWith('#')) return [];
    // Node's decoder skips what it does not know, so the alphabet is checked here.
    const key = Buffer.from(/^[A-Za-z0-9+/]{43}=?$/.test(line) ? line : '', 'base64');
    if (key.length !== keyLength) {
      throw new Refusal(
        'invalid',
        `Line ${index + 1} of ${file} is not an encryption key: it should be the base64 of ${keyLength} bytes. Put back the file as it was.`,
      );
    }
    return [new Uint8Array(key)];
  });
}

/** Keys in a file of their own, one base64 line each; read again when the file has changed. */
export class KeyFile implements KeySource {
  readonly file: string;
  readonly description: string;
  #known: { mark: string; keys: Uint8Array[] } | undefined;

  constructor(file: string) {
    this.file = file;
    this.description = file;
  }

  async keys(): Promise<readonly Uint8Array[]> {
    try {
      const { mtimeMs, size, ino } = await stat(this.file);
      const mark = `${mtimeMs} ${size} ${ino}`;
      if (this.#known?.mark !== mark) {
        this.#known = { mark, keys: parse(await readFile(this.file, 'utf8'), this.file) };
      }
      return this.#known.keys;
    } catch (error) {
      if (error instanceof Refusal) throw error;
      const code = error instanceof Error && 'code' in error ? error.code : 'unknown';
      if (code === 'ENOENT') return [];
      throw new Refusal('unavailable', `The encryption keys in ${this.file} can not be read [${code}].`, {
        cause: error,
      });
    }
  }

  /** Replaces the file in one step, readable by its owner alone. */
  async write(keys: readonly Uint8Array[]): Promise<void> {
    const lines = keys.map((key) => `${Buffer.from(key).toString('base64')}\n`);
    try {
      const unfinished = `${this.file}.${process.pid}.new`;
      await writeFile(unfinished, header + lines.join(''), { mode: 0o600, flush: true });
      await rename(unfinished, this.file);
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? ` [${error.code}]` : '';
      throw new Refusal(
        'unavailable',
        `The encryption keys can not be written to ${this.file}${code}. Its folder must exist, and this user must be allowed to write there.`,
        { cause: error },
      );
    }
    this.#known = undefined;
  }
}
