import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { z } from 'zod';
import { createSandboxServer } from '../../src/sandbox/standalone-server.ts';
import { startAlertmanager } from '../support/alertmanager.ts';
import { freePort } from '../support/free-port.ts';
import { metricsTarget } from '../support/metrics-target.ts';
import { startPrometheus } from '../support/prometheus.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { adminPassword, basic, TestServer } from '../support/test-server.ts';
import { waitFor } from '../support/wait-for.ts';

/* The rule type alertmanager with the real things, set up as docs/rules.md says. */

const docs = readFileSync(fileURLToPath(new URL('../../docs/rules.md', import.meta.url)), 'utf8');

let server: TestServer;
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let port: number;
let apiKey: string;
let relayKey: string;

/** A PagerDuty that outlives the server, under the name that the docs use. */
const pagerDuty = createSandboxServer({ host: '127.0.0.1', port: 0, limit: null });
let pagerDutyUrl: string;

const start = (env: Record<string, string> = {}) =>
  TestServer.start({
    data: folder.path,
    words: ['--port', String(port)],
    env: { TOCSIN_SANDBOX_ENABLED: 'false', ...env },
  });

/** Asks for a secret, whose answer is not remembered with the others. */
async function secretOf<Name extends string>(path: string, name: Name, body: object): Promise<string> {
  const response = await fetch(server.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: basic('admin', adminPassword) },
    body: JSON.stringify(body),
  });
  const secret = z.record(z.string(), z.unknown()).parse(await response.json())[name];
  assert.ok(typeof secret === 'string');
  server.secrets.add(secret);
  return secret;
}

before(async () => {
  folder = await temporaryFolder();
  port = await freePort();
  server = await start();
  pagerDutyUrl = await pagerDuty.listen();
  const body = {
    name: 'A sandbox of its own',
    connector_type_id: '.pagerduty',
    config: { apiUrl: `${pagerDutyUrl}/v2/enqueue` },
    secrets: { routingKey: 'a1e47a1e47a1e47a1e47a1e47a1e47a1' },
  };
  await call('/api/actions/connector/sandbox', body);
  apiKey = await secretOf('/api/tocsin/api-keys', 'encoded', { name: 'prometheus' });
  relayKey = await secretOf('/api/tocsin/relay-keys', 'key', {
    connector_id: 'sandbox',
    name: 'alertmanager',
  });
});
after(async () => {
  await server.stop();
  await pagerDuty.close();
  await folder[Symbol.asyncDispose]();
});

/** A part of docs/rules.md, with what a reader fills in. */
function documented(pattern: RegExp): string {
  const [, text] = pattern.exec(docs) ?? [];
  assert.ok(text, `docs/rules.md holds nothing like ${pattern}`);
  return text
    .replaceAll('127.0.0.1:5640', `127.0.0.1:${port}`)
    .replaceAll('YOUR-API-KEY', apiKey)
    .replaceAll('YOUR-RELAY-KEY', relayKey);
}

const prometheusYml = z.object({
  alerting: z.object({
    alertmanagers: z.tuple([
      z.object({
        path_prefix: z.string(),
        authorization: z.object({ type: z.string(), credentials: z.string() }),
        static_configs: z.tuple([z.object({ targets: z.tuple([z.string()]) })]),
      }),
    ]),
  }),
});

async function call(path: string, body?: unknown, method = body === undefined ? 'GET' : 'POST') {
  const answer = await server.call(path, { method, ...(body !== undefined && { body }) });
  assert.ok(answer.status < 300, `${method} ${path}: ${answer.status} ${answer.text}`);
  return Object(answer.body);
}

/** The rule of docs/rules.md under another id. */
async function rule(id: string, more: object = {}): Promise<void> {
  const body = JSON.parse(documented(/rule\/from-prometheus -d '(\{[\s\S]*?\})'\n/));
  await call(`/api/alerting/rule/${id}`, { ...body, ...more });
}

const push = (id: string, body: unknown, more: object = {}) =>
  server.call(`/api/tocsin/rule/${id}/alertmanager/api/v2/alerts`, { method: 'POST', body, ...more });
const notify = (id: string, body: unknown, more: object = {}) =>
  server.call(`/api/tocsin/rule/${id}/alertmanager/webhook`, { method: 'POST', body, ...more });

const incidents = z.object({
  items: z.array(
    z.object({
      dedup_key: z.string(),
      status: z.string(),
      summary: z.string(),
      severity: z.string(),
      source: z.string(),
    }),
  ),
});
type Incident = z.infer<typeof incidents>['items'][number];

const incidentsWhere = async (isMeant: (incident: Incident) => boolean) =>
  incidents
    .parse(await (await fetch(`${pagerDutyUrl}/api/tocsin/sandbox/incidents`)).json())
    .items.filter(isMeant);

