import assert from 'node:assert/strict';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, before, test } from 'node:test';
import { tocsin } from '../support/child.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { adminPassword, TestServer } from '../support/test-server.ts';

/*
 * What is on the disk: no integration key and no password in any file, in whatever encoding; nothing that another
 * user of the machine could read; and no use in moving sealed secrets about.
 */

const keys = { first: 'F1i2r3s4T1F1i2r3s4T1F1i2r3s4T1Xy', second: 'S1e2c3o4N5S1e2c3o4N5S1e2c3o4N5Xz' };
const changed = 'C1h2a3n4G5C1h2a3n4G5C1h2a3n4G5Xy';
const path = '/api/actions/connector';
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let data: string;
let server: TestServer;
before(async () => {
  folder = await temporaryFolder();
  data = join(folder.path, 'data');
  server = await start();
});
after(async () => {
  await server.stop();
  await folder[Symbol.asyncDispose]();
});

async function start(): Promise<TestServer> {
  const started = await TestServer.start({ data });
  for (const secret of [keys.first, keys.second, changed]) started.secrets.add(secret);
  return started;
}

async function save(id: string, routingKey: string, method = 'POST'): Promise<void> {
  const body = {
    name: id,
    ...(method === 'POST' && { connector_type_id: '.pagerduty' }),
    config: { apiUrl: `${server.url}/sandbox/v2/enqueue` },
    secrets: { routingKey },
  };
  const { status, text } = await server.call(`${path}/${id}`, { method, body });
  assert.equal(status, 200, text);
}

async function execute(id: string) {
  return server.call(`${path}/${id}/_execute`, { body: { params: { summary: id } } });
}

async function files(): Promise<{ name: string; bytes: Buffer; mode: number }[]> {
  const found = [];
  for (const name of await readdir(folder.path, { recursive: true })) {
    const file = join(folder.path, name);
    const { mode } = await stat(file);
    if ((await stat(file)).isFile()) found.push({ name, bytes: await readFile(file), mode: mode & 0o777 });
  }
  return found;
}

/** The secret itself, and what it looks like in the encodings that a careless hand might use. */
function spellings(secret: string): Buffer[] {
  const bytes = Buffer.from(secret);
  const texts = [secret, bytes.toString('hex'), bytes.toString('base64').replace(/=+$/, '')];
  return [...texts.map((text) => Buffer.from(text)), Buffer.from(secret, 'utf16le')];
}

async function assertNowhere(...secrets: string[]): Promise<void> {
  const all = await files();
  assert.ok(all.length >= 5, 'the files of the data directory were found');
  for (const { name, bytes } of all) {
    for (const secret of secrets) {
      const found = spellings(secret).some((spelling) => bytes.includes(spelling));
      assert.ok(!found, `${secret.slice(0, 2)}… is in ${name}`);
    }
  }
}

test('no file holds an integration key or a password, after create, update, execute and backup', async () => {
  await save('first', keys.first);
  await save('second', keys.second);
  assert.ok((await files()).some(({ name, bytes }) => name.endsWith('-wal') && bytes.includes('second')));
  await assertNowhere(keys.first, keys.second, adminPassword);
  await save('first', changed, 'PUT');
  for (const id of ['first', 'second']) {
    assert.equal(Object((await execute(id)).body).status, 'ok');
  }
  const copy = join(folder.path, 'copy.db');
  assert.equal((await tocsin(['backup', copy, '--data', data])).code, 0);
  assert.ok((await readFile(copy)).includes('second'), 'the copy holds the connectors');
  assert.equal((await tocsin(['key', 'rotate', '--data', data])).code, 0);
  await assertNowhere(keys.first, keys.second, changed, adminPassword);
});

test('nobody else on the machine can read the data directory or any file in it', async () => {
  assert.equal((await stat(data)).mode & 0o777, 0o700);
  const modes = (await files()).map(({ name, mode }) => [name, mode.toString(8)]);
  assert.deepEqual(
    modes,
    modes.map(([name]) => [name, '600']),
  );
});

/** Exchanges the sealed secrets of two connectors, as somebody with a hand in the database might. */
function swap(one: string, other: string): void {
  const database = new DatabaseSync(join(data, 'tocsin.db'), { timeout: 5000 });
  const read = (id: string) =>
    database.prepare('SELECT secrets FROM connectors WHERE id = ?').get(id)?.secrets ?? null;
  const [ofOne, ofOther] = [read(one), read(other)];
  const write = database.prepare('UPDATE connectors SET secrets = ? WHERE id = ?');
  write.run(ofOther, one);
  write.run(ofOne, other);
  database.close();
}

test('sealed secrets that were moved to another connector do not open there, and that is said', async () => {
  swap('first', 'second');
  for (const id of ['first', 'second']) {
    const { status, body } = await execute(id);
    assert.deepEqual(
      [status, body],
      [
        503,
        {
          statusCode: 503,
          error: 'Service Unavailable',
          message:
            'The secret is damaged, or was moved here from somewhere else in the database. Enter it anew.',
        },
      ],
    );
  }
  const calls = await server.call('/api/tocsin/sandbox/calls');
  assert.equal(Object(calls.body).items.length, 2, 'nothing was sent with a wrong key');

  swap('first', 'second');
  assert.equal(Object((await execute('first')).body).status, 'ok', 'moved back, they open again');
});

test('a damaged secret is told, and entering it anew mends the connector', async () => {
  const database = new DatabaseSync(join(data, 'tocsin.db'), { timeout: 5000 });
  database.exec(`UPDATE connectors SET secrets = x'01020304' WHERE id = 'second'`);
  database.close();
  const { status, body } = await execute('second');
  assert.equal(status, 503);
  assert.match(Object(body).message, /^The secret is damaged, /);
  await save('second', keys.second, 'PUT');
  assert.equal(Object((await execute('second')).body).status, 'ok');
});
