import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { temporaryFolder } from '../../../test/support/temporary-folder.ts';
import { DemoServer } from './demo-server.ts';

test('a server that can not start is told, and its own words are there to be shown', async () => {
  await using folder = await temporaryFolder();
  const data = join(folder.path, 'data');
  await writeFile(data, 'a file where the folder should be');
  const deaths: string[] = [];
  const server = new DemoServer({
    cwd: folder.path,
    data,
    env: process.env,
    onDeath: (how) => deaths.push(how),
  });
  await assert.rejects(server.start(), {
    message: /^The server ended with exit code \d+ before it was ready\.$/,
  });
  assert.match(server.lastLines.join('\n'), /tocsin: .*data/);
  assert.deepEqual(deaths, [], 'that is told once');
  await server.stop();
  await assert.rejects(server.start(), { message: 'The server was stopped.' });
});
