import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { TestServer } from '../support/test-server.ts';

/* Each variable of contract 4.4 and 4.5 as PagerDuty gets to see it, and every lambda of 4.3. */

let server: TestServer;
before(async () => {
  server = await TestServer.start({ env: { TOCSIN_SERVER_PUBLIC_BASE_URL: 'https://tocsin.example.com' } });
});
after(async () => {
  await server[Symbol.asyncDispose]();
});

async function call(path: string, body?: unknown) {
  const answer = await server.call(path, {
    method: body === undefined ? 'GET' : 'POST',
    ...(body !== undefined && { body }),
  });
  assert.ok(answer.status < 300, `${path}: ${answer.status} ${answer.text}`);
  return Object(answer.body);
}

const every = { summary: false, notify_when: 'onActiveAlert', throttle: null };
const iso = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

type Expected = string | number | boolean | RegExp | object;

/** By variable: what comes of it in an event while the alert is active, and once it has recovered. */
const variables: Record<string, readonly [active: Expected, recovered: Expected]> = {
  date: [iso, iso],
  kibanaBaseUrl: ['https://tocsin.example.com', 'https://tocsin.example.com'],
  'rule.id': ['all', 'all'],
  'rule.name': ['All of them', 'All of them'],
  'rule.type': ['external', 'external'],
  'rule.spaceId': ['default', 'default'],
  'rule.tags': [
    ['db', 'disk'],
    ['db', 'disk'],
  ],
  'rule.params': [{ timeout: '10m' }, { timeout: '10m' }],
  'rule.params.timeout': ['10m', '10m'],
  'rule.url': ['https://tocsin.example.com/rules/all', 'https://tocsin.example.com/rules/all'],
  'alert.id': ['db1', 'db1'],
  'alert.uuid': [uuid, uuid],
  'alert.actionGroup': ['default', 'recovered'],
  'alert.actionGroupName': ['Reported', 'Recovered'],
  'alert.flapping': [false, false],
  'alert.consecutiveMatches': [1, 0],
  'context.summary': ['Disk full', ''],
  'context.load': [0.97, ''],
  'state.start': [iso, iso],
  'state.duration': [/^\d+$/, /^\d+$/],
  'state.end': ['', iso],
  params: [{ timeout: '10m' }, { timeout: '10m' }],
  alertId: ['all', 'all'],
  alertName: ['All of them', 'All of them'],
  alertInstanceId: ['db1', 'db1'],
  alertActionGroup: ['default', 'recovered'],
  alertActionGroupName: ['Reported', 'Recovered'],
  tags: [
    ['db', 'disk'],
    ['db', 'disk'],
  ],
  spaceId: ['default', 'default'],
};

const lambdas: Record<string, readonly [template: string, text: string]> = {
  EvalMath: ['{{#EvalMath}} round(context.load * 100, 1) {{/EvalMath}} %', '97 %'],
  ParseHjson: ['{{#ParseHjson}}{ host: "{{alert.id}}" }{{/ParseHjson}}', '{"host":"db1"}'],
  FormatDate: ['{{#FormatDate}}2026-11-27T12:00:00Z; Europe/Berlin; HH:mm{{/FormatDate}}', '13:00'],
  FormatNumber: ['{{#FormatNumber}}{{context.load}}; en-US; style: percent{{/FormatNumber}}', '97%'],
  EncodeURI: ['{{#EncodeURI}}https://example.com/a b{{/EncodeURI}}', 'https://example.com/a%20b'],
  EncodeURIComponent: ['{{#EncodeURIComponent}}a b&c{{/EncodeURIComponent}}', 'a%20b%26c'],
  asJSON: ['{{rule.tags.asJSON}}', '["db","disk"]'],
};

function assertShown(details: Record<string, unknown>, name: string, expected: Expected) {
  if (expected instanceof RegExp) assert.match(String(details[name]), expected, name);
  else assert.deepEqual(details[name], expected, name);
}

const details = {
  ...Object.fromEntries(Object.keys(variables).map((name) => [name, `{{${name}}}`])),
  ...Object.fromEntries(Object.entries(lambdas).map(([name, [template]]) => [name, template])),
};

