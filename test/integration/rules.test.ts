import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { InjectOptions } from 'fastify';
import { type AppInProcess, appInProcess } from '../support/app-in-process.ts';

/*
 * The rules API as Kibana's contract has it: bodies, order of checks, and every refusal word for word. Rules do not
 * run here.
 */

let served: AppInProcess;
before(async () => {
  served = await appInProcess();
  await call('/api/actions/connector/on-call', {
    body: { name: 'On-call', connector_type_id: '.pagerduty', secrets: { routingKey: 'a'.repeat(32) } },
  });
});
after(() => served[Symbol.asyncDispose]());

interface Call {
  readonly method?: NonNullable<InjectOptions['method']>;
  readonly body?: object;
}

async function call(url: string, { method, body }: Call = {}) {
  const answer = await served.app.inject({
    url,
    method: method ?? (body === undefined ? 'GET' : 'POST'),
    headers: {
      host: '127.0.0.1',
      authorization: `ApiKey ${Buffer.from('local:token').toString('base64')}`,
      'kbn-xsrf': 'x',
    },
    ...(body !== undefined && { payload: body }),
  });
  const parsed: Record<string, unknown> = answer.body.startsWith('{') ? JSON.parse(answer.body) : {};
  return { status: answer.statusCode, body: parsed, text: answer.body };
}

const post = (url: string) => call(url, { method: 'POST' });
const frequency = { summary: false, notify_when: 'onActionGroupChange', throttle: null };
const action = (change: object = {}) => ({
  id: 'on-call',
  group: 'default',
  params: {},
  frequency,
  ...change,
});
const rule = (change: object = {}) => ({
  name: 'CPU',
  rule_type_id: 'quiet',
  consumer: 'alerts',
  params: { host: 'db1' },
  schedule: { interval: '1m' },
  ...change,
});

test('a rule is created with 200, with its defaults, and read, updated and deleted', async () => {
  const made = await call('/api/alerting/rule/first', { body: rule({ actions: [action({ uuid: 'u1' })] }) });
  assert.equal(made.status, 200, made.text);
  const { created_at: at } = made.body;
  const expected = {
    id: 'first',
    enabled: true,
    name: 'CPU',
    tags: [],
    rule_type_id: 'quiet',
    consumer: 'alerts',
    schedule: { interval: '1m' },
    actions: [
      {
        id: 'on-call',
        connector_type_id: '.pagerduty',
        group: 'default',
        params: {},
        uuid: 'u1',
        frequency,
      },
    ],
    params: { host: 'db1', threshold: 90 },
    scheduled_task_id: 'first',
    created_by: null,
    updated_by: null,
    created_at: at,
    updated_at: at,
    api_key_owner: null,
    api_key_created_by_user: null,
    throttle: null,
    mute_all: false,
    notify_when: null,
    muted_alert_ids: [],
    execution_status: { status: 'pending', last_execution_date: at },
    revision: 0,
    running: false,
  };
  assert.deepEqual(made.body, expected);
  assert.deepEqual((await call('/s/default/api/alerting/rule/first')).body, expected);

  const {
    rule_type_id: _,
    consumer: __,
    ...update
  } = rule({ name: 'New', tags: ['a'], auto_resolve: false });
  const updated = await call('/api/alerting/rule/first', { method: 'PUT', body: update });
  assert.deepEqual(updated.body, {
    ...expected,
    name: 'New',
    tags: ['a'],
    actions: [],
    auto_resolve: false,
    revision: 1,
    updated_at: updated.body.updated_at,
  });
  assert.equal((await call('/api/alerting/rule/first', { method: 'DELETE' })).status, 204);
  const gone = await call('/api/alerting/rule/first');
  assert.deepEqual(gone.body, {
    statusCode: 404,
    error: 'Not Found',
    message: 'Saved object [alert/first] not found',
  });
});

