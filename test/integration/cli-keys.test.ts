import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { tocsin } from '../support/child.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { TestServer } from '../support/test-server.ts';

/*
 * `tocsin key`: API keys, and the key that encrypts, both on the data directory of a server that runs on.
 */

const routingKey = 'S1e2a3l4S1e2a3l4S1e2a3l4S1e2a3l4';
const otherKey = 'O1t2h3e4O1t2h3e4O1t2h3e4O1t2h3e4';
let server: TestServer;
before(async () => {
  server = await TestServer.start();
  for (const secret of [routingKey, otherKey]) server.secrets.add(secret);
});
after(() => server.stop());

const key = (words: readonly string[], env: Record<string, string> = {}, data = server.data) =>
  tocsin(['key', ...words, '--data', data], { env });

async function statusWith(encoded: string): Promise<number> {
  return (await server.call('/api/tocsin/users', { authorization: `ApiKey ${encoded}` })).status;
}

test('an API key is printed alone, works at once, is listed without its secret, and ends with revoke', async () => {
  const made = await key(['create', 'terraform']);
  assert.equal(made.code, 0, made.stderr);
  const encoded = made.stdout.trim();
  assert.equal(made.stdout, `${encoded}\n`, 'nothing else, so that it can be piped');
  assert.equal(await statusWith(encoded), 200);
  const [id = '', secret = ''] = Buffer.from(encoded, 'base64').toString().split(':');
  assert.ok(made.stderr.includes(`API key ${id} ("terraform")`) && !made.stderr.includes(secret));

  const list = await key(['list']);
  assert.match(list.stdout, /^ID +NAME +MADE BY +CREATED +EXPIRES +LAST USED\n/);
  assert.match(list.stdout, new RegExp(`^${id} +terraform +- +\\S+ +- +\\S+$`, 'm'));
  assert.ok(!list.stdout.includes(secret));

  const revoked = await key(['revoke', id]);
  assert.deepEqual([revoked.code, revoked.stderr], [0, `API key ${id} is revoked.\n`]);
  assert.equal(await statusWith(encoded), 401);
  const again = await key(['revoke', id]);
  assert.deepEqual([again.code, again.stderr], [1, `tocsin: There is no API key "${id}".\n`]);
});

test('an API key may be given an end', async () => {
  const made = await key(['create', 'for a while', '--expires-in-days', '90']);
  const [id] = Buffer.from(made.stdout, 'base64').toString().split(':');
  const { body } = await server.call('/api/tocsin/api-keys');
  const row = Object(body).items.find((item: { id: string }) => item.id === id);
  const days = (Date.parse(row.expires_at) - Date.parse(row.created_at)) / 86_400_000;
  assert.deepEqual([row.name, row.created_by, days], ['for a while', null, 90]);
  const refused = await key(['create', 'x', '--expires-in-days', '0']);
  assert.equal(refused.code, 2);
  assert.match(refused.stderr, /Use a whole number from 1 to 36500\./);
});

async function connector(target: TestServer, id: string, method = 'POST', secret = routingKey) {
  const body = {
    name: id,
    ...(method === 'POST' && { connector_type_id: '.pagerduty' }),
    config: { apiUrl: `${target.url}/sandbox/v2/enqueue` },
    secrets: { routingKey: secret },
  };
  const { status, text } = await target.call(`/api/actions/connector/${id}`, { method, body });
  assert.equal(status, 200, text);
}

async function execute(target: TestServer, id: string): Promise<Record<string, unknown>> {
  const { body } = await target.call(`/api/actions/connector/${id}/_execute`, { body: { params: {} } });
  return Object(body);
}

async function assertExecutes(target: TestServer, ...ids: string[]): Promise<void> {
  for (const id of ids) assert.equal((await execute(target, id)).status, 'ok', id);
}

async function keysIn(data: string): Promise<string[]> {
  const lines = (await readFile(join(data, 'secret.key'), 'utf8')).split('\n');
  return lines.filter((line) => line !== '' && !line.startsWith('#'));
}

