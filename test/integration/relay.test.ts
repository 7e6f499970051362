import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { z } from 'zod';
import { alertmanagerResolve, type ClientRequest, clientRequests } from '../support/pagerduty-clients.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { adminPassword, basic, TestServer } from '../support/test-server.ts';
import { waitFor } from '../support/wait-for.ts';

/*
 * The relay: whatever was written for PagerDuty's Events API can be pointed at it. The sandbox of the same server
 * plays PagerDuty, so what arrives there is what PagerDuty would see.
 */

const integrationKey = 'iK7'.padEnd(32, 'x4');

let server: TestServer;
let relayKey: string;
before(async () => {
  server = await TestServer.start();
  server.secrets.add(integrationKey);
  const made = await server.call('/api/actions/connector/on-call', {
    body: {
      name: 'On-call',
      connector_type_id: '.pagerduty',
      config: { apiUrl: `${server.url}/sandbox/v2/enqueue` },
      secrets: { routingKey: integrationKey },
    },
  });
  assert.equal(made.status, 200, made.text);
  relayKey = (await issue('tests')).key;
});
after(() => server.stop());

const issuedKey = z.object({ id: z.string(), key: z.string(), hint: z.string() });

/** Issues a relay key. Its answer shows the key, this once, and so is not remembered with the others. */
async function issue(name: string, connector_id = 'on-call', at = server) {
  const response = await fetch(`${at.url}/api/tocsin/relay-keys`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: basic('admin', adminPassword) },
    body: JSON.stringify({ connector_id, name }),
  });
  assert.equal(response.status, 201);
  const issued = issuedKey.parse(await response.json());
  at.secrets.add(issued.key);
  return issued;
}

const send = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  server.call(path, { body, headers, authorization: null });

const callList = z.object({
  items: z.array(
    z.object({
      path: z.string(),
      routing_key: z.string(),
      event_action: z.string().nullable(),
      dedup_key: z.string().nullable(),
      status: z.number(),
      body: z.string(),
    }),
  ),
});
type SandboxCall = z.infer<typeof callList>['items'][number];

/** Waits until the sandbox has received a call. */
const received = (which: (call: SandboxCall) => boolean): Promise<SandboxCall> =>
  waitFor('the event to be delivered', async () => {
    const { body } = await server.call('/api/tocsin/sandbox/calls?limit=100');
    return callList.parse(body).items.find(which);
  });

/** What arrived, without the key. */
function eventIn({ body }: SandboxCall): Record<string, unknown> {
  const { routing_key, ...event } = z.record(z.string(), z.unknown()).parse(JSON.parse(body));
  assert.equal(routing_key, `…${integrationKey.slice(-4)}`, "it carries the connector's own key");
  return event;
}

function summaryOf({ event }: ClientRequest): string {
  return z.object({ summary: z.string() }).parse(event.payload).summary;
}

for (const request of clientRequests) {
  for (const [holder, keyOf] of [
    ['its own integration key', () => integrationKey],
    ['a relay key', () => relayKey],
  ] as const) {
    test(`${request.client} works unchanged with ${holder}: what it sends arrives`, async () => {
      const reset = await server.call('/api/tocsin/sandbox/reset', { method: 'POST' });
      assert.equal(reset.status, 200, reset.text);
      const body = request.write({ routing_key: keyOf(), ...request.event });
      const answer = await send(request.path, body, request.headers);
      assert.equal(answer.status, 202, answer.text);
      const { dedup_key } = request.event;
      assert.deepEqual(answer.body, {
        status: 'success',
        message: dedup_key === undefined ? 'Change event processed' : 'Event processed',
        ...(dedup_key !== undefined && { dedup_key }),
      });
      const call = await received((each) => each.body.includes(JSON.stringify(summaryOf(request))));
      assert.equal(call.status, 202);
      const { payload, ...rest } = eventIn(call);
      const { payload: sent, ...sentRest } = request.event;
      assert.deepEqual(rest, sentRest);
      const { timestamp, ...others } = z.record(z.string(), z.unknown()).parse(payload);
      const { timestamp: sentTime, ...sentOthers } = z.record(z.string(), z.unknown()).parse(sent);
      assert.deepEqual(others, sentOthers);
      if (sentTime === undefined) assert.ok(Math.abs(Date.now() - Date.parse(String(timestamp))) < 60_000);
      else assert.equal(timestamp, sentTime);
    });
  }
}

