import assert from 'node:assert/strict';
import { test } from 'node:test';
import Fastify from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { eventsApi } from './events-api.ts';
import type { Sandbox } from './sandbox.ts';
import { actionEvent, createTestSandbox, otherKey, testKey, triggerEvent } from './sandbox-for-tests.ts';
import { rawPost, sendRaw, startTestServer } from './server-for-tests.ts';

const triggerText = JSON.stringify(triggerEvent());

test('trigger, acknowledge and resolve are answered with 202 and seen in the book', async (t) => {
  const { sandbox, enqueue } = await startTestServer(t);
  const trigger = await enqueue(triggerEvent());
  assert.equal(trigger.status, 202);
  assert.equal(trigger.headers.get('content-type'), 'application/json; charset=utf-8');
  assert.equal(trigger.text, '{"status":"success","message":"Event processed","dedup_key":"disk"}');
  assert.equal((await enqueue(actionEvent('acknowledge'))).status, 202);
  assert.equal(sandbox.incident(1).status, 'acknowledged');
  assert.equal((await enqueue(actionEvent('resolve'))).status, 202);
  assert.equal(sandbox.incident(1).status, 'resolved');
});

test('a change event is answered on its own path', async (t) => {
  const { sandbox, call } = await startTestServer(t);
  const event = { routing_key: testKey, payload: { summary: 'Deployed' } };
  const { status, text } = await call('POST', '/v2/change/enqueue', event);
  assert.deepEqual([status, text], [202, '{"status":"success","message":"Change event processed"}']);
  assert.equal(sandbox.counts.changes, 1);
});

test('the routing key may come in the header', async (t) => {
  const { sandbox, enqueue } = await startTestServer(t);
  const { status } = await enqueue(triggerEvent({ routing_key: undefined }), { 'X-Routing-Key': otherKey });
  assert.deepEqual([status, sandbox.incident(1).routingKey], [202, otherKey]);
});

for (const contentType of [
  '',
  'text/plain',
  'application/json',
  'application/x-www-form-urlencoded',
  'nonsense',
]) {
  test(`a body of content type "${contentType}" is taken as it is`, async (t) => {
    const { origin } = await startTestServer(t);
    const header = contentType === '' ? '' : `Content-Type: ${contentType}\r\n`;
    const { received } = await sendRaw(
      origin,
      rawPost('/v2/enqueue', triggerText, `${header}Connection: close\r\n`),
    );
    assert.match(received, /^HTTP\/1\.1 202 /);
  });
}

const refused: [name: string, body: string | Uint8Array, status: number, says: string][] = [
  ['no body', '', 400, '"errors":["JSON parse error"]'],
  ['malformed JSON', '{"routing_key"', 400, '"errors":["JSON parse error"]'],
  ['invalid UTF-8', new Uint8Array([0x22, 0xff, 0x22]), 400, '"errors":["JSON parse error"]'],
  ['an empty object', '{}', 400, "'event_action' is missing or blank"],
  ['513,000 bytes', 'x'.repeat(513_000), 413, '(maximum is 512000 bytes)'],
  ['2 MiB', 'x'.repeat(2 * 1024 * 1024), 413, '(maximum is 512000 bytes)'],
];

