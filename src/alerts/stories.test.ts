import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AlertingRule } from './alerting-rule.ts';
import { actionOf, minute, recovery, type Step, Story, tell, urgent } from './story-for-test.ts';

const flapping = (lookBackWindow: number, statusChangeThreshold: number, enabled = true) => ({
  flapping: { enabled, lookBackWindow, statusChangeThreshold },
});
const every = actionOf({ frequency: { notifyWhen: 'onActiveAlert' } });
const hourly = actionOf({ frequency: { notifyWhen: 'onThrottleInterval', throttle: 3 * minute } });
const resolving = [actionOf(), urgent, recovery('resolve')];

const stories: [name: string, rule: Partial<AlertingRule>, steps: Step[]][] = [
  [
    'an alert triggers when it begins, and what was opened is resolved when it recovers',
    {},
    [['run a', 'trigger r:a'], ['run a'], ['run', 'resolve r:a'], ['run'], ['run a', 'trigger r:a']],
  ],
  [
    'alerts live side by side',
    {},
    [
      ['run a b', 'trigger r:a, trigger r:b'],
      ['run b c', 'trigger r:c, resolve r:a'],
      ['run', 'resolve r:b, resolve r:c'],
    ],
  ],
  [
    'an alert that moves to another group triggers the same key with the new severity',
    {},
    [
      ['run a', 'trigger r:a'],
      ['run a!', 'trigger r:a critical'],
      ['run a!'],
      ['run a', 'trigger r:a'],
      ['run', 'resolve r:a'],
    ],
  ],
  [
    'a group without an action says nothing, and coming back from it neither',
    { actions: [actionOf()] },
    [['run a', 'trigger r:a'], ['run a!'], ['run a'], ['run', 'resolve r:a']],
  ],
  [
    'an alert that becomes more or less severe in its group triggers the same key with the new severity',
    {},
    [
      ['run a=warning', 'trigger r:a warning'],
      ['run a=warning'],
      ['run a=critical', 'trigger r:a critical'],
      ['run a=critical'],
      ['run a=error', 'trigger r:a error'],
      ['run', 'resolve r:a'],
    ],
  ],
  [
    'severity that comes and goes while an alert flaps and is only shown as active says nothing',
    flapping(20, 2),
    [['run a=error', 'trigger r:a error'], ['run'], ['run a=error'], ['run', ''], ['run', 'resolve r:a']],
  ],
  [
    'a throttled action runs at once when the alert has become more severe',
    { actions: [hourly, urgent] },
    [
      ['run a=warning', 'trigger r:a warning'],
      ['run a=warning'],
      ['run a=critical', 'trigger r:a critical'],
      ['run a=critical'],
      ['run a=critical'],
      ['run a=critical', 'trigger r:a critical'],
    ],
  ],
  [
    'onActiveAlert runs every time',
    { actions: [every] },
    [
      ['run a', 'trigger r:a'],
      ['run a', 'trigger r:a'],
    ],
  ],
  [
    'a throttled action runs when its time is over, or when the group has changed',
    { actions: [hourly, urgent] },
    [
      ['run a', 'trigger r:a'],
      ['run a'],
      ['run a'],
      ['run a', 'trigger r:a'],
      ['run a!', 'trigger r:a critical'],
      ['run a', 'trigger r:a'],
      ['run a'],
    ],
  ],
  [
    'a recovery resolves in the middle of a throttle interval',
    { actions: [hourly, recovery('resolve')] },
    [
      ['run a', 'trigger r:a'],
      ['run', 'resolve r:a'],
      ['run a', 'trigger r:a'],
    ],
  ],
  [
    'an alert that flaps, with default numbers, recovers after four runs without it',
    {},
    [
      ['run a', 'trigger r:a'],
      ['run', 'resolve r:a'],
      ['run a', 'trigger r:a'],
      ['run'],
      ['run'],
      ['run'],
      ['run', 'resolve r:a'],
      ['run'],
    ],
  ],
  [
    'a flapping alert that comes back before its time is over begins to be waited for anew',
    {},
    [
      ['run a', 'trigger r:a'],
      ['run', 'resolve r:a'],
      ['run a', 'trigger r:a'],
      ['run'],
      ['run'],
      ['run a'],
      ['run'],
      ['run'],
      ['run'],
      ['run', 'resolve r:a'],
    ],
  ],
  [
    'flapping with numbers of the rule’s own',
    flapping(3, 2),
    [
      ['run a', 'trigger r:a'],
      ['run'],
      ['run', 'resolve r:a'],
      ['run a', 'trigger r:a'],
      ['run a'],
      ['run a'],
      ['run a'],
      ['run', 'resolve r:a'],
    ],
  ],
  [
    'an alert that is only shown as active, because it flaps, runs nothing but onActionGroupChange',
    { ...flapping(20, 2), actions: [every] },
    [['run a', 'trigger r:a'], ['run'], ['run', 'resolve r:a']],
  ],
  [
    'flapping is off: every recovery is one',
    flapping(20, 2, false),
    [
      ['run a', 'trigger r:a'],
      ['run', 'resolve r:a'],
      ['run a', 'trigger r:a'],
      ['run', 'resolve r:a'],
      ['run a', 'trigger r:a'],
      ['run', 'resolve r:a'],
    ],
  ],
  [
    'an alert is held back until its condition was met often enough',
    { delay: 3 },
    [
      ['run a'],
      ['run a'],
      ['run'],
      ['run a'],
      ['run a'],
      ['run a', 'trigger r:a'],
      ['run a'],
      ['run', 'resolve r:a'],
    ],
  ],
  [
    'an alert is held back and then raised with flapping off too',
    { ...flapping(20, 4, false), delay: 2 },
    [['run a'], ['run a', 'trigger r:a'], ['run', 'resolve r:a']],
  ],
  [
    'a recovery while snoozed resolves what was opened before',
    {},
    [['run a', 'trigger r:a'], ['snooze'], ['run a!'], ['run', 'resolve r:a'], ['unsnooze'], ['run']],
  ],
  [
    'an alert that began while snoozed triggers after the end',
    {},
    [['snooze'], ['run a'], ['run a'], ['unsnooze'], ['run a', 'trigger r:a'], ['run a']],
  ],
  [
    'an alert that lived while snoozed is not heard of',
    {},
    [['snooze'], ['run a'], ['run'], ['unsnooze'], ['run']],
  ],
  [
    'a recovery action resolves while the alert is muted',
    { actions: resolving },
    [['run a', 'trigger r:a'], ['mute a'], ['run a!'], ['run', 'resolve r:a'], ['run a'], ['unmute a']],
  ],
  [
    'an unmuted alert that is still active is heard of, once',
    { actions: resolving },
    [
      ['run a', 'trigger r:a'],
      ['mute a'],
      ['run a!'],
      ['unmute a'],
      ['run a!', 'trigger r:a critical'],
      ['run a!'],
      ['run', 'resolve r:a'],
    ],
  ],
  [
    'all alerts are muted',
    { actions: resolving },
    [
      ['run a', 'trigger r:a'],
      ['mute all'],
      ['run b', 'resolve r:a'],
      ['unmute all'],
      ['run b', 'trigger r:b'],
    ],
  ],
  [
    'a failing run changes no alert',
    {},
    [['run a', 'trigger r:a'], ['fail'], ['fail'], ['run a'], ['fail'], ['run', 'resolve r:a']],
  ],
  [
    'a rule that fails three times pages, and resolves that when it runs again',
    { actions: [actionOf(), actionOf({ uuid: 'two', connectorId: 'other' }), urgent, recovery('resolve')] },
    [
      ['fail'],
      ['fail'],
      ['fail', 'trigger r:rule error error, trigger other r:rule error error'],
      ['fail'],
      ['run', 'resolve r:rule error, resolve other r:rule error'],
      ['fail'],
    ],
  ],
  [
    'a rule does not page for itself while snoozed, but afterwards',
    { errorsBeforeAlert: 1 },
    [
      ['snooze'],
      ['fail'],
      ['unsnooze'],
      ['fail', 'trigger r:rule error error'],
      ['run', 'resolve r:rule error'],
    ],
  ],
  [
    'a rule may never page for itself',
    { errorsBeforeAlert: 0 },
    [['fail'], ['fail'], ['fail'], ['fail'], ['run']],
  ],
  [
    'a failing rule that is disabled is resolved',
    { errorsBeforeAlert: 1, onRuleEnd: 'leave' },
    [
      ['fail', 'trigger r:rule error error'],
      ['disable', 'resolve r:rule error'],
    ],
  ],
  [
    'a disabled rule resolves what is open, and its alerts are new when it is enabled',
    {},
    [
      ['run a b!', 'trigger r:a, trigger r:b critical'],
      ['disable', 'resolve r:a, resolve r:b'],
      ['run a', 'trigger r:a'],
    ],
  ],
  [
    'somebody resolves an active alert: it is mute until it recovers',
    { actions: resolving },
    [['run a', 'trigger r:a'], ['resolve a', 'resolve r:a'], ['run a!'], ['run'], ['run a', 'trigger r:a']],
  ],
  [
    'somebody acknowledges what an alert has open',
    {},
    [['run a', 'trigger r:a'], ['acknowledge a', 'acknowledge r:a'], ['run a'], ['run', 'resolve r:a']],
  ],
];
for (const [name, rule, steps] of stories) test(name, () => tell(new Story(rule), steps));

