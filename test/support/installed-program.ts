import { accessSync, constants } from 'node:fs';
import { type DebianProgram, debianProgram } from './debian-program.ts';
import { installFromDebian } from './install-from-debian.ts';

function isThere(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * A server from Debian: root gets it installed, because some give root up when they start, and must find their parts
 * all the same. Everybody else gets it unpacked (`debianProgram`).
 */
export async function installedProgram(
  packageName: string,
  path: string,
  options: { withLibraries?: boolean } = {},
): Promise<DebianProgram> {
  if (!isThere(path) && process.getuid?.() === 0) {
    await installFromDebian(packageName).catch((error: unknown) => {
      process.stderr.write(`${packageName} could not be installed, so it is unpacked: ${String(error)}\n`);
    });
  }
  return debianProgram(packageName, path, options);
}
