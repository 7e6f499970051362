import { execFile } from 'node:child_process';
import { accessSync, constants, globSync, mkdirSync, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const cache = fileURLToPath(new URL('../../node_modules/.cache/tocsin-debian', import.meta.url));

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * Fetches a package and unpacks it, without installing it: so it needs no root, and no service of it starts. Lists of
 * packages of our own, because the machine's may be missing or old, and not everybody may renew them.
 */
async function unpack(packageName: string, folder: string, withLibraries: boolean): Promise<void> {
  const state = join(cache, 'apt');
  mkdirSync(join(state, 'lists', 'partial'), { recursive: true });
  mkdirSync(join(state, 'archives', 'partial'), { recursive: true });
  mkdirSync(folder, { recursive: true });
  const apt = (...words: string[]) =>
    run('apt-get', ['-q', '-o', `Dir::State::lists=${state}/lists`, '-o', `Dir::Cache=${state}`, ...words], {
      cwd: folder,
      timeout: 120_000,
    });
  await apt('update');
  const names = [packageName];
  if (withLibraries) {
    // What an installation would bring, told without doing it.
    const { stdout } = await apt('--simulate', '--no-install-recommends', 'install', packageName);
    names.push(...Array.from(stdout.matchAll(/^Inst (\S+)/gm), ([, name = '']) => name));
  }
  await apt('download', ...new Set(names));
  const files = globSync('*.deb', { cwd: folder });
  if (files.length === 0) throw new Error(`apt-get gave no ${packageName}`);
  for (const file of files) {
    await run('dpkg', ['-x', join(folder, file), folder], { timeout: 60_000 });
    rmSync(join(folder, file));
  }
  rmSync(state, { recursive: true });
}

export interface DebianProgram {
  /** The executable. */
  readonly file: string;
  /** What `/` is to the package: `/` if it is installed, else the folder that it was unpacked to. */
  readonly root: string;
  /** What it needs in its environment to find its libraries. */
  readonly env: Readonly<Record<string, string>>;
}

/** Below `root`, where Debian puts libraries: `usr/lib/x86_64-linux-gnu` and the like. */
function librariesBelow(root: string): Readonly<Record<string, string>> {
  const folders = globSync('{usr/,}lib/*-linux-*', { cwd: root }).map((folder) => join(root, folder));
  return folders.length === 0 ? {} : { LD_LIBRARY_PATH: folders.join(delimiter) };
}

/**
 * A program from Debian: the one that is installed, else one of our own, unpacked below `node_modules/.cache`,
 * `withLibraries` together with those packages it needs that are not installed.
 * `path`: where the package puts it, such as `/usr/sbin/nginx`. Fails with a sentence that says what is missing.
 */
export async function debianProgram(
  packageName: string,
  path: string,
  { withLibraries = false }: { withLibraries?: boolean } = {},
): Promise<DebianProgram> {
  if (isExecutable(path)) return { file: path, root: '/', env: {} };
  const folder = join(cache, packageName);
  const own = () => ({ file: join(folder, path), root: folder, env: librariesBelow(folder) });
  if (isExecutable(own().file)) return own();
  try {
    await unpack(packageName, folder, withLibraries);
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    throw new Error(`${packageName} is not installed and could not be had from Debian: ${reason}`, {
      cause: error,
    });
  }
  if (!isExecutable(own().file)) throw new Error(`the Debian package ${packageName} holds no ${path}`);
  return own();
}
