import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sandboxRoutingKey } from '../../src/connectors/sandbox-connector.ts';
import { enqueue, mood, untilState } from '../support/delivered-events.ts';
import { TestServer } from '../support/test-server.ts';
import { refusal } from '../support/unharmed.ts';

/* The delivery log over HTTP, and the brake for what waits, on a real server and its sandbox. */

let server: TestServer;
before(async () => {
  server = await TestServer.start();
  server.secrets.add(sandboxRoutingKey);
});
after(() => server.stop());

const get = (query: string) => server.call(`/api/tocsin/events${query}`);

async function idsOf(query: string): Promise<string[]> {
  const { status, text, body } = await get(query);
  assert.equal(status, 200, text);
  return Object(body).items.map(({ id }: { id: string }) => id);
}

test('rule 13: an event is in the log with its source, its attempt, the answer and its open incident', async () => {
  const id = await enqueue(server, {
    dedupKey: 'db1/disk',
    summary: 'Disk full',
    source: 'db1',
    severity: 'critical',
    timestamp: '2026-05-06T10:00:00Z',
  });
  const event = await untilState(server, id, 'delivered');
  const { accepted_at, settled_at, attempt_log, incident, ...rest } = event;
  assert.deepEqual(rest, {
    id,
    connector_id: 'sandbox',
    connector_name: 'sandbox',
    action: 'trigger',
    severity: 'critical',
    dedup_key: 'db1/disk',
    summary: 'Disk full',
    source: 'enqueue',
    state: 'delivered',
    reason: null,
    superseded_why: null,
    superseded_by: null,
    attempts: 1,
    merged: 0,
    resend_of: null,
    body: {
      routing_key: '[integration key]',
      event_action: 'trigger',
      dedup_key: 'db1/disk',
      payload: {
        summary: 'Disk full',
        source: 'db1',
        severity: 'critical',
        timestamp: '2026-05-06T10:00:00.000Z',
      },
    },
    notes: [],
    superseded_by_event: null,
    resent_as: [],
  });
  for (const time of [accepted_at, settled_at])
    assert.match(String(time), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  const [attempt] = Object(attempt_log);
  const { n, status, verdict, reason, message, errors, answer } = attempt;
  assert.deepEqual([n, status, verdict, reason, message, errors], [1, 202, 'delivered', null, null, []]);
  assert.deepEqual(JSON.parse(answer).dedup_key, 'db1/disk');
  assert.deepEqual(
    [Object(incident).dedup_key, Object(incident).state, Object(incident).last_action],
    ['db1/disk', 'open', 'trigger'],
  );
});

test('rule 10: what was superseded says so, why, and by which event', async () => {
  await mood(server, 'slow', { delay: 400 });
  const first = await enqueue(server, { dedupKey: 'merge', summary: 'first' });
  const second = await enqueue(server, { dedupKey: 'merge', summary: 'second' });
  const third = await enqueue(server, { dedupKey: 'merge', summary: 'third' });
  await mood(server, 'ok');
  const { superseded_why, superseded_by, superseded_by_event } = await untilState(
    server,
    second,
    'superseded',
  );
  assert.deepEqual([superseded_why, superseded_by], ['newer', third]);
  assert.equal(Object(superseded_by_event).summary, 'third');
  await untilState(server, first, 'delivered');
  assert.equal((await untilState(server, third, 'delivered')).merged, 1);
});

test('rule 13: the log is read page by page, the newest first, and each filter lets through what it names', async () => {
  const begun = new Date().toISOString();
  const ids: string[] = [];
  for (let i = 0; i < 5; i++)
    ids.push(await enqueue(server, { dedupKey: `page-${i}`, summary: `event ${i}` }));
  const change = await enqueue(server, { eventAction: 'change', summary: 'Deployed' });
  for (const id of [...ids, change]) await untilState(server, id, 'delivered');

  const read: string[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const query = `?limit=2&from=${begun}${cursor === '' ? '' : `&cursor=${cursor}`}`;
    const { body } = await get(query);
    const items: { id: string }[] = Object(body).items;
    assert.ok(items.length <= 2);
    read.push(...items.map(({ id }) => id));
    cursor = Object(body).next_cursor;
  }
  assert.deepEqual(read, [...ids, change].toReversed());
  assert.deepEqual(await idsOf('?action=change'), [change]);
  assert.deepEqual(await idsOf('?dedup_key=page-3'), [ids[3]]);
  assert.deepEqual(await idsOf(`?connector_id=sandbox&state=delivered&from=${begun}&limit=1`), [change]);
  for (const query of ['?connector_id=other', '?state=dead', '?source=relay', `?to=1999-01-01T00:00:00Z`])
    assert.deepEqual(await idsOf(query), [], query);
});

const badQueries: [query: string, message: RegExp][] = [
  ['?cursor=abc', /^\[request query\.cursor\]: is no cursor; take next_cursor of the page before/],
  [
    '?from=yesterday',
    /^\[request query\.from\]: expected a time such as 2026-11-23T12:00:00Z, but got "yesterday"$/,
  ],
  ['?to=2026-02-30T00:00:00Z', /^\[request query\.to\]: expected a time such as/],
  ['?limit=0', /^\[request query\.limit\]: expected a whole number from 1 to 200/],
  ['?limit=201', /^\[request query\.limit\]: expected a whole number from 1 to 200/],
  ['?limit=many', /^\[request query\.limit\]: expected value of type \[number\]/],
  ['?state=lost', /^\[request query\.state\]: Invalid option: expected one of "waiting"/],
  ['?action=page', /^\[request query\.action\]: Invalid option/],
  ['?page=2', /^\[request query\.page\]: definition for this key is missing/],
];
for (const [query, message] of badQueries) {
  test(`a query that can not be meant is refused in words: ${query}`, async () => {
    const { status, body } = await get(query);
    assert.equal(status, 400);
    assert.match(refusal.parse(body).message, message);
  });
}

test('an event that is not there is not found, whatever its id', async () => {
  for (const id of ['999999', '0', '01', '-1', 'abc', '%20', '9'.repeat(30)]) {
    const { status, body } = await get(`/${id}`);
    assert.equal(status, 404, id);
    assert.match(refusal.parse(body).message, /^There is no event "/);
  }
});

const cancel = (body: object) => server.call('/api/tocsin/events/_cancel', { body });

test('rule 12: what waits is cancelled by id, by incident and by connector, and is a dead letter then', async () => {
  await mood(server, '500');
  const keys = ['c-1', 'c-2', 'c-3', 'c-4'];
  const [one = '', two = '', three = '', four = ''] = await Promise.all(
    keys.map((dedupKey) => enqueue(server, { dedupKey, summary: 'storm' })),
  );
  for (const id of [one, two, three, four]) await untilState(server, id, 'waiting');
  assert.deepEqual((await cancel({ ids: [one, '999999'] })).body, { cancelled: 1 });
  const reasonOf = async (id: string) => (await untilState(server, id, 'dead')).reason;
  assert.equal(await reasonOf(one), 'cancelled');
  assert.deepEqual((await cancel({ connector_id: 'sandbox', dedup_key: 'c-2' })).body, { cancelled: 1 });
  assert.equal(await reasonOf(two), 'cancelled');
  assert.deepEqual((await cancel({ connector_id: 'other' })).body, { cancelled: 0 });
  const { body } = await cancel({ connector_id: 'sandbox' });
  assert.ok(Object(body).cancelled >= 1);
  await mood(server, 'ok');
  // One that was in flight at that moment is delivered instead.
  for (const id of [three, four]) {
    const { body: event } = await get(`/${id}`);
    assert.ok(['dead', 'in_flight', 'waiting', 'delivered'].includes(Object(event).state));
  }
});

test('what to cancel has to be plain', async () => {
  const bodies: [body: object, message: RegExp][] = [
    [{}, /expected either ids, or connector_id/],
    [{ ids: ['1'], connector_id: 'sandbox' }, /expected either ids, or connector_id/],
    [{ dedup_key: 'x' }, /expected either ids, or connector_id/],
    [{ ids: [] }, /must name one at least/],
    [{ ids: ['x'] }, /^\[request body\.ids\.0\]: expected the id of an event, such as "42", but got "x"$/],
    [{ ids: [1] }, /expected value of type \[string\] but got \[number\]/],
  ];
  for (const [body, message] of bodies) {
    const answer = await cancel(body);
    assert.equal(answer.status, 400, JSON.stringify(body));
    assert.match(refusal.parse(answer.body).message, message);
  }
});
