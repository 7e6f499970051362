import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AlertingRule } from './alerting-rule.ts';
import { actionForTest, RuleForTest } from './rule-for-test.ts';

type Step = [found: string, events: string];
const recovery = (eventAction: string, more = {}) =>
  actionForTest({ uuid: 'recovery', group: 'recovered', params: { eventAction }, ...more });
const urgent = actionForTest({ uuid: 'urgent', group: 'urgent' });
const page = actionForTest();

/** Sequences of runs: what each finds, and what goes out. */
const stories: [name: string, rule: Partial<AlertingRule>, steps: Step[]][] = [
  [
    'an alert pages once and is resolved once',
    {},
    [
      ['a', 'trigger r:a'],
      ['a', ''],
      ['', 'resolve r:a'],
      ['', ''],
    ],
  ],
  [
    'what comes back pages again',
    {},
    [
      ['a', 'trigger r:a'],
      ['', 'resolve r:a'],
      ['a', 'trigger r:a'],
    ],
  ],
  [
    'alerts do not mix',
    {},
    [
      ['a b', 'trigger r:a, trigger r:b'],
      ['b', 'resolve r:a'],
      ['', 'resolve r:b'],
    ],
  ],
  [
    'onActiveAlert pages in every run',
    { actions: [actionForTest({ notifyWhen: 'onActiveAlert' })] },
    [
      ['a', 'trigger r:a'],
      ['a', 'trigger r:a'],
      ['', 'resolve r:a'],
    ],
  ],
  [
    'a throttled action waits, and a recovery does not',
    {
      actions: [
        actionForTest({ frequency: { summary: false, notifyWhen: 'onThrottleInterval', throttle: 120_000 } }),
      ],
    },
    [
      ['a', 'trigger r:a'],
      ['a', ''],
      ['a', 'trigger r:a'],
      ['', 'resolve r:a'],
    ],
  ],
  [
    'another group triggers the same key with its severity',
    { actions: [page, urgent] },
    [
      ['a', 'trigger r:a'],
      ['a:urgent', 'trigger r:a critical'],
      ['a', 'trigger r:a'],
      ['', 'resolve r:a'],
    ],
  ],
  [
    'a recovery action that resolves does so once',
    { actions: [page, recovery('resolve')] },
    [
      ['a', 'trigger r:a'],
      ['', 'resolve r:a'],
      ['', ''],
    ],
  ],
  [
    'a recovery action that acknowledges leaves it open',
    { actions: [page, recovery('acknowledge')] },
    [
      ['a', 'trigger r:a'],
      ['', 'acknowledge r:a'],
      ['', ''],
    ],
  ],
  [
    'a recovery action that triggers goes to the same key',
    { actions: [page, recovery('trigger')] },
    [
      ['a', 'trigger r:a'],
      ['', 'trigger r:a'],
      ['', ''],
    ],
  ],
  [
    'a recovery action of another connector does not close ours: that is done besides',
    { actions: [page, recovery('resolve', { connectorId: 'second' })] },
    [
      ['a', 'trigger r:a'],
      ['', 'resolve r:a through second, resolve r:a'],
    ],
  ],
  [
    'without auto_resolve it stays open',
    { autoResolve: false },
    [
      ['a', 'trigger r:a'],
      ['', ''],
      ['a', 'trigger r:a'],
      ['', ''],
    ],
  ],
  [
    'an alert delay holds it back',
    { delay: 3 },
    [
      ['a', ''],
      ['a', ''],
      ['a', 'trigger r:a'],
      ['', 'resolve r:a'],
    ],
  ],
  [
    'what recovers within the delay was never there',
    { delay: 3 },
    [
      ['a', ''],
      ['a', ''],
      ['', ''],
      ['a', ''],
      ['a', ''],
      ['a', 'trigger r:a'],
    ],
  ],
  [
    'with flapping off the delay works all the same',
    { delay: 2, flapping: { enabled: false, lookBackWindow: 20, statusChangeThreshold: 4 } },
    [
      ['a', ''],
      ['a', 'trigger r:a'],
      ['', 'resolve r:a'],
    ],
  ],
  [
    'a flapping alert is resolved after as many quiet runs as the threshold says',
    { flapping: { enabled: true, lookBackWindow: 10, statusChangeThreshold: 3 } },
    [
      ['a', 'trigger r:a'],
      ['', 'resolve r:a'],
      ['a', 'trigger r:a'],
      ['', ''],
      ['', ''],
      ['', 'resolve r:a'],
    ],
  ],
  [
    'the usual numbers: four changes, four runs',
    {},
    [
      ['a', 'trigger r:a'],
      ['', 'resolve r:a'],
      ['a', 'trigger r:a'],
      ['', ''],
      ['', ''],
      ['', ''],
      ['', 'resolve r:a'],
    ],
  ],
];
for (const [name, rule, steps] of stories) {
  test(name, () => {
    const world = new RuleForTest(rule);
    for (const [n, [found, events]] of steps.entries()) {
      const out = world.run(...found.split(' ').filter(Boolean));
      assert.deepEqual(out.join(', '), events, `run ${n + 1}`);
    }
  });
}

