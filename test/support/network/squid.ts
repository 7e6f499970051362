import { execFile } from 'node:child_process';
import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { foregroundProcess } from '../foreground-process.ts';
import { freePort } from '../free-port.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import type { Certificate } from './authority.ts';
import { squidProgram } from './proxy-programs.ts';

const run = promisify(execFile);

export interface SquidOptions {
  /** What it shows to those who speak TLS to it. */
  readonly certificate: Certificate;
  /** `name:password`; with it nobody else is let through. */
  readonly credentials?: string;
  /** Names that it, and nobody else on this machine, finds at 127.0.0.1. */
  readonly hosts?: readonly string[];
}

export interface Squid extends AsyncDisposable {
  /** Where it is spoken to in plain text. */
  readonly port: number;
  /** Where it is spoken to over TLS. */
  readonly tlsPort: number;
}

/** Debian's squid, on two ports of 127.0.0.1: one plain, one behind TLS. */
export async function squid({ certificate, credentials, hosts = [] }: SquidOptions): Promise<Squid> {
  const program = await squidProgram();
  const inPackage = (path: string) => join(program.root, path);
  const folder = await temporaryFolder();
  // Started by root it reads these as somebody else.
  await chmod(folder.path, 0o755);
  const inFolder = (name: string) => join(folder.path, name);
  const [port, tlsPort] = [await freePort(), await freePort()];
  await writeFile(inFolder('hosts'), `127.0.0.1 localhost ${hosts.join(' ')}\n`);
  const guard: string[] = [];
  if (credentials !== undefined) {
    const [name = '', password = ''] = credentials.split(':');
    const { stdout } = await run('openssl', ['passwd', '-apr1', password]);
    await writeFile(inFolder('passwords'), `${name}:${stdout.trim()}\n`);
    guard.push(
      `auth_param basic program ${inPackage('/usr/lib/squid/basic_ncsa_auth')} ${inFolder('passwords')}`,
      'auth_param basic children 1 startup=1',
      'acl known proxy_auth REQUIRED',
      'http_access deny !known',
    );
  }
  const lines = [
    `http_port 127.0.0.1:${port}`,
    `https_port 127.0.0.1:${tlsPort} tls-cert=${certificate.certificateFile} tls-key=${certificate.keyFile}`,
    ...guard,
    'http_access allow all',
    `hosts_file ${inFolder('hosts')}`,
    `mime_table ${inPackage('/usr/share/squid/mime.conf')}`,
    `error_directory ${inPackage('/usr/share/squid/errors/templates')}`,
    `icon_directory ${inPackage('/usr/share/squid/icons')}`,
    `coredump_dir ${folder.path}`,
    'cache deny all',
    'cache_mem 0 MB',
    'access_log none',
    'cache_log /dev/null',
    'cache_store_log none',
    'netdb_filename none',
    'pid_filename none',
    'pinger_enable off',
    'shutdown_lifetime 0 seconds',
    'visible_hostname localhost',
    'cache_effective_user nobody',
  ];
  await writeFile(inFolder('squid.conf'), `${lines.join('\n')}\n`);
  const running = await foregroundProcess(program, ['-N', '-f', inFolder('squid.conf')], [port, tlsPort]);
  return {
    port,
    tlsPort,
    [Symbol.asyncDispose]: async () => {
      await running[Symbol.asyncDispose]();
      await folder[Symbol.asyncDispose]();
    },
  };
}
