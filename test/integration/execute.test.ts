import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { after, afterEach, before, test } from 'node:test';
import { portOf } from '../support/port-of.ts';
import { TestServer } from '../support/test-server.ts';

/*
 * `_execute`, seen from both ends: what Kibana's clients are answered (contract 1.4, 2.4), and what arrives at a
 * PagerDuty, played by the server's own sandbox, or at whatever else may stand behind an API URL.
 */

const key = 'Q1w2E3r4T5y6Q1w2E3r4T5y6Q1w2E3r4';
const servers: Server[] = [];

let server: TestServer;
before(async () => {
  server = await TestServer.start({ env: { TOCSIN_ACTIONS_RESPONSE_TIMEOUT: '500ms' } });
  server.secrets.add(key);
  await connector('pd', `${server.url}/sandbox/v2/enqueue`);
});
after(async () => {
  for (const each of servers) {
    each.close();
    each.closeAllConnections();
  }
  await server.stop();
});
afterEach(() => server.call('/api/tocsin/sandbox/mood', { method: 'PUT', body: { mood: 'ok' } }));

async function connector(id: string, apiUrl: string, routingKey = key): Promise<void> {
  const body = { name: id, connector_type_id: '.pagerduty', config: { apiUrl }, secrets: { routingKey } };
  const { status, text } = await server.call(`/api/actions/connector/${id}`, { body });
  assert.equal(status, 200, text);
}

async function execute(params: unknown, id = 'pd'): Promise<Record<string, unknown>> {
  const answer = await server.call(`/api/actions/connector/${id}/_execute`, { body: { params } });
  assert.equal(answer.status, 200, answer.text);
  return Object(answer.body);
}

/** The body of the newest call that the sandbox received. */
async function arrived(): Promise<Record<string, unknown>> {
  const { body } = await server.call('/api/tocsin/sandbox/calls?limit=1');
  return JSON.parse(Object(body).items[0].body);
}

async function incident(dedupKey: string): Promise<Record<string, unknown>> {
  const { body } = await server.call(
    `/api/tocsin/sandbox/incidents?dedup_key=${encodeURIComponent(dedupKey)}`,
  );
  return Object(body).items[0];
}

/** Something that answers where PagerDuty should be. */
async function stranger(id: string, answer: RequestListener): Promise<void> {
  const other = createServer(answer).listen(0, '127.0.0.1');
  servers.push(other);
  await once(other, 'listening');
  await connector(id, `http://127.0.0.1:${portOf(other)}/v2/enqueue`);
}

test('an incident is opened, acknowledged and resolved by the three actions', async () => {
  const result = await execute({
    eventAction: 'trigger',
    dedupKey: 'life',
    summary: 'Disk full',
    severity: 'critical',
  });
  assert.deepEqual(result, {
    connector_id: 'pd',
    status: 'ok',
    data: { status: 'success', message: 'Event processed', dedup_key: 'life' },
  });
  assert.equal((await incident('life')).status, 'triggered');
  await execute({ eventAction: 'acknowledge', dedupKey: 'life' });
  assert.equal((await incident('life')).status, 'acknowledged');
  await execute({ eventAction: 'resolve', dedupKey: 'life' });
  assert.equal((await incident('life')).status, 'resolved');
});