test('what is muted or snoozed pages nobody, and is resolved all the same when it was open', () => {
  for (const quieten of [
    (world: RuleForTest) => {
      world.isSnoozed = true;
    },
    (world: RuleForTest) => {
      world.rule = { ...world.rule, muteAll: true };
    },
    (world: RuleForTest) => {
      world.rule = { ...world.rule, mutedAlertIds: new Set(['a', 'b']) };
    },
  ]) {
    const world = new RuleForTest();
    assert.deepEqual(world.run('a'), ['trigger r:a']);
    quieten(world);
    assert.deepEqual(world.run('a', 'b'), []);
    assert.deepEqual(world.run('b'), ['resolve r:a']);
    world.isSnoozed = false;
    world.rule = { ...world.rule, muteAll: false, mutedAlertIds: new Set() };
    assert.deepEqual(world.run('b'), ['trigger r:b'], 'what is still active is told of afterwards');
  }
});

test('outside its hours an action does not page, and what was open is resolved', () => {
  // The runs are at ten and after, UTC.
  const timeframe = { days: [], start: '10:00', end: '10:01', timezone: 'UTC' };
  const world = new RuleForTest({
    actions: [actionForTest({ timeframe }), recovery('resolve', { timeframe })],
  });
  assert.deepEqual(world.run('a'), ['trigger r:a']);
  assert.deepEqual(world.run('a', 'b'), []);
  assert.deepEqual(world.run('b'), ['resolve r:a']);
});

test('at the alert limit nothing recovers by mistake, and known alerts keep their room', () => {
  const world = new RuleForTest();
  world.maxAlerts = 2;
  assert.deepEqual(world.run('a', 'b'), ['trigger r:a', 'trigger r:b']);
  assert.deepEqual(world.run('c', 'd', 'e'), [], 'a and b may merely have found no room');
  assert.equal(world.last?.isAlertLimitReached, true);
  assert.equal(world.last?.counts.ignored, 3);
  assert.equal(world.status('a'), 'active');
  assert.deepEqual(world.run('b', 'c').sort(), ['resolve r:a', 'trigger r:c']);
});

test('what the limit of actions keeps back runs in the next run', () => {
  const world = new RuleForTest();
  world.maxActions = 1;
  assert.deepEqual(world.run('a', 'b'), ['trigger r:a']);
  assert.equal(world.last?.actionsKeptBack, 1);
  assert.deepEqual(world.run('a', 'b'), ['trigger r:b']);
  assert.deepEqual(world.run(), ['resolve r:a', 'resolve r:b'], 'resolves are never kept back');
});

test('a connector that is gone costs its own actions and no others', () => {
  const world = new RuleForTest({ actions: [page, actionForTest({ uuid: 'other', connectorId: 'second' })] });
  world.connectors.set('on-call', { kind: 'gone', why: 'it was deleted' });
  assert.deepEqual(world.run('a'), ['trigger r:a through second']);
  assert.deepEqual(
    world.last?.faults.map(({ actionUuid, why }) => [actionUuid, why]),
    [['page', 'it was deleted']],
  );
  assert.deepEqual(world.run(), ['resolve r:a through second']);
});

test('a resolve that can not be sent is owed until it can', () => {
  const world = new RuleForTest();
  const connector = world.connectors.get('on-call');
  assert.ok(connector);
  world.run('a');
  world.connectors.set('on-call', { kind: 'unusable', why: 'its type is not enabled' });
  assert.deepEqual(world.run(), []);
  assert.deepEqual(world.run(), []);
  world.connectors.set('on-call', connector);
  assert.deepEqual(world.run(), ['resolve r:a']);
  assert.deepEqual(world.run(), []);
  assert.equal(world.status('a'), 'recovered');
});

test('a dedup key that the context makes is used for the whole life of the alert', () => {
  const params = { eventAction: 'trigger', dedupKey: 'host {{context.of}}' };
  const world = new RuleForTest({
    actions: [
      actionForTest({ params }),
      recovery('resolve', { params: { ...params, eventAction: 'resolve' } }),
    ],
  });
  assert.deepEqual(world.run('a'), ['trigger host a']);
  assert.deepEqual(world.run(), ['resolve host a'], 'although the context of a recovery is empty');
});

test('several alerts with one key: it is over when the last of them is', () => {
  const world = new RuleForTest({
    actions: [actionForTest({ params: { eventAction: 'trigger', dedupKey: 'all' } })],
  });
  assert.deepEqual(world.run('a', 'b'), ['trigger all', 'trigger all']);
  assert.deepEqual(world.run('b'), []);
  assert.deepEqual(world.run(), ['resolve all']);
});