test('an alert keeps its uuid while it is active, and gets another after it has recovered', () => {
  const story = new Story();
  story.run('a');
  const { uuid } = story.alert('a');
  story.run('a!');
  assert.equal(story.alert('a').uuid, uuid);
  story.run();
  story.run('a');
  assert.notEqual(story.alert('a').uuid, uuid);
});

test('a key that is made of what changes stays as it was for the whole life of the alert', () => {
  const params = { dedupKey: '{{ context.value}}', severity: 'warning' };
  const story = new Story({
    actions: [
      actionOf({ params }),
      { ...urgent, params: { dedupKey: '{{context.value}}' } },
      recovery('resolve', { params: { eventAction: 'resolve', dedupKey: '{{context.value}}' } }),
    ],
  });
  story.context = { value: 1 };
  assert.deepEqual(story.run('a'), ['trigger 1 warning']);
  story.context = { value: 2 };
  assert.deepEqual(story.run('a!'), ['trigger 1']);
  assert.deepEqual(story.run(), ['resolve 1']);
  assert.deepEqual(story.run('a'), ['trigger 2 warning']);
});

test('alerts that share a key share its incident: it is resolved with the last of them', () => {
  const shared = { dedupKey: 'disks' };
  const story = new Story({
    actions: [
      actionOf({ params: shared }),
      recovery('resolve', { params: { eventAction: 'resolve', ...shared } }),
    ],
  });
  tell(story, [
    ['run a b', 'trigger disks, trigger disks'],
    ['run b'],
    ['run c', 'trigger disks'],
    ['run', 'resolve disks'],
  ]);
});

