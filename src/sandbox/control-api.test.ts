import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stateAnswer } from '../api/sandbox.ts';
import { otherKey, startTime, testKey, triggerEvent } from './sandbox-for-tests.ts';
import { startTestServer } from './server-for-tests.ts';

const iso = (ms: number) => new Date(ms).toISOString();

test('the state tells settings and counts', async (t) => {
  const { control, enqueue } = await startTestServer(t);
  await enqueue(triggerEvent());
  assert.deepEqual((await control('GET', '')).json, {
    accept: 'any',
    limit: 120,
    moods: [{ mood: 'ok', percent: 100, delay: 0, until: null, key: null }],
    keys: [],
    counts: { triggered: 1, acknowledged: 0, resolved: 0, notifications: 1, calls: 1, changes: 0 },
    dropped: { incidents: 0, calls: 0, changes: 0 },
  });
});

for (const method of ['PUT', 'POST']) {
  test(`${method} sets mood, limit and accept, and answers with the state`, async (t) => {
    const { control, enqueue, clock } = await startTestServer(t);
    const until = iso(startTime + 1000);
    const mood = await control(method, '/mood', { mood: '500', percent: 50, delay: 5, until, key: testKey });
    assert.equal(mood.status, 200);
    const { moods } = stateAnswer.parse(mood.json);
    assert.deepEqual(moods[1], { mood: '500', percent: 50, delay: 5, until, key: '…CDEF' });
    assert.equal(stateAnswer.parse((await control(method, '/limit', { limit: null })).json).limit, null);
    assert.equal(stateAnswer.parse((await control(method, '/limit', { limit: 3 })).json).limit, 3);
    await control(method, '/accept', { accept: 'known' });
    clock.now += 1000;
    assert.equal((await enqueue(triggerEvent())).status, 400);
  });
}

test('a general mood replaces the one before', async (t) => {
  const { control, enqueue } = await startTestServer(t);
  await control('PUT', '/mood', { mood: '429' });
  assert.equal((await enqueue(triggerEvent())).status, 429);
  await control('PUT', '/mood', { mood: 'ok', until: null });
  assert.equal((await enqueue(triggerEvent())).status, 202);
});

const bad: [method: string, path: string, body: unknown, status: number, says: RegExp][] = [
  ['PUT', '/mood', { mood: 'angry' }, 400, /mood/],
  ['PUT', '/mood', { mood: 'ok', percentage: 5 }, 400, /percentage/],
  ['PUT', '/mood', { mood: 'ok', percent: '5' }, 400, /percent/],
  ['PUT', '/mood', { mood: 'slow', delay: 60_001 }, 400, /delay/],
  ['PUT', '/mood', { mood: 'slow', until: 'tomorrow' }, 400, /until/],
  ['PUT', '/mood', { mood: 'slow', until: '2020-01-01T00:00:00Z' }, 400, /which is over/],
  ['PUT', '/mood', { mood: 'slow', key: 'short' }, 400, /32 letters or digits/],
  ['PUT', '/mood', '{"mood":', 400, /JSON/],
  ['PUT', '/limit', {}, 400, /limit/],
  ['PUT', '/limit', { limit: -1 }, 400, /limit/],
  ['PUT', '/accept', { accept: 'all' }, 400, /accept/],
  ['POST', '/keys', { key: 'x' }, 400, /32 letters or digits/],
  ['POST', '/reset', { now: true }, 400, /now/],
  ['DELETE', '/keys/x', undefined, 400, /32 letters or digits/],
  ['GET', '/incidents?limit=1001', undefined, 400, /limit/],
  ['GET', '/incidents?state=open', undefined, 400, /state/],
  ['GET', '/incidents?status=open', undefined, 400, /status/],
  ['GET', '/incidents/x', undefined, 400, /id/],
  ['GET', '/incidents/7', undefined, 404, /the sandbox has no incident 7/],
  ['POST', '/incidents/7/resolve', undefined, 404, /the sandbox has no incident 7/],
  ['GET', '/calls?cursor=0', undefined, 400, /cursor/],
  ['GET', '/nothing', undefined, 404, /Nothing is at GET \/api\/tocsin\/sandbox\/nothing/],
];

for (const [method, path, body, status, says] of bad) {
  test(`${method} ${path} with ${JSON.stringify(body)} is refused with ${status}`, async (t) => {
    const { control } = await startTestServer(t);
    const answer = await control(method, path, body);
    assert.equal(answer.status, status);
    const { json } = answer;
    assert.ok(typeof json === 'object' && json !== null);
    assert.deepEqual(Object.keys(json), ['statusCode', 'error', 'message']);
    assert.match(answer.text, says);
  });
}

