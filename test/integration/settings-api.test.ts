import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { tocsin } from '../support/child.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { TestServer } from '../support/test-server.ts';

interface Item {
  readonly key: string;
  readonly value: string;
  readonly source: string;
  readonly where: string | null;
  readonly secret: boolean;
  readonly description: string;
  readonly default: string;
}

test('the settings in force are told as `config check` prints them, secrets masked', async () => {
  await using folder = await temporaryFolder();
  const file = join(folder.path, 'tocsin.yml');
  const secret = 'b'.repeat(64);
  await writeFile(file, 'delivery:\n  maxAge: 2d\n');
  const env = {
    TOCSIN_LOGGING_LEVEL: 'warn',
    TOCSIN_ENCRYPTION_KEYS: secret,
    TOCSIN_ADMIN_PASSWORD: 'correct horse battery staple',
  };
  await using server = await TestServer.start({
    env,
    words: ['--config', file],
    data: join(folder.path, 'data'),
  });
  server.secrets.add(secret);
  const { status, body, text } = await server.call('/api/tocsin/settings');
  assert.equal(status, 200, text);
  assert.equal(Object(body).file, file);
  const items: Item[] = Object(body).items;
  const item = (key: string) => items.find((each) => each.key === key);
  const { description, ...level } = item('logging.level') ?? {};
  assert.deepEqual(level, {
    key: 'logging.level',
    value: 'warn',
    source: 'environment',
    where: 'TOCSIN_LOGGING_LEVEL',
    secret: false,
    default: 'info',
    after_restart: null,
  });
  assert.match(description ?? '', /^[A-Z].*\.$/s);
  assert.deepEqual([item('delivery.maxAge')?.source, item('delivery.maxAge')?.value], ['file', '2d']);
  assert.match(item('delivery.maxAge')?.where ?? '', /tocsin\.yml.*2/);
  assert.deepEqual([item('server.port')?.source, item('server.port')?.where], ['flag', '--port']);
  const hidden = items.filter((each) => each.secret && each.source === 'environment');
  assert.deepEqual(
    hidden.map(({ value }) => value),
    ['********'],
  );
  assert.ok(items.some(({ source, where }) => source === 'default' && where === null));

  const words = ['config', 'check', '--config', file, '--data', join(folder.path, 'data')];
  const printed = (await tocsin(words, { env, cwd: folder.path })).stdout.split('\n').slice(1);
  const told = items.map(({ key, value, source, where }) =>
    [key, value, source, where].filter((each) => each !== null),
  );
  const lines = printed.filter((line) => line !== '').map((line) => line.split(/ {2,}/));
  const flat = told.map(([key, value, ...from]) => [key, value, from.join(' ')]);
  const isSame = ([key]: readonly (string | undefined)[]) => key !== 'server.port' && key !== 'data';
  assert.deepEqual(flat.filter(isSame), lines.filter(isSame));
});
