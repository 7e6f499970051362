import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { Refusal } from '../../refusal.ts';
import type { MetaStore } from '../../store/meta-store.ts';
import { fixedKeys, KeyFile, type KeySource } from './key-source.ts';
import { Keyring } from './keyring.ts';
import { keyLength } from './seal.ts';

/** A sealed word in the database that tells at start whether the keys are the right ones. */
export const checkName = 'encryption.check';
export const checkContext = 'tocsin/check';
export const checkWord = 'tocsin';

export interface EncryptionSettings {
  /** `encryption.keys`, decoded; empty: the key file is used. */
  readonly keys: readonly Uint8Array[];
  /** `encryption.keyFile`; default: `secret.key` in the data directory. */
  readonly keyFile?: string | undefined;
}

export function keySourceOf(settings: EncryptionSettings, dataDirectory: string): KeySource | KeyFile {
  if (settings.keys.length > 0) return fixedKeys(settings.keys);
  return new KeyFile(settings.keyFile ?? join(dataDirectory, 'secret.key'));
}

function wrongKey(source: KeySource, missing: boolean, cause?: unknown): Refusal {
  const what = missing
    ? `There are no encryption keys in ${source.description}, but this database holds secrets that were sealed with one.`
    : `None of the encryption keys in ${source.description} opens the secrets in this database.`;
  return new Refusal(
    'unavailable',
    `${what}\nPut the right key back (encryption.keys, or encryption.keyFile; by default the file secret.key in the data directory). ` +
      'If it is lost for good, run "tocsin key rotate --forget-lost": the connectors stay, and ask for their integration keys again.',
    { cause },
  );
}

/**
 * Opens the keyring of a data directory and proves that it fits the database. The first start makes a key file;
 * later ones never do, since a new key would not open what is there. Throws a `Refusal` that names what to do.
 */
export async function openKeyring(source: KeySource | KeyFile, meta: MetaStore): Promise<Keyring> {
  const keyring = new Keyring(source);
  const check = await meta.get(checkName);
  const keys = await source.keys();
  if (check === undefined) {
    if (keys.length === 0 && source instanceof KeyFile) await source.write([randomBytes(keyLength)]);
    const sealed = await keyring.seal(checkWord, checkContext);
    await meta.setIfAbsent(checkName, Buffer.from(sealed).toString('base64'));
    return keyring;
  }
  if (keys.length === 0) throw wrongKey(source, true);
  try {
    await keyring.open(Buffer.from(check, 'base64'), checkContext);
  } catch (error) {
    throw wrongKey(source, false, error);
  }
  return keyring;
}
