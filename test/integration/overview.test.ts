import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { TestServer } from '../support/test-server.ts';
import { waitFor } from '../support/wait-for.ts';

/* What the first screen reads in one answer: what was delivered lately, by which connector, and how each one is. */

const key = 'Q1w2E3r4T5y6Q1w2E3r4T5y6Q1w2E3r4';
const otherKey = 'A1s2D3f4G5h6A1s2D3f4G5h6A1s2D3f4';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let server: TestServer;
before(async () => {
  folder = await temporaryFolder();
  server = await start();
  const apiUrl = `${server.url}/sandbox/v2/enqueue`;
  await connector('works', apiUrl, key);
  await connector('unused', apiUrl, otherKey);
  await connector('unreachable', 'http://127.0.0.1:9/v2/enqueue', key);
});
after(async () => {
  await server.stop();
  await folder[Symbol.asyncDispose]();
});

function start() {
  return TestServer.start({ data: folder.path, env: { TOCSIN_ACTIONS_RESPONSE_TIMEOUT: '500ms' } });
}

async function connector(id: string, apiUrl: string, routingKey: string): Promise<void> {
  server.secrets.add(routingKey);
  const body = {
    name: `The ${id}`,
    connector_type_id: '.pagerduty',
    config: { apiUrl },
    secrets: { routingKey },
  };
  const { status, text } = await server.call(`/api/actions/connector/${id}`, { body });
  assert.equal(status, 200, text);
}

const fire = (id: string, params: Record<string, unknown>) =>
  server.call(`/api/actions/connector/${id}/_execute`, { body: { params } });

async function overview() {
  const { status, body, text } = await server.call('/api/tocsin/overview');
  assert.equal(status, 200, text);
  const answer = Object(body);
  const of = (id: string) => answer.connectors.find((each: { id: string }) => each.id === id);
  return { ...answer, of };
}

test('nothing has happened yet', async () => {
  const { of, connectors, ...rest } = await overview();
  const { since, now } = rest;
  assert.deepEqual(rest, {
    since,
    now,
    delivered: 0,
    superseded: 0,
    failed_attempts: 0,
    dead: 0,
    history: [],
  });
  assert.ok(Date.parse(since) <= Date.parse(now));
  assert.deepEqual(connectors.map(({ id }: { id: string }) => id).sort(), [
    'sandbox',
    'unreachable',
    'unused',
    'works',
  ]);
  assert.deepEqual(of('unused'), {
    id: 'unused',
    name: 'The unused',
    delivered: 0,
    failed: 0,
    superseded: 0,
    dead: 0,
    last_delivered_at: null,
    last_failed_at: null,
    last_failure: null,
    health: 'unused',
  });
});

test('what is delivered and what fails is counted, for the connector and in all', async () => {
  const trigger = { eventAction: 'trigger', dedupKey: 'a', summary: 'Disk full' };
  await fire('works', trigger);
  await fire('works', { eventAction: 'resolve', dedupKey: 'a' });
  await fire('unreachable', trigger);
  const { of, ...all } = await overview();
  assert.deepEqual([all.delivered, all.failed_attempts], [2, 1]);
  const works = of('works');
  assert.deepEqual([works.delivered, works.failed, works.health], [2, 0, 'working']);
  assert.ok(Date.parse(works.last_delivered_at) >= Date.parse(all.since));
  const unreachable = of('unreachable');
  assert.deepEqual([unreachable.failed, unreachable.health], [1, 'failing']);
  assert.equal(unreachable.last_failure.reason, 'network');
  assert.match(unreachable.last_failure.message, /refused/i);
  assert.equal(of('unused').health, 'unused');
});

test('a connector that reaches something else than PagerDuty is held, until it gets through again', async () => {
  await server.call('/api/tocsin/sandbox/mood', { method: 'PUT', body: { mood: 'portal' } });
  await fire('works', { eventAction: 'trigger', dedupKey: 'b', summary: 'Disk full' });
  const held = (await overview()).of('works');
  assert.equal(held.health, 'held');
  // A portal answers 403 or sends elsewhere, as it likes.
  assert.match(held.last_failure.reason, /^(not_pagerduty|auth)$/);
  await server.call('/api/tocsin/sandbox/mood', { method: 'PUT', body: { mood: 'ok' } });
  await fire('works', { eventAction: 'trigger', dedupKey: 'b', summary: 'Disk full' });
  assert.equal((await overview()).of('works').health, 'working');
});

test('a restart begins anew, but knows from the log when something was delivered', async () => {
  const before = (await overview()).of('works').last_delivered_at;
  await server.stop();
  server = await start();
  server.secrets.add(key);
  const { of, delivered } = await overview();
  assert.equal(delivered, 0);
  const told = of('works').last_delivered_at;
  assert.ok(told !== null && Math.abs(Date.parse(told) - Date.parse(before)) < 5000, told);
  assert.deepEqual([of('works').health, of('works').delivered], ['working', 0]);
  assert.deepEqual([of('unused').last_delivered_at, of('unused').health], [null, 'unused']);
});

test('events that a newer one replaced, and dead letters, are counted for their connector', async () => {
  await server.call('/api/tocsin/sandbox/mood', { method: 'PUT', body: { mood: '500' } });
  const enqueue = (params: Record<string, unknown>) =>
    server.call('/api/tocsin/connector/works/_enqueue', { body: params });
  for (let n = 0; n < 4; n++)
    await enqueue({ eventAction: 'trigger', dedupKey: 'c', summary: `Disk full ${n}` });
  await waitFor('a newer event to take the place of an older one', async () =>
    (await overview()).of('works').superseded > 0 ? true : undefined,
  );
  await server.call('/api/tocsin/events/_cancel', { body: { connector_id: 'works' } });
  await waitFor('a dead letter', async () => ((await overview()).of('works').dead > 0 ? true : undefined));
  assert.ok((await overview()).superseded > 0);
});

test('who is not signed in reads neither the overview nor the settings', async () => {
  for (const path of ['/api/tocsin/overview', '/api/tocsin/settings'])
    assert.equal((await server.call(path, { authorization: null })).status, 401, path);
});
