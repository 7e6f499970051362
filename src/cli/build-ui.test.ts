import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { chmod, mkdir, readdir, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { temporaryFolder } from '../../test/support/temporary-folder.ts';
import { type BuildUiOptions, buildUi } from './build-ui.ts';
import { packageFolder } from './package-folder.ts';

/** Takes the place of vite: shows what it was called with, and builds what `ui/index.html` says. */
const fakeVite = `
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
const [command, ui, ...flags] = process.argv.slice(2);
const out = flags[flags.indexOf('--outDir') + 1];
const page = readFileSync(ui + '/index.html', 'utf8');
if (page.includes('broken')) {
  console.error('\\u2717 Build failed in 84ms\\nerror during build:\\nBuild failed with 1 error:\\n');
  console.error("\\u001b[31m[UNRESOLVED_IMPORT] \\u001b[0mCould not resolve './gone.ts' in ui/main.ts");
  console.error('   \\u001b[38;5;246m[\\u001b[0m ui/main.ts:1:8 \\u001b[38;5;246m]\\u001b[0m\\n    at stack');
  process.exit(1);
}
mkdirSync(out + '/assets', { recursive: true });
writeFileSync(out + '/index.html', 'built of ' + page);
writeFileSync(out + '/environment', Object.keys(process.env).join());
`;

async function packageWith(files: Readonly<Record<string, string>> = {}) {
  const folder = await temporaryFolder();
  const all = {
    'ui/index.html': 'one',
    'ui/main.ts': 'export {};',
    'src/api/text.ts': '',
    'src/pagerduty/limits.ts': '',
    'src/refusal.ts': '',
    'tsconfig.json': '{}',
    'package-lock.json': '{}',
    'node_modules/vite/package.json': '{"type":"module"}',
    'node_modules/vite/bin/vite.js': fakeVite,
    ...files,
  };
  const put = async (path: string, text: string) => {
    await mkdir(dirname(join(folder.path, path)), { recursive: true });
    await writeFile(join(folder.path, path), text);
  };
  for (const [path, text] of Object.entries(all)) await put(path, text);
  const lines: string[] = [];
  const start = (options: Partial<BuildUiOptions> = {}) =>
    buildUi({
      root: folder.path,
      env: { PATH: process.env.PATH, TOCSIN_ADMIN_PASSWORD: 'a secret', MALLOC_ARENA_MAX: '1' },
      monotonic: () => 0,
      note: (line) => lines.push(line),
      ...options,
    });
  const page = () => readFile(join(folder.path, 'ui/dist/index.html'), 'utf8');
  const said = () => lines.splice(0);
  return { path: folder.path, put, start, page, said, [Symbol.asyncDispose]: folder[Symbol.asyncDispose] };
}

test('missing screens are built, and nothing is done while they are up to date', async () => {
  await using made = await packageWith();
  assert.equal(await made.start(), 'built');
  assert.deepEqual(made.said(), [
    'Building the screens (they are missing) …',
    'The screens were built in 0.0 s.',
  ]);
  assert.equal(await made.page(), 'built of one');
  assert.equal(await made.start(), 'current');
  assert.deepEqual(made.said(), []);
});

const changes = {
  'ui/index.html': 'two',
  'ui/new/page.tsx': 'export {};',
  'src/api/text.ts': 'export const a = 1;',
  'src/pagerduty/limits.ts': 'export const b = 1;',
  'package-lock.json': '{"packages":{}}',
};
for (const [path, text] of Object.entries(changes)) {
  test(`screens are built again when ${path} has changed`, async () => {
    await using made = await packageWith();
    await made.start();
    made.said();
    await made.put(path, text);
    assert.equal(await made.start(), 'built');
    assert.equal(made.said()[0], 'Building the screens (they are older than their sources) …');
    assert.equal(await made.start(), 'current');
  });
}

test('what only looks newer, tests, and hidden files build nothing', async () => {
  await using made = await packageWith();
  await made.start();
  await utimes(join(made.path, 'ui/index.html'), new Date(), new Date());
  await made.put('ui/main.test.ts', 'changed');
  await made.put('ui/.main.ts.swp', 'changed');
  await made.put('src/cli/serve.ts', 'changed');
  assert.equal(await made.start(), 'current');
});

test('npm run build builds what is up to date, too', async () => {
  await using made = await packageWith();
  await made.start();
  made.said();
  assert.equal(await made.start({ always: true }), 'built');
  assert.equal(made.said()[0], 'Building the screens (up to date) …');
});

test('a build that fails says why in a sentence, and leaves what is served', async () => {
  await using made = await packageWith();
  await made.start();
  made.said();
  await made.put('ui/index.html', 'broken');
  let details = '';
  assert.equal(
    await made.start({
      details: (text) => {
        details += text;
      },
    }),
    'failed',
  );
  assert.match(details, /error during build:.*at stack/s);
  assert.deepEqual(made.said(), [
    'Building the screens (they are older than their sources) …',
    `The screens could not be built: [UNRESOLVED_IMPORT] Could not resolve './gone.ts' in ui/main.ts (ui/main.ts:1:8). The ones from before are served. "npm run build" tells more.`,
  ]);
  assert.equal(await made.page(), 'built of one');
  assert.deepEqual((await readdir(join(made.path, 'ui'))).sort(), ['dist', 'index.html', 'main.ts']);
});

test('without vite the screens that are there are served, and a line says what to do', async () => {
  await using made = await packageWith();
  await made.start();
  made.said();
  await rm(join(made.path, 'node_modules'), { recursive: true });
  assert.equal(await made.start(), 'current');
  await made.put('ui/index.html', 'two');
  assert.equal(await made.start(), 'failed');
  await rm(join(made.path, 'ui/dist'), { recursive: true });
  assert.equal(await made.start(), 'failed');
  assert.deepEqual(made.said(), [
    'The screens are older than their sources, and what builds them is not installed: run "npm ci" for them.',
    'The screens are missing, and what builds them is not installed: run "npm ci" for them.',
  ]);
});

test('a package without the sources of its screens serves what it has', async () => {
  await using made = await packageWith({ 'ui/dist/index.html': 'brought along' });
  await rm(join(made.path, 'ui/index.html'));
  assert.equal(await made.start(), 'current');
  assert.deepEqual([made.said(), await made.page()], [[], 'brought along']);
});

/** Does something as somebody who is not root, who may write anywhere. */
async function asNobody<T>(what: () => Promise<T>): Promise<T> {
  const isRoot = process.getuid?.() === 0;
  if (isRoot) process.seteuid?.(65_534);
  try {
    return await what();
  } finally {
    if (isRoot) process.seteuid?.(0);
  }
}

test('a folder that can not be written to is told of', async () => {
  await using made = await packageWith();
  await chmod(made.path, 0o755);
  await chmod(join(made.path, 'ui'), 0o555);
  assert.equal(await asNobody(() => made.start()), 'failed');
  await chmod(join(made.path, 'ui'), 0o755);
  assert.deepEqual(made.said(), [
    'The screens could not be built: the folder ui/ can not be written to (EACCES). The API works without them. "npm run build" tells more.',
  ]);
});

test('vite is told neither our settings nor how the server keeps its memory small', async () => {
  await using made = await packageWith();
  await made.start();
  const names = await readFile(join(made.path, 'ui/dist/environment'), 'utf8');
  assert.match(names, /PATH/);
  assert.doesNotMatch(names, /TOCSIN|MALLOC/);
});

test('starts at the same moment build side by side, and one build is in place at the end', async () => {
  await using made = await packageWith();
  const results = await Promise.all(Array.from({ length: 4 }, () => made.start()));
  assert.deepEqual(results, ['built', 'built', 'built', 'built'], made.said().join('\n'));
  assert.equal(await made.page(), 'built of one');
  assert.deepEqual((await readdir(join(made.path, 'ui'))).sort(), ['dist', 'index.html', 'main.ts']);
  assert.equal(await made.start(), 'current');
});

test('what killed builds left is removed once it is old, and not before', async () => {
  await using made = await packageWith({ 'ui/.build-old/dist/a.js': '', 'ui/.build-new/dist/a.js': '' });
  const longAgo = new Date(Date.now() - 2 * 3_600_000);
  await utimes(join(made.path, 'ui/.build-old'), longAgo, longAgo);
  assert.equal(await made.start(), 'built');
  assert.ok(!existsSync(join(made.path, 'ui/.build-old')));
  assert.ok(existsSync(join(made.path, 'ui/.build-new')), 'somebody may be at work there');
});

test('vite itself builds where it is told to, and its reason is told', async () => {
  await using made = await packageWith({
    'ui/index.html': '<!doctype html><script type="module" src="/main.ts"></script>',
    'ui/main.ts': 'document.title = "built";',
  });
  await rm(join(made.path, 'node_modules'), { recursive: true });
  await symlink(join(packageFolder, 'node_modules'), join(made.path, 'node_modules'));
  assert.equal(await made.start(), 'built', made.said().join('\n'));
  assert.match(await made.page(), /src="\/assets\/index-[\w-]+\.js"/);
  made.said();
  await made.put('ui/main.ts', 'import "./gone.ts";');
  assert.equal(await made.start(), 'failed');
  assert.match(made.said()[1] ?? '', /^The screens could not be built: .*gone\.ts.* The ones from before/);
});
