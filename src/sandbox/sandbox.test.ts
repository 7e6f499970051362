import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { MoodName } from '../api/sandbox.ts';
import type { SandboxChange } from './sandbox.ts';
import {
  actionEvent,
  answerOf,
  createTestSandbox,
  examplePayload,
  jsonOf,
  otherKey,
  statusOf,
  testKey,
  triggerEvent,
} from './sandbox-for-tests.ts';

const invalid = (...errors: string[]) => ({
  status: 'invalid event',
  message: 'Event object is invalid',
  errors,
});
const throttledBody =
  '{"status":"throttle exceeded","message":"Requests for this service are arriving too quickly.  Please retry later.","errors":["Enhance Your Calm."]}';

test('a trigger is answered as PagerDuty does and opens an incident', () => {
  const { send, onlyIncident, lastCall } = createTestSandbox();
  const reply = answerOf(send(triggerEvent()));
  assert.equal(reply.status, 202);
  assert.equal(reply.body, '{"status":"success","message":"Event processed","dedup_key":"disk"}');
  assert.equal(onlyIncident().status, 'triggered');
  const { effect, incident, status, dedupKey, action } = lastCall();
  assert.deepEqual([effect, incident, status, dedupKey, action], ['opened', 1, 202, 'disk', 'trigger']);
});

test('a trigger without or with a blank dedup key gets one of its own each time', () => {
  const { sandbox, send, lastCall } = createTestSandbox();
  for (const [n, dedupKey] of [undefined, '', '  ', null].entries()) {
    const expected = { status: 'success', message: 'Event processed', dedup_key: `uuid-${n + 1}` };
    assert.deepEqual(jsonOf(send(triggerEvent({ dedup_key: dedupKey }))), expected);
    assert.equal(lastCall().dedupKey, `uuid-${n + 1}`);
  }
  assert.equal(sandbox.counts.triggered, 4);
});

for (const action of ['acknowledge', 'resolve']) {
  test(`an ${action} of nothing open gets its 202 and is dropped, which the calls tell`, () => {
    const { sandbox, send, lastCall } = createTestSandbox();
    assert.equal(statusOf(send(actionEvent(action))), 202);
    assert.equal(lastCall().effect, 'dropped');
    assert.match(lastCall().why, /dropped silently/);
    assert.equal(sandbox.counts.notifications, 0);
  });
}