test('a trigger without any params is sent with every default', async () => {
  const { data } = await execute({});
  const { routing_key, ...sent } = await arrived();
  const dedupKey = String(sent.dedup_key);
  assert.match(dedupKey, /^tocsin-[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.equal(Object(data).dedup_key, dedupKey);
  assert.deepEqual(sent, {
    event_action: 'trigger',
    dedup_key: dedupKey,
    payload: { summary: 'No summary provided', source: 'Tocsin connector pd', severity: 'info' },
  });
  assert.ok(routing_key !== undefined, 'the routing key goes in the body');
});

test('every property arrives where PagerDuty wants it', async () => {
  await execute({
    eventAction: 'trigger',
    dedupKey: 'all',
    summary: 'Disk full',
    source: 'db1',
    severity: 'warning',
    timestamp: '2026-05-06T10:00:00+02:00',
    component: 'sda',
    group: 'databases',
    class: 'disk',
    customDetails: { free: 0, nested: { list: [1, null, 'x'] } },
    links: [{ href: 'https://runbook.example/', text: 'Runbook' }],
    images: [{ src: 'https://images.example/graph.png', alt: 'Graph' }],
    client: 'Shop',
    clientUrl: 'https://shop.example/',
  });
  const { routing_key: _, ...sent } = await arrived();
  assert.deepEqual(sent, {
    event_action: 'trigger',
    dedup_key: 'all',
    payload: {
      summary: 'Disk full',
      source: 'db1',
      severity: 'warning',
      timestamp: '2026-05-06T08:00:00.000Z',
      component: 'sda',
      group: 'databases',
      class: 'disk',
      custom_details: { free: 0, nested: { list: [1, null, 'x'] } },
    },
    client: 'Shop',
    client_url: 'https://shop.example/',
    links: [{ href: 'https://runbook.example/', text: 'Runbook' }],
    images: [{ src: 'https://images.example/graph.png', alt: 'Graph' }],
  });
});

test('acknowledge and resolve send key, action and dedup key alone', async () => {
  for (const eventAction of ['acknowledge', 'resolve']) {
    await execute({
      eventAction,
      dedupKey: 'alone',
      summary: 'dropped',
      severity: 'critical',
      customDetails: {},
    });
    const { routing_key: _, ...sent } = await arrived();
    assert.deepEqual(sent, { event_action: eventAction, dedup_key: 'alone' });
  }
});

test('custom details may be the JSON text of an object', async () => {
  await execute({ customDetails: '{"a":{"b":1}}' });
  assert.deepEqual(Object((await arrived()).payload).custom_details, { a: { b: 1 } });
});

test('the client of the connector’s options goes with triggers that bring none', async () => {
  await connector('branded', `${server.url}/sandbox/v2/enqueue`);
  const options = { client: 'Payments', clientUrl: 'https://pay.example/' };
  await server.call('/api/tocsin/connector/branded/options', { method: 'PUT', body: options });
  await execute({}, 'branded');
  const sent = await arrived();
  assert.deepEqual([sent.client, sent.client_url], ['Payments', 'https://pay.example/']);
  await execute({ client: 'Own' }, 'branded');
  assert.equal((await arrived()).client, 'Own');
});

test('two triggers without a dedup key open two incidents, two with one key one', async () => {
  const count = async () =>
    Object((await server.call('/api/tocsin/sandbox/incidents?limit=1000')).body).items.length;
  const before = await count();
  await execute({ summary: 'a' });
  await execute({ summary: 'b' });
  await execute({ summary: 'c', dedupKey: 'same' });
  await execute({ summary: 'd', dedupKey: 'same' });
  assert.equal((await count()) - before, 3);
});

const zod = (text: string) => `error validating action params: ${text}`;
const invalidParams: [name: string, params: object, message: string][] = [
  [
    'an unknown action',
    { eventAction: 'close' },
    '✖ Invalid option: expected one of "trigger"|"resolve"|"acknowledge"\n  → at eventAction',
  ],
  [
    'an unknown severity',
    { severity: 'major' },
    '✖ Invalid option: expected one of "critical"|"error"|"warning"|"info"\n  → at severity',
  ],
  [
    'a dedup key of 256',
    { dedupKey: 'x'.repeat(256) },
    '✖ Too big: expected string to have <=255 characters\n  → at dedupKey',
  ],
  [
    'a summary of 1,025',
    { summary: 'x'.repeat(1025) },
    '✖ Too big: expected string to have <=1024 characters\n  → at summary',
  ],
  ['an unknown key', { foo: 1 }, '✖ Unrecognized key: "foo"'],
  ['unknown keys', { foo: 1, bar: 2 }, '✖ Unrecognized keys: "foo", "bar"'],
  [
    'a link without text',
    { links: [{ href: 'https://x.example' }] },
    '✖ Invalid input: expected string, received undefined\n  → at links[0].text',
  ],
  [
    'custom details that are a list',
    { customDetails: [] },
    '✖ Invalid input: expected record, received array\n  → at customDetails',
  ],
  ['a timestamp that is none', { timestamp: 'foo' }, '✖ error parsing timestamp "foo"'],
  [
    'an acknowledge without a key',
    { eventAction: 'acknowledge' },
    '✖ DedupKey is required when eventAction is "acknowledge"',
  ],
  [
    'a resolve without a key',
    { eventAction: 'resolve', dedupKey: '' },
    '✖ DedupKey is required when eventAction is "resolve"',
  ],
];
for (const [name, params, message] of invalidParams) {
  test(`params are refused: ${name}`, async () => {
    const expected = {
      connector_id: 'pd',
      status: 'error',
      message: zod(message),
      retry: false,
      errorSource: 'user',
    };
    assert.deepEqual(await execute(params), expected);
  });
}

test('limits are reached without being passed: 255 and 1,024', async () => {
  const result = await execute({ dedupKey: 'k'.repeat(255), summary: 's'.repeat(1024) });
  assert.equal(result.status, 'ok');
});

test('an event larger than PagerDuty takes is refused here, with its size', async () => {
  const result = await execute({ customDetails: { a: 'x'.repeat(520_000) } });
  assert.match(String(result.message), /the event has 520\d{3} bytes; PagerDuty takes at most 512000/);
  assert.equal(result.retry, false);
});

test('no params at all are refused with 400', async () => {
  const answer = await server.call('/api/actions/connector/pd/_execute', { body: {} });
  assert.deepEqual(answer.body, {
    statusCode: 400,
    error: 'Bad Request',
    message: '[request body.params]: expected value of type [object] but got [undefined]',
  });
});

test('an unknown connector is 404', async () => {
  const answer = await server.call('/api/actions/connector/nobody/_execute', { body: { params: {} } });
  assert.equal(answer.status, 404);
  assert.equal(Object(answer.body).message, 'Saved object [action/nobody] not found');
});

const posting = 'error posting pagerduty event';
const moods: [mood: string, expected: Record<string, unknown>][] = [
  [
    '429',
    {
      message: `${posting}: http status 429, retry later`,
      retry: true,
      service_message: 'Requests for this service are arriving too quickly.  Please retry later.',
      errors: ['Enhance Your Calm.'],
    },
  ],
  ['500', { message: `${posting}: http status 500, retry later`, retry: true }],
  ['400', { message: `${posting}: unexpected status 400`, service_message: 'Event object is invalid' }],
  ['reset', { message: posting }],
  ['refuse', { message: posting }],
  ['lose-answer', { message: posting }],
];
for (const [mood, expected] of moods) {
  test(`a PagerDuty in the mood "${mood}" is told as Kibana tells it, with its reasons`, async () => {
    await server.call('/api/tocsin/sandbox/mood', { method: 'PUT', body: { mood } });
    const result = await execute({ summary: 'x', dedupKey: `mood-${mood}` });
    assert.deepEqual({ ...result, ...expected, status: 'error', errorSource: 'user' }, result);
    const opened = (await incident(`mood-${mood}`)) !== undefined;
    assert.equal(opened, mood === 'lose-answer');
    if (mood === '400') assert.ok(Array.isArray(result.errors) && result.errors.length > 0);
    if (expected.message === posting) {
      assert.match(String(result.service_message), /^http:\/\/127\.0\.0\.1:\d+ could not be called: /);
      assert.ok(!('retry' in result));
    }
  });
}

test('a page from something in between is no success, whichever it is, and says what it was', async () => {
  await stranger('login', (_request, response) => {
    response.writeHead(302, { location: 'https://login.example/sso?token=abcdef' }).end();
  });
  const redirected = await execute({}, 'login');
  assert.equal(redirected.message, `${posting}: unexpected status 302`);
  assert.match(
    String(redirected.service_message),
    /status 302, a redirect to https:\/\/login\.example\) is not one that PagerDuty gives/,
  );
  assert.ok(!JSON.stringify(redirected).includes('abcdef'), 'the query of a login page holds tokens');

  await stranger('portal', (_request, response) => {
    response.writeHead(403, { 'content-type': 'text/html' }).end('<h1>Blocked</h1>');
  });
  assert.equal((await execute({}, 'portal')).message, `${posting}: unexpected status 403`);
});

test('a gateway of one’s own that answers 200 has delivered', async () => {
  await stranger('gateway', (_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"queued":true}');
  });
  assert.deepEqual(await execute({}, 'gateway'), {
    connector_id: 'gateway',
    status: 'ok',
    data: { queued: true },
  });
});

