import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { z } from 'zod';
import { TestServer } from '../support/test-server.ts';
import { waitFor } from '../support/wait-for.ts';

/*
 * `_enqueue`, seen from both ends: what callers are answered, and what arrives at a PagerDuty, played by the server's
 * own sandbox. What it refuses stands in enqueue-refusals.test.ts.
 */

const key = 'E1n2Q3u4E5u6E1n2Q3u4E5u6E1n2Q3u4';

let server: TestServer;
before(async () => {
  server = await TestServer.start();
  server.secrets.add(key);
  const config = { apiUrl: `${server.url}/sandbox/v2/enqueue` };
  for (const id of ['pd', 'plain', 'branded']) {
    const body = { name: id, connector_type_id: '.pagerduty', config, secrets: { routingKey: key } };
    const { status, text } = await server.call(`/api/actions/connector/${id}`, { body });
    assert.equal(status, 200, text);
    await setOptions(id, {});
  }
  await server.call('/api/tocsin/sandbox/limit', { method: 'PUT', body: { limit: null } });
});
after(() => server.stop());
afterEach(() => mood('ok'));

/** Without a limit: there are more calls here than PagerDuty would take in a minute. */
async function setOptions(id: string, options: object): Promise<void> {
  const body = { rateLimit: 'off', ...options };
  const { status } = await server.call(`/api/tocsin/connector/${id}/options`, { method: 'PUT', body });
  assert.equal(status, 200);
}

async function mood(name: string): Promise<void> {
  const { status } = await server.call('/api/tocsin/sandbox/mood', { method: 'PUT', body: { mood: name } });
  assert.equal(status, 200);
}

const enqueue = (body: unknown, id = 'pd') => server.call(`/api/tocsin/connector/${id}/_enqueue`, { body });

const one = z.strictObject({
  id: z.string().regex(/^[1-9]\d*$/),
  dedup_key: z.string().nullable(),
  status: z.literal('accepted'),
});
const many = z.strictObject({
  items: z.array(
    z.union([
      z.strictObject({ id: z.string().regex(/^[1-9]\d*$/), dedup_key: z.string().nullable() }),
      z.strictObject({
        error: z.strictObject({
          statusCode: z.literal(400),
          error: z.literal('Bad Request'),
          message: z.string(),
        }),
      }),
    ]),
  ),
});

async function accepted(params: unknown, id = 'pd') {
  const answer = await enqueue(params, id);
  assert.equal(answer.status, 202, answer.text);
  return one.parse(answer.body);
}

async function acceptedMany(params: readonly unknown[], id = 'pd') {
  const answer = await enqueue(params, id);
  assert.equal(answer.status, 202, answer.text);
  return many.parse(answer.body).items;
}

interface Received {
  readonly answered: number | null;
  readonly body: Record<string, unknown>;
}

/** The calls that the sandbox has received for these dedup keys, the oldest first. */
async function received(...dedupKeys: string[]): Promise<Received[]> {
  const { body } = await server.call('/api/tocsin/sandbox/calls?limit=1000');
  const calls: Received[] = Object(body).items.map((call: { body: string; status: number | null }) => {
    return { body: JSON.parse(call.body), answered: call.status };
  });
  return calls.filter(({ body }) => dedupKeys.includes(String(body.dedup_key))).reverse();
}

const event = async (id: string): Promise<Record<string, unknown>> =>
  Object((await server.call(`/api/tocsin/events/${id}`)).body);

const ended = (id: string, state = 'delivered') =>
  waitFor(
    `event ${id} to be ${state}`,
    async () => ((await event(id)).state === state ? true : undefined),
    45_000,
  );

