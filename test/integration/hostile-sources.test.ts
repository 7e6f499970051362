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
/** With the interval: some hundred runs a minute, which is what a hundred rules do that say nothing about it. */
const rulesOfEach = 11;
const interval = 12;
const windows = 5;
const warmUp = 600;
const perSecond = 200;
const eventsInWindow = perSecond * (interval + 1);
/** Where events take longer all by themselves, the machine has too much else to do to compare anything. Milliseconds. */
const quiet = 5;
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
async function p99(events = eventsInWindow): Promise<number> {
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

const median = (values: readonly number[]) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

test('a hundred runs on 50 MB and on what regexes fear leave the time from 202 to the sink as it was', async (t) => {
  await makeRules();
  // Whatever has to be compiled and started is, before anything is measured.
  await turn('enable');
  await p99(warmUp);
  await turn('disable');

  const without = [await p99(), await p99()];
  await turn('enable');
  const beside: number[] = [];
  const [before, from] = [await asked(), mainThread()];
  for (let window = 0; window < windows; window++) beside.push(await p99());
  const [runs, used] = [(await asked()) - before, mainThread() - from];
  await turn('disable');
  const start = mainThread();
  without.push(await p99());
  const idle = mainThread() - start;
  await turn('enable');

  const [alone, together] = [median(without), median(beside)];
  t.diagnostic(
    `202 to the sink, p99: ${alone.toFixed(2)} ms without, ${together.toFixed(2)} ms beside ${runs} runs`,
  );
  assert.ok(runs >= 100, `${runs} runs`);
  const each = (used - windows * idle) / 1000 / runs;
  t.diagnostic(`of the main thread a run took ${each.toFixed(1)} ms`);
  assert.ok(!(each > mostOfMainThread), `of the main thread a run took ${each} ms`);
  const noise = Math.max(...without);
  if (noise <= quiet) assert.ok(together <= 2 * alone, `${together} ms beside them, ${alone} ms without`);
  else t.diagnostic(`this machine is too busy to compare: up to ${noise.toFixed(2)} ms without any such run`);

  for (const id of ids) {
    const active = async () => {
      const { items } = await call(`/api/tocsin/rule/${id}/alerts`);
      return items.length > 0 ? items : undefined;
    };
    const [alert] = await waitFor(`an alert of ${id}`, active, 60_000);
    assert.deepEqual([alert.id, alert.group], ['web', 'down'], id);
  }
});
