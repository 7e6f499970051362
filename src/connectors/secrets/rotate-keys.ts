import { randomBytes } from 'node:crypto';
import { Refusal } from '../../refusal.ts';
import type { Store } from '../../store/store.ts';
import { connectorContext } from './connector-secrets.ts';
import { KeyFile, type KeySource } from './key-source.ts';
import { Keyring } from './keyring.ts';
import { checkContext, checkName, checkWord, openKeyring } from './open-keyring.ts';
import { keyIdOf, keyIdOfSealed, keyLength } from './seal.ts';

export interface Rotation {
  /** The id of the key that encrypts from now on. */
  readonly keyId: string;
  /** How many connectors' secrets were sealed anew. */
  readonly resealed: number;
  /** Connectors whose secrets no key opened, and which were forgotten because that was asked for. */
  readonly forgotten: readonly string[];
}

/**
 * Seals every secret anew: under a new key that is put first in the key file, or, where the settings hold the
 * keys, under the first of them. The key used until now stays in the file behind the new one, because a running
 * server may be sealing with it at this moment; the rotation after this one drops it.
 *
 * Two rotations at once would throw away each other's keys: the caller holds a lock.
 *
 * With `forgetLost` secrets that no key opens are given up, and their connectors marked as missing their secrets.
 */
export async function rotateKeys(source: KeySource, store: Store, forgetLost: boolean): Promise<Rotation> {
  const lost = await findLost(new Keyring(source), store);
  if (!forgetLost) {
    await openKeyring(source, store.meta);
    if (lost.length > 0) throw lostSecrets(lost);
  }
  if (!(source instanceof KeyFile)) return reseal(new Keyring(source), store, forgetLost);
  const keys = await source.keys();
  await source.write([randomBytes(keyLength), ...keys]);
  const rotation = await reseal(new Keyring(source), store, forgetLost);
  await dropUnused(source, store, keys[0]);
  return rotation;
}

/** Takes the keys out of the file that no secret is sealed with, save the newest and the one before it. */
async function dropUnused(source: KeyFile, store: Store, previous: Uint8Array | undefined): Promise<void> {
  const used = new Set<string | undefined>();
  for (const { secrets } of await store.connectors.list())
    if (secrets !== null) used.add(keyIdOfSealed(secrets));
  const [newest, ...older] = await source.keys();
  const kept = older.filter(
    (key) => (previous !== undefined && keyIdOf(key) === keyIdOf(previous)) || used.has(keyIdOf(key)),
  );
  if (newest !== undefined) await source.write([newest, ...kept]);
}

const lostSecrets = (ids: readonly string[]) =>
  new Refusal(
    'unavailable',
    `The secrets of ${ids.map((id) => `"${id}"`).join(', ')} can not be opened, so nothing was given up. Enter the integration keys of these connectors anew, or use --forget-lost.`,
  );

async function opens(keyring: Keyring, id: string, sealed: Uint8Array): Promise<string | undefined> {
  try {
    return await keyring.open(sealed, connectorContext(id));
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

async function findLost(keyring: Keyring, store: Store): Promise<string[]> {
  const lost: string[] = [];
  for (const { id, secrets } of await store.connectors.list()) {
    if (secrets !== null && (await opens(keyring, id, secrets)) === undefined) lost.push(id);
  }
  return lost;
}

async function reseal(keyring: Keyring, store: Store, forgetLost: boolean): Promise<Rotation> {
  const keyId = await keyring.currentKeyId();
  const forgotten: string[] = [];
  let resealed = 0;
  // An edit may come between reading and writing; what it sealed with the old key is met in another round.
  for (let round = 0; round < 10; round++) {
    const changes: { id: string; was: Uint8Array; now: Uint8Array | null }[] = [];
    for (const { id, secrets } of await store.connectors.list()) {
      if (secrets === null || keyIdOfSealed(secrets) === keyId) continue;
      const opened = await opens(keyring, id, secrets);
      const now = opened === undefined ? null : await keyring.seal(opened, connectorContext(id));
      if (now === null) {
        if (!forgetLost) throw lostSecrets([id]);
        forgotten.push(id);
      }
      changes.push({ id, was: secrets, now });
    }
    if (changes.length === 0) break;
    resealed += await store.connectors.resealSecrets(changes);
  }
  const check = await keyring.seal(checkWord, checkContext);
  await store.meta.set(checkName, Buffer.from(check).toString('base64'));
  return { keyId, resealed: resealed - forgotten.length, forgotten };
}
