import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sandboxRoutingKey } from '../../src/connectors/sandbox-connector.ts';
import { deadLetter, enqueue, mood, untilState } from '../support/delivered-events.ts';
import { TestServer } from '../support/test-server.ts';
import { refusal } from '../support/unharmed.ts';

/* Rule 12 over HTTP: read, edited and sent again, purged, one at a time and many at once. */

let server: TestServer;
before(async () => {
  server = await TestServer.start();
  server.secrets.add(sandboxRoutingKey);
});
after(() => server.stop());

const path = '/api/tocsin/dead-letters';
const resend = (id: string, body?: object) =>
  server.call(`${path}/${id}/_resend`, { method: 'POST', ...(body && { body }) });

async function listed(query = ''): Promise<string[]> {
  const { status, text, body } = await server.call(path + query);
  assert.equal(status, 200, text);
  return Object(body).items.map(({ id }: { id: string }) => id);
}

test('rule 12: a dead letter is listed with PagerDuty’s own words, and shown with every attempt and its params', async () => {
  const id = await deadLetter(server, {
    dedupKey: 'shown',
    summary: 'Disk full',
    source: 'db1',
    severity: 'error',
  });
  const { body } = await server.call(`${path}?limit=1`);
  const [line] = Object(body).items;
  assert.deepEqual(
    [line.id, line.summary, line.reason, line.state],
    [id, 'Disk full', 'invalid_event', 'dead'],
  );
  assert.ok(line.message.length > 0 && line.errors.length > 0, JSON.stringify(line));
  const { body: shown } = await server.call(`${path}/${id}`);
  const { params, params_leave_out, attempt_log, body: sent, message, errors } = Object(shown);
  assert.deepEqual([message, errors, params_leave_out], [line.message, line.errors, []]);
  const { timestamp, ...rest } = params;
  assert.match(timestamp, /^\d{4}-/);
  assert.deepEqual(rest, {
    eventAction: 'trigger',
    dedupKey: 'shown',
    summary: 'Disk full',
    source: 'db1',
    severity: 'error',
  });
  assert.deepEqual([attempt_log.length, attempt_log[0].status], [1, 400]);
  assert.equal(sent.routing_key, '[integration key]');
});

test('rule 12: sent again it is a new event, and a dead letter no more', async () => {
  const id = await deadLetter(server, { dedupKey: 'again', summary: 'x' });
  const { status, body } = await resend(id);
  assert.equal(status, 202);
  const { id: newId, ...rest } = Object(body);
  assert.deepEqual(rest, { dedup_key: 'again', status: 'accepted', resend_of: id });
  const event = await untilState(server, newId, 'delivered');
  assert.deepEqual([event.resend_of, event.source], [id, 'resend']);
  const old = await untilState(server, id, 'dead');
  assert.deepEqual(old.resent_as, [newId]);
  assert.ok(!(await listed()).includes(id));
  const twice = await resend(id);
  assert.equal(twice.status, 404);
  assert.equal(
    refusal.parse(twice.body).message,
    `Event ${id} is no dead letter: it was sent again as event ${newId}.`,
  );
});

test('rule 12: it is edited by changing its params, judged strictly', async () => {
  const id = await deadLetter(server, { dedupKey: 'edited', summary: 'x', class: 'wrong' });
  const { body } = await server.call(`${path}/${id}`);
  const { class: _, ...params } = Object(body).params;
  const wrong = await resend(id, { event: { ...params, severity: 'bad' } });
  assert.equal(wrong.status, 400);
  assert.match(refusal.parse(wrong.body).message, /^error validating action params: .*→ at severity/s);
  const right = await resend(id, { event: { ...params, summary: 'y' } });
  assert.equal(right.status, 202, right.text);
  const event = await untilState(server, Object(right.body).id, 'delivered');
  assert.equal(event.summary, 'y');
  assert.deepEqual(event.notes, [`edited by hand; what it was, event ${id} shows`]);
});

test('rule 12: an outdated one is refused, saying what came after, unless forced', async () => {
  const id = await deadLetter(server, { dedupKey: 'outdated', summary: 'x' });
  const resolve = await enqueue(server, { eventAction: 'resolve', dedupKey: 'outdated' });
  await untilState(server, resolve, 'delivered');
  const { status, body } = await resend(id, {});
  assert.equal(status, 409);
  assert.match(
    refusal.parse(body).message,
    new RegExp(
      `^Event ${id} is outdated: of its incident came after it the resolve ${resolve} \\(accepted .*, delivered\\)`,
    ),
  );
  assert.equal((await resend(id, { force: true })).status, 202);
});

test('rule 12: many are sent again in their old order, and each one’s end is told', async () => {
  const [one, two, three] = [
    await deadLetter(server, { dedupKey: 'many', summary: 'first' }),
    await deadLetter(server, { eventAction: 'resolve', dedupKey: 'many' }),
    await deadLetter(server, { eventAction: 'change', summary: 'Deployed' }),
  ];
  const { status, body } = await server.call(`${path}/_resend`, {
    body: { ids: [three, '999999', two, one] },
  });
  assert.equal(status, 200);
  const { items } = Object(body);
  assert.deepEqual(
    items.map((item: { resend_of: string }) => item.resend_of),
    [three, '999999', two, one],
  );
  assert.equal(items[1].error.statusCode, 404);
  const [change, , resolve, trigger] = items.map((item: { id?: string }) => Number(item.id));
  assert.ok(trigger < resolve && resolve < change, 'the oldest first');
  await untilState(server, String(change), 'delivered');
});