const unrecognizedBodies: [name: string, body: Uint8Array][] = [
  ['nothing', Buffer.from('')],
  ['a text', Buffer.from('"x"')],
  ['a list', Buffer.from('[]')],
  ['null', Buffer.from('null')],
  ['half an object', Buffer.from('{"a":')],
  ['what is no UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])],
  ['a hundred thousand brackets', Buffer.from('['.repeat(100_000))],
];

for (const [name, body] of unrecognizedBodies) {
  test(`a body that is ${name} is not recognised`, () => {
    const { sandbox, lastCall } = createTestSandbox();
    const reply = sandbox.handle({ path: 'enqueue', body });
    assert.equal(statusOf(reply), 400);
    assert.deepEqual(jsonOf(reply), {
      status: 'Unrecognized object',
      message: 'Event object format is unrecognized',
      errors: ['JSON parse error'],
    });
    assert.equal(lastCall().effect, 'refused');
  });
}

test('512,000 bytes are taken, one more is too large', () => {
  const { send, lastCall } = createTestSandbox();
  const base = JSON.stringify(triggerEvent()).length;
  const details = (length: number) =>
    triggerEvent({ payload: { ...examplePayload, custom_details: { x: 'y'.repeat(length) } } });
  const empty = JSON.stringify(details(0)).length;
  assert.ok(empty > base);
  assert.equal(statusOf(send(details(512_000 - empty))), 202);
  assert.deepEqual([lastCall().bytes, lastCall().truncated, lastCall().body.length], [512_000, true, 4096]);
  const reply = send(details(512_001 - empty));
  assert.equal(statusOf(reply), 413);
  assert.deepEqual(jsonOf(reply), invalid('Event object is too large (maximum is 512000 bytes)'));
});

test('the routing key may come in the header, but the one in the body counts', () => {
  const { send, lastCall } = createTestSandbox();
  assert.equal(statusOf(send(triggerEvent({ routing_key: undefined }), otherKey)), 202);
  assert.equal(lastCall().routingKey, otherKey);
  assert.equal(statusOf(send(triggerEvent(), otherKey)), 202);
  assert.equal(lastCall().routingKey, testKey);
  assert.equal(statusOf(send(triggerEvent({ routing_key: 'bad' }), otherKey)), 400);
});

test('120 calls in 60 s pass, the 121st is throttled in PagerDuty’s words, and is free again when the window slides', () => {
  const { send, sendChange, clock, lastCall } = createTestSandbox();
  const statuses: number[] = [];
  for (let n = 0; n < 121; n += 1) {
    clock.now += 100;
    const change = { routing_key: testKey, payload: { summary: 'x' } };
    statuses.push(statusOf(n % 2 === 0 ? send(triggerEvent()) : sendChange(change)));
  }
  assert.deepEqual(
    statuses.map((status, n) => (status === 202 ? undefined : n)).filter((n) => n !== undefined),
    [120],
  );
  assert.equal(answerOf(send(triggerEvent())).body, throttledBody);
  assert.equal(lastCall().effect, 'throttled');
  assert.equal(statusOf(send(triggerEvent({ routing_key: otherKey }))), 202);
  clock.now += 60_000 - 12_100;
  assert.equal(statusOf(send(triggerEvent())), 429);
  clock.now += 100;
  assert.equal(statusOf(send(triggerEvent())), 202);
  assert.equal(statusOf(send(triggerEvent())), 429);
});

test('an invalid event of a good key takes a call from the limit', () => {
  const { send } = createTestSandbox({ limit: 1 });
  assert.equal(statusOf(send(triggerEvent({ payload: undefined }))), 400);
  assert.equal(statusOf(send(triggerEvent())), 429);
});

test('where only known keys are accepted, others are refused, and revoked ones everywhere', () => {
  const { sandbox, send } = createTestSandbox({ accept: 'known' });
  assert.deepEqual(jsonOf(send(triggerEvent())), invalid('Invalid routing key'));
  const { key } = sandbox.addKey();
  assert.equal(statusOf(send(triggerEvent({ routing_key: key }))), 202);
  sandbox.setAccept('any');
  assert.equal(statusOf(send(triggerEvent())), 202);
  sandbox.revokeKey(key);
  assert.equal(statusOf(send(triggerEvent({ routing_key: key }))), 400);
  sandbox.addKey(key);
  assert.equal(statusOf(send(triggerEvent({ routing_key: key }))), 202);
});

test('a change event is kept apart and opens nothing', () => {
  const { sandbox, sendChange, clock, lastCall } = createTestSandbox();
  const reply = sendChange({ routing_key: testKey, payload: { summary: 'Deployed', source: 'ci' } });
  assert.deepEqual(jsonOf(reply), { status: 'success', message: 'Change event processed' });
  assert.deepEqual(sandbox.changes(10), [
    { id: 1, at: clock.now, routingKey: testKey, summary: 'Deployed', source: 'ci', timestamp: undefined },
  ]);
  assert.equal(lastCall().effect, 'change');
  assert.deepEqual([sandbox.counts.triggered, sandbox.counts.changes], [0, 1]);
});

const unprocessed: [mood: MoodName, random: number, reply: unknown, effect: string][] = [
  ['refuse', 0, 'close', 'broken'],
  ['reset', 0, 'reset', 'broken'],
  ['429', 0, 429, 'throttled'],
  ['500', 0, 500, 'failed'],
  ['400', 0, 400, 'refused'],
  ['portal', 0.4, 403, 'portal'],
  ['portal', 0.5, 302, 'portal'],
];

for (const [mood, random, expected, effect] of unprocessed) {
  test(`in the mood ${mood} a call ends with ${expected} and opens nothing`, () => {
    const { sandbox, send, lastCall } = createTestSandbox({ random: () => random });
    sandbox.setMood({ mood, delay: 7 });
    const reply = send(triggerEvent());
    assert.equal(reply.kind === 'break' ? reply.how : reply.status, expected);
    assert.equal(reply.delayMs, 7);
    assert.equal(sandbox.counts.notifications, 0);
    assert.deepEqual([lastCall().effect, lastCall().mood, lastCall().delay], [effect, mood, 7]);
  });
}

test('in the mood slow a call is processed and its answer is late', () => {
  const { sandbox, send, onlyIncident } = createTestSandbox();
  sandbox.setMood({ mood: 'slow' });
  const reply = send(triggerEvent());
  assert.deepEqual([statusOf(reply), reply.delayMs], [202, 3000]);
  assert.equal(onlyIncident().status, 'triggered');
});

test('in the mood lose-answer a call is processed, and its connection breaks', () => {
  const { sandbox, send, onlyIncident, lastCall } = createTestSandbox();
  sandbox.setMood({ mood: 'lose-answer' });
  assert.equal(send(triggerEvent()).kind, 'break');
  assert.equal(onlyIncident().triggers, 1);
  const { effect, broken, status, incident } = lastCall();
  assert.deepEqual([effect, broken, status, incident], ['opened', 'close', undefined, 1]);
});

test('calls that a mood stops take nothing from the limit', () => {
  const { sandbox, send } = createTestSandbox({ limit: 1 });
  for (const mood of ['429', '500', 'portal', 'refuse'] as const) {
    sandbox.setMood({ mood });
    send(triggerEvent());
  }
  sandbox.setMood({ mood: 'ok' });
  assert.equal(statusOf(send(triggerEvent())), 202);
});

test('a mood for one key meets that key, in the body or the header', () => {
  const { sandbox, send } = createTestSandbox();
  sandbox.setMood({ mood: '500', key: otherKey });
  assert.equal(statusOf(send(triggerEvent())), 202);
  assert.equal(statusOf(send(triggerEvent({ routing_key: otherKey }))), 500);
  assert.equal(statusOf(send(triggerEvent({ routing_key: undefined }), otherKey)), 500);
});

test('reset forgets what was received and every setting, but not the keys that were made', () => {
  const { sandbox, send } = createTestSandbox({ limit: 5 });
  const { key } = sandbox.addKey();
  send(triggerEvent());
  sandbox.setMood({ mood: '500' });
  sandbox.setLimit(null);
  sandbox.setAccept('known');
  sandbox.revokeKey(key);
  sandbox.reset();
  const none = { triggered: 0, acknowledged: 0, resolved: 0, notifications: 0, calls: 0, changes: 0 };
  assert.deepEqual(sandbox.counts, { ...none, dropped: { incidents: 0, calls: 0, changes: 0 } });
  assert.deepEqual([sandbox.limit, sandbox.accept, sandbox.moods.length], [5, 'any', 1]);
  assert.deepEqual(
    sandbox.keys.map((each) => [each.key, each.revoked]),
    [[key, false]],
  );
  assert.equal(statusOf(send(triggerEvent())), 202);
});

test('whoever subscribed hears of calls, of what people do, of settings and resets, until he leaves', () => {
  const { sandbox, send } = createTestSandbox();
  const heard: SandboxChange[] = [];
  const leave = sandbox.subscribe((change) => heard.push(change));
  send(triggerEvent());
  sandbox.byHand(1, 'resolve');
  sandbox.setLimit(null);
  sandbox.reset();
  leave();
  send(triggerEvent());
  assert.deepEqual(heard, [
    { what: 'call', id: 1, incident: 1 },
    { what: 'incident', id: 1 },
    { what: 'settings' },
    { what: 'reset' },
  ]);
});

test('what it keeps is bounded, and it says how much it forgot', () => {
  const { sandbox, send, sendChange } = createTestSandbox({
    limit: null,
    bounds: { incidents: 2, calls: 3, changes: 1, callBody: 10 },
  });
  for (let n = 0; n < 5; n += 1) send(triggerEvent({ dedup_key: `k${n}` }));
  for (let n = 0; n < 4; n += 1) sendChange({ routing_key: testKey, payload: { summary: `s${n}` } });
  assert.deepEqual(sandbox.counts.dropped, { incidents: 3, calls: 6, changes: 3 });
  assert.deepEqual(
    sandbox.calls(10).map((call) => [call.id, call.body, call.truncated]),
    [9, 8, 7].map((id) => [id, '{"routing_', true]),
  );
});