test('everything that can be said of a rule comes back as it was said', async () => {
  const said = {
    tags: ['a', 'b'],
    alert_delay: { active: 3 },
    flapping: { look_back_window: 10, status_change_threshold: 5, enabled: false },
    auto_resolve: true,
    on_rule_end: 'leave',
    errors_before_alert: 0,
    enabled: false,
  };
  const timeframe = { days: [1, 5], hours: { start: '22:00', end: '06:00' }, timezone: 'Europe/Berlin' };
  const params = { eventAction: 'trigger', severity: '{{context.severity}}', customDetails: '{"a":"{{x}}"}' };
  const full = action({ uuid: 'u', params, alerts_filter: { timeframe }, group: 'recovered' });
  const { body } = await call('/api/alerting/rule', { body: rule({ ...said, actions: [full] }) });
  assert.deepEqual({ ...body, ...said }, body);
  assert.deepEqual(body.actions, [{ ...full, connector_type_id: '.pagerduty' }]);
  assert.ok(!('scheduled_task_id' in body));
  assert.match(String(body.id), /^[0-9a-f]{8}-[0-9a-f]{4}-4/);
});

test('a throttle of the rule holds for actions without a frequency, and says when, too', async () => {
  const body = rule({ throttle: '1h', actions: [{ id: 'on-call', group: 'default' }] });
  const made = await call('/api/alerting/rule', { body });
  assert.equal(made.body.throttle, '1h');
  assert.equal(made.body.notify_when, 'onThrottleInterval');
});

const one = (fault: string) => `Failed to validate actions due to the following error: ${fault}`;
const of = (change: object) => rule({ actions: [action(change)] });
const filtered = (timeframe: object) =>
  of({ uuid: 'u', alerts_filter: { timeframe: { days: [], timezone: 'UTC', ...timeframe } } });
const day = { start: '00:00', end: '24:00' };