test('an event is answered with its id and dedup key, and delivered', async () => {
  const { id, dedup_key } = await accepted({
    summary: 'Disk full',
    dedupKey: 'db1/disk',
    severity: 'critical',
  });
  assert.equal(dedup_key, 'db1/disk');
  await ended(id);
  const [{ body: { routing_key, ...sent } = {} } = {}] = await received('db1/disk');
  assert.ok(routing_key !== undefined);
  const { timestamp, ...payload } = Object(sent.payload);
  assert.deepEqual(
    { ...sent, payload },
    {
      event_action: 'trigger',
      dedup_key: 'db1/disk',
      payload: { summary: 'Disk full', source: 'Tocsin connector pd', severity: 'critical' },
    },
  );
  assert.match(timestamp, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
});

test('rule 3: a trigger without a dedup key gets one of 32 hex digits at once, and every attempt uses it', async () => {
  await mood('lose-answer');
  const { id, dedup_key } = await accepted({ summary: 'Whose answer is lost' });
  assert.match(dedup_key ?? '', /^[0-9a-f]{32}$/);
  const key = dedup_key ?? '';
  await waitFor('a first attempt', async () => ((await received(key)).length > 0 ? true : undefined));
  await mood('ok');
  await ended(id);
  const attempts = await received(key);
  assert.ok(attempts.length >= 2, 'it was tried again');
  const { body } = await server.call(`/api/tocsin/sandbox/incidents?dedup_key=${key}`);
  assert.equal(Object(body).items.length, 1, 'and opened one incident');
});

test('rule 3: blank dedup keys are none, and no two made ones are the same', async () => {
  const items = await acceptedMany([{ dedupKey: ' ' }, { dedupKey: '' }, {}, { dedupKey: 'own' }]);
  const keys = items.map((item) => ('id' in item ? item.dedup_key : undefined));
  for (const made of keys.slice(0, 3)) assert.match(made ?? '', /^[0-9a-f]{32}$/);
  assert.equal(new Set(keys).size, 4);
  assert.equal(keys[3], 'own');
});

test('an event carries the time at which it was accepted, however late it is delivered', async () => {
  await mood('429');
  const before = Date.now();
  const { id } = await accepted({ summary: 'x', dedupKey: 'late' });
  const after = Date.now();
  await waitFor('a first attempt', async () => ((await received('late')).length > 0 ? true : undefined));
  await mood('ok');
  await ended(id);
  for (const { body } of await received('late')) {
    const time = Date.parse(Object(body.payload).timestamp);
    assert.ok(time >= before - 1000 && time <= after + 1000, `${time} is not between ${before} and ${after}`);
  }
  const { id: own } = await accepted({ dedupKey: 'own time', timestamp: '2026-05-06T10:00:00+02:00' });
  await ended(own);
  const [call] = await received('own time');
  assert.equal(Object(call?.body.payload).timestamp, '2026-05-06T08:00:00.000Z');
});

test('rule 1: an array is judged item by item, in order, and what is valid is accepted', async () => {
  const items = await acceptedMany([
    { dedupKey: 'first', summary: 'x' },
    { dedupKey: 'second', severity: 'major' },
    'not an event',
    { eventAction: 'resolve' },
    { dedupKey: 'fifth', eventAction: 'resolve' },
  ]);
  const told = items.map((item) => ('id' in item ? item.dedup_key : item.error.message.split('\n')[0]));
  assert.deepEqual(told, [
    'first',
    'error validating action params: ✖ Invalid option: expected one of "critical"|"error"|"warning"|"info"',
    'error validating action params: ✖ Invalid input: expected object, received string',
    'error validating action params: ✖ DedupKey is required when eventAction is "resolve"',
    'fifth',
  ]);
  const ids = items.flatMap((item) => ('id' in item ? Number(item.id) : []));
  assert.equal(ids[1], Number(ids[0]) + 1, 'the valid ones follow each other');
  for (const id of ids) await ended(String(id));
  assert.deepEqual((await received('second')).length, 0);
});

test('an array of 1,000 is taken whole', async () => {
  await mood('429');
  const items = await acceptedMany(
    Array.from({ length: 1000 }, (_, i) => ({ dedupKey: `bulk-${i}`, eventAction: 'acknowledge' })),
  );
  assert.equal(items.filter((item) => 'id' in item).length, 1000);
  const ids = items.map((item) => ('id' in item ? Number(item.id) : 0));
  assert.deepEqual(
    ids,
    ids.toSorted((a, b) => a - b),
  );
  await server.call('/api/tocsin/events/_cancel', { body: { connector_id: 'pd' } });
});

test('rule 4: with superseding off, all events of an incident arrive one by one, in the order of their 202s', async () => {
  await setOptions('plain', { superseding: 'off' });
  try {
    const actions = ['trigger', 'acknowledge', 'resolve'] as const;
    const wanted = Array.from({ length: 15 }, (_, i) => ({
      eventAction: actions[i % 3],
      dedupKey: 'in order',
    }));
    const sent: (string | undefined)[] = [];
    for (const params of wanted.slice(0, 6)) {
      await accepted(params, sent.length % 2 === 0 ? 'plain' : 'pd');
      sent.push(params.eventAction);
    }
    const items = await acceptedMany(wanted.slice(6), 'plain');
    const last = items.at(-1);
    assert.ok(last !== undefined && 'id' in last);
    await ended(last.id);
    const arrived = (await received('in order')).map(({ body }) => body.event_action);
    assert.deepEqual(
      arrived,
      wanted.map(({ eventAction }) => eventAction),
    );
  } finally {
    await setOptions('plain', {});
  }
});

test('rule 10: of a trigger that was refused while throttled, and its resolve, nothing more is sent', async () => {
  await mood('429');
  const first = await accepted({ dedupKey: 'over', summary: 'x' });
  await waitFor('a first attempt', async () => ((await received('over')).length > 0 ? true : undefined));
  const again = await accepted({ dedupKey: 'over', summary: 'y', severity: 'critical' });
  const resolve = await accepted({ dedupKey: 'over', eventAction: 'resolve' });
  for (const { id } of [first, again]) await ended(id, 'superseded');
  assert.equal((await event(first.id)).superseded_by, again.id);
  assert.deepEqual(
    [(await event(again.id)).superseded_why, (await event(again.id)).superseded_by],
    ['over', resolve.id],
  );
  await mood('ok');
  await ended((await accepted({ dedupKey: 'another', summary: 'z' })).id);
  for (const { answered, body } of await received('over')) {
    assert.deepEqual([answered, body.event_action], [429, 'trigger']);
  }
});

test('rule 10: what changed while PagerDuty was down arrives as it is at the end', async () => {
  await accepted({ dedupKey: 'flapping', summary: 'first' });
  await waitFor('it to be open', async () => ((await received('flapping')).length === 1 ? true : undefined));
  await mood('429');
  for (const n of [2, 3]) {
    await accepted({ dedupKey: 'flapping', eventAction: 'resolve' });
    await accepted({ dedupKey: 'flapping', summary: `again ${n}` });
  }
  const { id } = await accepted({ dedupKey: 'flapping', summary: 'the last' });
  await mood('ok');
  await ended(id);
  const arrived = (await received('flapping')).filter(({ answered }) => answered === 202);
  assert.deepEqual(
    arrived.map(({ body }) => [body.event_action, Object(body.payload).summary]),
    [
      ['trigger', 'first'],
      ['resolve', undefined],
      ['trigger', 'the last'],
    ],
  );
});

test('a change event is delivered as one', async () => {
  const { id, dedup_key } = await accepted({
    eventAction: 'change',
    summary: 'Build 7 deployed',
    source: 'ci',
    timestamp: '2026-05-06T08:00:00Z',
    links: [{ href: 'https://ci.example/7', text: 'Build' }],
  });
  assert.equal(dedup_key, null);
  await ended(id);
  const { body } = await server.call('/api/tocsin/sandbox/changes?limit=1');
  const [{ summary, source, timestamp }] = Object(body).items;
  assert.deepEqual([summary, source, timestamp], ['Build 7 deployed', 'ci', '2026-05-06T08:00:00.000Z']);
});

test('the client of the connector’s options goes with triggers that bring none', async () => {
  const options = { client: 'Payments', clientUrl: 'https://pay.example/' };
  await setOptions('branded', options);
  const { id } = await accepted({ dedupKey: 'branded' }, 'branded');
  await ended(id);
  const [call] = await received('branded');
  assert.deepEqual([call?.body.client, call?.body.client_url], ['Payments', 'https://pay.example/']);
});

test('the log names where an event came from and through which connector', async () => {
  const { id } = await accepted({ dedupKey: 'logged', summary: 'x' }, 'plain');
  const { source, connector_id, dedup_key, action, severity } = await event(id);
  assert.deepEqual(
    [source, connector_id, dedup_key, action, severity],
    ['enqueue', 'plain', 'logged', 'trigger', 'info'],
  );
});
