import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import type { Origins } from './check-together.ts';
import { type SettingsProblem, showValue, valueProblem } from './problem.ts';
import type { Settings } from './settings.ts';
import { maxFileSize, whyUnreadable } from './sources/read-bounded.ts';
import type { ReadFile } from './sources/settings-file.ts';

type Loaded<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly rule: string };

/** Reads the files that `server.ssl` names: both hold what they should, and they belong together. */
export async function checkTlsFiles(
  { server: { ssl } }: Settings,
  origins: Origins,
  readFile: ReadFile,
): Promise<SettingsProblem[]> {
  const problem = (key: string, path: string, rule: string) =>
    valueProblem(key, origins.placeOf(key), showValue(path, false), rule);
  const certificate =
    ssl.certificate === undefined ? undefined : await load(ssl.certificate, readFile, readCertificate);
  const key = ssl.key === undefined ? undefined : await load(ssl.key, readFile, readPrivateKey);
  const problems: SettingsProblem[] = [];
  if (ssl.certificate !== undefined && certificate?.ok === false) {
    problems.push(problem('server.ssl.certificate', ssl.certificate, certificate.rule));
  }
  if (ssl.key !== undefined && key?.ok === false) problems.push(problem('server.ssl.key', ssl.key, key.rule));
  if (ssl.key !== undefined && key?.ok && certificate?.ok && !certificate.value.checkPrivateKey(key.value)) {
    const rule = `this key does not belong to the certificate in ${ssl.certificate}`;
    problems.push(problem('server.ssl.key', ssl.key, rule));
  }
  return problems;
}

async function load<T>(
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

function readCertificate(pem: Buffer): Loaded<X509Certificate> {
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

function readPrivateKey(pem: Buffer): Loaded<KeyObject> {
  try {
    return { ok: true, value: createPrivateKey(pem) };
  } catch {
    if (pem.includes('ENCRYPTED')) {
      return { ok: false, rule: 'the key has a passphrase; use one without ("openssl pkey" removes it)' };
    }
    return { ok: false, rule: 'the file holds no private key in PEM form ("-----BEGIN PRIVATE KEY-----")' };
  }
}
