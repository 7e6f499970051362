import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { temporaryFolder } from './support/temporary-folder.ts';

/*
 * `npm run check` is only worth something if it can fail: here the rules on modules meet files that break them, in
 * a copy of the tree's shape under the very configuration that holds for the tree.
 */

const inRoot = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url));

const upward: [file: string, imported: string][] = [
  ['src/pagerduty/planted.ts', '../store/store.ts'],
  ['src/config/sections/planted.ts', '../../pagerduty/regions.ts'],
  ['src/network/planted.ts', '../pagerduty/verdict.ts'],
  ['src/store/planted.ts', '../connectors/connectors.ts'],
  ['src/store/sqlite/planted.ts', '../../access/users.ts'],
  ['src/api/planted.ts', '../store/store.ts'],
  ['src/telemetry/planted.ts', '../config/settings.ts'],
  ['src/access/planted.ts', '../http/create-app.ts'],
  ['src/connectors/planted.ts', '../http/app-types.ts'],
  ['src/connectors/planted.ts', '../store/sqlite/open-sqlite-store.ts'],
  ['src/sandbox/planted.ts', '../pagerduty/event.ts'],
  ['src/http/routes/planted.ts', '../../cli/version.ts'],
  ['src/http/planted.ts', '../store/sqlite/open-sqlite-store.ts'],
];
const downward: [file: string, imported: string][] = [
  ['src/connectors/planted.ts', '../pagerduty/verdict.ts'],
  ['src/http/routes/planted.ts', '../../connectors/connectors.ts'],
  ['src/cli/planted.ts', '../store/sqlite/open-sqlite-store.ts'],
  ['src/pagerduty/planted.ts', '../refusal.ts'],
];
const floating = { file: 'src/cli/floating.ts', source: 'export async function later() {}\nlater();\n' };

/** A file name of its own for each row, so that what is said can be told apart. */
const planted = (list: [folder: string, imported: string][], kind: string) =>
  list.map(([file, imported], index) => ({
    file: file.replace('planted', `${kind}-${index}`),
    imported,
    source: `import * as planted from '${imported}';\nexport { planted };\n`,
  }));
const forbidden = planted(upward, 'upward');
const allowed = planted(downward, 'downward');

let said = '';
before(async () => {
  await using folder = await temporaryFolder();
  await copyFile(inRoot('biome.json'), join(folder.path, 'biome.json'));
  for (const { file, source } of [...forbidden, ...allowed, floating]) {
    await mkdir(dirname(join(folder.path, file)), { recursive: true });
    await writeFile(join(folder.path, file), source);
  }
  said = await new Promise((resolve) => {
    const words = ['lint', '--reporter=github', '--max-diagnostics=none', '--vcs-enabled=false'];
    execFile(inRoot('node_modules/.bin/biome'), words, { cwd: folder.path }, (_error, stdout, stderr) =>
      resolve(stdout + stderr),
    );
  });
});

/** The names of the rules that the linter says a file breaks. */
function rulesBrokenBy(file: string): string[] {
  const lines = said
    .split('\n')
    .filter((line) => line.includes(`file=${file}`) || line.includes(`/${file},`));
  return lines.flatMap((line) => /title=lint\/\w+\/(\w+)/.exec(line)?.[1] ?? []);
}

for (const { file, imported } of forbidden) {
  test(`${dirname(file)}/ may not import ${imported}`, () => {
    assert.ok(rulesBrokenBy(file).includes('noRestrictedImports'), said);
  });
}
for (const { file, imported } of allowed) {
  test(`${dirname(file)}/ may import ${imported}`, () => {
    assert.ok(said.includes('noRestrictedImports'), 'the linter ran');
    assert.ok(!rulesBrokenBy(file).includes('noRestrictedImports'), said);
  });
}
test('a promise that nobody waits for is found', () => {
  assert.ok(rulesBrokenBy(floating.file).includes('noFloatingPromises'), said);
});
