import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import type { z } from 'zod';
import { deliveryStatusBody } from '../../src/api/delivery-status.ts';
import { TestServer } from '../support/test-server.ts';
import { waitFor } from '../support/wait-for.ts';

/* `GET /api/tocsin/status`: what waits to be delivered, and what it waits for. */

const key = 'S1t2A3t4U5s6S1t2A3t4U5s6S1t2A3t4';
const shared = 'S9t9A9t9U9s9S9t9A9t9U9s9S9t9A9t9';

let server: TestServer;
let host: string;
before(async () => {
  server = await TestServer.start();
  host = new URL(server.url).host;
  await connector('alone', key);
  await connector('one', shared);
  await connector('two', shared);
});
after(() => server.stop());
afterEach(() => mood('ok'));

async function connector(id: string, routingKey: string): Promise<void> {
  server.secrets.add(routingKey);
  const config = { apiUrl: `${server.url}/sandbox/v2/enqueue` };
  const body = { name: id, connector_type_id: '.pagerduty', config, secrets: { routingKey } };
  const { status, text } = await server.call(`/api/actions/connector/${id}`, { body });
  assert.equal(status, 200, text);
}

async function mood(name: string): Promise<void> {
  await server.call('/api/tocsin/sandbox/mood', { method: 'PUT', body: { mood: name } });
}

type Status = z.output<typeof deliveryStatusBody>;

async function status(): Promise<Status> {
  const answer = await server.call('/api/tocsin/status');
  assert.equal(answer.status, 200, answer.text);
  // Strict: nothing stands there that is not documented.
  return deliveryStatusBody.strict().parse(answer.body);
}

const statusWhen = (what: string, holds: (status: Status) => boolean) =>
  waitFor(
    what,
    async () => {
      const now = await status();
      return holds(now) ? now : undefined;
    },
    45_000,
  );

async function enqueue(id: string, body: unknown): Promise<void> {
  const answer = await server.call(`/api/tocsin/connector/${id}/_enqueue`, { body });
  assert.equal(answer.status, 202, answer.text);
}

const keyOf = ({ keys }: Status, connectorId: string) =>
  keys.find(({ connectors }) => connectors.includes(connectorId));

test('nothing waits, and nothing is shut, when all is well', async () => {
  const now = await statusWhen('all to be well', ({ backlog }) => backlog.events === 0);
  assert.deepEqual(now.backlog, { events: 0, lanes: 0, oldest_seconds: 0 });
  assert.deepEqual([now.gates, now.refusing], [[], null]);
});

test('connectors with one key are one; its limit, its calls and what waits for it are told', async () => {
  await enqueue('one', { dedupKey: 'a', summary: 'x' });
  const now = await statusWhen('the call', (each) => {
    const { calls_last_minute: calls, pending } = keyOf(each, 'one') ?? {};
    return calls === 1 && pending === 0;
  });
  const { target_id, ...rest } = keyOf(now, 'one') ?? {};
  assert.deepEqual(rest, {
    connectors: ['one', 'two'],
    host,
    limit: 120,
    calls_last_minute: 1,
    in_flight: 0,
    pending: 0,
    rests_until: null,
  });
  assert.notEqual(target_id, keyOf(now, 'alone')?.target_id);
  assert.ok(now.open_incidents >= 1);
});

test('what waits is counted by events and lanes, and the oldest tells its age', async () => {
  await mood('429');
  await enqueue('alone', [
    { dedupKey: 'b', summary: 'x' },
    { dedupKey: 'c', summary: 'x' },
    { dedupKey: 'c', eventAction: 'acknowledge' },
    { eventAction: 'change', summary: 'y' },
  ]);
  const now = await statusWhen('some age', ({ backlog }) => backlog.oldest_seconds >= 0.5);
  assert.deepEqual([now.backlog.events, now.backlog.lanes], [4, 3]);
  assert.equal(keyOf(now, 'alone')?.pending, 4);
  const resting = await statusWhen('a rest', (each) => typeof keyOf(each, 'alone')?.rests_until === 'string');
  assert.ok(Date.parse(keyOf(resting, 'alone')?.rests_until ?? '') > Date.now() - 5000);
  await mood('ok');
  await statusWhen('the queue to be empty', ({ backlog }) => backlog.events === 0);
});

test('a target that nothing gets through to is told, with the reason, until it opens', async () => {
  await mood('portal');
  const before = Date.now();
  await enqueue('alone', { dedupKey: 'd', summary: 'x' });
  const now = await statusWhen('the gate to close', ({ gates }) => gates.length > 0);
  const [gate] = now.gates;
  assert.deepEqual([gate?.of, gate?.host], ['target', host]);
  // The portal either forbids it or shows its login page.
  assert.match(gate?.reason ?? '', /^(auth|not_pagerduty)$/);
  assert.equal(gate?.target_id, keyOf(now, 'alone')?.target_id);
  assert.match(gate?.message ?? '', /status (403|302)/);
  assert.ok(Date.parse(gate?.closed_since ?? '') >= before - 1000);
  assert.ok(Date.parse(gate?.next_probe_at ?? '') >= Date.parse(gate?.closed_since ?? ''));
  await mood('ok');
  await statusWhen('the gate to open', ({ gates }) => gates.length === 0);
});

test('a host that fails is told once, for whoever wants to go there', async () => {
  await mood('500');
  await enqueue(
    'alone',
    Array.from({ length: 8 }, (_, i) => ({ dedupKey: `e-${i}`, summary: 'x' })),
  );
  const now = await statusWhen('the gate of the host to close', ({ gates }) =>
    gates.some(({ of }) => of === 'host'),
  );
  const gate = now.gates.find(({ of }) => of === 'host');
  assert.deepEqual([gate?.host, gate?.target_id, gate?.reason], [host, null, 'server_error']);
  await mood('ok');
  await statusWhen('all to be delivered', ({ backlog, gates }) => backlog.events === 0 && gates.length === 0);
});

test('what PagerDuty refuses is counted among the dead letters', async () => {
  const { dead_letters: before } = await status();
  await mood('400');
  await enqueue('alone', { dedupKey: 'f', summary: 'x' });
  await statusWhen('the dead letter', ({ dead_letters }) => dead_letters === before + 1);
});

test('why new events are refused is told in the words of the refusal', async () => {
  await using full = await TestServer.start({ env: { TOCSIN_DELIVERY_MIN_FREE_DISK: '1048576gb' } });
  const refused = await waitFor('a refusal', async () => {
    const answer = await full.call('/api/tocsin/connector/sandbox/_enqueue', { body: { summary: 'x' } });
    return answer.status === 503 ? answer : undefined;
  });
  const { body } = await full.call('/api/tocsin/status');
  assert.equal(Object(body).refusing, Object(refused.body).message);
});

test('only who has signed in is told', async () => {
  assert.equal((await server.call('/api/tocsin/status', { authorization: null })).status, 401);
});