test('a peer that never answers ends the call after actions.responseTimeout', async () => {
  await stranger('silent', () => {});
  const result = await execute({}, 'silent');
  assert.match(String(result.service_message), /did not answer within 500 ms/);
});

test('nothing that listens is told in words', async () => {
  const closed = createServer().listen(0, '127.0.0.1');
  await once(closed, 'listening');
  const port = portOf(closed);
  closed.close();
  await connector('nobody-home', `http://127.0.0.1:${port}/`);
  const result = await execute({}, 'nobody-home');
  assert.match(
    String(result.service_message),
    /nothing listens there \(connection refused\) \[ECONNREFUSED\]/,
  );
});

test('a server that repeats the routing key does not get it shown', async () => {
  await stranger('echo', (request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      const { routing_key } = JSON.parse(body);
      response.writeHead(400, { 'content-type': 'application/json' });
      response.end(
        JSON.stringify({ message: `bad key ${routing_key}`, errors: [`${routing_key} is unknown`] }),
      );
    });
  });
  const result = await execute({}, 'echo');
  assert.equal(result.service_message, 'bad key [integration key]');
  assert.deepEqual(result.errors, ['[integration key] is unknown']);
});

test('a caller who repeats the routing key in the params does not get it shown', async () => {
  const result = await execute({ timestamp: `at ${key}` });
  assert.equal(
    result.message,
    'error validating action params: ✖ error parsing timestamp "at [integration key]"',
  );
});

test('what a server says can not begin a line of the log', async () => {
  await stranger('forger', (_request, response) => {
    response.writeHead(400, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ message: 'no\nFORGED line', errors: ['x\r\nFORGED too'] }));
  });
  await execute({}, 'forger');
  assert.match(server.child.stderr, /no FORGED line; x FORGED too/);
  assert.doesNotMatch(server.child.stderr, /^FORGED/m);
});

test('the routing key goes in the body and in no header', async () => {
  let seen: { headers: unknown; body: string } | undefined;
  await stranger('observer', (request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      seen = { headers: request.headers, body };
      response.writeHead(202, { 'content-type': 'application/json' }).end('{"status":"success"}');
    });
  });
  await execute({ dedupKey: 'x' }, 'observer');
  assert.ok(!JSON.stringify(seen?.headers).includes(key));
  assert.equal(JSON.parse(seen?.body ?? '{}').routing_key, key);
});
