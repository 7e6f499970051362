import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { portOf } from '../support/port-of.ts';
import { TestServer } from '../support/test-server.ts';
import { waitFor } from '../support/wait-for.ts';

/* Sources that mean ill cost their own rules something, and the delivery of events nothing that anybody feels. */

/** Each pattern never comes to an end on an engine that goes back. */
const patterns = ['(a+)+$', '(a|aa)+$', '(a|a?)+b', '([a-z]+)*[0-9]'];
const rulesOfEach = 10;
const windows = 5;
const eventsInWindow = 600;
const perSecond = 200;
/** Below this what else the machine does is all that is measured. Milliseconds. */
const floor = 5;

let server: TestServer;
let web: Worker;
let origin = '';
/** When an event arrived at the sink, by its dedup key. */
const arrived = new Map<string, number>();
const sink = createServer((request, response) => {
  let body = '';
  request.setEncoding('utf8');
  request.on('data', (chunk: string) => {
    body += chunk;
  });
  request.on('end', () => {
    arrived.set(JSON.parse(body).dedup_key, performance.now());
    response.writeHead(202).end('{"status":"success"}');
  });
});

before(async () => {
  sink.listen(0, '127.0.0.1');
  web = new Worker(new URL('../support/hostile-web.ts', import.meta.url));
  const [port]: unknown[] = await once(web, 'message');
  origin = `http://127.0.0.1:${port}`;
  server = await TestServer.start();
  await call('/api/actions/connector/sink', {
    name: 'Sink',
    connector_type_id: '.pagerduty',
    config: { apiUrl: `http://127.0.0.1:${portOf(sink)}/v2/enqueue` },
    secrets: { routingKey: 'a'.repeat(32) },
  });
});
after(async () => {
  await server[Symbol.asyncDispose]();
  await web.terminate();
  sink.closeAllConnections();
  sink.close();
});

async function call(path: string, body?: unknown, method = body === undefined ? 'GET' : 'POST') {
  const answer = await server.call(path, { method, ...(body !== undefined && { body }) });
  assert.ok(answer.status < 300, `${method} ${path}: ${answer.status} ${answer.text}`);
  return Object(answer.body);
}

let sent = 0;

/** Events at an even pace through the relay; how long after its 202 each was at the sink, at the 99th percentile. */
async function p99(): Promise<number> {
  const acceptedAt = new Map<string, number>();
  const startedAt = performance.now();
  const posts: Promise<void>[] = [];
  for (let n = 0; n < eventsInWindow; n++) {
    const wait = startedAt + (n * 1000) / perSecond - performance.now();
    if (wait > 0) await sleep(wait);
    posts.push(post(`event-${sent++}`, acceptedAt));
  }
  await Promise.all(posts);
  const latencies = await waitFor('the last event at the sink', async () => {
    const times = [...acceptedAt].map(([key, at]) => (arrived.get(key) ?? Number.NaN) - at);
    return times.some(Number.isNaN) ? undefined : times;
  });
  return latencies.toSorted((a, b) => a - b)[Math.ceil(latencies.length * 0.99) - 1] ?? Number.NaN;
}

async function post(dedupKey: string, acceptedAt: Map<string, number>): Promise<void> {
  const response = await fetch(`${server.url}/v2/enqueue`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      routing_key: 'a'.repeat(32),
      event_action: 'trigger',
      dedup_key: dedupKey,
      payload: { summary: 'An event', source: 'a test', severity: 'error' },
    }),
  });
  acceptedAt.set(dedupKey, performance.now());
  assert.equal(response.status, 202, await response.text());
}

const ids = Array.from({ length: 2 * rulesOfEach }, (_, n) => `hostile-${n}`);

/** Has each of the hostile rules run once. */
async function runAll(window: number): Promise<void> {
  for (const [n, id] of ids.entries()) {
    const isLarge = n % 2 === 1;
    const pattern = patterns[(n >> 1) % patterns.length];
    if (window > 0) await call(`/internal/alerting/rule/${id}/_run_soon`, undefined, 'POST');
    else {
      await call(`/api/alerting/rule/${id}`, {
        name: id,
        rule_type_id: 'http-check',
        consumer: 'alerts',
        schedule: { interval: '1d' },
        params: {
          targets: [{ name: 'web', url: `${origin}/${isLarge ? 'large' : 'a'}` }],
          retries: 0,
          ...(isLarge ? { bodyContains: 'needle' } : { bodyMatches: pattern }),
        },
        actions: [],
      });
    }
  }
  await waitFor(`${ids.length * (window + 1)} runs`, async () => {
    const asked = Number(await (await fetch(`${origin}/asked`)).text());
    return asked >= ids.length * (window + 1) ? true : undefined;
  });
}

const median = (values: readonly number[]) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

test('a hundred runs on 50 MB and on what regexes fear leave the time from 202 to the sink as it was', async (t) => {
  await p99();
  const without: number[] = [];
  const beside: number[] = [];
  for (let window = 0; window < windows; window++) {
    without.push(await p99());
    const [measured] = await Promise.all([p99(), sleep(500).then(() => runAll(window))]);
    beside.push(measured);
  }
  const [before, after] = [median(without), median(beside)];
  t.diagnostic(`202 to the sink, p99: ${before.toFixed(2)} ms without, ${after.toFixed(2)} ms beside them`);
  assert.ok(after <= 2 * Math.max(before, floor), `${after} ms beside them, ${before} ms without`);

  for (const id of ids) {
    const { items } = await call(`/api/tocsin/rule/${id}/alerts`);
    assert.deepEqual(
      items.map(({ id: alert, group }: { id: string; group: string }) => [alert, group]),
      [['web', 'down']],
      id,
    );
  }
});
