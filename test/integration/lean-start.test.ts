import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { tocsin } from '../support/child.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { TestServer } from '../support/test-server.ts';

const listModules = fileURLToPath(new URL('../support/list-modules.ts', import.meta.url));
const modules = z.array(z.string());

/** What a program has loaded that ran in this environment. */
async function modulesOf(run: (env: Record<string, string>) => Promise<void>): Promise<string[]> {
  await using folder = await temporaryFolder();
  const file = join(folder.path, 'modules.json');
  await run({ NODE_OPTIONS: `--import ${listModules}`, LIST_MODULES_IN: file });
  return modules.parse(JSON.parse(await readFile(file, 'utf8')));
}

const among = (loaded: readonly string[], pattern: RegExp) => loaded.filter((module) => pattern.test(module));

test('a server loads neither the schema compilers that Fastify brings nor Node’s own HTTP client', async () => {
  const loaded = await modulesOf(async (env) => {
    await using server = await TestServer.start({ env });
    assert.equal((await server.call('/api/actions/connectors')).status, 200);
  });
  assert.ok(among(loaded, /\/node_modules\/fastify\//).length > 0, 'what was loaded is listed');
  assert.deepEqual(among(loaded, /\/node_modules\/ajv\//), []);
  assert.deepEqual(among(loaded, /internal\/deps\/undici/), []);
});

test('a command that needs no server loads nothing of one', async () => {
  const loaded = await modulesOf(async (env) => {
    assert.equal((await tocsin(['--version'], { env })).code, 0);
  });
  assert.ok(among(loaded, /\/src\/cli\/program\.ts/).length > 0, 'what was loaded is listed');
  assert.deepEqual(among(loaded, /\/node_modules\/(fastify|undici|pino)\//), []);
});
