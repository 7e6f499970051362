import { accessSync, constants } from 'node:fs';
import { type DebianProgram, debianProgram } from '../debian-program.ts';
import { installFromDebian } from '../install-from-debian.ts';

function isThere(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * Root gets it installed: squid gives root up when it starts, and must find its parts all the same. Everybody else
 * gets it unpacked.
 */
async function program(packageName: string, path: string): Promise<DebianProgram> {
  if (!isThere(path) && process.getuid?.() === 0) {
    await installFromDebian(packageName).catch((error: unknown) => {
      process.stderr.write(`${packageName} could not be installed, so it is unpacked: ${String(error)}\n`);
    });
  }
  return debianProgram(packageName, path, { withLibraries: true });
}

export const tinyproxyProgram = () => program('tinyproxy-bin', '/usr/bin/tinyproxy');
export const squidProgram = () => program('squid-openssl', '/usr/sbin/squid');

/** Has both forward proxies at hand, once, before files that run side by side each install them. */
export async function prepareProxies(): Promise<void> {
  await tinyproxyProgram();
  await squidProgram();
}
