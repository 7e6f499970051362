import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { maxFileSize, whyUnreadable } from './sources/read-bounded.ts';
import type { ReadFile } from './sources/settings-file.ts';

/** What was read, or what would be right. */
export type Loaded<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly rule: string };

/** Reads a file that a setting names, and makes of it what `read` does. */
export async function loadFile<T>(
  path: string,
  readFile: ReadFile,
  read: (pem: Buffer) => Loaded<T>,
): Promise<Loaded<T>> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(path);
  } catch (error) {
    return { ok: false, rule: `the file ${whyUnreadable(error)}` };
  }
  if (bytes.length > maxFileSize) return { ok: false, rule: 'the file is larger than 1 MiB' };
  return read(Buffer.from(bytes));
}

/** The first certificate of a file. */
export function readCertificate(pem: Buffer): Loaded<X509Certificate> {
  // X509Certificate reads DER too, and the server that gets the file afterwards does not.
  if (pem.includes('-----BEGIN')) {
    try {
      return { ok: true, value: new X509Certificate(pem) };
    } catch {
      // Said below, without the words of OpenSSL.
    }
  }
  return { ok: false, rule: 'the file holds no certificate in PEM form ("-----BEGIN CERTIFICATE-----")' };
}

const certificateBlock =
  /-----BEGIN (?:TRUSTED |X509 )?CERTIFICATE-----[\s\S]*?-----END (?:TRUSTED |X509 )?CERTIFICATE-----/g;

/** All certificates of a text, each of which must be one: OpenSSL would pass over what follows a broken one. */
export function readAuthorities(pem: Buffer): Loaded<readonly X509Certificate[]> {
  const blocks = pem.toString('latin1').match(certificateBlock) ?? [];
  if (blocks.length === 0) {
    return { ok: false, rule: 'there is no certificate in PEM form in it ("-----BEGIN CERTIFICATE-----")' };
  }
  const certificates: X509Certificate[] = [];
  for (const [index, block] of blocks.entries()) {
    try {
      certificates.push(new X509Certificate(block));
    } catch {
      const which = blocks.length === 1 ? 'what stands' : `certificate ${index + 1} of ${blocks.length}`;
      return { ok: false, rule: `${which} between its lines BEGIN and END is no certificate` };
    }
  }
  return { ok: true, value: certificates };
}

/** The private key of a file. */
export function readPrivateKey(pem: Buffer): Loaded<KeyObject> {
  try {
    return { ok: true, value: createPrivateKey(pem) };
  } catch {
    if (pem.includes('ENCRYPTED')) {
      return { ok: false, rule: 'the key has a passphrase; use one without ("openssl pkey" removes it)' };
    }
    return { ok: false, rule: 'the file holds no private key in PEM form ("-----BEGIN PRIVATE KEY-----")' };
  }
}

/** The same where a passphrase may be given. */
export function readPrivateKeyWith(passphrase: string | undefined): (pem: Buffer) => Loaded<KeyObject> {
  return (pem) => {
    const isLocked = pem.includes('ENCRYPTED');
    if (!isLocked) return readPrivateKey(pem);
    if (passphrase === undefined)
      return { ok: false, rule: 'the key has a passphrase: set ssl.keyPassphrase' };
    try {
      return { ok: true, value: createPrivateKey({ key: pem, passphrase }) };
    } catch {
      return { ok: false, rule: 'ssl.keyPassphrase does not open the key' };
    }
  };
}
