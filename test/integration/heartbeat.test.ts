import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { tocsin } from '../support/child.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { TestServer } from '../support/test-server.ts';
import { waitFor } from '../support/wait-for.ts';

/*
 * Heartbeats from outside: jobs call over HTTP, as curl does it, and what they do not say becomes an incident in the
 * sandbox. The real server, its real clock, and kills.
 */

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let server: TestServer;
const run = promisify(execFile);

const start = () =>
  // Sign-ins and headers aside, the log tells everything: also the answer to each request.
  TestServer.start({ data: folder.path, env: { TOCSIN_LOGGING_LEVEL: 'debug' } });

before(async () => {
  folder = await temporaryFolder();
  server = await start();
});
after(async () => {
  await server.stop();
  await folder[Symbol.asyncDispose]();
});

/** The body of a call that must succeed, as whatever it is. */
async function call(path: string, body?: unknown, method?: string) {
  const answer = await server.call(path, {
    ...(body !== undefined && { body }),
    ...(method !== undefined && { method }),
    ...((method ?? 'GET') !== 'GET' && { headers: { 'kbn-xsrf': 'true' } }),
  });
  assert.ok(answer.status < 300, `${path}: ${answer.status} ${answer.text}`);
  return Object(answer.body);
}

const action = (group: string) => ({
  id: 'sandbox',
  group,
  frequency: { summary: false, notify_when: 'onActionGroupChange', throttle: null },
  params: { eventAction: 'trigger', summary: '{{rule.name}}: {{context.message}} {{context.output}}' },
});

/** Makes a rule that runs once an hour by itself, and returns what its jobs call. */
async function rule(id: string, params: object = {}): Promise<string> {
  await call(`/api/alerting/rule/${id}`, {
    name: id,
    rule_type_id: 'heartbeat',
    consumer: 'alerts',
    schedule: { interval: '1h' },
    params,
    actions: [action('missing'), action('failed')],
  });
  return urlOf(id);
}

async function urlOf(id: string): Promise<string> {
  const { url } = await call(`/api/tocsin/rule/${id}/heartbeat`);
  return url;
}

/** Calls as a job does: without a sign-in. */
async function ping(url: string, init?: RequestInit) {
  const response = await fetch(url, init);
  const text = await response.text();
  return { status: response.status, text, retryAfter: response.headers.get('retry-after') };
}

async function noted(url: string, init?: RequestInit): Promise<void> {
  const { status, text } = await ping(url, init);
  assert.equal(status, 200, text);
  if (init?.method !== 'HEAD') assert.equal(text, '{"noted":true}');
}

interface Incident {
  readonly dedup_key: string;
  readonly status: string;
  readonly summary: string;
  readonly severity: string;
  readonly source: string;
}

async function incidentsOf(key: string): Promise<Incident[]> {
  const { items } = await call('/api/tocsin/sandbox/incidents');
  return items.filter((item: Incident) => item.dedup_key === key);
}

/** The newest incident of a key in the sandbox, once it is as it should be. */
async function incident(key: string, status: string, words = /(?:)/): Promise<Incident> {
  return waitFor(`${key} to be ${status}`, async () => {
    const [newest] = await incidentsOf(key);
    return newest?.status === status && words.test(newest.summary) ? newest : undefined;
  });
}

async function sourcesOf(id: string): Promise<Record<string, string>> {
  const { sources } = await call(`/api/tocsin/rule/${id}/heartbeat`);
  return Object.fromEntries(
    sources.map((each: { source: string; status: string }) => [each.source, each.status]),
  );
}

test('a job that does not call is an incident when its grace is over, and its next call resolves it', async () => {
  const url = await rule('late', { every: '2s', grace: '1s' });
  await noted(url);
  const called = Date.now();
  const opened = await incident('late:default', 'triggered', /the job has not called/);
  // The rule itself runs once an hour: it is the grace that says when.
  assert.ok(Date.now() - called >= 2900 && Date.now() - called < 8000, `after ${Date.now() - called} ms`);
  assert.equal(opened.severity, 'critical');
  assert.deepEqual(await sourcesOf('late'), { default: 'missing' });
  await noted(url);
  await incident('late:default', 'resolved');
  assert.equal((await incidentsOf('late:default')).length, 1);
});

test('GET, HEAD and POST say the same, with any content type or none', async () => {
  const url = await rule('methods');
  for (const init of [
    { method: 'GET' },
    { method: 'HEAD' },
    { method: 'POST' },
    { method: 'POST', body: 'plain' },
    { method: 'POST', body: '{"not json', headers: { 'content-type': 'application/json' } },
    { method: 'POST', body: 'x', headers: { 'content-type': 'no type at all' } },
    { method: 'POST', body: new Uint8Array([0xff, 0, 0xfe]), headers: { 'content-type': 'image/png' } },
  ])
    await noted(url, init);
  for (const method of ['PUT', 'DELETE']) assert.equal((await ping(url, { method })).status, 404);
});

