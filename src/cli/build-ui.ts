import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { builtUi } from './package-folder.ts';
import { replaceFolder } from './replace-folder.ts';
import { fingerprintOfUi } from './ui-sources.ts';

/** In the build: the fingerprint of the sources that it was made from. */
const stampName = '.built-from';
/** A build that hangs is ended after so many milliseconds. */
const deadline = 5 * 60_000;
/** The unfinished work of a build that was killed is removed after so many milliseconds, by the next one. */
const abandonedAfter = 60 * 60_000;
const unfinished = '.build-';

export interface BuildUiOptions {
  /** The package: the folder that holds `ui/` and `node_modules/`. */
  readonly root: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Milliseconds that never jump. */
  readonly monotonic: () => number;
  /** Tells a person what is done and why it takes a while. */
  readonly note: (line: string) => void;
  /** Is shown all that a build which failed has printed. */
  readonly details?: (text: string) => void;
  /** Builds also what is up to date. */
  readonly always?: boolean;
}

/** `current`: nothing was to be done, or nothing can be. `failed`: what was there before is still there. */
export type BuildUiResult = 'current' | 'built' | 'failed';

const codeOf = (error: unknown) =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;

/** What went wrong, as the middle of a sentence. */
function inWords(error: unknown): string {
  const code = codeOf(error);
  if (code !== undefined && ['EACCES', 'EPERM', 'EROFS'].includes(code))
    return `the folder ui/ can not be written to (${code})`;
  return (error instanceof Error ? error.message : String(error)).replace(/\.$/, '');
}

/** Why the screens have to be built; `undefined`: they are up to date. */
function whyBuild(root: string, fingerprint: string): string | undefined {
  const folder = builtUi(root);
  if (!existsSync(join(folder, 'index.html'))) return 'missing';
  const stamp = join(folder, stampName);
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint
    ? undefined
    : 'older than their sources';
}

/** What a build has no use for: our settings, which may be secrets, and what keeps the server's memory small. */
const forVite = (env: BuildUiOptions['env']) =>
  Object.fromEntries(Object.entries(env).filter(([name]) => !/^(TOCSIN_|MALLOC_|NODE_ENV$)/.test(name)));

/** What stands above the reason in what vite says. */
const heading = /^(\W*build failed|error during build|failed to load config)/i;

/** What vite says in one line: the reason, and the place in the sources where it names one. */
function reasonIn(said: string): string | undefined {
  const text = stripVTControlCharacters(said);
  const reason = text
    .split('\n')
    .map((line) => line.trim())
    .find((line) => /\w/.test(line) && !heading.test(line));
  const place = /\[ (\S+:\d+:\d+) \]/.exec(text)?.[1];
  return reason && `${reason.slice(0, 300)}${place === undefined ? '' : ` (${place})`}`;
}

/** Runs vite as a process of its own: it would stay in the server's memory. Throws the reason in a sentence. */
function runVite(vite: string, { root, env, details }: BuildUiOptions, outDir: string): Promise<void> {
  const words = [vite, 'build', join(root, 'ui'), '--outDir', outDir, '--emptyOutDir', '--logLevel', 'error'];
  const options = { cwd: root, env: forVite(env), timeout: deadline, maxBuffer: 16 * 1024 * 1024 };
  return new Promise((resolve, reject) => {
    execFile(process.execPath, words, options, (error, stdout, stderr) => {
      if (error === null) return resolve();
      details?.(stdout + stderr);
      if (error.killed === true)
        return reject(new Error(`vite took longer than ${deadline / 60_000} minutes`));
      reject(
        new Error(reasonIn(stderr) ?? reasonIn(stdout) ?? `vite ended with ${error.code ?? error.signal}`),
      );
    });
  });
}

/** Removes what builds left that were killed. */
async function removeAbandoned(ui: string): Promise<void> {
  for (const name of await readdir(ui)) {
    if (!name.startsWith(unfinished)) continue;
    const path = join(ui, name);
    const found = await stat(path).catch(() => undefined);
    if (found !== undefined && Date.now() - found.mtimeMs > abandonedAfter)
      await rm(path, { recursive: true, force: true });
  }
}

/** Builds into a folder beside the screens that are served, and puts it in their place when it is finished. */
async function build(vite: string, fingerprint: string, options: BuildUiOptions, why: string): Promise<void> {
  const { root, note, monotonic } = options;
  const ui = join(root, 'ui');
  // In the same folder: a rename does not lead from one disk to another.
  const work = await mkdtemp(join(ui, unfinished));
  try {
    note(`Building the screens (${why}) …`);
    const begun = monotonic();
    const fresh = join(work, 'dist');
    await runVite(vite, options, fresh);
    await writeFile(join(fresh, stampName), fingerprint);
    await replaceFolder(fresh, builtUi(root), work);
    note(`The screens were built in ${((monotonic() - begun) / 1000).toFixed(1)} s.`);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  await removeAbandoned(ui);
}

/**
 * Builds the screens with vite when they are missing or older than their sources, which costs a few milliseconds to
 * find out. Never throws: what keeps it from building is noted in a sentence, and the server does without.
 */
export async function buildUi(options: BuildUiOptions): Promise<BuildUiResult> {
  const { root, note, always = false } = options;
  // A package without sources has nothing to build from.
  if (!existsSync(join(root, 'ui', 'index.html'))) return 'current';
  const isThere = existsSync(join(builtUi(root), 'index.html'));
  try {
    const fingerprint = fingerprintOfUi(root);
    const why = whyBuild(root, fingerprint) ?? (always ? 'up to date' : undefined);
    if (why === undefined) return 'current';
    const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
    if (!existsSync(vite)) {
      note(`The screens are ${why}, and what builds them is not installed: run "npm ci" for them.`);
      return 'failed';
    }
    await build(vite, fingerprint, options, why === 'up to date' ? why : `they are ${why}`);
    return 'built';
  } catch (error) {
    const instead = isThere ? 'The ones from before are served.' : 'The API works without them.';
    note(`The screens could not be built: ${inWords(error)}. ${instead} "npm run build" tells more.`);
    return 'failed';
  }
}