test('the same alert id in two rules is two incidents', () => {
  const one = new Story();
  const two = new Story({ id: 'r2' });
  assert.deepEqual([one.run('a'), two.run('a')], [['trigger r:a'], ['trigger r2:a']]);
  assert.deepEqual(one.run(), ['resolve r:a']);
  assert.deepEqual(two.run('a'), []);
});

test('at the alert limit nothing recovers, known alerts keep their place and new ones fill the rest', () => {
  const story = new Story();
  story.maxAlerts = 3;
  tell(story, [
    ['run a b', 'trigger r:a, trigger r:b'],
    ['run b c d e f', 'trigger r:c'],
  ]);
  assert.deepEqual(story.last?.counts, { active: 3, new: 1, recovered: 0, ignored: 3 });
  assert.equal(story.last?.isAlertLimitReached, true);
  tell(story, [
    ['run b c', 'resolve r:a'],
    ['run', 'resolve r:b, resolve r:c'],
  ]);
});

test('beyond the limit of actions a trigger waits for the next run, and a resolve does not', () => {
  const story = new Story({ actions: resolving });
  story.maxActions = 1;
  tell(story, [['run a b', 'trigger r:a']]);
  assert.equal(story.last?.actionsKeptBack, 1);
  story.maxActions = 1;
  tell(story, [
    ['run a b', 'trigger r:b'],
    ['run c d', 'trigger r:c, resolve r:a, resolve r:b'],
    ['run', 'resolve r:c, resolve r:d'],
  ]);
});