/** The newest incident that is meant, once it is as it should be. */
function incident(
  isMeant: (incident: Incident) => boolean,
  status: string,
  patience = 30_000,
): Promise<Incident> {
  return waitFor(
    `an incident to be ${status}`,
    async () => {
      const [last] = await incidentsWhere(isMeant);
      return last?.status === status ? last : undefined;
    },
    patience,
  );
}

const keyed = (key: string) => (each: Incident) => each.dedup_key === key;

const down = { expr: 'broken == 1', labels: { severity: 'page' } };
const annotations = {
  summary: '{{ $labels.instance }} is broken',
  runbook_url: 'https://example.com/broken',
};
const lost = { alert: 'Lost', expr: 'lost == 1' };
const ruleGroups = [{ name: 'tests', rules: [{ alert: 'Broken', ...down, annotations }, lost] }];
/** Ends are four times this ahead. */
const words = ['--rules.alert.resend-delay=1s'];

test('a real Prometheus pushes straight to rules, as the docs say: a target breaks and is mended', async () => {
  await rule('from-prometheus');
  await rule('by-password');
  const { alerting } = prometheusYml.parse(parse(documented(/```yaml\n(# prometheus\.yml[\s\S]*?)```/)));
  const [{ path_prefix: prefix, authorization, static_configs: configs }] = alerting.alertmanagers;
  await using target = await metricsTarget('broken 0\n');
  await using prometheus = await startPrometheus({
    jobs: { web: [target.address] },
    ruleGroups,
    words,
    alertmanagers: [
      { url: `http://${configs[0].targets[0]}${prefix}`, authorization },
      {
        url: `${server.url}/api/tocsin/rule/by-password/alertmanager`,
        basicAuth: { username: 'admin', password: adminPassword },
      },
    ],
  });
  const name = `Broken{instance="${target.address}",job="web"}`;

  target.metrics = 'broken 1\n';
  const opened = await incident(keyed(`from-prometheus:${name}`), 'triggered');
  assert.equal(opened.summary, `${target.address} is broken`);
  assert.equal(opened.severity, 'critical');
  assert.equal(opened.source, target.address);
  await incident(keyed(`by-password:${name}`), 'triggered');

  // What was open stays open over a restart that is longer than an end is ahead, and is closed by the same key.
  await server.stop();
  await new Promise((resolve) => setTimeout(resolve, 5000));
  server = await start();
  const restarted = Date.now();
  await waitFor('Prometheus to push again', async () => {
    const { items } = await call('/api/tocsin/rule/from-prometheus/history?quiet=true');
    const [last] = items.filter((run: { started_at: string }) => Date.parse(run.started_at) > restarted);
    assert.ok(last === undefined || last.active === 1, 'it is still active');
    return last;
  });
  assert.equal(
    (await incidentsWhere(keyed(`from-prometheus:${name}`))).length,
    1,
    'it has been one incident',
  );
  target.metrics = 'broken 0\n';
  await incident(keyed(`from-prometheus:${name}`), 'resolved');
  await incident(keyed(`by-password:${name}`), 'resolved');

  // What a Prometheus fires that dies is over when it said that it would be.
  target.metrics = 'lost 1\n';
  const lostKey = `from-prometheus:Lost{instance="${target.address}",job="web"}`;
  await incident(keyed(lostKey), 'triggered');
  await prometheus[Symbol.asyncDispose]();
  await incident(keyed(lostKey), 'resolved');
});

test('a real Alertmanager tells a rule by its webhook, and the relay by its PagerDuty receiver', async () => {
  await rule('from-alertmanager');
  const config = z
    .looseObject({ route: z.looseObject({}) })
    .parse(parse(documented(/```yaml\n(# alertmanager\.yml[\s\S]*?)```/)));
  const soon = { group_wait: '0s', group_interval: '1s' };
  await using alertmanager = await startAlertmanager({ ...config, route: { ...config.route, ...soon } });
  const alert = (more: object = {}) => ({
    labels: { alertname: 'Slow', instance: 'web1', severity: 'warning', ...more },
    annotations: { summary: 'web1 is slow' },
    generatorURL: 'http://prometheus.example.com/graph',
  });
  await alertmanager.post(alert(), alert({ team: 'web' }));
  const key = 'from-alertmanager:Slow{instance="web1"}';
  const opened = await incident(keyed(key), 'triggered');
  assert.deepEqual([opened.summary, opened.severity, opened.source], ['web1 is slow', 'warning', 'web1']);
  const isRelayed = ({ summary }: Incident) => summary.startsWith('[FIRING:1] Slow');
  await incident(isRelayed, 'triggered');
  const { items } = await call('/api/tocsin/rule/from-alertmanager/alerts');
  assert.equal(items.length, 1);

  await alertmanager.post({ ...alert(), endsAt: new Date().toISOString() });
  await incident(keyed(key), 'resolved');
  await alertmanager.post({ ...alert({ team: 'web' }), endsAt: new Date().toISOString() });
  await incident(isRelayed, 'resolved');

  // What it can not tell while Tocsin is away it tells afterwards, by both ways.
  await server.stop();
  const late = (more: object) => alert({ alertname: 'Late', ...more });
  await alertmanager.post(late({}), late({ team: 'web' }));
  await new Promise((resolve) => setTimeout(resolve, 1000));
  server = await start();
  await incident(keyed('from-alertmanager:Late{instance="web1"}'), 'triggered');
  await incident(({ summary }) => summary.startsWith('[FIRING:1] Late'), 'triggered');
});

