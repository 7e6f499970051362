import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { z } from 'zod';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { type Answer, TestServer } from '../support/test-server.ts';
import { refusal } from '../support/unharmed.ts';

/*
 * What `_enqueue` does not take, and in which words. The server sends nothing, so that what is accepted can be
 * counted, and lets no more than 20 events wait.
 */

const key = 'Z9x8Y7w6V5u4Z9x8Y7w6V5u4Z9x8Y7w6';
const rulesetKey = 'R9x8Y7w6V5u4Z9x8Y7w6V5u4Z9x8Y7w6';
const most = 20;

let server: TestServer;
before(async () => {
  server = await TestServer.start({
    env: { TOCSIN_DELIVERY_PAUSED: 'true', TOCSIN_ACTIONS_QUEUED_MAX: String(most) },
  });
  for (const [id, routingKey] of [
    ['pd', key],
    ['ruleset', rulesetKey],
  ] as const) {
    server.secrets.add(routingKey);
    const config = { apiUrl: `${server.url}/sandbox/v2/enqueue` };
    const body = { name: id, connector_type_id: '.pagerduty', config, secrets: { routingKey } };
    const { status, text } = await server.call(`/api/actions/connector/${id}`, { body });
    assert.equal(status, 200, text);
  }
});
after(() => server.stop());

const path = (id: string) => `/api/tocsin/connector/${id}/_enqueue`;
const enqueue = (body: unknown, id = 'pd') => server.call(path(id), { body });

async function backlog(): Promise<number> {
  return Object((await server.call('/api/tocsin/status')).body).backlog.events;
}

/** Nothing was accepted, and why. */
async function assertRefused(
  ask: () => Promise<Answer>,
  status: number,
  message: string | RegExp,
): Promise<void> {
  const before = await backlog();
  const answer = await ask();
  const { statusCode, message: said } = refusal.parse(answer.body);
  assert.deepEqual([answer.status, statusCode], [status, status], answer.text);
  if (typeof message === 'string') assert.equal(said, message);
  else assert.match(said, message);
  assert.equal(await backlog(), before, 'nothing was accepted');
}

const invalid: [what: string, params: unknown, message: string][] = [
  [
    'an unknown action',
    { eventAction: 'close' },
    '✖ Invalid option: expected one of "trigger"|"resolve"|"acknowledge"\n  → at eventAction',
  ],
  ['an unknown key', { foo: 1 }, '✖ Unrecognized key: "foo"'],
  [
    'a summary of 1,025',
    { summary: 'x'.repeat(1025) },
    '✖ Too big: expected string to have <=1024 characters\n  → at summary',
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
    'a change event without a summary',
    { eventAction: 'change' },
    '✖ Invalid input: expected string, received undefined\n  → at summary',
  ],
  ['params inside params', { params: {} }, '✖ Unrecognized key: "params"'],
  ['a text', 'x', '✖ Invalid input: expected object, received string'],
  ['null', null, '✖ Invalid input: expected object, received null'],
];
for (const [what, params, message] of invalid) {
  test(`400, in the words of _execute: ${what}`, () =>
    assertRefused(() => enqueue(JSON.stringify(params)), 400, `error validating action params: ${message}`));
}

test('400: no body at all', () =>
  assertRefused(
    () => server.call(path('pd'), { method: 'POST' }),
    400,
    'error validating action params: ✖ Invalid input: expected object, received undefined',
  ));

test('400: an event larger than PagerDuty takes, with its size', () =>
  assertRefused(
    () => enqueue({ customDetails: { a: 'x'.repeat(520_000) } }),
    400,
    /the event has 520\d{3} bytes; PagerDuty takes at most 512000$/,
  ));

test('400: a change event through the key of a ruleset, whose alert events are taken', async () => {
  await assertRefused(
    () => enqueue({ eventAction: 'change', summary: 'x' }, 'ruleset'),
    400,
    /^error validating action params: ✖ PagerDuty takes no change events for the key of a ruleset/,
  );
  const { status } = await enqueue({ summary: 'x' }, 'ruleset');
  assert.equal(status, 202);
});

test('400: an empty array, and one of 1,001', async () => {
  await assertRefused(
    () => enqueue([]),
    400,
    'The array holds no events. Send 1 to 1,000 of them, or one event as an object.',
  );
  const tooMany = Array.from({ length: 1001 }, () => ({}));
  await assertRefused(
    () => enqueue(tooMany),
    400,
    'The array holds 1,001 events. Send at most 1,000 at once.',
  );
});

