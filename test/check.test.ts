import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

/*
 * `npm run check` is only worth something if it can fail: here each of its rules on modules meets a file that
 * breaks it.
 */

const root = fileURLToPath(new URL('..', import.meta.url));
const biome = fileURLToPath(new URL('../node_modules/.bin/biome', import.meta.url));

/** What the linter says of a file with this text at this place; the file itself is never written. */
async function lint(file: string, source: string): Promise<string> {
  const child = spawn(biome, ['lint', `--stdin-file-path=${file}`], { cwd: root });
  child.stdin.end(source);
  const [out, errors] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return out + errors;
}

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
for (const [file, imported] of upward) {
  test(`${file} may not import ${imported}`, async () => {
    const said = await lint(file, `import * as planted from '${imported}';\nexport { planted };\n`);
    assert.match(said, /noRestrictedImports/);
  });
}

const downward: [file: string, imported: string][] = [
  ['src/connectors/planted.ts', '../pagerduty/verdict.ts'],
  ['src/http/routes/planted.ts', '../../connectors/connectors.ts'],
  ['src/cli/planted.ts', '../store/sqlite/open-sqlite-store.ts'],
  ['src/pagerduty/planted.ts', '../refusal.ts'],
];
for (const [file, imported] of downward) {
  test(`${file} may import ${imported}`, async () => {
    const said = await lint(file, `import * as planted from '${imported}';\nexport { planted };\n`);
    assert.doesNotMatch(said, /noRestrictedImports/);
  });
}

test('a promise that nobody waits for is found', async () => {
  const said = await lint('src/cli/planted.ts', "import { rm } from 'node:fs/promises';\nrm('x');\n");
  assert.match(said, /noFloatingPromises/);
});
