import { execFile } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { installFromDebian } from './install-from-debian.ts';

const run = promisify(execFile);
const cache = fileURLToPath(new URL('../../node_modules/.cache/tocsin-chromium', import.meta.url));
/** Ships its binary in the package; needs no root. */
const packaged = '@sparticuz/chromium@153.0.0';
/** The one without windows first: a page takes it a quarter less. */
const shell = '/usr/bin/chromium-headless-shell';
const places = [shell, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** How Playwright starts the browser. */
export interface Chromium {
  readonly executablePath: string;
  readonly args: string[];
}

/** Without these it asks hosts of its maker at every start. */
const quiet = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // Root has no sandbox of Chromium's, and what is opened here are our own pages.
  '--no-sandbox',
];

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

const installed = () => places.find(isExecutable);

/** The one that comes in an npm package, in a folder of our own: it is too large for everybody's `npm ci`. */
async function fromPackage(): Promise<string> {
  const folder = join(cache, 'node_modules', '@sparticuz', 'chromium');
  if (!existsSync(folder)) {
    await mkdir(cache, { recursive: true });
    const words = ['install', '--no-save', '--ignore-scripts', '--prefix', cache, packaged];
    await run('npm', words, { timeout: 300_000, maxBuffer: 64 * 1024 * 1024 });
  }
  const entry = createRequire(join(cache, 'package.json')).resolve('@sparticuz/chromium');
  const { default: own }: { default: { executablePath(): Promise<string> } } = await import(entry);
  return own.executablePath();
}

/**
 * A Chromium: the one that is installed (or named by TOCSIN_TEST_CHROMIUM), else Debian's, installed now where that is
 * allowed, else one from npm.
 */
export async function findChromium(): Promise<Chromium> {
  const named = process.env.TOCSIN_TEST_CHROMIUM ?? installed();
  if (named !== undefined) return { executablePath: named, args: quiet };
  if (process.getuid?.() === 0) {
    for (const packageName of ['chromium-headless-shell', 'chromium']) {
      await installFromDebian(packageName).catch((error: unknown) => {
        process.stderr.write(`Debian's ${packageName} could not be installed: ${String(error)}\n`);
      });
      const now = installed();
      if (now !== undefined) return { executablePath: now, args: quiet };
    }
  }
  return { executablePath: await fromPackage(), args: [...quiet, '--headless=shell', '--single-process'] };
}