test('curl calls it as a crontab would, with what the job printed', async () => {
  const url = await rule('curl');
  const line = `out=$(echo "disk is full"; exit 3); curl -fsS -m 10 --retry 5 --data-raw "$out" ${url}/3`;
  const { stdout } = await run('sh', ['-c', line]);
  assert.equal(stdout, '{"noted":true}');
  const { summary, severity } = await incident('curl:default', 'triggered');
  assert.equal(summary, 'curl: the job has failed with exit code 3 disk is full');
  assert.equal(severity, 'error');
  await run('curl', ['-fsS', '-m', '10', '-o', '/dev/null', url]);
  await incident('curl:default', 'resolved');
});

test('a failure and an exit code are an incident at once, and success ends it', async () => {
  for (const [word, words] of [
    ['fail', /the job has failed $/],
    ['137', /with exit code 137/],
  ] as const) {
    const url = await rule(`ends-${word}`);
    await noted(`${url}/${word}`);
    await incident(`ends-${word}:default`, 'triggered', words);
    await noted(`${url}/0`);
    await incident(`ends-${word}:default`, 'resolved');
  }
});

test('a job that starts and does not end is an incident', async () => {
  const url = await rule('hangs', { every: '1h', maxRunTime: '2s' });
  await noted(`${url}/start`);
  assert.deepEqual(await sourcesOf('hangs'), { default: 'running' });
  await incident('hangs:default', 'triggered', /the job has not ended: it started at/);
  await noted(`${url}/start`);
  assert.deepEqual(await sourcesOf('hangs'), { default: 'missing' });
  await noted(url);
  await incident('hangs:default', 'resolved');
  assert.deepEqual(await sourcesOf('hangs'), { default: 'up' });
});

test('many sources share a token, each with an incident of its own that comes from it', async () => {
  const url = await rule('many', { expectedSources: ['web 1', 'web-2'] });
  await waitFor('the first run', async () => ((await sourcesOf('many'))['web-2'] ? true : undefined));
  await noted(`${url}?source=web%201`);
  await noted(`${url}/fail?source=web-3`);
  assert.deepEqual(await sourcesOf('many'), { 'web 1': 'up', 'web-2': 'waiting', 'web-3': 'failed' });
  const { source, summary } = await incident('many:web-3', 'triggered');
  assert.equal(source, 'web-3');
  assert.match(summary, /^many: web-3 has failed/);
  await call('/api/tocsin/rule/many/heartbeat/_forget', { source: 'web-3' });
  await incident('many:web-3', 'resolved');
  assert.deepEqual(await sourcesOf('many'), { 'web 1': 'up', 'web-2': 'waiting' });
  for (const [gone, status] of [
    ['web-3', 404],
    ['web-2', 409],
  ] as const) {
    const answer = await server.call('/api/tocsin/rule/many/heartbeat/_forget', { body: { source: gone } });
    assert.equal(answer.status, status, answer.text);
  }
});

test('what is long is cut to its end, however long it is', async () => {
  const url = await rule('long');
  await noted(`${url}/1`, { method: 'POST', body: `${'x'.repeat(3_000_000)}the end` });
  const { summary } = await incident('long:default', 'triggered');
  assert.match(summary, /x{100}/);
  const { items } = await call('/api/tocsin/rule/long/history');
  assert.ok(JSON.stringify(items).length < 20_000);
});

test('a storm of calls is refused beyond what a source may call, and fills no history', async () => {
  const url = await rule('storm');
  await noted(url);
  const answers = await Promise.all(Array.from({ length: 400 }, () => ping(url)));
  const counts = Object.groupBy(answers, ({ status }) => String(status));
  assert.deepEqual(Object.keys(counts), ['200', '429']);
  assert.ok((counts['200']?.length ?? 0) >= 59);
  assert.ok((counts['429']?.length ?? 0) >= 200);
  assert.equal(counts['429']?.[0]?.retryAfter, '1');
  assert.equal((await ping(`${url}?source=other`)).status, 200, 'another source is not kept out');
  const { items } = await call('/api/tocsin/rule/storm/history');
  assert.deepEqual(items, []);
});

test('whoever has no token is told nothing more', async () => {
  const url = await rule('unknown');
  const token = url.slice(-40);
  const base = url.slice(0, -40);
  for (const other of [
    'x',
    token.slice(1),
    token.toUpperCase().replace(/^./, '_'),
    'unknown',
    '%00',
    'x'.repeat(600),
  ]) {
    for (const path of ['', '/start', '/nonsense', '?source=%0a'])
      assert.deepEqual(await ping(base + other + path), {
        status: 404,
        text: '{"statusCode":404,"error":"Not Found","message":"There is no such heartbeat."}',
        retryAfter: null,
      });
  }
  for (const [path, words] of [
    ['/nonsense', /start, fail or an exit code/],
    ['?source=', /names who calls/],
    ['?source=a%0ab', /names who calls/],
    [`?source=${'x'.repeat(256)}`, /names who calls/],
  ] as const) {
    const { status, text } = await ping(url + path);
    assert.equal(status, 400, path);
    assert.match(text, words);
  }
});