test('an Alertmanager that forgets never tells of the end: the next firing ends the old one and pages', async () => {
  await rule('forgotten');
  const config = {
    route: { receiver: 'rule', group_wait: '0s', group_interval: '1s' },
    receivers: [
      {
        name: 'rule',
        webhook_configs: [
          {
            url: `${server.url}/api/tocsin/rule/forgotten/alertmanager/webhook`,
            http_config: { authorization: { type: 'ApiKey', credentials: apiKey } },
          },
        ],
      },
    ],
  };
  const key = 'forgotten:Lost';
  const alert = () => ({
    labels: { alertname: 'Lost', severity: 'critical' },
    startsAt: new Date().toISOString(),
  });
  {
    await using alertmanager = await startAlertmanager(config);
    await alertmanager.post(alert());
    await incident(keyed(key), 'triggered');
  }
  // Somebody tidies up. Until the alert has recovered nobody hears of it again, and it never will.
  await call('/api/tocsin/rule/forgotten/alert/Lost/_resolve', undefined, 'POST');
  await incident(keyed(key), 'resolved');
  await using alertmanager = await startAlertmanager(config);
  await alertmanager.post(alert());
  await waitFor('the second incident', async () => {
    const found = await incidentsWhere(keyed(key));
    return found.length === 2 ? true : undefined;
  });
  assert.deepEqual((await incidentsWhere(keyed(key))).map(({ status }) => status).toSorted(), [
    'resolved',
    'triggered',
  ]);
});

const firing = (labels: object, more: object = {}) => ({
  labels: { severity: 'critical', ...labels },
  ...more,
});

test('a push is answered with an empty 200 when its events are on disk, and the example of the docs is one', async () => {
  await rule('by-hand');
  const example = documented(/api\/v2\/alerts -d '(\[[\s\S]*?\])'\n/);
  const answer = await push('by-hand', example);
  assert.deepEqual([answer.status, answer.text], [200, '']);
  const { items } = await call('/api/tocsin/rule/by-hand/alerts');
  assert.deepEqual(items[0].open, [
    { connector_id: 'sandbox', dedup_key: 'by-hand:DiskFull{instance="db1:9100",job="node"}' },
  ]);
  assert.deepEqual(
    [(await push('by-hand', [])).status, (await notify('by-hand', { alerts: [] })).status],
    [200, 200],
  );
});

test('both doors speak of the same alert, and a severity that moves triggers its incident again', async () => {
  await rule('moves');
  const labels = { alertname: 'Load', instance: 'a' };
  await push('moves', [{ labels: { ...labels, severity: 'warning' } }]);
  await incident(keyed('moves:Load{instance="a"}'), 'triggered');
  const worse = { status: 'firing', labels: { ...labels, severity: 'page' } };
  await notify('moves', { alerts: [worse] });
  await waitFor('the new severity', async () => {
    const [one, ...others] = await incidentsWhere(keyed('moves:Load{instance="a"}'));
    assert.deepEqual(others, []);
    return one?.severity === 'critical' ? true : undefined;
  });
  const over = { endsAt: new Date(0).toISOString() };
  await push('moves', [{ labels: { ...labels, severity: 'warning' }, endsAt: new Date().toISOString() }]);
  await notify('moves', { alerts: [{ ...worse, status: 'resolved', ...over }] });
  await incident(keyed('moves:Load{instance="a"}'), 'resolved');
});

test('labels and annotations that are hostile stay text, cost no other alert, and are bounded', async () => {
  await rule('hostile');
  const odd = '{"alertname":"Odd","__proto__":"polluted","constructor":"x","severity":"page"}';
  const body = `[
    {"labels": ${odd}, "annotations": {"summary": "{{rule.id}} {{{context.labels.severity}}} <b>", "__proto__": "y"}},
    {"labels": {"alertname": "Huge", "severity": "page", "big": "${'x'.repeat(1_000_000)}"}},
    {"labels": {"alertname": "Good", "severity": "page"}},
    {"labels": {"alertname": 5}}
  ]`;
  const answer = await push('hostile', body);
  assert.equal(answer.status, 400);
  assert.equal(answer.body, 'alert 4 of 4: labels."alertname" must be a string, not number');
  const opened = await incident(keyed('hostile:Odd{__proto__="polluted",constructor="x"}'), 'triggered');
  assert.equal(opened.summary, '{{rule.id}} {{{context.labels.severity}}} <b>');
  await incident(keyed('hostile:Good'), 'triggered');
  const [huge] = await incidentsWhere(({ dedup_key: key }) => key.startsWith('hostile:Huge{big="xxx'));
  assert.equal(huge?.dedup_key.length, 255);
  assert.equal(Reflect.get({}, 'polluted'), undefined);
});

