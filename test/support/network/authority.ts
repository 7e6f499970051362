import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A certificate with its key, as files and, for servers of ours, as text. */
export interface Certificate {
  readonly certificateFile: string;
  readonly keyFile: string;
  readonly cert: string;
  readonly key: string;
}

export interface CertificateOptions {
  /** Host names and addresses that it is good for. */
  readonly hosts: readonly string[];
  /** It was good until yesterday. */
  readonly expired?: boolean;
}

const keyWords = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];

const namesOf = (hosts: readonly string[]) =>
  `subjectAltName=${hosts.map((host) => (/^[\d.:]+$/.test(host) ? `IP:${host}` : `DNS:${host}`)).join(',')}`;

/** `openssl` in a folder, with a configuration of its own, so that the machine's adds nothing. */
async function openssl(folder: string, ...words: readonly string[]): Promise<void> {
  await writeFile(join(folder, 'openssl.cnf'), '[req]\ndistinguished_name = name\n[name]\n');
  await run('openssl', words, { cwd: folder, env: { ...process.env, OPENSSL_CONF: 'openssl.cnf' } });
}

async function certificateIn(folder: string, name: string): Promise<Certificate> {
  const [certificateFile, keyFile] = [join(folder, `${name}.crt`), join(folder, `${name}.key`)];
  const [cert, key] = await Promise.all([readFile(certificateFile, 'utf8'), readFile(keyFile, 'utf8')]);
  return { certificateFile, keyFile, cert, key };
}

/** A certificate that nobody has signed but itself. */
export async function selfSigned(
  folder: string,
  name: string,
  hosts: readonly string[],
): Promise<Certificate> {
  await openssl(
    folder,
    ...['req', '-x509', ...keyWords, '-keyout', `${name}.key`, '-out', `${name}.crt`, '-days', '30'],
    ...['-subj', `/CN=${name}`, '-addext', namesOf(hosts)],
  );
  return certificateIn(folder, name);
}

/** The same key, under a passphrase; the file. */
export async function withPassphrase({ keyFile }: Certificate, passphrase: string): Promise<string> {
  const file = `${keyFile}.encrypted`;
  await run('openssl', ['pkey', '-in', keyFile, '-aes256', '-passout', `pass:${passphrase}`, '-out', file]);
  return file;
}

/** An authority of our own, made with the openssl command: no machine trusts it by itself. */
export class Authority {
  readonly #folder: string;
  readonly #name: string;
  /** Its certificate, PEM. */
  readonly cert: string;

  private constructor(folder: string, name: string, cert: string) {
    this.#folder = folder;
    this.#name = name;
    this.cert = cert;
  }

  /** Its files stand in `folder`, named `name`. */
  static async create(folder: string, name: string): Promise<Authority> {
    await openssl(
      folder,
      ...['req', '-x509', ...keyWords, '-keyout', `${name}.key`, '-out', `${name}.crt`, '-days', '30'],
      ...['-subj', `/CN=${name}`, '-addext', 'basicConstraints=critical,CA:TRUE'],
      ...['-addext', 'keyUsage=critical,keyCertSign'],
    );
    return new Authority(folder, name, await readFile(join(folder, `${name}.crt`), 'utf8'));
  }

  /** The file with its certificate. */
  get file(): string {
    return join(this.#folder, `${this.#name}.crt`);
  }

  /** Signs a new certificate for a server or a client. */
  async issue(name: string, { hosts, expired = false }: CertificateOptions): Promise<Certificate> {
    await openssl(
      this.#folder,
      ...['req', '-new', ...keyWords, '-keyout', `${name}.key`, '-out', `${name}.csr`],
      ...['-subj', `/CN=${name}`, '-addext', namesOf(hosts), '-addext', 'basicConstraints=critical,CA:FALSE'],
    );
    await openssl(
      this.#folder,
      ...['x509', '-req', '-in', `${name}.csr`, '-copy_extensions', 'copy', '-out', `${name}.crt`],
      ...['-CA', `${this.#name}.crt`, '-CAkey', `${this.#name}.key`, '-days', expired ? '-1' : '30'],
    );
    return certificateIn(this.#folder, name);
  }
}
