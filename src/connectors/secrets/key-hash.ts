import { createHmac, randomBytes } from 'node:crypto';
import type { MetaStore } from '../../store/meta-store.ts';

/** The name under which the secret of the hashes is kept. */
const secretName = 'relay-key-secret';
/** Keys whose hash is remembered: more than any installation uses, and little enough for one that is attacked. */
const maxRemembered = 1000;
/** Longer texts are no keys, and not worth remembering. */
const maxRememberedLength = 512;

/** The keyed hash of a key, as text. */
export type KeyHash = (key: string) => string;

/** HMAC-SHA256 in hex. A hash is remembered, because the relay asks for the same few keys with every event. */
export function createKeyHash(secret: Uint8Array): KeyHash {
  const remembered = new Map<string, string>();
  return (key) => {
    const known = remembered.get(key);
    if (known !== undefined) return known;
    const hash = createHmac('sha256', secret).update(key, 'utf8').digest('hex');
    if (key.length > maxRememberedLength) return hash;
    if (remembered.size >= maxRemembered) remembered.clear();
    remembered.set(key, hash);
    return hash;
  };
}

/**
 * The hash of this installation. Its secret is made once and never changed, or every relay key would be void; so
 * it is not sealed, and a rotation of the encryption keys does not concern it. It guards nothing by itself: who has
 * it and the hashes still has to guess 32 random letters and digits.
 */
export async function openKeyHash(meta: MetaStore): Promise<KeyHash> {
  const secret = await meta.setIfAbsent(secretName, randomBytes(32).toString('base64'));
  return createKeyHash(Buffer.from(secret, 'base64'));
}