const refusals: [what: string, body: object, message: string][] = [
  [
    'no name',
    rule({ name: undefined }),
    '[request body.name]: expected value of type [string] but got [undefined]',
  ],
  ['an unknown key', rule({ foo: 1 }), '[request body.foo]: definition for this key is missing'],
  [
    'no interval',
    rule({ schedule: {} }),
    '[request body.schedule.interval]: expected value of type [string] but got [undefined]',
  ],
  ...['10x', '0s', '1w', '1m30s', '', '-1m'].map((text): [string, object, string] => [
    `the interval ${text}`,
    rule({ schedule: { interval: text } }),
    `[request body.schedule.interval]: string is not a valid duration: ${text}`,
  ]),
  [
    'a wrong throttle',
    rule({ throttle: '1x' }),
    '[request body.throttle]: string is not a valid duration: 1x',
  ],
  ['an unknown type', rule({ rule_type_id: 'x' }), 'Rule type "x" is not registered.'],
  [
    'params without what they need',
    rule({ params: {} }),
    'params invalid: [host]: expected value of type [string] but got [undefined]',
  ],
  [
    'unknown params',
    rule({ params: { host: 'a', hots: 'b' } }),
    'params invalid: [hots]: definition for this key is missing',
  ],
  [
    'params before actions',
    rule({ params: {}, actions: [action({ id: 'nobody' })] }),
    'params invalid: [host]: expected value of type [string] but got [undefined]',
  ],
  ['an action without a group', of({ group: undefined }), 'Group is not defined in action on-call'],
  [
    'an unknown connector',
    of({ id: 'nobody' }),
    'Failed to load action nobody (404): Saved object [action/nobody] not found',
  ],
  ['an unknown group', of({ group: 'x' }), one('Invalid action groups: x')],
  [
    'one UUID twice',
    rule({ actions: [action({ uuid: 'u' }), action({ uuid: 'u' })] }),
    one('Actions have duplicated UUIDs'),
  ],
  ['no frequency', of({ frequency: undefined }), one('Actions missing frequency parameters: default')],
  [
    'two kinds of frequency',
    { ...of({}), notify_when: 'onActiveAlert' },
    one(
      'Cannot specify per-action frequency params when notify_when or throttle are defined at the rule level: default',
    ),
  ],
  [
    'a throttle shorter than the interval',
    of({ frequency: { ...frequency, notify_when: 'onThrottleInterval', throttle: '30s' } }),
    one('Action frequency cannot be shorter than the schedule interval of 1m: default (30s)'),
  ],
  [
    'several mistakes',
    of({ group: 'x', frequency: undefined }),
    'Failed to validate actions due to the following 2 errors:\n- Invalid action groups: x\n- Actions missing frequency parameters: x',
  ],
  [
    'a connector type in an action',
    of({ connector_type_id: '.pagerduty' }),
    '[request body.actions.0.connector_type_id]: definition for this key is missing',
  ],
  [
    'an unknown time zone',
    filtered({ hours: day, timezone: 'invalid' }),
    '[request body.actions.0.alerts_filter.timeframe.timezone]: string is not a valid timezone: invalid',
  ],
  [
    'a wrong time',
    filtered({ hours: { start: '25:00', end: '26:00' } }),
    '[request body.actions.0.alerts_filter.timeframe.hours.start]: string is not a valid time in HH:mm format 25:00',
  ],
  [
    'a wrong day',
    filtered({ days: [0, 8], hours: day }),
    one("Action's alertsFilter days has invalid values: (u:[0,8]) "),
  ],
  [
    'hours without length',
    filtered({ hours: { start: '10:00', end: '10:00' } }),
    one("Action's alertsFilter time range has an invalid value: 10:00-10:00"),
  ],
  [
    'an empty filter',
    of({ uuid: 'u', alerts_filter: {} }),
    one('Action\'s alertsFilter  must have either "query" or "timeframe" : u'),
  ],
  [
    'a query in a filter',
    of({ alerts_filter: { query: { kql: 'a: b', filters: [] } } }),
    '[request body.actions.0.alerts_filter.query]: Tocsin has no alerts_filter.query yet: leave it out. alerts_filter.timeframe, tags and a rule of its own can take its place',
  ],
  [
    'data of alerts in templates',
    of({ use_alert_data_for_template: true }),
    '[request body.actions.0.use_alert_data_for_template]: Tocsin has no use_alert_data_for_template yet: leave it out, and use {{context.…}} and {{alert.…}}',
  ],
  [
    'a flapping window out of range',
    rule({ flapping: { look_back_window: 1, status_change_threshold: 2 } }),
    '[request body.flapping.look_back_window]: look back window must be between 2 and 20',
  ],
  [
    'a flapping threshold out of range',
    rule({ flapping: { look_back_window: 20, status_change_threshold: 21 } }),
    '[request body.flapping.status_change_threshold]: status change threshold must be between 2 and 20',
  ],
  [
    'a flapping threshold beyond the window',
    rule({ flapping: { look_back_window: 5, status_change_threshold: 10 } }),
    '[request body.flapping]: lookBackWindow (5) must be equal to or greater than statusChangeThreshold (10)',
  ],
  [
    'a wrong severity',
    of({ params: { severity: 'bad' } }),
    one(
      'Invalid params of actions.0 (default): ✖ Invalid option: expected one of "critical"|"error"|"warning"|"info"\n  → at severity',
    ),
  ],
  [
    'a summary that is too long',
    of({ params: { summary: 'x'.repeat(1025) } }),
    one(
      'Invalid params of actions.0 (default): ✖ Too big: expected string to have <=1024 characters\n  → at summary',
    ),
  ],
  [
    'a malformed template',
    of({ params: { customDetails: { a: ['{{#x}}'] } } }),
    one(
      'Invalid params of actions.0 (default): ✖ malformed template: Unclosed section "x" at 6\n  → at customDetails.a[0]',
    ),
  ],
  [
    'unknown params of an action',
    of({ params: { foo: '{{x}}' } }),
    one('Invalid params of actions.0 (default): ✖ Unrecognized key: "foo"'),
  ],
];

for (const [what, body, message] of refusals) {
  test(`a rule with ${what} is refused in Kibana's words`, async () => {
    const answer = await call('/api/alerting/rule', { body });
    assert.deepEqual(answer.body, { statusCode: 400, error: 'Bad Request', message });
  });
}

for (const params of [
  { eventAction: 'resolve' },
  { eventAction: '{{context.action}}', dedupKey: '{{alert.id}}' },
  { severity: '{{x}}', summary: `{{x}}${'y'.repeat(1100)}`, timestamp: '{{date}}' },
  { links: [{ href: '{{context.url}}', text: 'x' }], customDetails: '{"a": {{context.value}}}' },
]) {
  test(`an action with the params ${JSON.stringify(params).slice(0, 60)} is taken`, async () => {
    const answer = await call('/api/alerting/rule', { body: of({ params }) });
    assert.equal(answer.status, 200, answer.text);
  });
}

