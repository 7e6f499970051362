import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { TestServer } from '../support/test-server.ts';

/* What a rule would do, before it is saved: nothing is kept, nothing is sent. */

let server: TestServer;
before(async () => {
  server = await TestServer.start();
});
after(async () => {
  await server[Symbol.asyncDispose]();
});

const each = { summary: false, notify_when: 'onActionGroupChange', throttle: null };
const trigger = {
  id: 'sandbox',
  group: 'default',
  params: { eventAction: 'trigger', summary: '{{context.summary}} on {{alert.id}}', severity: 'error' },
  frequency: each,
};
const draft = (more: object = {}) => ({
  name: 'Disks',
  rule_type_id: 'external',
  consumer: 'alerts',
  schedule: { interval: '1m' },
  params: {},
  actions: [trigger],
  ...more,
});
const ask = (body: object) => server.call('/api/tocsin/rule/_preview', { method: 'POST', body });

async function preview(body: object) {
  const answer = await ask(body);
  assert.equal(answer.status, 200, answer.text);
  return Object(answer.body);
}

async function countOf(path: string): Promise<number> {
  return Object((await server.call(path)).body).items.length;
}

test('it shows the alerts and the exact events, what closes them included, and keeps and sends nothing', async () => {
  const shown = await preview(draft({ id: 'disks', alerts: [{ id: 'db1', summary: 'Disk full' }] }));
  assert.equal(shown.rule_id, 'disks');
  assert.equal(shown.error, null);
  assert.equal(shown.is_example, false);
  assert.deepEqual(
    [shown.alert_count, shown.alerts[0].id, shown.alerts[0].group_name],
    [1, 'db1', 'Reported'],
  );
  const [action] = shown.actions;
  assert.equal(action.connector_name, 'sandbox');
  const [begin, end] = action.events;
  assert.deepEqual([begin.on, begin.cause, begin.alert_id], ['active', 'action', 'db1']);
  assert.equal(begin.event.routing_key, '[integration key]');
  assert.equal(begin.event.dedup_key, 'disks:db1');
  assert.equal(begin.event.payload.summary, 'Disk full on db1');
  assert.equal(begin.event.payload.severity, 'error');
  assert.deepEqual(
    [end.on, end.cause, end.event],
    [
      'recovered',
      'auto_resolve',
      { routing_key: '[integration key]', event_action: 'resolve', dedup_key: 'disks:db1' },
    ],
  );
  assert.equal((await server.call('/api/alerting/rule/disks')).status, 404);
  assert.equal(await countOf('/api/tocsin/events'), 0);
  assert.equal(await countOf('/api/tocsin/sandbox/incidents'), 0);
});

test('what the preview showed is what goes out once the rule is saved', async () => {
  const rule = draft({ name: 'Kept' });
  const alerts = [{ id: 'db1', summary: 'Disk full', severity: 'warning' }];
  const shown = (await preview({ ...rule, id: 'kept', alerts })).actions[0].events[0].event;
  const saved = await server.call('/api/alerting/rule/kept', { method: 'POST', body: rule });
  assert.equal(saved.status, 200, saved.text);
  const told = await server.call('/api/tocsin/rule/kept/alerts', { method: 'POST', body: { alerts } });
  const [{ id }] = Object(told.body).events;
  const sent = Object((await server.call(`/api/tocsin/events/${id}`)).body).body;
  const { timestamp: _, ...payload } = sent.payload;
  const { timestamp: __, ...shownPayload } = shown.payload;
  assert.deepEqual({ ...shown, payload: shownPayload }, { ...sent, payload });

  const later = await preview({ ...rule, id: 'kept' });
  assert.deepEqual([later.is_example, later.alerts[0].id], [false, 'db1'], 'what the rule was told counts');
});

test('a rule that was told nothing shows an example of its type', async () => {
  const shown = await preview(draft());
  assert.equal(shown.is_example, true);
  assert.deepEqual([shown.alerts[0].id, shown.alerts[0].severity], ['example', 'error']);
  assert.match(shown.actions[0].events[0].event.dedup_key, /^[0-9a-f-]{36}:example$/);
});