test('the encryption key is rotated under a running server, and every connector still works', async () => {
  for (const id of ['kept', 'edited']) await connector(server, id);
  await assertExecutes(server, 'kept', 'edited');
  const [oldest] = await keysIn(server.data);

  const first = await key(['rotate']);
  assert.equal(first.code, 0, first.stderr);
  assert.match(first.stderr, /^Secrets are sealed with key [0-9a-f]{16} \(.*secret\.key\) from now on\.$/m);
  assert.match(first.stderr, /^2 connectors were sealed anew\.$/m);
  const afterFirst = await keysIn(server.data);
  assert.equal(afterFirst.length, 2);
  assert.equal(afterFirst[1], oldest, 'the new one stands first, the one before it second');
  await assertExecutes(server, 'kept', 'edited');

  // The running server seals with the new key from now on, or this connector would need the oldest one below.
  await connector(server, 'edited', 'PUT', otherKey);
  await connector(server, 'new');
  const second = await key(['rotate']);
  assert.match(second.stderr, /^3 connectors were sealed anew\.$/m);
  const afterSecond = await keysIn(server.data);
  assert.deepEqual([afterSecond.length, afterSecond[1]], [2, afterFirst[0]]);
  assert.ok(!afterSecond.includes(oldest ?? ''), 'the oldest is dropped');
  await assertExecutes(server, 'kept', 'edited', 'new');
  for (const secret of afterSecond) assert.ok(!(first.stderr + second.stderr).includes(secret));
});

test('several rotations at once wait for each other, and no connector loses its key', async () => {
  const many = Array.from({ length: 12 }, (_, n) => `many-${n}`);
  for (const id of many) await connector(server, id);
  const rotations = await Promise.all([key(['rotate']), key(['rotate']), key(['rotate'])]);
  assert.deepEqual(
    rotations.map(({ code }) => code),
    [0, 0, 0],
  );
  assert.ok(rotations.every(({ stderr }) => !stderr.includes('has lost its integration key')));
  await assertExecutes(server, ...many);
});

test('a lost key: rotate refuses, and with --forget-lost the connectors stay and ask for their keys', async () => {
  await using place = await temporaryFolder();
  const data = join(place.path, 'data');
  const before = await TestServer.start({ data });
  before.secrets.add(routingKey);
  await connector(before, 'orphan');
  await before.stop();
  await writeFile(join(data, 'secret.key'), `${Buffer.alloc(32, 9).toString('base64')}\n`);

  const refused = await key(['rotate'], {}, data);
  assert.equal(refused.code, 1);
  assert.match(refused.stderr, /opens the secrets in this database\.\n.*--forget-lost/);
  const forgotten = await key(['rotate', '--forget-lost'], {}, data);
  assert.equal(forgotten.code, 0, forgotten.stderr);
  assert.match(forgotten.stderr, /^0 connectors were sealed anew\.$/m);
  assert.match(forgotten.stderr, /^Connector "orphan" has lost its integration key: enter it again\.$/m);

  await using again = await TestServer.start({ data });
  again.secrets.add(routingKey);
  const { body } = await again.call('/api/actions/connector/orphan');
  assert.equal(Object(body).is_missing_secrets, true);
  const failed = await execute(again, 'orphan');
  assert.equal(
    failed.message,
    'Unable to execute action because no secrets are defined for the "orphan" connector.',
  );
  await connector(again, 'orphan', 'PUT');
  await assertExecutes(again, 'orphan');
});

test('keys in the settings: the first encrypts, and rotate moves everything to it', async () => {
  await using place = await temporaryFolder();
  const data = join(place.path, 'data');
  const [old, fresh] = [1, 2].map((byte) => Buffer.alloc(32, byte).toString('base64'));
  const start = (keys: string) => TestServer.start({ data, env: { TOCSIN_ENCRYPTION_KEYS: keys } });
  const before = await start(`${old}`);
  before.secrets.add(routingKey);
  await connector(before, 'kept');
  await before.stop();

  const rotated = await key(['rotate'], { TOCSIN_ENCRYPTION_KEYS: `${fresh},${old}` }, data);
  assert.match(
    rotated.stderr,
    /\(the setting encryption\.keys\) from now on\.\n1 connector was sealed anew\./,
  );
  await using again = await start(`${fresh}`);
  again.secrets.add(routingKey);
  const { body } = await again.call('/api/actions/connector/kept');
  await connector(again, 'kept-2');
  assert.equal(Object(body).is_missing_secrets, false);
  // The URL of the server before has gone with it; that the attempt was made shows that the secret was opened.
  assert.match(String((await execute(again, 'kept')).service_message), /could not be called/);
  await assertExecutes(again, 'kept-2');
});