test('an id that is taken is a conflict', async () => {
  await call('/api/alerting/rule/twice', { body: rule() });
  const { body } = await call('/api/alerting/rule/twice', { body: rule() });
  assert.deepEqual(body, {
    statusCode: 409,
    error: 'Conflict',
    message: 'Saved object [alert/twice] conflict',
  });
});

test('the list of connectors counts the rules that use each', async () => {
  await call('/api/actions/connector/counted', {
    body: { name: 'C', connector_type_id: '.pagerduty', secrets: { routingKey: 'b'.repeat(32) } },
  });
  const actions = [action({ id: 'counted' }), action({ id: 'counted', group: 'recovered' })];
  await call('/api/alerting/rule', { body: rule({ actions }) });
  const { text } = await call('/api/actions/connectors');
  const list: { id: string; referenced_by_count: number }[] = JSON.parse(text);
  assert.equal(list.find(({ id }) => id === 'counted')?.referenced_by_count, 1);
});

test('a rule is enabled, disabled, muted and unmuted with 204', async () => {
  const path = '/api/alerting/rule/switched';
  await call(path, { body: rule({ enabled: false }) });
  const shown = async (name: string) => (await call(path)).body[name];
  assert.equal((await post(`${path}/_enable`)).status, 204);
  assert.equal(await shown('enabled'), true);
  assert.equal((await call(`${path}/_disable`, { body: { untrack: true } })).status, 204);
  assert.equal(await shown('enabled'), false);
  assert.equal((await post(`${path}/alert/a/_mute?validate_alerts_existence=false`)).status, 204);
  assert.deepEqual(await shown('muted_alert_ids'), ['a']);
  assert.equal((await post(`${path}/_mute_all`)).status, 204);
  assert.deepEqual([await shown('mute_all'), await shown('muted_alert_ids')], [true, []]);
  await post(`${path}/alert/a/_mute?validate_alerts_existence=false`);
  assert.deepEqual(await shown('muted_alert_ids'), [], 'while all are muted, one more changes nothing');
  assert.equal((await post(`${path}/_unmute_all`)).status, 204);
  assert.equal(await shown('mute_all'), false);
  assert.equal((await post(`${path}/_update_api_key`)).status, 204);
  const unknown = await post(`${path}/alert/a/_mute`);
  assert.deepEqual(unknown.body, {
    statusCode: 404,
    error: 'Not Found',
    message: 'Alert instance with id "a" does not exist for rule with id "switched"',
  });
  const soon = await post('/internal/alerting/rule/switched/_run_soon');
  assert.deepEqual([soon.status, soon.text], [200, 'Error running rule: rule is disabled']);
});

test('snooze schedules are added up to five, and taken away', async () => {
  const path = '/api/alerting/rule/snoozed';
  await call(path, { body: rule() });
  const custom = { start: '2999-01-01T00:00:00.000Z', duration: '2h', recurring: { every: '1w' } };
  const ids: string[] = [];
  for (let n = 0; n < 5; n++) {
    const { status, body } = await call(`${path}/snooze_schedule`, { body: { schedule: { custom } } });
    assert.equal(status, 200);
    const schedule = Object(body.schedule);
    assert.deepEqual(schedule.custom, custom);
    ids.push(schedule.id);
  }
  const sixth = await call(`${path}/snooze_schedule`, { body: { schedule: { custom } } });
  assert.equal(sixth.body.message, 'Rule cannot have more than 5 snooze schedules');
  assert.equal((await call(`${path}/snooze_schedule/${ids[0]}`, { method: 'DELETE' })).status, 204);
  assert.equal((await call(`${path}/snooze_schedule/${ids[0]}`, { method: 'DELETE' })).status, 404);
});

