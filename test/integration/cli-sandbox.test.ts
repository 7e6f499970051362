import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { after, before, test } from 'node:test';
import { moodNames } from '../../src/api/sandbox.ts';
import { Child, tocsin } from '../support/child.ts';
import { portOf } from '../support/port-of.ts';
import { waitFor } from '../support/wait-for.ts';

/*
 * `tocsin sandbox`: a PagerDuty to practise on, as a process of its own.
 */

const routingKey = '0123456789abcdef0123456789abcdef';
const event = { routing_key: routingKey, event_action: 'trigger', dedup_key: 'first' };
const payload = { summary: 'It works', source: 'test', severity: 'critical' };
let child: Child;
let url: string;
before(async () => {
  child = new Child(['sandbox', '--port', '0']);
  url = await waitFor('the sandbox to listen', () => {
    if (child.process.exitCode !== null) assert.fail(child.stderr);
    if (!child.stdout.includes('Upset it')) return undefined;
    return /takes events at (http:\S+)\/v2\/enqueue/.exec(child.stdout)?.[1];
  });
});
after(async () => {
  const { code, stderr } = await child.kill('SIGTERM');
  assert.deepEqual([code, stderr], [0, '']);
});

const post = (path: string, body: unknown, method = 'POST') =>
  fetch(url + path, {
    method,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    redirect: 'manual',
  });
const control = (path: string, body: unknown) => post(`/api/tocsin/sandbox${path}`, body, 'PUT');

test('the lines that it prints are true: an event opens an incident, which is seen', async () => {
  const line = /^Try it .*-d '(.*)'$/m.exec(child.stdout)?.[1] ?? '';
  const answer = await post('/v2/enqueue', JSON.parse(line));
  assert.equal(answer.status, 202);
  assert.equal(Object(await answer.json()).dedup_key, 'first');
  const seen = /^See it +curl (\S+)$/m.exec(child.stdout)?.[1] ?? '';
  const { items } = Object(await (await fetch(seen)).json());
  assert.deepEqual([items.length, items[0].dedup_key, items[0].status], [1, 'first', 'triggered']);
  const [, upset = '', mood = ''] = /^Upset it curl -X PUT (\S+) .*-d '(.*)'$/m.exec(child.stdout) ?? [];
  assert.equal(upset, `${url}/api/tocsin/sandbox/mood`);
  assert.equal((await control('/mood', JSON.parse(mood))).status, 200);
  await control('/mood', { mood: 'ok' });
});

/** How a call ends: the status of the answer, or that the connection broke. */
async function outcome(): Promise<number | 'broken'> {
  try {
    const answer = await post('/v2/enqueue', { ...event, payload });
    await answer.arrayBuffer();
    return answer.status;
  } catch {
    return 'broken';
  }
}

const outcomes: Record<(typeof moodNames)[number], (number | 'broken')[]> = {
  ok: [202],
  slow: [202],
  refuse: ['broken'],
  reset: ['broken'],
  '429': [429],
  '500': [500],
  '400': [400],
  'lose-answer': ['broken'],
  portal: [403, 302],
};
for (const mood of moodNames) {
  test(`the mood "${mood}" is set through the control API and met by calls`, async () => {
    const set = await control('/mood', { mood, ...(mood === 'slow' && { delay: 200 }) });
    assert.equal(set.status, 200, await set.text());
    const at = performance.now();
    const met = await outcome();
    assert.ok(outcomes[mood].includes(met), `it ended with ${met}`);
    if (mood === 'slow') assert.ok(performance.now() - at >= 190);
    await control('/mood', { mood: 'ok' });
  });
}

test('a key gets 120 calls a minute and then 429, in PagerDuty’s words; another key still gets through', async () => {
  await post('/api/tocsin/sandbox/reset', {});
  const statuses = await Promise.all(Array.from({ length: 121 }, outcome));
  assert.deepEqual(
    [statuses.filter((status) => status === 202).length, statuses.indexOf(429) >= 0],
    [120, true],
  );
  const refused = await post('/v2/enqueue', { ...event, payload });
  assert.deepEqual(await refused.json(), {
    status: 'throttle exceeded',
    message: 'Requests for this service are arriving too quickly.  Please retry later.',
    errors: ['Enhance Your Calm.'],
  });
  const other = { ...event, routing_key: 'f'.repeat(32), payload };
  assert.equal((await post('/v2/enqueue', other)).status, 202);
});

test('Ctrl-C ends it with 0, also while an answer is delayed', async () => {
  const other = new Child(['sandbox', '--port', '0']);
  const origin = await waitFor(
    'the other sandbox to listen',
    () => /takes events at (http:\S+)\/v2/.exec(other.stdout)?.[1],
  );
  const headers = { 'content-type': 'application/json' };
  await fetch(`${origin}/api/tocsin/sandbox/mood`, {
    method: 'PUT',
    headers,
    body: '{"mood":"slow","delay":60000}',
  });
  const body = JSON.stringify({ ...event, payload });
  const waiting = fetch(`${origin}/v2/enqueue`, { method: 'POST', headers, body }).catch(() => undefined);
  await waitFor('the call to arrive', async () => {
    const calls = await (await fetch(`${origin}/api/tocsin/sandbox/calls`)).json();
    return Object(calls).items[0];
  });
  const at = performance.now();
  assert.equal((await other.kill('SIGINT')).code, 0);
  assert.ok(performance.now() - at < 5000);
  await waiting;
});

test('a busy port is told in one line, with a way out', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const port = portOf(other);
  const { code, stderr } = await tocsin(['sandbox', '--port', String(port)]);
  other.close();
  assert.equal(code, 1);
  assert.match(
    stderr,
    new RegExp(`^tocsin: Port ${port} on 127\\.0\\.0\\.1 is in use by another program\\..*\\n$`),
  );
});