test('alert_delay and the hours of an action do not keep it from being seen, and are told', async () => {
  const hours = { days: [], hours: { start: '00:00', end: '00:01' }, timezone: 'Pacific/Kiritimati' };
  const always = { days: [], hours: { start: '00:00', end: '00:00' }, timezone: 'UTC' };
  assert.equal(
    (await ask(draft({ actions: [{ ...trigger, alerts_filter: { timeframe: always } }] }))).status,
    400,
  );
  const shown = await preview(
    draft({ alert_delay: { active: 5 }, actions: [{ ...trigger, alerts_filter: { timeframe: hours } }] }),
  );
  assert.equal(shown.actions[0].events.length, 2);
  const minute = new Date().toLocaleTimeString('en-GB', { timeZone: 'Pacific/Kiritimati' }).slice(0, 5);
  assert.equal(shown.actions[0].in_timeframe, minute === '00:00');
});

test('per action: recovery actions, summaries, and several connectors each with theirs', async () => {
  const made = await server.call('/api/actions/connector/second', {
    method: 'POST',
    body: {
      name: 'Second',
      connector_type_id: '.pagerduty',
      config: { apiUrl: `${server.url}/sandbox/v2/enqueue` },
      secrets: { routingKey: 'R'.repeat(32) },
    },
  });
  assert.equal(made.status, 200, made.text);
  server.secrets.add('R'.repeat(32));
  const shown = await preview(
    draft({
      alerts: [{ id: 'a' }, { id: 'b' }],
      actions: [
        trigger,
        { ...trigger, id: 'second' },
        { id: 'sandbox', group: 'recovered', params: { eventAction: 'acknowledge' }, frequency: each },
        {
          id: 'second',
          group: 'default',
          params: { eventAction: 'trigger', dedupKey: 'all', summary: '{{alerts.new.count}} new' },
          frequency: { summary: true, notify_when: 'onActiveAlert', throttle: null },
        },
      ],
    }),
  );
  const words = shown.actions.map((action: { events: { on: string; event: Record<string, unknown> }[] }) =>
    action.events.map(({ on, event }) => `${on}: ${event.event_action}`),
  );
  assert.deepEqual(words, [
    ['active: trigger', 'active: trigger'],
    ['active: trigger', 'active: trigger', 'recovered: resolve', 'recovered: resolve'],
    ['recovered: acknowledge', 'recovered: acknowledge'],
    ['active: trigger', 'recovered: resolve'],
  ]);
  assert.equal(shown.actions[3].events[0].event.payload.summary, '2 new');
});

test('many alerts: some are shown, all are counted', async () => {
  const shown = await preview(
    draft({ rule_type_id: 'always-firing', params: { instances: 1200 }, limit: 3 }),
  );
  assert.deepEqual([shown.alerts.length, shown.alert_count, shown.ignored], [3, 1200, 200]);
  assert.deepEqual([shown.actions[0].events.length, shown.actions[0].event_count], [6, 2000]);
});

const wrong: readonly [name: string, more: object, message: RegExp][] = [
  ['an unknown type', { rule_type_id: 'nope' }, /Rule type "nope" is not registered/],
  ['params of another type', { params: { instances: 1 } }, /params invalid: .*instances/],
  [
    'a template that does not parse',
    { actions: [{ ...trigger, params: { eventAction: 'trigger', summary: '{{#a}}' } }] },
    /Invalid params of actions\.0 \(default\): .*Unclosed section/,
  ],
  ['a connector that is not there', { actions: [{ ...trigger, id: 'nope' }] }, /Failed to load action nope/],
  [
    'alerts for a rule that is told none',
    { rule_type_id: 'always-firing', alerts: [{ id: 'a' }] },
    /alerts can be told to rules of the type external only/,
  ],
  ['a field that there is not', { when: 'now' }, /when/],
];
for (const [name, more, message] of wrong) {
  test(`refused as saving it would be: ${name}`, async () => {
    const answer = await ask(draft(more));
    assert.equal(answer.status, 400, answer.text);
    assert.match(Object(answer.body).message, message);
  });
}