test('rule 14: a resolve arrives with its dedup key alone, though Alertmanager sends a whole event', async () => {
  const answer = await send('/v2/enqueue', { routing_key: relayKey, ...alertmanagerResolve });
  assert.equal(answer.status, 202, answer.text);
  const call = await received((each) => each.event_action === 'resolve');
  assert.deepEqual(eventIn(call), { event_action: 'resolve', dedup_key: alertmanagerResolve.dedup_key });
});

const trigger = (more: Record<string, unknown> = {}) => ({
  event_action: 'trigger',
  dedup_key: 'disk',
  payload: { summary: 'Disk full', source: 'db1', severity: 'critical' },
  ...more,
});

test('the key is that of the body, else that of the header X-Routing-Key', async () => {
  const inHeader = await send('/v2/enqueue', trigger({ dedup_key: 'header' }), { 'X-Routing-Key': relayKey });
  assert.equal(inHeader.status, 202, inHeader.text);
  await received(({ dedup_key }) => dedup_key === 'header');
  const both = await send('/v2/enqueue', trigger({ routing_key: 'x'.repeat(32) }), {
    'X-Routing-Key': relayKey,
  });
  assert.deepEqual([both.status, both.body], [400, unknownKey]);
});

const unknownKey = {
  status: 'invalid event',
  message: 'Event object is invalid',
  errors: ['Invalid routing key'],
};

test('an unknown key is answered as PagerDuty would, and so is a missing one', async () => {
  const unknown = await send('/v2/enqueue', trigger({ routing_key: 'x'.repeat(32) }));
  assert.deepEqual([unknown.status, unknown.body], [400, unknownKey]);
  const missing = await send('/v2/change/enqueue', trigger());
  assert.deepEqual(
    [missing.status, missing.body],
    [400, { ...unknownKey, errors: ["'routing_key' is missing or blank"] }],
  );
});

test('rule 3: a trigger without a dedup key gets one, which the 202 returns and PagerDuty sees', async () => {
  const answer = await send('/v2/enqueue', trigger({ routing_key: relayKey, dedup_key: '' }));
  const { dedup_key } = z.object({ dedup_key: z.string() }).parse(answer.body);
  assert.match(dedup_key, /^[0-9a-f]{32}$/);
  const call = await received((each) => each.dedup_key === dedup_key);
  assert.equal(eventIn(call).dedup_key, dedup_key);
});

test('rule 14: an event that PagerDuty would refuse is made to fit and arrives', async () => {
  const payload = { summary: 's'.repeat(2000), severity: 'Fatal', custom_details: '{"free":"2 %"}' };
  const answer = await send('/v2/enqueue', trigger({ routing_key: relayKey, dedup_key: 'loose', payload }));
  assert.equal(answer.status, 202, answer.text);
  const call = await received((each) => each.dedup_key === 'loose');
  assert.equal(call.status, 202);
  const arrived = z.record(z.string(), z.unknown()).parse(eventIn(call).payload);
  assert.equal(arrived.severity, 'critical');
  assert.equal(String(arrived.summary).length, 1024);
  assert.deepEqual(arrived.custom_details, { free: '2 %', full_summary: payload.summary });
});