for (const [name, body, status, says] of refused) {
  test(`${name} is refused with ${status} in PagerDuty's shape`, async (t) => {
    const { enqueue } = await startTestServer(t);
    const answer = await enqueue(body);
    assert.equal(answer.status, status);
    assert.ok(answer.text.includes(says), answer.text);
    assert.match(answer.text, /^\{"status":".+","message":".+","errors":\[/);
  });
}

test('exactly 120 calls pass in 60 s, and more as the window slides', async (t) => {
  const { enqueue, clock } = await startTestServer(t);
  const statuses = new Map<number, number>();
  for (let n = 0; n < 125; n += 1) {
    const { status } = await enqueue(triggerEvent());
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
  }
  assert.deepEqual(
    [...statuses],
    [
      [202, 120],
      [429, 5],
    ],
  );
  const throttled = await enqueue(triggerEvent());
  assert.ok(throttled.text.includes('too quickly.  Please retry later.","errors":["Enhance Your Calm."]'));
  clock.now += 59_999;
  assert.equal((await enqueue(triggerEvent())).status, 429);
  clock.now += 1;
  assert.equal((await enqueue(triggerEvent())).status, 202);
});

const breaks: [mood: 'refuse' | 'reset' | 'lose-answer', ended: string, processed: number][] = [
  ['refuse', 'closed', 0],
  ['reset', 'ECONNRESET', 0],
  ['lose-answer', 'closed', 1],
];

for (const [mood, ended, processed] of breaks) {
  test(`in the mood ${mood} the connection ends (${ended}) without a byte, ${processed} events processed`, async (t) => {
    const { sandbox, origin } = await startTestServer(t);
    sandbox.setMood({ mood });
    const outcome = await sendRaw(origin, rawPost('/v2/enqueue', triggerText));
    assert.deepEqual(outcome, { received: '', ended });
    assert.equal(sandbox.counts.notifications, processed);
    assert.equal(sandbox.counts.calls, 1);
    await assert.rejects(fetch(`${origin}/v2/enqueue`, { method: 'POST', body: triggerText }), TypeError);
  });
}

test('after a lost answer the same event again opens no second incident', async (t) => {
  const { sandbox, enqueue } = await startTestServer(t);
  sandbox.setMood({ mood: 'lose-answer' });
  await assert.rejects(enqueue(triggerEvent()), TypeError);
  sandbox.setMood({ mood: 'ok' });
  assert.equal((await enqueue(triggerEvent())).status, 202);
  assert.deepEqual([sandbox.counts.notifications, sandbox.incident(1).triggers], [1, 2]);
});

test('a portal answers with an HTML page, or sends to a login page', async (t) => {
  let random = 0;
  const { sandbox, enqueue } = await startTestServer(t, { random: () => random });
  sandbox.setMood({ mood: 'portal' });
  const forbidden = await enqueue(triggerEvent());
  assert.equal(forbidden.status, 403);
  assert.match(forbidden.headers.get('content-type') ?? '', /^text\/html/);
  assert.match(forbidden.text, /^<!DOCTYPE html>/);
  random = 0.9;
  const redirect = await enqueue(triggerEvent());
  assert.deepEqual(
    [redirect.status, redirect.headers.get('location')],
    [302, 'https://portal.example/login'],
  );
  assert.equal(sandbox.counts.notifications, 0);
});

test('a late answer is late, and its event is processed at once', async (t) => {
  const { sandbox, enqueue } = await startTestServer(t);
  sandbox.setMood({ mood: 'slow', delay: 150 });
  const startedAt = performance.now();
  assert.equal((await enqueue(triggerEvent())).status, 202);
  // A timer may fire a little before its time.
  assert.ok(performance.now() - startedAt > 140);
});

function hostOf(sandbox: Sandbox) {
  const host = Fastify();
  host.setValidatorCompiler(validatorCompiler);
  host.setSerializerCompiler(serializerCompiler);
  host.register(eventsApi(sandbox), { prefix: '/sandbox/v2' });
  return host;
}

test('a host that stops does not wait for late answers: they are given at once', {
  timeout: 5000,
}, async (t) => {
  const { sandbox } = createTestSandbox();
  const host = hostOf(sandbox);
  t.after(() => host.close());
  const origin = await host.listen({ host: '127.0.0.1', port: 0 });
  sandbox.setMood({ mood: 'slow', delay: 60_000 });
  const arrived = Promise.withResolvers<void>();
  sandbox.subscribe(() => arrived.resolve());
  const pending = fetch(`${origin}/sandbox/v2/enqueue`, { method: 'POST', body: triggerText });
  await arrived.promise;
  await host.close();
  assert.equal((await pending).status, 202);
});

test('under another prefix it leaves the rest of its host alone', async (t) => {
  const { sandbox } = createTestSandbox();
  const host = hostOf(sandbox);
  host.post('/echo', async (request) => ({ got: request.body }));
  t.after(() => host.close());
  const headers = { 'content-type': 'application/json' };
  const event = await host.inject({ method: 'POST', url: '/sandbox/v2/enqueue', headers, body: triggerText });
  assert.equal(event.statusCode, 202);
  const echo = await host.inject({ method: 'POST', url: '/echo', headers, body: '{"a":1}' });
  assert.deepEqual(echo.json(), { got: { a: 1 } });
  const text = await host.inject({
    method: 'POST',
    url: '/echo',
    headers: { 'content-type': 'x/y' },
    body: 'a',
  });
  assert.equal(text.statusCode, 415);
});
