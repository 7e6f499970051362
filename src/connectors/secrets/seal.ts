import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

/*
 * A sealed secret: version (1 byte, 1) | key id (8) | nonce (12) | tag (16) | ciphertext.
 * AES-256-GCM; the context (which connector it belongs to) is authenticated with it, so that a sealed secret moved
 * to another connector in the database does not open there.
 */
const version = 1;
const keyIdLength = 8;
const nonceLength = 12;
const tagLength = 16;
const headLength = 1 + keyIdLength + nonceLength + tagLength;

export const keyLength = 32;

/** The public name of a key: the beginning of its SHA-256, in hex. It tells keys apart and tells nothing of them. */
export function keyIdOf(key: Uint8Array): string {
  return createHash('sha256')
    .update(key)
    .digest('hex')
    .slice(0, keyIdLength * 2);
}

/** The id of the key that sealed it, or `undefined` for bytes of another shape. */
export function keyIdOfSealed(sealed: Uint8Array): string | undefined {
  if (sealed.length < headLength || sealed[0] !== version) return undefined;
  return Buffer.from(sealed.subarray(1, 1 + keyIdLength)).toString('hex');
}

/** Encrypts `text` under `key`, bound to `context`. */
export function seal(key: Uint8Array, text: string, context: string): Uint8Array {
  const nonce = randomBytes(nonceLength);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(context, 'utf8'));
  const ciphertext = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  const head = Buffer.concat([Buffer.of(version), Buffer.from(keyIdOf(key), 'hex'), nonce]);
  return new Uint8Array(Buffer.concat([head, cipher.getAuthTag(), ciphertext]));
}

/** Decrypts what `seal` made; throws when key, context or bytes are not the same. */
export function unseal(key: Uint8Array, sealed: Uint8Array, context: string): string {
  const nonceAt = 1 + keyIdLength;
  const tagAt = nonceAt + nonceLength;
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(nonceAt, tagAt))
    .setAAD(Buffer.from(context, 'utf8'))
    .setAuthTag(sealed.subarray(tagAt, headLength));
  return Buffer.concat([decipher.update(sealed.subarray(headLength)), decipher.final()]).toString('utf8');
}
