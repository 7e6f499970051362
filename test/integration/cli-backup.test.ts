import assert from 'node:assert/strict';
import { copyFile, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { tocsin } from '../support/child.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { TestServer } from '../support/test-server.ts';
import { waitFor } from '../support/wait-for.ts';

/*
 * `tocsin backup` beside a server at work, and `tocsin restore`: a backup counts only once its connectors send.
 */

const routingKey = 'B1a2c3k4B1a2c3k4B1a2c3k4B1a2c3k4';
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let server: TestServer;
let copy: string;
before(async () => {
  folder = await temporaryFolder();
  server = await TestServer.start({ data: join(folder.path, 'data') });
  server.secrets.add(routingKey);
  copy = join(folder.path, 'copy.db');
});
after(async () => {
  await server.stop();
  await folder[Symbol.asyncDispose]();
});

async function create(id: string, target = server): Promise<void> {
  const body = {
    name: id,
    connector_type_id: '.pagerduty',
    config: { apiUrl: `${server.url}/sandbox/v2/enqueue` },
    secrets: { routingKey },
  };
  const { status, text } = await target.call(`/api/actions/connector/${id}`, { body });
  assert.equal(status, 200, text);
}

const name = (number: number) => `c${String(number).padStart(5, '0')}`;

async function keptIn(target: TestServer): Promise<string[]> {
  const { body } = await target.call('/api/actions/connectors');
  const ids: string[] = Object(body).map((each: { id: string }) => each.id);
  return ids.filter((id) => /^c\d{5}$/.test(id)).sort();
}

const restore = (data: string, ...words: string[]) => tocsin(['restore', copy, '--data', data, ...words]);

test('a backup of a server that is being written to holds all that was answered before, without gaps', async () => {
  let answered = 0;
  let stop = false;
  const writing = (async () => {
    while (!stop) {
      await create(name(answered));
      answered++;
    }
  })();
  await waitFor('the first connectors', () => (answered >= 5 ? true : undefined));
  const atLeast = answered;
  const result = await tocsin(['backup', copy, '--data', server.data]);
  stop = true;
  await writing;
  assert.equal(result.code, 0, result.stderr);
  assert.match(result.stderr, /^Copied everything to .*copy\.db\.$/m);
  assert.match(
    result.stderr,
    /^The encryption key is not in it: keep a copy of .*secret\.key somewhere else\./m,
  );

  await using place = await temporaryFolder();
  const data = join(place.path, 'data');
  const restored = await restore(data);
  assert.equal(restored.code, 0);
  const [done, ...more] = restored.stderr.split('\n');
  assert.equal(done, `Restored ${copy} into ${data}.`);
  assert.match(more.join('\n'), /^There are no encryption keys in .*secret\.key.*\nPut the right key back/);
  // Without the key a start is refused; with the key beside it, the connectors send again.
  const refused = await tocsin(['serve', '--no-build', '--data', data, '--port', '0']);
  assert.equal(refused.code, 1);
  assert.match(refused.stderr, /There are no encryption keys in .*secret\.key/);
  await copyFile(join(server.data, 'secret.key'), join(data, 'secret.key'));

  await using again = await TestServer.start({ data });
  again.secrets.add(routingKey);
  const kept = await keptIn(again);
  assert.ok(kept.length >= atLeast && kept.length <= answered, `${kept.length} of ${atLeast}…${answered}`);
  assert.deepEqual(
    kept,
    kept.map((_, index) => name(index)),
  );
  for (const id of [kept[0], kept.at(-1)]) {
    const { body } = await again.call(`/api/actions/connector/${id}/_execute`, { body: { params: {} } });
    assert.equal(Object(body).status, 'ok', JSON.stringify(body));
  }
});

test('a backup is for its owner alone and never replaces a file', async () => {
  assert.equal((await stat(copy)).mode & 0o777, 0o600);
  const was = await readFile(copy);
  const { code, stderr } = await tocsin(['backup', copy, '--data', server.data]);
  assert.equal(code, 1);
  assert.match(stderr, /^tocsin: .*copy\.db .*exists/);
  assert.deepEqual(await readFile(copy), was);
});

test('restore is refused while a server runs, without --force over data, and from what is no backup', async () => {
  const running = await restore(server.data, '--force');
  assert.equal(running.code, 1);
  assert.match(running.stderr, /^tocsin: Another Tocsin serves the data directory .*: process \d+, at http/);
  await create('still-there');

  await using place = await temporaryFolder();
  const data = join(place.path, 'data');
  await restore(data);
  const over = await restore(data);
  assert.equal(over.code, 1);
  assert.match(over.stderr, /tocsin\.db exists\. With --force it is put aside/);

  const junk = join(place.path, 'junk.db');
  await writeFile(junk, 'x'.repeat(10_000));
  const empty = join(place.path, 'empty');
  const refused = await tocsin(['restore', junk, '--data', empty]);
  assert.equal(refused.code, 1);
  assert.match(refused.stderr, /junk\.db: this is not an SQLite database/);
  assert.ok(!(await readdir(empty)).includes('tocsin.db'), 'nothing was put in its place');
  const missing = await tocsin(['restore', join(place.path, 'none.db'), '--data', empty]);
  assert.match(missing.stderr, /^tocsin: There is no file .*none\.db to restore\.$/m);
});

test('restore --force keeps what was there, and that can be restored in turn', async () => {
  await using place = await temporaryFolder();
  const data = join(place.path, 'data');
  const before = await TestServer.start({ data });
  await create('only-before', before);
  await before.stop();

  const forced = await restore(data, '--force');
  assert.equal(forced.code, 0, forced.stderr);
  const kept = /^What was there before is kept as (.*)\.$/m.exec(forced.stderr)?.[1] ?? '';
  assert.match(kept, /tocsin\.db\.before-restore-/);
  assert.match(forced.stderr, /^None of the encryption keys in .* opens the secrets in this database\.$/m);
  await copyFile(join(data, 'secret.key'), join(place.path, 'own.key'));
  await copyFile(join(server.data, 'secret.key'), join(data, 'secret.key'));
  const restored = await TestServer.start({ data });
  restored.secrets.add(routingKey);
  assert.equal((await restored.call('/api/actions/connector/only-before')).status, 404);
  assert.ok((await keptIn(restored)).length > 0);
  await restored.stop();

  const back = await tocsin(['restore', kept, '--data', data, '--force']);
  assert.equal(back.code, 0, back.stderr);
  await copyFile(join(place.path, 'own.key'), join(data, 'secret.key'));
  await using again = await TestServer.start({ data });
  assert.equal((await again.call('/api/actions/connector/only-before')).status, 200);
});
