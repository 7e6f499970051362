import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AlertingRule } from './alerting-rule.ts';
import { actionOf, recovery, type Step, Story, tell, urgent } from './story-for-test.ts';

const fire = actionOf();
const other = actionOf({ uuid: 'other', connectorId: 'other' });
const noHours = { days: [], start: '03:00', end: '03:01', timezone: 'UTC' };

const stories: [name: string, rule: Partial<AlertingRule>, steps: Step[]][] = [
  [
    'recovery action resolve: the incident is resolved, once',
    { actions: [fire, recovery('resolve')] },
    [
      ['run a', 'trigger r:a'],
      ['run', 'resolve r:a'],
      ['run a', 'trigger r:a'],
    ],
  ],
  [
    'recovery action acknowledge: the incident stays open, acknowledged, and is reused when the alert is back',
    { actions: [fire, recovery('acknowledge')] },
    [['run a', 'trigger r:a'], ['run', 'acknowledge r:a'], ['run'], ['run a', 'trigger r:a']],
  ],
  [
    'recovery action trigger: the incident stays open with what the recovery says, and is reused',
    { actions: [urgent, recovery('trigger')] },
    [['run a!', 'trigger r:a critical'], ['run', 'trigger r:a'], ['run'], ['run a!', 'trigger r:a critical']],
  ],
  [
    'a recovery action for another connector leaves the first to auto_resolve',
    { actions: [fire, other, recovery('resolve', { connectorId: 'other' })] },
    [
      ['run a', 'trigger r:a, trigger other r:a'],
      ['run', 'resolve other r:a, resolve r:a'],
    ],
  ],
  [
    'auto_resolve is off: without a recovery action the incident stays open, and is reused',
    { autoResolve: false, actions: [actionOf({ params: { dedupKey: '{{alert.uuid}}' } })] },
    [['run a', 'trigger uuid-1'], ['run'], ['run'], ['run a', 'trigger uuid-1']],
  ],
  [
    'auto_resolve is off: a recovery action resolves all the same, while snoozed too',
    { autoResolve: false, actions: [fire, other, recovery('resolve')] },
    [['run a', 'trigger r:a, trigger other r:a'], ['snooze'], ['run', 'resolve r:a']],
  ],
  [
    'a recovery action resolves outside of its hours too',
    { autoResolve: false, actions: [fire, recovery('resolve', { timeframe: noHours })] },
    [
      ['run a', 'trigger r:a'],
      ['run', 'resolve r:a'],
    ],
  ],
  [
    'a recovery action acknowledges while snoozed, which pages nobody',
    { actions: [fire, recovery('acknowledge')] },
    [['run a', 'trigger r:a'], ['snooze'], ['run', 'acknowledge r:a']],
  ],
  [
    'a recovery action does not trigger while snoozed, and the incident is resolved',
    { actions: [fire, recovery('trigger')] },
    [['run a', 'trigger r:a'], ['snooze'], ['run', 'resolve r:a']],
  ],
  [
    'a recovery action runs for an alert that nobody heard of, unless that is muted',
    { actions: [recovery('resolve')] },
    [['run a b'], ['mute b'], ['run', 'resolve r:a']],
  ],
  [
    'a key that names the alert’s uuid is another one after a recovery',
    { actions: [actionOf({ params: { dedupKey: '{{alert.uuid}}' } })] },
    [
      ['run a', 'trigger uuid-1'],
      ['run', 'resolve uuid-1'],
      ['run a', 'trigger uuid-2'],
    ],
  ],
  [
    'an action of an active group may resolve',
    { actions: [fire, { ...urgent, params: { eventAction: 'resolve' } }] },
    [
      ['run a', 'trigger r:a'],
      ['run a!', 'resolve r:a'],
      ['run a', 'trigger r:a'],
      ['run', 'resolve r:a'],
    ],
  ],
];
for (const [name, rule, steps] of stories) test(name, () => tell(new Story(rule), steps));

test('a summary opens an incident of the rule, which is resolved when no alert is active', () => {
  const summary = actionOf({ uuid: 'sum', frequency: { summary: true, notifyWhen: 'onActiveAlert' } });
  const story = new Story({ actions: [summary] });
  tell(story, [['run a', 'trigger r:r'], ['run a b', 'trigger r:r'], ['run', 'resolve r:r'], ['run']]);
});

test('a summary tells of each alert, and of none that is muted', () => {
  const summary = actionOf({
    uuid: 'sum',
    params: {
      summary:
        '{{alerts.new.count}} {{alerts.ongoing.count}} {{alerts.recovered.count}} of {{alerts.all.count}}',
      customDetails: { ids: '{{#alerts.all.data}}{{kibana.alert.instance.id}} {{/alerts.all.data}}' },
    },
    frequency: { summary: true, notifyWhen: 'onActiveAlert' },
  });
  const story = new Story({ actions: [summary] });
  story.run('a', 'b');
  tell(story, [['mute c']]);
  story.run('b', 'c', 'd');
  const [event] = story.lastEvents;
  assert.ok(event?.event.kind === 'alert' && event.event.event.event_action === 'trigger');
  assert.equal(event.event.event.payload.summary, '1 1 1 of 3');
  assert.deepEqual(event.event.event.payload.custom_details, { ids: 'd b a ' });
});

test('a throttled summary tells of the time since the last one', () => {
  const frequency = { summary: true, notifyWhen: 'onThrottleInterval', throttle: 180_000 } as const;
  const params = { summary: '{{alerts.new.count}} {{alerts.ongoing.count}} {{alerts.recovered.count}}' };
  const story = new Story({ actions: [actionOf({ uuid: 'sum', params, frequency })] });
  const summary = () => {
    const made = story.lastEvents[0]?.event;
    return made?.kind === 'alert' && made.event.event_action === 'trigger'
      ? made.event.payload.summary
      : 'none';
  };
  const told = [['a'], ['a', 'b'], ['a'], ['a', 'c'], ['c']].map((ids) => {
    story.run(...ids);
    return summary();
  });
  assert.deepEqual(told, ['1 0 0', 'none', 'none', '1 1 1', 'none']);
});