test('another token takes the place of the first, and a rule of another type has none', async () => {
  const first = await rule('rotated');
  await noted(first);
  const { url, token } = await call('/api/tocsin/rule/rotated/heartbeat/_rotate', undefined, 'POST');
  assert.ok(url.endsWith(token) && url !== first);
  assert.equal((await ping(first)).status, 404);
  await noted(url);
  assert.equal(await urlOf('rotated'), url);
  await call('/api/alerting/rule/other', {
    name: 'other',
    rule_type_id: 'external',
    consumer: 'alerts',
    schedule: { interval: '1m' },
  });
  const answer = await server.call('/api/tocsin/rule/other/heartbeat');
  assert.equal(answer.status, 400);
  assert.match(answer.text, /is of the type external/);
  assert.equal((await server.call('/api/tocsin/rule/nobody/heartbeat')).status, 404);
  assert.equal(
    (await server.call('/api/tocsin/rule/rotated/heartbeat', { authorization: null })).status,
    401,
  );
});

test('a disabled rule lets jobs call without failing, and notes nothing; a deleted one is unknown', async () => {
  const url = await rule('paused');
  await noted(url);
  await call('/api/alerting/rule/paused/_disable', undefined, 'POST');
  const { status, text } = await ping(`${url}/fail`);
  assert.deepEqual([status, JSON.parse(text).noted], [200, false]);
  await call('/api/alerting/rule/paused/_enable', undefined, 'POST');
  assert.deepEqual(await sourcesOf('paused'), {});
  await noted(url);
  await call('/api/alerting/rule/paused', undefined, 'DELETE');
  assert.equal((await ping(url)).status, 404);
  const again = await rule('paused');
  assert.notEqual(again, url);
  assert.equal((await ping(url)).status, 404, 'a rule of the same id is another rule');
});

test('a call that was answered survives a kill; what came due while nobody listened is waited for once more', async () => {
  const brief = await rule('brief', { every: '2s', grace: '4s' });
  const failing = await rule('failing');
  await noted(`${brief}?source=a`);
  await noted(`${failing}/9`);
  await incident('failing:default', 'triggered');
  const others = Array.from({ length: 200 }, (_, n) => `s${n}`);
  await Promise.all(others.map((source) => noted(`${failing}?source=${source}`)));
  await server.child.kill('SIGKILL');
  // Longer than interval and grace together.
  await new Promise((resolve) => setTimeout(resolve, 7000));
  server = await start();
  const started = Date.now();
  assert.deepEqual(await sourcesOf('failing'), {
    default: 'failed',
    ...Object.fromEntries(others.map((source) => [source, 'up'])),
  });
  const { url } = await call('/api/tocsin/rule/brief/heartbeat');
  assert.equal(url.slice(-40), brief.slice(-40), 'the token is the same');
  assert.deepEqual(await sourcesOf('brief'), { a: 'up' });
  await incident('brief:a', 'triggered');
  assert.ok(Date.now() - started > 2500, `missing ${Date.now() - started} ms after the start`);
  await noted(`${url}?source=a`);
  await incident('brief:a', 'resolved');
  await noted(await urlOf('failing'));
  const { status } = await call('/api/alerting/rule/failing').then(
    ({ execution_status }) => execution_status,
  );
  assert.equal(status, 'ok');
});

test('tokens survive backup, rotation of the encryption keys, and stand in no log and no history', async () => {
  const url = await rule('kept', { every: '1d' });
  const token = url.slice(-40);
  await noted(`${url}/2`);
  await ping(`${url}/nonsense`);
  const rotated = await tocsin(['key', 'rotate', '--data', folder.path]);
  assert.equal(rotated.code, 0, rotated.stderr);
  assert.equal((await urlOf('kept')).slice(-40), token);
  const copy = join(folder.path, 'copy.db');
  const backup = await tocsin(['backup', copy, '--data', folder.path]);
  assert.equal(backup.code, 0, backup.stderr);
  const data = join(folder.path, 'restored');
  const restored = await tocsin(['restore', copy, '--data', data]);
  assert.equal(restored.code, 0, restored.stderr);
  await copyFile(join(folder.path, 'secret.key'), join(data, 'secret.key'));
  {
    await using other = await TestServer.start({ data });
    await noted(`${other.url}/api/tocsin/heartbeat/${token}`);
    const { body } = await other.call('/api/tocsin/rule/kept/heartbeat');
    assert.equal(Object(body).token, token);
  }
  const history = await call('/api/tocsin/rule/kept/history');
  const shown = await call('/api/alerting/rule/kept');
  for (const text of [
    server.child.stdout,
    server.child.stderr,
    JSON.stringify(history),
    JSON.stringify(shown),
    rotated.stdout + rotated.stderr,
  ])
    assert.ok(!text.includes(token), text.slice(0, 200));
  assert.match(server.child.stderr + server.child.stdout, /heartbeat\/:token/, 'the log tells of calls');
});
