import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { ActionConnector } from './alerting-rule.ts';
import type { RuleAction } from './rule-action.ts';
import { actionOf, recovery, Story, urgent, usable } from './story-for-test.ts';

/*
 * Whatever happens to a rule and its alerts, and in whatever order, with all that is kept going through JSON between
 * any two steps as at a restart: when all is quiet, nothing that was opened is open.
 */

type Act = (story: Story) => void;

const throttled = { notifyWhen: 'onThrottleInterval', throttle: 150_000 } as const;
const summary = { summary: true, notifyWhen: 'onActiveAlert' } as const;
const openers: readonly RuleAction[] = [
  actionOf(),
  urgent,
  actionOf({ uuid: 'every', connectorId: 'other', frequency: { notifyWhen: 'onActiveAlert' } }),
  actionOf({ uuid: 'throttled', params: { dedupKey: '{{alert.uuid}}' }, frequency: throttled }),
  actionOf({ uuid: 'changing', group: 'urgent', params: { dedupKey: '{{context.n}}' } }),
  actionOf({ uuid: 'shared', connectorId: 'other', params: { dedupKey: 'shared' } }),
  actionOf({ uuid: 'any', params: { eventAction: '{{context.action}}', dedupKey: 'any' } }),
  actionOf({ uuid: 'sum', frequency: summary }),
  actionOf({ uuid: 'throttled-sum', params: { dedupKey: 'sum' }, frequency: { ...summary, ...throttled } }),
  actionOf({ uuid: 'hours', timeframe: { days: [], start: '22:03', end: '22:07', timezone: 'UTC' } }),
];
const closers: readonly RuleAction[] = [
  recovery('resolve'),
  recovery('resolve', {
    uuid: 'close-other',
    connectorId: 'other',
    params: { eventAction: 'resolve', dedupKey: 'shared' },
  }),
];
const keepers: readonly RuleAction[] = [
  recovery('acknowledge', { connectorId: 'other' }),
  recovery('trigger', { params: { eventAction: 'trigger', dedupKey: 'over {{alert.id}}' } }),
  recovery('trigger', { uuid: 'again' }),
];

const ids = ['a', 'b', 'c', 'd'];
const id = fc.constantFrom(...ids);
const broken: ActionConnector = { kind: 'unusable', why: 'no secrets' };

const run: fc.Arbitrary<Act> = fc
  .record({
    reported: fc.uniqueArray(fc.record({ id, isUrgent: fc.boolean() }), { selector: (each) => each.id }),
    n: fc.nat(3),
    action: fc.constantFrom('trigger', 'resolve', 'acknowledge', 'nonsense', ''),
  })
  .map(({ reported, n, action }) => (story) => {
    story.context = { n, action };
    story.run(...reported.map((each) => (each.isUrgent ? `${each.id}!` : each.id)));
  });

function actsWith(actions: readonly RuleAction[]): fc.Arbitrary<Act> {
  const others: fc.Arbitrary<Act>[] = [
    fc.boolean().map((isOn) => (story) => {
      story.isSnoozed = isOn;
    }),
    fc.boolean().map((muteAll) => (story) => {
      story.rule = { ...story.rule, muteAll };
    }),
    fc.uniqueArray(id).map((muted) => (story) => {
      story.rule = { ...story.rule, mutedAlertIds: new Set(muted) };
    }),
    fc.subarray([...actions]).map((some) => (story) => void story.edit({ actions: some })),
    fc
      .record({
        delay: fc.integer({ min: 1, max: 3 }),
        enabled: fc.boolean(),
        threshold: fc.integer({ min: 2, max: 4 }),
      })
      .map(({ delay, enabled, threshold }) => (story) => {
        const flapping = { enabled, lookBackWindow: 5, statusChangeThreshold: threshold };
        story.edit({ delay, flapping });
      }),
    fc.constant((story) => void story.fail()),
    fc.constant((story) => void story.end()),
    id.map((each) => (story) => {
      if (story.kept.alerts.has(each)) story.resolve(each);
    }),
    id.map((each) => (story) => {
      if (story.kept.alerts.has(each)) story.acknowledge(each);
    }),
    fc.tuple(fc.constantFrom('pd', 'other'), fc.boolean()).map(([name, isBroken]) => (story) => {
      story.connectors.set(name, isBroken ? broken : usable(name));
    }),
    fc.integer({ min: 0, max: 5 }).map((maxActions) => (story) => {
      story.maxActions = maxActions;
    }),
    fc.nat(5).map((minutes) => (story) => {
      story.now += minutes * 60_000;
    }),
  ];
  return fc.oneof(
    { weight: others.length, arbitrary: run },
    ...others.map((arbitrary) => ({ weight: 1, arbitrary })),
  );
}

function play(story: Story, acts: readonly Act[]): Story {
  for (const act of acts) act(story);
  // Quiet: connectors work, nothing is reported; snoozes, mutes and limits are as they are.
  for (const name of ['pd', 'other']) story.connectors.set(name, usable(name));
  for (let i = 0; i < 6; i++) story.run();
  return story;
}

const runs = { numRuns: Number(process.env.TOCSIN_FUZZ_RUNS ?? 1000) };

for (const maxAlerts of [2, 1000]) {
  test(`when all is quiet nothing that was opened is open, with at most ${maxAlerts} alerts`, () => {
    const actions = [...openers, ...closers];
    fc.assert(
      fc.property(fc.array(actsWith(actions), { maxLength: 30 }), (acts) => {
        const story = new Story({ actions, errorsBeforeAlert: 2 });
        story.maxAlerts = maxAlerts;
        assert.deepEqual([...play(story, acts).open], []);
      }),
      runs,
    );
  });
}

test('whatever a rule leaves open by its recovery actions or without auto_resolve, its end resolves', () => {
  const actions = [...openers, ...closers, ...keepers];
  fc.assert(
    fc.property(fc.array(actsWith(actions), { maxLength: 30 }), fc.boolean(), (acts, autoResolve) => {
      const story = play(new Story({ actions, autoResolve, errorsBeforeAlert: 2 }), acts);
      story.end();
      assert.deepEqual([...story.open], []);
      assert.equal(story.kept.alerts.size, 0);
    }),
    runs,
  );
});

test('after each run exactly the alerts that are active have an incident, where nothing holds actions back', () => {
  const reported = fc.array(fc.uniqueArray(id), { maxLength: 30 });
  const flapping = { enabled: false, lookBackWindow: 20, statusChangeThreshold: 4 };
  fc.assert(
    fc.property(reported, (steps) => {
      const story = new Story({ flapping });
      for (const step of steps) {
        story.run(...step);
        assert.deepEqual([...story.open].sort(), step.map((each) => `pd r:${each}`).sort());
      }
    }),
    runs,
  );
});