const recurring = (given: object, duration = '1h') => ({
  schedule: { custom: { start: '2999-01-01T00:00:00.000Z', duration, recurring: given } },
});
for (const [what, body, message] of [
  ['nothing in it', {}, 'A schedule is required'],
  [
    'two ends',
    recurring({ every: '1d', end: '2999-02-01T00:00:00.000Z', occurrences: 2 }),
    "Only one of 'end' or 'occurrences' can be set for recurring schedules.",
  ],
  [
    'a duration beyond its recurrence',
    recurring({ every: '1d' }, '2d'),
    'Recurrence every 1d must be longer than the duration 2d.',
  ],
  [
    'a day that never comes',
    recurring({ every: '1y', onMonth: [2], onMonthDay: [30] }),
    'The schedule never begins: no day is as its recurrence says.',
  ],
] as const) {
  test(`a snooze schedule with ${what} is refused`, async () => {
    await call('/api/alerting/rule/never', { body: rule() });
    const answer = await call('/api/alerting/rule/never/snooze_schedule', { body });
    assert.deepEqual(answer.body, { statusCode: 400, error: 'Bad Request', message });
  });
}

test('Kibana’s screens snooze a rule for ever and wake it', async () => {
  await call('/api/alerting/rule/inner', { body: rule() });
  const rRule = { dtstart: '2026-01-01T00:00:00.000Z', tzid: 'Europe/Berlin', count: 1 };
  const snooze = (duration: number) =>
    call('/internal/alerting/rule/inner/_snooze', { body: { snooze_schedule: { duration, rRule } } });
  assert.equal((await snooze(-1)).status, 204);
  assert.equal((await call('/api/alerting/rule/inner')).body.mute_all, true);
  assert.equal((await post('/internal/alerting/rule/inner/_unsnooze')).status, 204);
  assert.equal((await call('/api/alerting/rule/inner')).body.mute_all, false);
});

test('rule types, health and the refusal of maintenance windows', async () => {
  const types: Record<string, unknown>[] = JSON.parse((await call('/api/alerting/rule_types')).text);
  const [type] = types;
  assert.equal(type?.id, 'quiet');
  assert.deepEqual(type?.action_groups, [
    { id: 'default', name: 'Default' },
    { id: 'urgent', name: 'Urgent' },
    { id: 'recovered', name: 'Recovered' },
  ]);
  assert.equal(type?.rule_task_timeout, '5m');
  const { body: health } = await call('/api/alerting/_health');
  assert.equal(Object(health.alerting_framework_health).execution_health.status, 'ok');
  const window = await call('/api/maintenance_window', { body: { title: 'x' } });
  assert.match(String(window.body.message), /^Tocsin has no maintenance windows yet/);
});

test('_find pages through rules, and refuses what it does not understand', async () => {
  for (let n = 0; n < 12; n++) {
    const body = rule({ name: `Found ${String(n).padStart(2, '0')}`, tags: ['found'] });
    await call('/api/alerting/rule', { body });
  }
  const find = (query: string) => call(`/api/alerting/rules/_find?${query}`);
  const { body } = await find(
    'search=found&search_fields=tags&sort_field=name&sort_order=desc&page=2&per_page=5',
  );
  assert.equal(body.total, 12);
  assert.deepEqual(
    Object(body.data).map(({ name }: { name: string }) => name),
    ['Found 06', 'Found 05', 'Found 04', 'Found 03', 'Found 02'],
  );
  const fields = await find('filter=alert.attributes.name:"Found 03"&fields=name&fields=alertTypeId');
  const [only] = Object(fields.body.data);
  assert.deepEqual(Object.keys(only).sort(), ['id', 'name', 'rule_type_id']);
  assert.deepEqual((await find('filter=alert.attributes.name:nothing')).body, {
    page: 1,
    per_page: 10,
    total: 0,
    data: [],
  });
  for (const [query, message] of [
    ['rule_type_ids=a', '[request query.rule_type_ids]: definition for this key is missing'],
    [
      'filter=alert.attributes.apiKey:x',
      'Error find rules: Filter is not supported on this field alert.attributes.apiKey',
    ],
    ['sort_field=apiKey', 'Error find rules: Sort is not supported on this field apiKey'],
    ['search=x&search_fields=apiKey', 'Error find rules: Search field apiKey not supported'],
    ['page=0', '[request query.page]: must be 1 or more'],
  ] as const) {
    assert.deepEqual((await find(query)).body, { statusCode: 400, error: 'Bad Request', message });
  }
});