async function detailsOf(eventId: string) {
  return (await call(`/api/tocsin/events/${eventId}`)).body.payload.custom_details;
}

test('each variable of an alert, and each lambda, is seen in an event', async () => {
  const action = (group: string) => ({
    id: 'sandbox',
    group,
    frequency: every,
    params: { eventAction: 'trigger', summary: '{{alert.id}}', customDetails: details },
  });
  await call('/api/alerting/rule/all', {
    name: 'All of them',
    rule_type_id: 'external',
    consumer: 'alerts',
    schedule: { interval: '1h' },
    tags: ['db', 'disk'],
    params: { timeout: '10m' },
    actions: [action('default'), action('recovered')],
  });
  const report = (alert: object) => call('/api/tocsin/rule/all/alerts', { alerts: [alert] });
  const begun = await report({
    id: 'db1',
    summary: 'Disk full',
    severity: 'error',
    context: { load: 0.97 },
  });
  const active = await detailsOf(begun.events[0].id);
  for (const [name, [expected]] of Object.entries(variables)) assertShown(active, name, expected);
  for (const [name, [, text]] of Object.entries(lambdas)) assertShown(active, name, text);

  const again = await detailsOf((await report({ id: 'db1', context: { load: 0.97 } })).events[0].id);
  assert.equal(again['alert.consecutiveMatches'], 2);
  assert.equal(again['alert.uuid'], active['alert.uuid'], 'the same while it stays active');

  const ended = await report({ id: 'db1', state: 'recovered' });
  const recovered = await detailsOf(ended.events[0].id);
  for (const [name, [, expected]] of Object.entries(variables)) assertShown(recovered, name, expected);
  assert.equal(recovered['alert.uuid'], active['alert.uuid']);

  const back = await detailsOf((await report({ id: 'db1', context: { load: 0.97 } })).events[0].id);
  assert.notEqual(back['alert.uuid'], active['alert.uuid'], 'another one after it has recovered');
});

test('each variable of a summary is seen in its event', async () => {
  const counts = ['new', 'ongoing', 'recovered', 'all'].map((kind) => `alerts.${kind}.count`);
  const names = [
    'alert.id',
    'alert.uuid',
    'alertInstanceId',
    'alert.actionGroup',
    'alert.actionGroupName',
    'alert.flapping',
    'alert.consecutiveMatches',
    'rule.name',
    'kibanaBaseUrl',
    ...counts,
  ];
  await call('/api/alerting/rule/summed', {
    name: 'Summed',
    rule_type_id: 'external',
    consumer: 'alerts',
    schedule: { interval: '1h' },
    params: {},
    actions: [
      {
        id: 'sandbox',
        group: 'default',
        frequency: { summary: true, notify_when: 'onActiveAlert', throttle: null },
        params: {
          eventAction: 'trigger',
          summary: '{{alerts.all.count}} alerts',
          customDetails: {
            ...Object.fromEntries(names.map((name) => [name, `{{${name}}}`])),
            ids: '{{#alerts.all.data}}{{kibana.alert.instance.id}} {{/alerts.all.data}}',
          },
        },
      },
    ],
  });
  const report = (...alerts: object[]) => call('/api/tocsin/rule/summed/alerts', { alerts });
  await report({ id: 'a' }, { id: 'b' });
  const { events } = await report({ id: 'b', state: 'recovered' }, { id: 'c' });
  const shown = await detailsOf(events[0].id);
  assert.deepEqual(
    counts.map((name) => shown[name]),
    [1, 1, 1, 3],
  );
  assert.deepEqual(shown.ids.trim().split(' ').sort(), ['a', 'b', 'c']);
  const expected = {
    'alert.id': 'summed',
    'alert.uuid': 'summed',
    alertInstanceId: 'summed',
    'alert.actionGroup': 'default',
    'alert.actionGroupName': 'Default',
    'alert.flapping': false,
    'alert.consecutiveMatches': 0,
    'rule.name': 'Summed',
    kibanaBaseUrl: 'https://tocsin.example.com',
  };
  for (const [name, value] of Object.entries(expected)) assertShown(shown, name, value);
});