test('a body of more than 1 MiB is 413, in PagerDuty’s shape', async () => {
  const answer = await send('/v2/enqueue', trigger({ routing_key: relayKey, blob: 'x'.repeat(1024 * 1024) }));
  assert.equal(answer.status, 413);
  assert.match(answer.text, /^\{"status":"invalid event"/);
});

test('relay keys are listed without the key, and end when they are revoked', async () => {
  const { id, key, hint } = await issue('alertmanager in Paris');
  assert.match(key, /^[A-QS-Za-z0-9][A-Za-z0-9]{31}$/);
  assert.ok(key.startsWith(hint));
  const listed = await server.call('/api/tocsin/relay-keys');
  const found = z
    .object({ items: z.array(z.record(z.string(), z.unknown())) })
    .parse(listed.body)
    .items.find((each) => each.id === id);
  assert.ok(found !== undefined);
  const { created_at, ...rest } = found;
  assert.ok(Math.abs(Date.now() - Date.parse(String(created_at))) < 60_000);
  assert.deepEqual(rest, {
    id,
    hint,
    connector_id: 'on-call',
    name: 'alertmanager in Paris',
    created_by: 'admin',
  });
  assert.equal((await send('/v2/enqueue', trigger({ routing_key: key }))).status, 202);
  const path = `/api/tocsin/relay-keys/${id}`;
  assert.equal((await server.call(path, { method: 'DELETE' })).status, 204);
  const revoked = await send('/v2/enqueue', trigger({ routing_key: key }));
  assert.deepEqual([revoked.status, revoked.body], [400, unknownKey]);
  assert.equal((await server.call(path, { method: 'DELETE' })).status, 404);
});

test('a relay key is issued for a connector that exists, and has a name', async () => {
  const path = '/api/tocsin/relay-keys';
  const nobody = await server.call(path, { body: { connector_id: 'nobody', name: 'x' } });
  assert.equal(nobody.status, 404, nobody.text);
  for (const body of [{ connector_id: 'on-call' }, { connector_id: 'on-call', name: ' ' }, { name: 'x' }]) {
    const answer = await server.call(path, { body });
    assert.equal(answer.status, 400, answer.text);
  }
});

test('keys follow their connector: a new integration key counts at once, deleting it ends them all', async () => {
  const [first, second] = ['fK1'.padEnd(32, 'z9'), 'sK2'.padEnd(32, 'y8')];
  for (const secret of [first, second]) server.secrets.add(secret);
  const settings = (routingKey: string) => ({
    name: 'Short-lived',
    config: { apiUrl: `${server.url}/sandbox/v2/enqueue` },
    secrets: { routingKey },
  });
  const statusOf = async (routing_key: string) =>
    (await send('/v2/change/enqueue', { routing_key, payload: { summary: 'Deployed' } })).status;
  const path = '/api/actions/connector/short-lived';
  const body = { ...settings(first), connector_type_id: '.pagerduty' };
  assert.equal((await server.call(path, { body })).status, 200);
  const { key } = await issue('short', 'short-lived');
  assert.deepEqual([await statusOf(first), await statusOf(key)], [202, 202]);
  assert.equal((await server.call(path, { method: 'PUT', body: settings(second) })).status, 200);
  assert.deepEqual([await statusOf(first), await statusOf(second), await statusOf(key)], [400, 202, 202]);
  const gone = await server.call(`${path}?force=true`, { method: 'DELETE' });
  assert.equal(gone.status, 204, gone.text);
  assert.deepEqual([await statusOf(second), await statusOf(key)], [400, 400]);
});

test('relay keys outlast a restart, and with relay.strict what PagerDuty would refuse is refused', async () => {
  await using folder = await temporaryFolder();
  const data = join(folder.path, 'data');
  const first = await TestServer.start({ data });
  const { key } = await issue('strict', 'sandbox', first);
  await first.stop();

  await using second = await TestServer.start({ data, env: { TOCSIN_RELAY_STRICT: 'true' } });
  second.secrets.add(key);
  const ask = (body: unknown) => second.call('/v2/enqueue', { body, authorization: null });
  assert.equal((await ask(trigger({ routing_key: key }))).status, 202);
  const payload = { summary: '', source: 'db1', severity: 'fatal' };
  const refused = await ask(trigger({ routing_key: key, payload }));
  const errors = [
    "'payload.summary' is missing or blank",
    "'payload.severity' is invalid (must be one of the following: 'critical', 'warning', 'error' or 'info')",
  ];
  assert.deepEqual([refused.status, refused.body], [400, { ...unknownKey, errors }]);
});
