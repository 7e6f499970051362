import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Refusal } from '../refusal.ts';
import type { Answer } from '../sandbox/reply.ts';
import { Sandbox } from '../sandbox/sandbox.ts';
import { StoreError } from '../store/store-error.ts';
import { createRelay, maxRelayBody, type RelayRequest } from './relay-answer.ts';
import { ownKey, relayKey, relayServices, triggerFor } from './relay-for-tests.ts';

interface Question {
  readonly strict?: boolean;
  readonly kind?: RelayRequest['kind'];
  readonly keyHeader?: string;
}

const bytesOf = (body: unknown) =>
  body instanceof Uint8Array ? body : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));

async function ask(body: unknown, { strict = false, kind = 'alert', keyHeader }: Question = {}) {
  const { delivery, services } = relayServices(strict);
  const answer = await createRelay(services)({ kind, keyHeader, body: bytesOf(body) });
  return { answer, events: delivery.events };
}

const told = ({ status, headers, body }: Answer) => [status, headers['content-type'], body];

/** What the sandbox, and PagerDuty as far as it is known, says of the same call. */
function askSandbox(body: unknown, { kind = 'alert', keyHeader }: Question = {}) {
  const sandbox = new Sandbox({ clock: () => 0, random: Math.random, uuid: () => 'uuid', accept: 'known' });
  for (const key of [relayKey, ownKey]) sandbox.addKey(key);
  const path = kind === 'alert' ? 'enqueue' : 'change';
  const reply = sandbox.handle({ path, routingKeyHeader: keyHeader, body: bytesOf(body) });
  assert.equal(reply.kind, 'answer');
  return reply;
}

test('an event is accepted for the connector that the key belongs to, and answered as PagerDuty would', async () => {
  for (const [key, connectorId] of [
    [relayKey, 'relayed'],
    [ownKey, 'own'],
  ]) {
    const { answer, events } = await ask(triggerFor(key));
    assert.deepEqual(told(answer), told(askSandbox(triggerFor(key))));
    assert.equal(answer.body, '{"status":"success","message":"Event processed","dedup_key":"disk"}');
    assert.deepEqual(
      events.map((event) => [event.connectorId, event.source, event.kind]),
      [[connectorId, 'relay', 'alert']],
    );
    assert.ok(!JSON.stringify(events).includes(String(key)), 'the key is no part of the event');
  }
});

test('a change event is answered as PagerDuty would', async () => {
  const change = { routing_key: relayKey, payload: { summary: 'Deployed' } };
  const { answer, events } = await ask(change, { kind: 'change' });
  assert.deepEqual(told(answer), told(askSandbox(change, { kind: 'change' })));
  assert.deepEqual([answer.status, events[0]?.kind], [202, 'change']);
});

test('rule 3: a trigger without a dedup key gets one of 32 hex digits, which the 202 returns', async () => {
  const { answer, events } = await ask(triggerFor(relayKey, { dedup_key: undefined }));
  const { dedup_key } = JSON.parse(answer.body);
  assert.match(dedup_key, /^[0-9a-f]{32}$/);
  assert.equal(events[0]?.kind === 'alert' && events[0].event.dedup_key, dedup_key);
});

test('the key is that of the body, else that of the header', async () => {
  const cases: [inBody: unknown, keyHeader: string | undefined, connectorId: string | undefined][] = [
    [relayKey, ownKey, 'relayed'],
    [undefined, ownKey, 'own'],
    [null, ownKey, 'own'],
    ['', ownKey, 'own'],
    ['wrong', ownKey, undefined],
    [7, ownKey, undefined],
  ];
  for (const [inBody, keyHeader, connectorId] of cases) {
    const question = keyHeader === undefined ? {} : { keyHeader };
    const { answer, events } = await ask(triggerFor(inBody), question);
    assert.equal(events[0]?.connectorId, connectorId, String(inBody));
    assert.equal(answer.status, askSandbox(triggerFor(inBody), question).status);
  }
});

