import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { type MetricsTarget, metricsTarget } from '../support/metrics-target.ts';
import { portOf } from '../support/port-of.ts';
import { type Prometheus, startPrometheus } from '../support/prometheus.ts';
import { TestServer } from '../support/test-server.ts';
import { waitFor } from '../support/wait-for.ts';

/* A real Prometheus scrapes something that breaks and mends; rules that ask it open incidents and resolve them. */

const healthy = 'demo_load{disk="a"} 10\ndemo_load{disk="b"} 10\n';

let target: MetricsTarget;
let prometheus: Prometheus;
let server: TestServer;
before(async () => {
  target = await metricsTarget(healthy);
  prometheus = await startPrometheus({
    jobs: { demo: [target.address] },
    pathPrefix: '/metrics-of/all',
    ruleGroups: [
      {
        name: 'demo',
        rules: [{ alert: 'LoadFar', expr: 'demo_load{disk="b"} > 1000' }],
      },
    ],
  });
  server = await TestServer.start();
});
after(async () => {
  await server[Symbol.asyncDispose]();
  await prometheus[Symbol.asyncDispose]();
  await target[Symbol.asyncDispose]();
});

async function call(path: string, body?: unknown, method = body === undefined ? 'GET' : 'POST') {
  const answer = await server.call(path, { method, ...(body !== undefined && { body }) });
  assert.ok(answer.status < 300, `${method} ${path}: ${answer.status} ${answer.text}`);
  return Object(answer.body);
}

const action = (group: string) => ({
  id: 'sandbox',
  group,
  params: { eventAction: 'trigger', summary: '{{context.reason}} on {{context.labels.disk}}' },
  frequency: { summary: false, notify_when: 'onActionGroupChange', throttle: null },
});

/** Two thresholds on the load of the disk that is named `a`, each second, unless something else is said. */
const draft = (id: string, params: object = {}) => ({
  name: `Rule ${id}`,
  rule_type_id: 'prometheus-query',
  consumer: 'alerts',
  schedule: { interval: '1s' },
  errors_before_alert: 0,
  params: {
    url: prometheus.url,
    query: 'demo_load{disk="a"}',
    critical: { comparator: '>', threshold: [90] },
    warning: { comparator: '>', threshold: [80] },
    ...params,
  },
  actions: [action('critical'), action('warning')],
});
const rule = (id: string, params: object = {}) => call(`/api/alerting/rule/${id}`, draft(id, params));

interface Incident {
  readonly dedup_key: string;
  readonly status: string;
  readonly summary: string;
  readonly severity: string;
}

/** The incident of an alert, once it is as it should be. */
async function incident(key: string, status: string, severity?: string): Promise<Incident> {
  let last: unknown;
  return waitFor(
    `${key} to be ${status}`,
    async () => {
      const { items } = await call('/api/tocsin/sandbox/incidents');
      last = items.find((item: Incident) => item.dedup_key === key);
      const found = Object(last) as Incident;
      const isSo = found.status === status && (severity === undefined || found.severity === severity);
      return isSo ? found : undefined;
    },
    20_000,
  ).catch((error: unknown) => assert.fail(`${String(error)}; it is ${JSON.stringify(last)}`));
}

/** What the rule says when its run ended in this way. */
async function ran(id: string, status: string): Promise<{ status: string; error?: { message: string } }> {
  return waitFor(`rule ${id} to be ${status}`, async () => {
    const { execution_status: shown } = await call(`/api/alerting/rule/${id}`);
    return shown.status === status ? shown : undefined;
  });
}

const keyOf = (id: string, disk: string) =>
  `${id}:demo_load{disk="${disk}",instance="${target.address}",job="demo"}`;

test('a target that breaks is an incident that says where; mended it is resolved', async () => {
  await rule('up', { query: 'up', critical: { comparator: '<', threshold: [1] }, warning: null });
  await ran('up', 'ok');
  target.metrics = null;
  const key = `up:up{instance="${target.address}",job="demo"}`;
  const opened = await incident(key, 'triggered', 'critical');
  assert.match(opened.summary, /^0 is less than 1/);
  const { items } = await call(`/api/tocsin/events?dedup_key=${encodeURIComponent(key)}`);
  const event = await call(`/api/tocsin/events/${items[0].id}`);
  const { source, component, class: kind } = event.body.payload;
  assert.deepEqual([source, component, kind], [target.address, 'demo', 'Rule up']);
  target.metrics = healthy;
  await incident(key, 'resolved');
});

