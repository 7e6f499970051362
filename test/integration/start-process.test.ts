import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Child, type CommandResult, tocsin } from '../support/child.ts';
import { portOf } from '../support/port-of.ts';
import { serve } from '../support/serving.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { basic, TestServer } from '../support/test-server.ts';
import { waitFor } from '../support/wait-for.ts';

/*
 * A server as a process: how it ends, what survives, and that one data directory has one server.
 */

const key = 'P1r2o3c4P1r2o3c4P1r2o3c4P1r2o3c4';
const onCall = { name: 'On-call', connector_type_id: '.pagerduty', secrets: { routingKey: key } };
const path = '/api/actions/connector';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let server: TestServer;
let second: { result: Promise<CommandResult>; startedAt: number };
before(async () => {
  folder = await temporaryFolder();
  server = await TestServer.start({ data: join(folder.path, 'data') });
  server.secrets.add(key);
  // It waits ten seconds for its turn; the other tests go on meanwhile.
  const words = ['serve', '--no-build', '--data', server.data, '--port', '0'];
  second = { result: new Child(words).ended(), startedAt: performance.now() };
});
after(async () => {
  await server.stop();
  await folder[Symbol.asyncDispose]();
});

test('SIGTERM lets a request under way finish, answers it, and ends with 0', async () => {
  await using place = await temporaryFolder();
  const data = join(place.path, 'data');
  await using other = await TestServer.start({ data });
  await other.call('/api/tocsin/sandbox/mood', { method: 'PUT', body: { mood: 'slow', delay: 1500 } });
  const answer = other.call(`${path}/sandbox/_execute`, { body: { params: { dedupKey: 'late' } } });
  // The sandbox writes a call down before it delays the answer.
  await waitFor('the event to reach the sandbox', async () => {
    const { body } = await other.call('/api/tocsin/sandbox/calls');
    return Object(body).items[0];
  });
  const at = performance.now();
  const stopped = other.child.kill('SIGTERM');
  const { status, body } = await answer;
  assert.equal(status, 200);
  assert.deepEqual([Object(body).status, Object(body).data?.dedup_key], ['ok', 'late'], JSON.stringify(body));
  assert.equal((await stopped).code, 0);
  assert.ok(
    performance.now() - at < 4000,
    'it does not wait for connections on which nothing comes any more',
  );
  assert.ok(!existsSync(join(data, 'server.json')), 'nothing points at the server that has gone');
});

test('SIGTERM waits for a PagerDuty that is slow to answer, and takes no new requests meanwhile', async () => {
  await using place = await temporaryFolder();
  await using other = await TestServer.start({ data: join(place.path, 'data') });
  other.secrets.add(key);
  const slow = createServer().listen(0, '127.0.0.1');
  await once(slow, 'listening');
  const config = { apiUrl: `http://127.0.0.1:${portOf(slow)}/v2/enqueue` };
  await other.call(`${path}/slow`, { body: { ...onCall, config } });
  const asked = once(slow, 'request');
  const answer = other.call(`${path}/slow/_execute`, { body: { params: {} } });
  const [, response] = await asked;
  const stopped = other.child.kill('SIGTERM');
  await waitFor('the server to take no more connections', async () => {
    const door = connect(Number(new URL(other.url).port), '127.0.0.1');
    const closed = await new Promise((resolve) => {
      door.once('connect', () => resolve(undefined)).once('error', () => resolve(true));
    });
    door.destroy();
    return closed;
  });
  response.writeHead(202, { 'content-type': 'application/json' }).end('{"status":"success"}');
  assert.equal(Object((await answer).body).status, 'ok');
  assert.equal((await stopped).code, 0);
  slow.close();
});