test('a deleted connector stops no other action, and its trigger runs when it is back', () => {
  const story = new Story({
    actions: [actionOf({ uuid: 'gone', connectorId: 'missing' }), actionOf()],
  });
  tell(story, [['run a', 'trigger r:a']]);
  assert.deepEqual(story.last?.faults, [
    { actionUuid: 'gone', connectorId: 'missing', why: 'the connector does not exist', times: 1 },
  ]);
  const pd = story.connectors.get('pd');
  assert.ok(pd?.kind === 'usable');
  story.connectors.set('missing', { kind: 'usable', connector: { ...pd.connector, id: 'missing' } });
  tell(story, [['run a', 'trigger missing r:a'], ['run a'], ['run', 'resolve r:a, resolve missing r:a']]);
});

test('a resolve that can not be sent is sent when its connector can be used again', () => {
  const story = new Story();
  const pd = story.connectors.get('pd');
  assert.ok(pd);
  story.run('a');
  story.connectors.set('pd', { kind: 'unusable', why: 'no secrets' });
  for (let i = 0; i < 30; i++) assert.deepEqual(story.run(), []);
  story.connectors.set('pd', pd);
  tell(story, [['run', 'resolve r:a'], ['run']]);
});

test('an action works only in its hours, and a recovery resolves outside of them', () => {
  const timeframe = { days: [], start: '22:00', end: '22:03', timezone: 'UTC' };
  const story = new Story({
    actions: [actionOf({ timeframe }), recovery('resolve', { timeframe })],
  });
  tell(story, [
    ['run a', 'trigger r:a'],
    ['run a'],
    ['run b', 'resolve r:a'],
    ['wait 1437'],
    ['run b', 'trigger r:b'],
  ]);
});

test('a run without change says so, and keeps nothing', () => {
  const story = new Story({ actions: resolving });
  story.run('a', 'b!');
  story.run('a', 'b!');
  assert.equal(story.last?.isUnchanged, true);
  assert.deepEqual(story.last?.changed, []);
  story.run('a');
  assert.equal(story.last?.isUnchanged, false);
});

test('a recovered alert is forgotten when nothing of it counts any more', () => {
  const story = new Story();
  story.run('a');
  story.run();
  assert.equal(story.alert('a').status, 'recovered');
  for (let i = 0; i < 20; i++) story.run();
  assert.equal(story.kept.alerts.size, 0);
});

test('no more recovered alerts are remembered than there may be alerts', () => {
  const story = new Story();
  story.maxAlerts = 2;
  story.run('a', 'b');
  story.run('c');
  story.run('d');
  story.run();
  assert.deepEqual([...story.kept.alerts.keys()].sort(), ['c', 'd']);
});

test('what an alert has come through is told: new, another group, flapping, recovered', () => {
  const story = new Story({ flapping: { enabled: true, lookBackWindow: 20, statusChangeThreshold: 3 } });
  const told = () => story.last?.transitions.map(({ kind, group }) => `${kind} ${group}`);
  story.run('a');
  assert.deepEqual(told(), ['new default']);
  story.run('a!');
  assert.deepEqual(told(), ['group_changed urgent']);
  story.run();
  assert.deepEqual(told(), ['recovered urgent']);
  story.run('a');
  story.run();
  assert.deepEqual(told(), []);
});