test('a value that rises and falls moves one incident from warning to critical, and ends it', async () => {
  await rule('load');
  await ran('load', 'ok');
  target.metrics = healthy.replace('10', '85');
  const warned = await incident(keyOf('load', 'a'), 'triggered', 'warning');
  assert.equal(warned.summary, '85 is greater than 80 on a');
  target.metrics = healthy.replace('10', '95.5');
  await incident(keyOf('load', 'a'), 'triggered', 'critical');
  target.metrics = healthy;
  await incident(keyOf('load', 'a'), 'resolved');
  const { items } = await call('/api/tocsin/sandbox/incidents');
  assert.equal(items.filter((item: Incident) => item.dedup_key === keyOf('load', 'a')).length, 1);
});

test('a series that is gone is an incident where the rule says so, and resolved when it is back', async () => {
  await rule('gone', { query: 'demo_load', noData: 'alert' });
  await ran('gone', 'ok');
  target.metrics = 'demo_load{disk="a"} 10\n';
  const opened = await incident(keyOf('gone', 'b'), 'triggered', 'critical');
  assert.match(opened.summary, /^no data since .* on b$/);
  target.metrics = healthy;
  await incident(keyOf('gone', 'b'), 'resolved');
});

test('what Prometheus itself alerts of is an incident of the class of that alert', async () => {
  await rule('alerts', {
    query: 'ALERTS{alertstate="firing"}',
    critical: { comparator: '>', threshold: [0] },
    warning: null,
  });
  target.metrics = healthy.replace('b"} 10', 'b"} 2000');
  const key = `alerts:ALERTS{alertname="LoadFar",alertstate="firing",disk="b",instance="${target.address}",job="demo"}`;
  await incident(key, 'triggered');
  const { items } = await call(`/api/tocsin/events?dedup_key=${encodeURIComponent(key)}`);
  const event = await call(`/api/tocsin/events/${items[0].id}`);
  assert.equal(event.body.payload.class, 'LoadFar');
  target.metrics = healthy;
  await incident(key, 'resolved');
});

test('a scalar is one alert, by GET too', async () => {
  await rule('scalar', { query: 'scalar(vector(95))', method: 'GET' });
  await incident('scalar:{}', 'triggered', 'critical');
  await call('/api/alerting/rule/scalar', undefined, 'DELETE');
  await incident('scalar:{}', 'resolved');
});

test('PromQL that is none is an error of the run, in the words of Prometheus', async () => {
  await rule('bad', { query: 'sum(demo_load' });
  const { error } = await ran('bad', 'error');
  assert.match(
    error?.message ?? '',
    /^http:\/\/127\.0\.0\.1:\d+\/metrics-of\/all: it refuses the query \(bad_data\): .*parse error: unclosed left parenthesis/,
  );
});

test('the wrong path prefix is an error of the run that says so', async () => {
  await rule('prefix', { url: prometheus.url.replace('/all', '') });
  const { error } = await ran('prefix', 'error');
  assert.match(error?.message ?? '', /prefix of its paths/);
});

test('while Prometheus hangs an open incident stays open; when it answers again things go on', async () => {
  await rule('hangs', { timeout: '1s' });
  target.metrics = healthy.replace('10', '95');
  await incident(keyOf('hangs', 'a'), 'triggered');
  process.kill(prometheus.pid, 'SIGSTOP');
  try {
    await ran('hangs', 'error');
    const { items } = await call('/api/tocsin/rule/hangs/alerts');
    assert.deepEqual(
      items.map(({ status }: { status: string }) => status),
      ['active'],
    );
    await incident(keyOf('hangs', 'a'), 'triggered');
    target.metrics = healthy;
  } finally {
    process.kill(prometheus.pid, 'SIGCONT');
  }
  await incident(keyOf('hangs', 'a'), 'resolved');
});