test('a request that takes longer than five seconds does not hold the end up', async () => {
  await using place = await temporaryFolder();
  await using serving = await serve(join(place.path, 'data'), {
    env: { TOCSIN_ADMIN_PASSWORD: 'twelve or more' },
  });
  const { child, url } = serving;
  const headers = {
    authorization: basic('admin', 'twelve or more'),
    'content-type': 'application/json',
  };
  // Half a body, and then silence: nothing on this side ends it.
  const half = connect(Number(new URL(url).port), '127.0.0.1');
  half.on('error', () => {});
  const lines = Object.entries({ host: new URL(url).host, ...headers, 'content-length': '100' });
  half.write(
    `POST ${path} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n{"half":`,
  );
  // An answer on a second connection: what was sent before it has arrived as well.
  await (await fetch(`${url}/health`)).text();
  const at = performance.now();
  const { code } = await child.kill('SIGTERM');
  const took = performance.now() - at;
  assert.equal(code, 0);
  assert.ok(took > 4000 && took < 7500, `it took ${Math.round(took)} ms`);
});

test('Ctrl-C ends it with 0, and a second one does not cut that short', async () => {
  await using place = await temporaryFolder();
  await using serving = await serve(join(place.path, 'data'));
  const { child } = serving;
  child.process.kill('SIGINT');
  child.process.kill('SIGINT');
  const { code, stderr } = await child.ended();
  assert.deepEqual([code, stderr], [0, '']);
});

test('what was answered survives a kill -9, and the next start is not held up by the lock', async () => {
  await using place = await temporaryFolder();
  const data = join(place.path, 'data');
  const killed = await TestServer.start({ data });
  const { status } = await killed.call(`${path}/kept`, { body: onCall });
  assert.equal(status, 200);
  await killed.child.kill('SIGKILL');
  assert.ok(existsSync(join(data, 'server.json')), 'it had no time to tidy up');

  const at = performance.now();
  await using next = await TestServer.start({ data });
  assert.ok(performance.now() - at < 8000, 'it did not wait for the lock');
  next.secrets.add(key);
  const kept = await next.call(`${path}/kept`);
  assert.deepEqual([kept.status, Object(kept.body).name], [200, 'On-call']);
});

test('a start waits for the one before it to end', async () => {
  await using place = await temporaryFolder();
  const data = join(place.path, 'data');
  await using before = await serve(data);
  const next = serve(data);
  await before.child.kill('SIGTERM');
  await using after = await next;
  assert.equal((await after.child.kill('SIGTERM')).code, 0);
});

test('a closed pipe behind the output does not end the server', async () => {
  await using place = await temporaryFolder();
  await using serving = await serve(join(place.path, 'data'));
  const { child, url } = serving;
  child.process.stdout?.destroy();
  child.process.stderr?.destroy();
  const refused = await fetch(`${url}/api/tocsin/users`);
  assert.equal(refused.status, 401);
  assert.equal((await fetch(`${url}/health`)).status, 200);
  assert.equal((await child.kill('SIGTERM')).code, 0);
});

test('commands that take the data directory for themselves name the server that has it', async () => {
  await using place = await temporaryFolder();
  const file = join(place.path, 'copy.db');
  assert.equal((await tocsin(['backup', file, '--data', server.data])).code, 0);
  const { code, stderr } = await tocsin(['restore', file, '--force', '--data', server.data]);
  assert.equal(code, 1);
  assert.ok(stderr.includes(`process ${server.child.process.pid}, at ${server.url}`), stderr);
});

test('a second server on the same data gives up after ten seconds and names the first', async () => {
  const { code, stdout, stderr } = await second.result;
  const took = performance.now() - second.startedAt;
  assert.deepEqual([code, stdout], [1, '']);
  const { pid } = server.child.process;
  const line =
    /^tocsin: Another Tocsin serves the data directory (.+): process (\d+), at (\S+), version \S+, started \S+\. Stop it first, or give this one a folder of its own with --data\.\n$/;
  const [, data, holder, url] = line.exec(stderr) ?? [];
  assert.deepEqual([data, holder, url], [server.data, String(pid), server.url], stderr);
  assert.ok(took > 9500, `it waited only ${took} ms`);
  const info = JSON.parse(await readFile(join(server.data, 'server.json'), 'utf8'));
  assert.equal(info.pid, pid, 'the first is not disturbed');
});
