import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Installs a package of Debian's with what it needs. Only root may; fails where there is no Debian. */
export async function installFromDebian(packageName: string): Promise<void> {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const options = { env, maxBuffer: 64 * 1024 * 1024 };
  await run('apt-get', ['-q', 'update'], { ...options, timeout: 180_000 });
  await run('apt-get', ['-q', '-y', '--no-install-recommends', 'install', packageName], {
    ...options,
    timeout: 600_000,
  });
}