test('the preview asks Prometheus, and shows alerts and events without keeping any', async () => {
  const params = { query: 'demo_load', critical: { comparator: '>=', threshold: [1] }, for: '1h' };
  const shown = await call('/api/tocsin/rule/_preview', draft('previewed', params));
  assert.equal(shown.alert_count, 2);
  assert.deepEqual((await server.call('/api/alerting/rule/previewed')).status, 404);
});

test('a Prometheus that lets in only whom it knows is asked with a secret, which nobody sees', async () => {
  // What its documentation gives for the password "test".
  const users = { tocsin: '$2b$12$hNf2lSsxfm0.i4a.1kVpSOVyBCfIB51VRjgBUyv6kdnyTlgWj81Ay' };
  await using guarded = await startPrometheus({ users });
  const params = { url: guarded.url, query: 'vector(85)' };
  await rule('guarded', params);
  const { error } = await ran('guarded', 'error');
  assert.match(error?.message ?? '', /status 401: it wants to know who asks; name a secret by auth/);
  server.secrets.add(Buffer.from('tocsin:test').toString('base64'));
  await call('/api/tocsin/secrets/prom', { type: 'basic', username: 'tocsin', password: 'test' }, 'PUT');
  await rule('let-in', { ...params, auth: { secret: 'prom' } });
  await incident('let-in:{}', 'triggered', 'warning');
  for (const id of ['guarded', 'let-in']) await call(`/api/alerting/rule/${id}`, undefined, 'DELETE');
});

/** Something that answers every query with this. */
async function answering(body: object): Promise<{ url: string } & AsyncDisposable> {
  const text = JSON.stringify(body);
  const double = createServer((_, response) => response.end(text)).listen(0, '127.0.0.1');
  await once(double, 'listening');
  return {
    url: `http://127.0.0.1:${portOf(double)}`,
    [Symbol.asyncDispose]: async () => {
      double.close();
      double.closeAllConnections();
    },
  };
}

test('what the server warns of is shown with the rule, whose alerts go out all the same', async () => {
  const result = [{ metric: { disk: 'a' }, value: [1, '95'] }];
  const warnings = ['store s1 is away'];
  await using double = await answering({
    status: 'success',
    data: { resultType: 'vector', result },
    warnings,
  });
  await rule('warned', { url: double.url });
  await incident('warned:{disk="a"}', 'triggered');
  const { last_run: lastRun } = await call('/api/alerting/rule/warned');
  assert.deepEqual([lastRun.outcome, lastRun.outcome_msg], ['warning', warnings]);
  await call('/api/alerting/rule/warned', undefined, 'DELETE');
});

test('a server of 100,000 series is an error of the run, and others go on', async () => {
  const series = Array.from({ length: 100_000 }, (_, index) => ({
    metric: { __name__: 'hostile', instance: `10.0.0.1:${index}`, job: 'many' },
    value: [1, '99'],
  }));
  await using hostile = await answering({
    status: 'success',
    data: { resultType: 'vector', result: series },
  });
  await rule('hostile', { url: hostile.url });
  const { error } = await ran('hostile', 'error');
  assert.match(error?.message ?? '', /larger than rules\.maxResponseSize: make the query give fewer series/);
  await call('/api/alerting/rule/hostile', undefined, 'DELETE');
});

for (const [what, params, message] of [
  ['no threshold', { critical: null, warning: null }, /params invalid: \[critical\]: set critical, warning/],
  [
    'one end of two',
    { critical: { comparator: 'between', threshold: [1] } },
    /params invalid: \[critical\.threshold\]: must have two elements for the "between" comparator/,
  ],
  [
    'a header that says who asks',
    { headers: { authorization: 'Bearer abc' } },
    /\[headers\.authorization\]: .*make a secret/,
  ],
  ['a secret that there is not', { auth: { secret: 'unknown' } }, /unknown/],
] as const) {
  test(`a rule is refused: ${what}`, async () => {
    const { status, text } = await server.call('/api/alerting/rule/refused', {
      method: 'POST',
      body: draft('refused', params),
    });
    assert.equal(status, 400);
    assert.match(Object(JSON.parse(text)).message, message);
  });
}
