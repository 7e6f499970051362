import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { enqueue, mood, untilState } from '../support/delivered-events.ts';
import { TestServer } from '../support/test-server.ts';
import { refusal } from '../support/unharmed.ts';
import { waitFor } from '../support/wait-for.ts';

/* What PagerDuty was told and may still have open, over HTTP. */

let server: TestServer;
before(async () => {
  server = await TestServer.start();
});
after(() => server.stop());

async function incidents(query = ''): Promise<Record<string, unknown>[]> {
  const { status, text, body } = await server.call(`/api/tocsin/incidents${query}`);
  assert.equal(status, 200, text);
  return Object(body).items;
}

async function tell(eventAction: string, dedupKey: string): Promise<string> {
  const id = await enqueue(server, { eventAction, dedupKey, summary: 'Disk full' });
  await untilState(server, id, 'delivered');
  return id;
}

test('rule 11: an incident is listed from its trigger to its resolve, with what was confirmed last', async () => {
  const id = await tell('trigger', 'disk');
  const [{ last_at: lastAt, ...incident } = {}, ...others] = await incidents();
  assert.deepEqual(incident, {
    id,
    connector_id: 'sandbox',
    connector_name: 'sandbox',
    shared: false,
    dedup_key: 'disk',
    state: 'open',
    last_action: 'trigger',
    source: 'enqueue',
  });
  assert.match(String(lastAt), /^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
  assert.deepEqual(others, []);
  await tell('acknowledge', 'disk');
  assert.equal((await incidents())[0]?.last_action, 'acknowledge');
  await tell('resolve', 'disk');
  assert.deepEqual(await incidents(), []);
});

test('rule 11: a trigger whose answer was lost leaves its incident maybe open', async () => {
  await mood(server, 'lose-answer');
  const id = await enqueue(server, { dedupKey: 'lost', summary: 'x' });
  const found = await waitFor(
    'the incident to be remembered',
    async () => (await incidents('?dedup_key=lost'))[0],
  );
  assert.deepEqual([found.state, found.last_action], ['maybe_open', null]);
  await mood(server, 'ok');
  await untilState(server, id, 'delivered');
  assert.deepEqual([(await incidents('?dedup_key=lost'))[0]?.state], ['open']);
  await tell('resolve', 'lost');
});

test('incidents are read page by page, and each filter lets through what it names', async () => {
  for (const key of ['p1', 'p2', 'p3']) await tell('trigger', key);
  const first = await server.call('/api/tocsin/incidents?limit=2');
  const cursor = Object(first.body).next_cursor;
  assert.equal(Object(first.body).items.length, 2);
  const second = await server.call(`/api/tocsin/incidents?limit=2&cursor=${cursor}`);
  assert.deepEqual(
    [
      Object(second.body).items.map((each: { dedup_key: string }) => each.dedup_key),
      Object(second.body).next_cursor,
    ],
    [['p1'], null],
  );
  assert.equal((await incidents('?dedup_key=p2&connector_id=sandbox&source=enqueue')).length, 1);
  for (const query of ['?dedup_key=p4', '?connector_id=other', '?source=relay'])
    assert.deepEqual(await incidents(query), [], query);
  const { status, body } = await server.call('/api/tocsin/incidents?state=open');
  assert.equal(status, 400);
  assert.match(refusal.parse(body).message, /definition for this key is missing/);
});
