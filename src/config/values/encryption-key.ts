import type { ReadText } from './read-text.ts';

const keyLength = 32;

/** Reads a key of 32 bytes, as 64 hex digits or as base64. */
export function readEncryptionKey(text: string): ReadText<Uint8Array> {
  const key = bytesOf(text);
  return key?.length === keyLength ? { ok: true, value: new Uint8Array(key) } : { ok: false };
}

function bytesOf(text: string): Buffer | undefined {
  if (/^[0-9a-f]{64}$/i.test(text)) return Buffer.from(text, 'hex');
  // Node's decoder skips what it does not know, so the alphabet is checked here.
  return /^[A-Za-z0-9+/]{43}=?$/.test(text) ? Buffer.from(text, 'base64') : undefined;
}