const wrongKeys = [
  undefined,
  null,
  '',
  '  ',
  'short',
  'x'.repeat(33),
  `-${'x'.repeat(31)}`,
  'a-b',
  7,
  {},
  'U'.repeat(32),
];
for (const strict of [false, true]) {
  for (const key of wrongKeys) {
    test(`the key ${JSON.stringify(key)} is refused as PagerDuty would${strict ? ', strict' : ''}`, async () => {
      for (const kind of ['alert', 'change'] as const) {
        const { answer, events } = await ask(triggerFor(key), { strict, kind });
        assert.deepEqual(told(answer), told(askSandbox(triggerFor(key), { kind })));
        assert.deepEqual([answer.status, events], [400, []]);
      }
    });
  }
}

const noEvents: [what: string, body: string | Uint8Array][] = [
  ['nothing', ''],
  ['half of it', '{"routing_key"'],
  ['an array', `[${JSON.stringify(triggerFor(relayKey))}]`],
  ['a text', '"trigger"'],
  ['null', 'null'],
  ['a form', `routing_key=${relayKey}`],
  ['what is no UTF-8', Buffer.from(`{"routing_key":"${relayKey}","summary":"\xff"}`, 'latin1')],
];
for (const [what, body] of noEvents) {
  test(`${what} is refused as PagerDuty would`, async () => {
    const { answer } = await ask(body, { keyHeader: relayKey });
    assert.deepEqual(told(answer), told(askSandbox(body, { keyHeader: relayKey })));
    assert.equal(answer.status, 400);
  });
}

const notMeant: [what: string, more: Record<string, unknown>][] = [
  ['no action', { event_action: undefined }],
  ['an unknown action', { event_action: 'snooze' }],
  ['an acknowledge without a dedup key', { event_action: 'acknowledge', dedup_key: undefined }],
  ['a resolve with a blank one', { event_action: 'resolve', dedup_key: ' ' }],
];
for (const [what, more] of notMeant) {
  test(`${what} is refused in PagerDuty's words, also when not strict`, async () => {
    const { answer } = await ask(triggerFor(relayKey, more));
    assert.deepEqual(told(answer), told(askSandbox(triggerFor(relayKey, more))));
    assert.equal(answer.status, 400);
  });
}

const payload = { summary: 'Disk full', source: 'db1', severity: 'critical' };
const fitted: [what: string, more: Record<string, unknown>][] = [
  ['no payload', { payload: undefined }],
  ['a blank summary', { payload: { ...payload, summary: ' ' } }],
  ['a long summary', { payload: { ...payload, summary: 's'.repeat(1025) } }],
  ['no source', { payload: { ...payload, source: undefined } }],
  ['a severity of another tool', { payload: { ...payload, severity: 'High' } }],
  ['a timestamp with a space', { payload: { ...payload, timestamp: '2021-10-22 5:01:32' } }],
  ['custom details that are text', { payload: { ...payload, custom_details: 'text' } }],
  ['a long dedup key', { dedup_key: 'k'.repeat(256) }],
  ['a link without href', { links: [{ text: 'Runbook' }] }],
  ['an image without https', { images: [{ src: 'http://graphs.example/1.png' }] }],
  ['an action in capitals', { event_action: 'TRIGGER' }],
];
for (const [what, more] of fitted) {
  test(`rule 14: ${what} is made to fit, and with relay.strict refused as PagerDuty would`, async () => {
    const event = triggerFor(relayKey, more);
    const loose = await ask(event);
    assert.deepEqual([loose.answer.status, loose.events.length], [202, 1]);
    const strict = await ask(event, { strict: true });
    assert.deepEqual(told(strict.answer), told(askSandbox(event)));
    assert.deepEqual([strict.answer.status, strict.events], [400, []]);
  });
}

test('with relay.strict what PagerDuty takes is taken', async () => {
  const { answer, events } = await ask(triggerFor(ownKey), { strict: true });
  assert.deepEqual([answer.status, events.length], [202, 1]);
});

