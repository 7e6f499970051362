import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { type BenchProcess, startChild } from '../../bench/support/child-process.ts';
import { mainThreadTime } from '../../bench/support/process-cpu.ts';
import { portOf } from '../support/port-of.ts';
import { TestServer } from '../support/test-server.ts';
import { waitFor } from '../support/wait-for.ts';

/* Sources that mean ill cost their own rules something, and the delivery of events nothing that anybody feels. */

/** Each pattern never comes to an end on an engine that goes back. */
const patterns = ['(a+)+$', '(a|aa)+$', '(a|a?)+b', '([a-z]+)*[0-9]'];
/** With the interval: more than a hundred runs in so many seconds, three times as many as a hundred rules do that say nothing about it. */
const rulesOfEach = 11;
const interval = 4;
const secondsBeside = 24;
const secondsWithout = 8;
const perSecond = 200;
/** What a thing costs the thread that serves and sends does not depend on what else there is to do. Milliseconds. */
const mostOfMainThread = 40;

let server: TestServer;
let web: BenchProcess;
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
  web = startChild('hostile-web', {});
  origin = await web.line();
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
  await web[Symbol.asyncDispose]();
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
async function p99(seconds: number): Promise<number> {
  const events = seconds * perSecond;
  const acceptedAt = new Map<string, number>();
  const startedAt = performance.now();
  const posts: Promise<void>[] = [];
  for (let n = 0; n < events; n++) {
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

/** Rules that run as soon as they are enabled, each at its own time; half of them get 50 MB, half what regexes fear. */
async function makeRules(): Promise<void> {
  for (const [n, id] of ids.entries()) {
    const isLarge = n % 2 === 1;
    await call(`/api/alerting/rule/${id}`, {
      name: id,
      enabled: false,
      rule_type_id: 'http-check',
      consumer: 'alerts',
      schedule: { interval: `${interval}s` },
      params: {
        targets: [{ name: 'web', url: `${origin}/${isLarge ? 'large' : 'a'}` }],
        retries: 0,
        ...(isLarge ? { bodyContains: 'needle' } : { bodyMatches: patterns[(n >> 1) % patterns.length] }),
      },
      actions: [],
    });
  }
}

async function turn(what: 'enable' | 'disable'): Promise<void> {
  for (const id of ids) await call(`/api/alerting/rule/${id}/_${what}`, undefined, 'POST');
}

const mainThread = () => mainThreadTime(server.child.process.pid ?? 0);
const asked = async () => Number(await (await fetch(`${origin}/asked`)).text());

/*
 * How long events take beside such runs is measured by `npm run bench -- http-check`, where the machine has nothing else
 * to do. Here stands what holds on any machine: all events arrive, and the thread that serves and sends has little work.
 */
test('a hundred runs on 50 MB and on what regexes fear hold up no event, and cost the main thread little', async (t) => {
  await makeRules();
  // Whatever has to be compiled and started is, before anything is measured.
  await turn('enable');
  await p99(3);
  await turn('disable');

  const start = mainThread();
  const alone = await p99(secondsWithout);
  const idle = (mainThread() - start) / secondsWithout;
  await turn('enable');
  const [before, from] = [await asked(), mainThread()];
  const together = await p99(secondsBeside);
  const [runs, used] = [(await asked()) - before, mainThread() - from];

  t.diagnostic(
    `202 to the sink, p99: ${alone.toFixed(2)} ms without, ${together.toFixed(2)} ms beside ${runs} runs`,
  );
  assert.ok(runs >= 100, `${runs} runs`);
  const each = (used - secondsBeside * idle) / 1000 / runs;
  t.diagnostic(`of the main thread a run took ${each.toFixed(1)} ms`);
  assert.ok(!(each > mostOfMainThread), `of the main thread a run took ${each} ms`);

  for (const id of ids) {
    const active = async () => {
      const { items } = await call(`/api/tocsin/rule/${id}/alerts`);
      return items.length > 0 ? items : undefined;
    };
    const [alert] = await waitFor(`an alert of ${id}`, active, 60_000);
    assert.deepEqual([alert.id, alert.group], ['web', 'down'], id);
  }
});
