import { randomBytes } from 'node:crypto';
import { Refusal } from '../../refusal.ts';
import type { Store } from '../../store/store.ts';
import { connectorContext } from './connector-secrets.ts';
import { heartbeatTokenContext } from './heartbeat-token-context.ts';
import { KeyFile, type KeySource } from './key-source.ts';
import { Keyring } from './keyring.ts';
import { checkContext, checkName, checkWord, openKeyring } from './open-keyring.ts';
import { keyIdOf, keyIdOfSealed, keyLength } from './seal.ts';
import { sourceSecretContext } from './source-secrets.ts';
import { targetContext } from './target-secrets.ts';

export interface Rotation {
  /** The id of the key that encrypts from now on. */
  readonly keyId: string;
  /** How many connectors' secrets were sealed anew. */
  readonly resealed: number;
  /** How many secrets of rules were. */
  readonly resealedSecrets: number;
  /** Connectors whose secrets no key opened, and which were forgotten because that was asked for. */
  readonly forgotten: readonly string[];
  /** The API URLs of targets whose routing key was forgotten likewise: what waits there is sent no more. */
  readonly forgottenTargets: readonly string[];
  /** The secrets of rules that were forgotten likewise. */
  readonly forgottenSecrets: readonly string[];
  /** The heartbeats whose token can not be shown any more; calls with it are taken all the same. */
  readonly forgottenHeartbeats: readonly string[];
}

/** Something sealed that stands in the database. */
interface Sealed {
  readonly sealed: Uint8Array;
  readonly context: string;
  /** The connector's id, the target's API URL, or that of a rule's secret: for the person who has to enter it anew. */
  readonly name: string;
}

type SealedConnector = Sealed & { readonly id: string };
type SealedTarget = Sealed & { readonly id: number };

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

async function sealedConnectors(store: Store): Promise<SealedConnector[]> {
  return (await store.connectors.list()).flatMap(({ id, secrets }) =>
    secrets === null ? [] : [{ id, sealed: secrets, context: connectorContext(id), name: id }],
  );
}

async function sealedTargets(store: Store): Promise<SealedTarget[]> {
  const { targets } = await store.delivery.targets();
  return targets.flatMap(({ id, hash, key, url }) =>
    key === null
      ? []
      : [{ id, sealed: key, context: targetContext(Buffer.from(hash).toString('hex')), name: url }],
  );
}

async function sealedOfRules(store: Store): Promise<SealedConnector[]> {
  return (await store.secrets.list()).flatMap(({ name, sealed }) =>
    sealed === null ? [] : [{ id: name, sealed, context: sourceSecretContext(name), name }],
  );
}

async function sealedTokens(store: Store): Promise<SealedConnector[]> {
  return (await store.heartbeatTokens.list()).flatMap(({ ruleId, sealed }) => {
    const name = `heartbeat of the rule ${ruleId}`;
    return sealed === null ? [] : [{ id: ruleId, sealed, context: heartbeatTokenContext(ruleId), name }];
  });
}

const everythingSealed = async (store: Store): Promise<Sealed[]> => [
  ...(await sealedConnectors(store)),
  ...(await sealedTargets(store)),
  ...(await sealedOfRules(store)),
  ...(await sealedTokens(store)),
];

/** Takes the keys out of the file that no secret is sealed with, save the newest and the one before it. */
async function dropUnused(source: KeyFile, store: Store, previous: Uint8Array | undefined): Promise<void> {
  const used = new Set((await everythingSealed(store)).map(({ sealed }) => keyIdOfSealed(sealed)));
  const [newest, ...older] = await source.keys();
  const kept = older.filter(
    (key) => (previous !== undefined && keyIdOf(key) === keyIdOf(previous)) || used.has(keyIdOf(key)),
  );
  if (newest !== undefined) await source.write([newest, ...kept]);
}

const lostSecrets = (lost: readonly Sealed[]) =>
  new Refusal(
    'unavailable',
    `The secrets of ${lost.map(({ name }) => `"${name}"`).join(', ')} can not be opened, so nothing was given up. Enter them anew, or use --forget-lost.`,
  );

async function opens(keyring: Keyring, { sealed, context }: Sealed): Promise<string | undefined> {
  try {
    return await keyring.open(sealed, context);
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

async function findLost(keyring: Keyring, store: Store): Promise<Sealed[]> {
  const lost: Sealed[] = [];
  for (const each of await everythingSealed(store)) {
    if ((await opens(keyring, each)) === undefined) lost.push(each);
  }
  return lost;
}

interface Resealed {
  readonly resealed: number;
  /** The names of what no key opened. */
  readonly forgotten: readonly string[];
}

/** Seals one kind of secret anew. */
async function resealAll<Id>(
  keyring: Keyring,
  forgetLost: boolean,
  read: () => Promise<(Sealed & { readonly id: Id })[]>,
  write: (changes: { id: Id; was: Uint8Array; now: Uint8Array | null }[]) => Promise<number>,
): Promise<Resealed> {
  const keyId = await keyring.currentKeyId();
  const forgotten: string[] = [];
  let replaced = 0;
  // An edit may come between reading and writing; what it sealed with the old key is met in another round.
  for (let round = 0; round < 10; round++) {
    const changes: { id: Id; was: Uint8Array; now: Uint8Array | null }[] = [];
    for (const each of await read()) {
      if (keyIdOfSealed(each.sealed) === keyId) continue;
      const opened = await opens(keyring, each);
      const now = opened === undefined ? null : await keyring.seal(opened, each.context);
      if (now === null) {
        if (!forgetLost) throw lostSecrets([each]);
        forgotten.push(each.name);
      }
      changes.push({ id: each.id, was: each.sealed, now });
    }
    if (changes.length === 0) break;
    replaced += await write(changes);
  }
  return { resealed: replaced - forgotten.length, forgotten };
}

async function reseal(keyring: Keyring, store: Store, forgetLost: boolean): Promise<Rotation> {
  const connectors = await resealAll(
    keyring,
    forgetLost,
    () => sealedConnectors(store),
    (changes) => store.connectors.resealSecrets(changes),
  );
  const targets = await resealAll(
    keyring,
    forgetLost,
    () => sealedTargets(store),
    (changes) => store.delivery.resealTargets(changes),
  );
  const secrets = await resealAll(
    keyring,
    forgetLost,
    () => sealedOfRules(store),
    (changes) => store.secrets.reseal(changes),
  );
  const tokens = await resealAll(
    keyring,
    forgetLost,
    () => sealedTokens(store),
    (changes) => store.heartbeatTokens.reseal(changes),
  );
  const check = await keyring.seal(checkWord, checkContext);
  await store.meta.set(checkName, Buffer.from(check).toString('base64'));
  return {
    keyId: await keyring.currentKeyId(),
    resealed: connectors.resealed,
    forgotten: connectors.forgotten,
    forgottenTargets: targets.forgotten,
    resealedSecrets: secrets.resealed,
    forgottenSecrets: secrets.forgotten,
    forgottenHeartbeats: tokens.forgotten,
  };
}