test('rule 14: a body of up to 1 MiB is made to fit, a larger one is 413; strict, from 512,000 bytes', async () => {
  const ofBytes = (bytes: number) => {
    const custom_details = { log: '' };
    const event = triggerFor(relayKey, { payload: { ...payload, custom_details } });
    custom_details.log = 'x'.repeat(bytes - JSON.stringify(event).length);
    return event;
  };
  const loose = await ask(ofBytes(maxRelayBody));
  assert.equal(loose.answer.status, 202);
  assert.match(loose.events[0]?.notes.join() ?? '', /left out "log"/);
  assert.equal((await ask(ofBytes(maxRelayBody + 1))).answer.status, 413);
  assert.equal((await ask(ofBytes(512_000), { strict: true })).answer.status, 202);
  const strict = await ask(ofBytes(512_001), { strict: true });
  assert.deepEqual(told(strict.answer), told(askSandbox(ofBytes(512_001))));
  assert.equal(strict.answer.status, 413);
});

test('rule 14: what can not be made small enough is 413', async () => {
  const { answer } = await ask(triggerFor(relayKey, { blob: 'x'.repeat(600_000) }));
  assert.equal(answer.status, 413);
  assert.match(answer.body, /PagerDuty takes at most 512,000/);
});

test('change events for the key of a ruleset are refused', async () => {
  const { delivery, services } = relayServices(false);
  delivery.changeEventFault = 'PagerDuty takes no change events for it.';
  const body = bytesOf({ routing_key: relayKey, payload });
  const answer = await createRelay(services)({ kind: 'change', keyHeader: undefined, body });
  assert.deepEqual([answer.status, JSON.parse(answer.body).errors], [400, [delivery.changeEventFault]]);
});

test('rule 1: the 202 waits until the event is on disk', async () => {
  const { delivery, services } = relayServices(false);
  const commit = Promise.withResolvers<void>();
  delivery.commit = commit.promise;
  let answered = false;
  const answer = createRelay(services)({
    kind: 'alert',
    keyHeader: undefined,
    body: bytesOf(triggerFor(relayKey)),
  }).finally(() => {
    answered = true;
  });
  for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
  assert.equal(answered, false);
  commit.resolve();
  assert.equal((await answer).status, 202);
});

const unavailable = new Refusal('unavailable', 'Too many events wait.', { retryAfter: 30 });
const troubles: [what: string, fault: Error, status: number, retryAfter: string | undefined, says: RegExp][] =
  [
    ['a full queue', unavailable, 503, '30', /Too many events wait/],
    ['a store that fails', new StoreError('full', 'The disk is full.'), 503, '5', /disk is full/],
    ['a defect', new TypeError('secret words'), 500, undefined, /its log says why/],
  ];
for (const [what, fault, status, retryAfter, says] of troubles) {
  test(`${what} is answered ${status} in PagerDuty's shape, and nothing is accepted`, async () => {
    const { delivery, services } = relayServices(false);
    delivery.commit = Promise.reject(fault);
    const request = { kind: 'alert', keyHeader: undefined, body: bytesOf(triggerFor(relayKey)) } as const;
    const answer = await createRelay(services)(request);
    assert.deepEqual([answer.status, answer.headers['retry-after']], [status, retryAfter]);
    const { message, errors } = JSON.parse(answer.body);
    assert.match(message, says);
    assert.deepEqual(errors, [message]);
    assert.deepEqual(delivery.events, []);
  });
}

test('what is sent for a connector that can not be used is not lost: 503', async () => {
  const { delivery, services } = relayServices(false);
  const request = { kind: 'alert', keyHeader: undefined, body: bytesOf(triggerFor(relayKey)) } as const;
  delivery.connectorFault = new Refusal('forbidden', 'action type ".pagerduty" is not enabled');
  const disabled = await createRelay(services)(request);
  assert.deepEqual([disabled.status, disabled.headers['retry-after']], [503, '5']);
  delivery.connectorFault = new Refusal('not_found', 'Saved object [action/x] not found');
  const deleted = await createRelay(services)(request);
  assert.deepEqual(told(deleted), told(askSandbox(triggerFor('U'.repeat(32)))));
});