test('rule 12: they are purged one by one, by ids and by what they are, and stay in the log', async () => {
  const letters: string[] = [];
  for (let i = 0; i < 4; i++)
    letters.push(await deadLetter(server, { dedupKey: `purge-${i}`, summary: 'x' }));
  const [one = '', two = '', three = '', four = ''] = letters;
  const { status, text } = await server.call(`${path}/${one}`, { method: 'DELETE' });
  assert.deepEqual([status, text], [204, '']);
  const again = await server.call(`${path}/${one}`, { method: 'DELETE' });
  assert.equal(again.status, 404);
  assert.equal(refusal.parse(again.body).message, `Event ${one} is no dead letter: it was purged.`);
  const purge = (body: object) => server.call(`${path}/_purge`, { body });
  assert.deepEqual((await purge({ ids: [one, two] })).body, { purged: 1, missing: [one], more: false });
  assert.deepEqual((await purge({ filter: { dedup_key: 'purge-2', reason: 'invalid_event' } })).body, {
    purged: 1,
    missing: [],
    more: false,
  });
  const left = await listed();
  assert.ok(left.includes(four) && !left.includes(three));
  assert.deepEqual((await purge({ filter: {} })).body, { purged: left.length, missing: [], more: false });
  assert.deepEqual(await listed(), []);
  assert.equal((await untilState(server, four, 'dead')).reason, 'invalid_event');
});

test('rule 12: filters and pages hold for dead letters as for events', async () => {
  const [one, two] = [
    await deadLetter(server, { dedupKey: 'f-1', summary: 'x' }),
    await deadLetter(server, { eventAction: 'resolve', dedupKey: 'f-2' }),
  ];
  assert.deepEqual(await listed('?action=resolve'), [two]);
  assert.deepEqual(await listed('?dedup_key=f-1&connector_id=sandbox&reason=invalid_event'), [one]);
  assert.deepEqual(await listed('?reason=cancelled'), []);
  const { body } = await server.call(`${path}?limit=1`);
  const cursor = Object(body).next_cursor;
  assert.deepEqual(await listed(`?limit=1&cursor=${cursor}`), [one]);
});

test('rule 16: a routing key that a caller wrote into an event is not shown, nor in a refusal of an edit', async () => {
  const key = 'PDkey0123456789abcdefPDkey012345';
  server.secrets.add(key);
  const body = {
    name: 'Echo',
    connector_type_id: '.pagerduty',
    config: { apiUrl: `${server.url}/sandbox/v2/enqueue` },
    secrets: { routingKey: key },
  };
  assert.equal((await server.call('/api/actions/connector/echo', { body })).status, 200);
  await mood(server, '400');
  const id = await enqueue(server, { dedupKey: `x ${key}`, summary: `my key is ${key}` }, 'echo');
  await untilState(server, id, 'dead');
  await mood(server, 'ok');
  const edited = await resend(id, { event: { summary: 'x', [key]: key, timestamp: key } });
  assert.equal(edited.status, 400);
  assert.match(refusal.parse(edited.body).message, /Unrecognized key: "\[integration key\]"/);
  for (const each of [path, `${path}/${id}`, `/api/tocsin/events/${id}`, '/api/tocsin/events'])
    assert.doesNotMatch((await server.call(each)).text, new RegExp(key), each);
});

const badBodies: [url: string, body: unknown, message: RegExp][] = [
  ['_resend', {}, /^\[request body\.ids\]: expected value of type \[array\]/],
  [
    '_resend',
    { ids: ['1', 'x'] },
    /^\[request body\.ids\.1\]: expected the id of an event, such as "42", but got "x"$/,
  ],
  ['_purge', {}, /expected either ids or filter/],
  ['_purge', { ids: ['1'], filter: {} }, /expected either ids or filter/],
  [
    '_purge',
    { filter: { state: 'dead' } },
    /^\[request body\.filter\.state\]: definition for this key is missing/,
  ],
  ['1/_resend', { event: 'text' }, /^\[request body\.event\]: expected value of type \[object\]/],
  ['1/_resend', { forced: true }, /^\[request body\.forced\]: definition for this key is missing/],
];
for (const [url, body, message] of badBodies) {
  test(`a body that can not be meant is refused in words: ${url} ${JSON.stringify(body)}`, async () => {
    const answer = await server.call(`${path}/${url}`, { body });
    assert.equal(answer.status, 400);
    assert.match(refusal.parse(answer.body).message, message);
  });
}

test('a dead letter that is not there is not found, whatever is done with it', async () => {
  for (const id of ['999999', 'abc', '0']) {
    const answers = [
      await server.call(`${path}/${id}`),
      await resend(id),
      await server.call(`${path}/${id}`, { method: 'DELETE' }),
    ];
    for (const { status, body } of answers) {
      assert.equal(status, 404);
      assert.match(refusal.parse(body).message, new RegExp(`^There is no dead letter "${id}"`));
    }
  }
});