test('400: an array in which no event is valid; the first is named, and each is told', async () => {
  const before = await backlog();
  const { status, body } = await enqueue([{ foo: 1 }, { bar: 1 }, []]);
  const fault = (message: string) => ({
    error: { statusCode: 400, error: 'Bad Request', message: `error validating action params: ✖ ${message}` },
  });
  assert.equal(status, 400);
  const { items, ...rest } = z.looseObject({ items: z.array(z.unknown()) }).parse(body);
  assert.deepEqual(rest, {
    statusCode: 400,
    error: 'Bad Request',
    message:
      'None of the 3 events is valid. The first: error validating action params: ✖ Unrecognized key: "foo"',
  });
  assert.deepEqual(items.slice(0, 2), [fault('Unrecognized key: "foo"'), fault('Unrecognized key: "bar"')]);
  assert.equal(items.length, 3);
  assert.equal(await backlog(), before);
});

test('rule 16: a caller who repeats the routing key does not get it shown', async () => {
  const message = 'error validating action params: ✖ error parsing timestamp "at [integration key]"';
  await assertRefused(() => enqueue({ timestamp: `at ${key}` }), 400, message);
  await assertRefused(() => enqueue({ [key]: 1 }), 400, /Unrecognized key: "\[integration key\]"$/);
  const { body, text } = await enqueue([{ timestamp: `at ${key}` }, { timestamp: key }]);
  assert.match(Object(body).message, /"at \[integration key\]"$/);
  assert.ok(!text.includes(key));
  // Elsewhere it is taken out of the event itself.
  const taken = await enqueue({ summary: `for ${key}`, dedupKey: key });
  assert.deepEqual([taken.status, Object(taken.body).dedup_key], [202, '[integration key]']);
});

test('401, 403, 404: nobody, a type that is not enabled, an unknown connector', async () => {
  await assertRefused(() => server.call(path('pd'), { body: {}, authorization: null }), 401, /^Sign in/);
  await assertRefused(() => enqueue({}, 'nobody'), 404, 'Saved object [action/nobody] not found');
  await using folder = await temporaryFolder();
  const data = join(folder.path, 'data');
  const before = await TestServer.start({ data });
  const body = { name: 'off', connector_type_id: '.pagerduty', secrets: { routingKey: key } };
  await before.call('/api/actions/connector/off', { body });
  await before.stop();
  await using other = await TestServer.start({
    data,
    env: { TOCSIN_ACTIONS_ENABLED_ACTION_TYPES: '.other' },
  });
  const answer = await other.call(path('off'), { body: {} });
  assert.equal(answer.status, 403, answer.text);
  assert.equal(
    refusal.parse(answer.body).message,
    'action type ".pagerduty" is not enabled in the Tocsin settings xpack.actions.enabledActionTypes',
  );
});

test('an array may have 8 MiB, and no more', async () => {
  const note = 'x'.repeat(400_000);
  const large = Array.from({ length: 5 }, (_, i) => ({ dedupKey: `large-${i}`, customDetails: { note } }));
  assert.equal((await enqueue(large)).status, 202, 'two megabytes are taken');
  const tooLarge = Array.from({ length: 21 }, () => ({ customDetails: { note } }));
  await assertRefused(() => enqueue(tooLarge), 413, 'The request body is larger than 8 MiB.');
});

test('400: what is no JSON', () =>
  assertRefused(() => enqueue('{"summary":'), 400, /is not JSON that can be used/));

test('rule 1: at actions.queued.max new events get a 503, resolves excepted', async () => {
  const room = most - (await backlog());
  const filling = Array.from({ length: room }, (_, i) => ({ dedupKey: `full-${i}` }));
  assert.equal((await enqueue(filling)).status, 202);
  const words =
    /^20 events wait to be sent, and the setting actions\.queued\.max allows 20\. Nothing was accepted\./;
  await assertRefused(() => enqueue({ dedupKey: 'one more' }), 503, words);
  await assertRefused(() => enqueue([{ dedupKey: 'one more' }, { dedupKey: 'and one' }]), 503, words);
  const resolve = await enqueue({ eventAction: 'resolve', dedupKey: 'full-0' });
  assert.equal(resolve.status, 202, resolve.text);
  assert.equal(await backlog(), most - 1, 'and it shortens the queue: nobody was told of that trigger');
  assert.equal((await enqueue({ dedupKey: 'one more' })).status, 202);
});