test('keys are made, admitted, revoked and listed; only those made here are shown whole', async (t) => {
  const { control, enqueue } = await startTestServer(t, { random: () => 0.5 });
  const made = await control('POST', '/keys');
  const key = 'ss'.padEnd(32, 's');
  assert.deepEqual(
    [made.status, made.json],
    [201, { key, made: true, revoked: false, since: iso(startTime) }],
  );
  await control('POST', '/keys', { key: otherKey });
  const revoked = await control('DELETE', `/keys/${testKey}`);
  assert.deepEqual(revoked.json, { key: '…CDEF', made: false, revoked: true, since: iso(startTime) });
  assert.equal((await enqueue(triggerEvent())).status, 400);
  const list = await control('GET', '/keys');
  assert.deepEqual(list.json, {
    accept: 'any',
    keys: [made.json, { key: '…ffff', made: false, revoked: false, since: iso(startTime) }, revoked.json],
  });
});

test('incidents are listed in pages, and read with their log', async (t) => {
  const { control, enqueue } = await startTestServer(t);
  for (const dedup_key of ['a', 'b', 'c']) await enqueue(triggerEvent({ dedup_key }));
  const line = (id: number, dedup_key: string) => ({
    id,
    routing_key: '…CDEF',
    dedup_key,
    status: 'triggered',
    title: 'Disk full',
    summary: 'Disk full',
    severity: 'critical',
    source: 'db-1',
    opened_at: iso(startTime),
    acknowledged_at: null,
    resolved_at: null,
    triggers: 1,
    notifications: 1,
  });
  const first = await control('GET', '/incidents?limit=2');
  assert.deepEqual(first.json, { items: [line(3, 'c'), line(2, 'b')], next_cursor: 2 });
  const second = await control('GET', '/incidents?limit=2&cursor=2');
  assert.deepEqual(second.json, { items: [line(1, 'a')], next_cursor: null });
  const one = await control('GET', `/incidents?dedup_key=b&status=triggered&routing_key=${testKey}`);
  assert.deepEqual(one.json, { items: [line(2, 'b')], next_cursor: null });
  assert.deepEqual((await control('GET', '/incidents/1')).json, {
    ...line(1, 'a'),
    log: [{ at: iso(startTime), type: 'trigger', summary: 'Disk full' }],
    log_count: 1,
  });
});

test('a person acknowledges and resolves an incident, but can not acknowledge it afterwards', async (t) => {
  const { control, enqueue, sandbox } = await startTestServer(t);
  await enqueue(triggerEvent());
  assert.equal((await control('POST', '/incidents/1/acknowledge')).status, 200);
  assert.equal(sandbox.incident(1).status, 'acknowledged');
  const resolved = await control('POST', '/incidents/1/resolve', {});
  assert.match(resolved.text, /"status":"resolved".*"summary":"by a person"/);
  assert.equal((await control('POST', '/incidents/1/acknowledge')).status, 409);
});

test('calls tell what came, what was answered and what it did', async (t) => {
  const { control, enqueue } = await startTestServer(t);
  await enqueue(triggerEvent());
  const { json } = await control('GET', '/calls?limit=1');
  const body = JSON.stringify(triggerEvent());
  assert.deepEqual(json, {
    items: [
      {
        id: 1,
        at: iso(startTime),
        path: 'enqueue',
        routing_key: '…CDEF',
        event_action: 'trigger',
        dedup_key: 'disk',
        mood: 'ok',
        delay: 0,
        status: 202,
        broken: null,
        effect: 'opened',
        why: 'Incident 1 was opened: somebody would be paged.',
        incident: 1,
        bytes: body.length,
        body: body.replace(testKey, '…CDEF'),
        truncated: false,
      },
    ],
    next_cursor: null,
  });
});

test('change events are listed', async (t) => {
  const { control, call } = await startTestServer(t);
  const timestamp = '2026-11-23T09:00:00Z';
  await call('POST', '/v2/change/enqueue', {
    routing_key: testKey,
    payload: { summary: 'Deployed', timestamp },
  });
  const change = {
    id: 1,
    at: iso(startTime),
    routing_key: '…CDEF',
    summary: 'Deployed',
    source: null,
    timestamp,
  };
  assert.deepEqual((await control('GET', '/changes')).json, { items: [change], next_cursor: null });
});

test('no answer of the control holds a routing key that was sent, however it was sent', async (t) => {
  const { control, enqueue, call } = await startTestServer(t);
  await enqueue(triggerEvent());
  await enqueue(triggerEvent({ routing_key: undefined }), { 'x-routing-key': testKey });
  await enqueue(`{"routing_key":"${testKey}", "payl`);
  await enqueue(triggerEvent({ routing_key: `${testKey}x` }));
  await call('POST', '/v2/change/enqueue', { routing_key: testKey, payload: { summary: 'x' } });
  await control('PUT', '/mood', { mood: 'slow', delay: 1, key: testKey });
  await control('POST', '/keys', { key: testKey });
  for (const path of ['', '/keys', '/incidents', '/incidents/1', '/calls', '/changes']) {
    const { status, text } = await control('GET', path);
    assert.equal(status, 200);
    assert.ok(!text.includes(testKey), path);
  }
});

test('reset forgets incidents and calls', async (t) => {
  const { control, enqueue } = await startTestServer(t);
  await enqueue(triggerEvent());
  const { counts } = stateAnswer.parse((await control('POST', '/reset')).json);
  assert.deepEqual([counts.calls, counts.triggered], [0, 0]);
});
