import { createHash } from 'node:crypto';
import { type Dirent, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What the screens are made of, besides `ui/` itself: what they share with the server, and what is installed. */
const shared = ['src/api', 'src/pagerduty'];
const files = ['src/refusal.ts', 'tsconfig.json', 'package-lock.json'];

/** What is built, installed or hidden in `ui/`, and what tests it, changes no screen. */
const isSource = ({ name }: Dirent) =>
  !name.startsWith('.') && name !== 'dist' && name !== 'node_modules' && !/\.test\.tsx?$/.test(name);

function* sourcesIn(root: string, folder: string): Generator<string> {
  const entries = readdirSync(join(root, folder), { withFileTypes: true }).filter(isSource);
  // The order of a folder is the file system's own.
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) yield* sourcesIn(root, path);
    else if (entry.isFile()) yield path;
  }
}

/**
 * A fingerprint of everything that the screens in the package `root` are built from; the same for the same contents,
 * whenever they were written. Hundreds of small files are read sooner one after the other than in parallel.
 * Throws where `ui/` or another part is not there or can not be read.
 */
export function fingerprintOfUi(root: string): string {
  const hash = createHash('sha256');
  const folders = ['ui', ...shared].flatMap((folder) => [...sourcesIn(root, folder)]);
  for (const path of [...folders, ...files]) {
    const content = readFileSync(join(root, path));
    hash.update(`${path}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}