test('a template that fails costs its field, and pages with a note', () => {
  const params = {
    eventAction: 'trigger',
    summary: '{{#EvalMath}}1 +{{/EvalMath}}',
    dedupKey: '{{nothing}}',
  };
  const world = new RuleForTest({ actions: [actionForTest({ params })] });
  assert.deepEqual(world.run('a'), ['trigger r:a']);
  assert.ok((world.last?.events[0]?.event.notes.length ?? 0) > 0);
});

test('a rule that fails pages from the third run on, once a connector, and is resolved when it runs again', () => {
  const world = new RuleForTest({
    actions: [page, actionForTest({ uuid: 'other', connectorId: 'second' }), recovery('resolve')],
  });
  assert.deepEqual(world.run('a').length, 2);
  assert.deepEqual([world.fail(), world.fail()], [[], []]);
  assert.deepEqual(world.fail(), ['trigger r:rule error error', 'trigger r:rule error error through second']);
  assert.deepEqual(world.fail(), []);
  assert.equal(world.status('a'), 'active', 'an error changes no alert');
  assert.deepEqual(world.run('a'), ['resolve r:rule error', 'resolve r:rule error through second']);
  assert.deepEqual([world.fail(), world.fail(), world.run('a')], [[], [], []], 'the count begins anew');
});

test('errors_before_alert 0 never pages about the rule itself', () => {
  const world = new RuleForTest({ errorsBeforeAlert: 0 });
  for (let n = 0; n < 10; n++) assert.deepEqual(world.fail(), []);
});

test('the end of a rule resolves everything that is open, with the keys it was opened with', () => {
  const world = new RuleForTest();
  world.run('a', 'b');
  for (let n = 0; n < 3; n++) world.fail();
  assert.deepEqual(world.end(), ['resolve r:a', 'resolve r:b', 'resolve r:rule error']);
  assert.equal(world.alerts.size, 0);
  assert.deepEqual(world.run('a'), ['trigger r:a'], 'and it begins anew');
});

test('on_rule_end leave leaves it all open', () => {
  const world = new RuleForTest({ onRuleEnd: 'leave' });
  world.run('a');
  assert.deepEqual(world.end(), []);
});

const edits: [name: string, more: Partial<AlertingRule>, events: string[], next: string[]][] = [
  ['its action is gone', { actions: [] }, ['resolve r:a'], []],
  ['its action is gone, and it is to be left', { actions: [], onRuleEnd: 'leave' }, [], []],
  [
    'another connector',
    { actions: [actionForTest({ connectorId: 'second' })] },
    ['resolve r:a'],
    ['trigger r:a through second'],
  ],
  [
    'another dedup key',
    { actions: [actionForTest({ params: { eventAction: 'trigger', dedupKey: 'new' } })] },
    ['resolve r:a'],
    ['trigger new'],
  ],
  [
    'another summary only',
    { actions: [actionForTest({ params: { eventAction: 'trigger', summary: 'x' } })] },
    [],
    [],
  ],
  [
    'one more action',
    { actions: [page, actionForTest({ uuid: 'more', connectorId: 'second' })] },
    [],
    ['trigger r:a through second'],
  ],
];
for (const [name, more, events, next] of edits) {
  test(`an edit with an open incident: ${name}`, () => {
    const world = new RuleForTest();
    world.run('a');
    assert.deepEqual(world.edit(more), events);
    assert.deepEqual(world.run('a'), next);
  });
}

test('a summary is one event for all alerts, and is resolved when none is left', () => {
  const summary = actionForTest({
    frequency: { summary: true, notifyWhen: 'onActiveAlert', throttle: null },
  });
  const world = new RuleForTest({ actions: [summary] });
  assert.deepEqual(world.run('a', 'b'), ['trigger r:r']);
  const [first] = world.last?.events ?? [];
  const event = first?.event.kind === 'alert' ? first.event.event : undefined;
  assert.ok(event !== undefined && 'payload' in event);
  assert.equal(event.payload.summary, 'Rule: 2 new, 0 ongoing alerts');
  assert.deepEqual(world.run('a'), ['trigger r:r']);
  assert.deepEqual(world.run(), ['trigger r:r', 'resolve r:r']);
  assert.deepEqual(world.run(), []);
});

test('a run without change of 10,000 active alerts takes well under 100 ms and keeps nothing', (t) => {
  const world = new RuleForTest();
  world.maxAlerts = 20_000;
  world.maxActions = 100_000;
  const ids = Array.from({ length: 10_000 }, (_, n) => `host-${n}`);
  assert.equal(world.run(...ids).length, 10_000);
  world.run(...ids);
  const begun = performance.now();
  world.run(...ids);
  const took = performance.now() - begun;
  assert.equal(world.last?.isUnchanged, true);
  const bytes = JSON.stringify([...world.alerts.values()]).length / ids.length;
  t.diagnostic(`a run: ${took.toFixed(1)} ms; an alert: ${bytes.toFixed(0)} bytes as JSON`);
  assert.ok(took < 500, `${took} ms`);
});