for (const [name, authorization, words] of [
  ['nobody', null, /Sign in with/],
  ['a wrong password', basic('admin', 'wrong'), /password is wrong/],
  ['an unknown key', `Bearer ${Buffer.from('nobody:knows').toString('base64')}`, /unknown or was revoked/],
  ['a token that is no key', 'Bearer xyz!', /base64 of id:secret/],
] as const) {
  test(`neither door opens to ${name}`, async () => {
    for (const door of [push, notify]) {
      const answer = await door('by-hand', [firing({ alertname: 'Never' })], { authorization });
      assert.equal(answer.status, 401);
      assert.match(answer.text, words);
    }
    const { items } = await call('/api/tocsin/rule/by-hand/alerts');
    assert.ok(!JSON.stringify(items).includes('Never'));
  });
}

for (const [name, door, body, words] of [
  ['no JSON', push, '[{', /not JSON/],
  ['no body', push, undefined, /must be a list of alerts/],
  ['an object to the API', push, { alerts: [] }, /must be a list of alerts/],
  ['a list to the webhook', notify, [], /an object with a list \\"alerts\\"/],
  ['no labels', push, [{}], /alert 1 of 1: labels must be an object/],
  ['nesting without end', push, '['.repeat(200) + ']'.repeat(200), /nests deeper/],
  ['too many alerts', push, Array.from({ length: 10_001 }, () => ({})), /10001 alerts .* 10000 are the most/],
] as const) {
  test(`refused with a 400 that says why: ${name}`, async () => {
    const answer = await door('by-hand', body);
    assert.equal(answer.status, 400);
    assert.match(answer.text, words);
  });
}

test('a body beyond 16 MiB is refused as too large', async () => {
  const answer = await push('by-hand', [firing({ alertname: 'x'.repeat(17 * 1024 * 1024) })]);
  assert.equal(answer.status, 413);
  assert.match(answer.text, /16 MiB/);
});

test('a rule of another type, one that is disabled and one that is not there are told apart', async () => {
  const other = { rule_type_id: 'external', actions: [] };
  await rule('other', other);
  const wrong = await push('other', [firing({ alertname: 'A' })]);
  assert.equal(wrong.status, 400);
  assert.match(wrong.text, /only rules of the type alertmanager take alerts of Prometheus and Alertmanager/);
  await rule('disabled');
  await call('/api/alerting/rule/disabled/_disable', undefined, 'POST');
  assert.equal((await push('disabled', [firing({ alertname: 'A' })])).status, 409);
  assert.equal((await notify('nowhere', { alerts: [] })).status, 404);
});

test('1,000 alerts may be active; the others are named in the answer and come in when there is room', async () => {
  await rule('many', { actions: [] });
  const alerts = Array.from({ length: 1200 }, (_, n) => firing({ alertname: 'Many', n: String(n) }));
  const answer = await push('many', alerts);
  assert.equal(answer.status, 400);
  assert.match(
    answer.text,
    /200 of 1200 alerts were left out, because the rule may have no more active ones/,
  );
  const now = new Date().toISOString();
  assert.equal(
    (
      await push(
        'many',
        alerts.slice(0, 200).map((alert) => ({ ...alert, endsAt: now })),
      )
    ).status,
    200,
  );
  assert.equal((await push('many', alerts.slice(1000))).status, 200);
});

test('while nothing can be kept both doors answer 503, and what is sent again then pages', async () => {
  await rule('full');
  await server.stop();
  server = await start({ TOCSIN_DELIVERY_MIN_FREE_DISK: '1048576gb' });
  const pushed = [firing({ alertname: 'Pushed' })];
  const notified = {
    alerts: [{ status: 'firing', labels: { alertname: 'Notified', severity: 'critical' } }],
  };
  assert.deepEqual(
    [(await push('full', pushed)).status, (await notify('full', notified)).status],
    [503, 503],
  );
  assert.deepEqual((await call('/api/tocsin/rule/full/alerts')).items, []);
  await server.stop();
  server = await start();
  assert.deepEqual(
    [(await push('full', pushed)).status, (await notify('full', notified)).status],
    [200, 200],
  );
  await incident(keyed('full:Pushed'), 'triggered');
  await incident(keyed('full:Notified'), 'triggered');
});
