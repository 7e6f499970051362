import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AlertingRule } from './alerting-rule.ts';
import { actionOf, recovery, Story, tell, urgent } from './story-for-test.ts';

const fire = actionOf();
const keyed = (dedupKey: string, uuid = 'fire') => actionOf({ uuid, params: { dedupKey } });

const edits: [
  name: string,
  before: Partial<AlertingRule>,
  edit: Partial<AlertingRule>,
  events: string[],
  next: string[],
][] = [
  ['its action is removed', {}, { actions: [] }, ['resolve r:a'], []],
  [
    'its action goes through another connector',
    {},
    { actions: [actionOf({ connectorId: 'other' })] },
    ['resolve r:a'],
    ['trigger other r:a'],
  ],
  [
    'its dedup key changes',
    { actions: [keyed('{{alert.id}}')] },
    { actions: [keyed('disk {{alert.id}}')] },
    ['resolve a'],
    ['trigger disk a'],
  ],
  ['its texts change', {}, { actions: [actionOf({ params: { summary: 'other' } })] }, [], []],
  ['its default key is spelt out', {}, { actions: [keyed('{{ rule.id }}:{{alert.id}}')] }, [], []],
  ['its action has another uuid', {}, { actions: [actionOf({ uuid: 'new' })] }, [], []],
  [
    'one of two actions with the same key is removed',
    { actions: [fire, actionOf({ uuid: 'second' })] },
    { actions: [actionOf({ uuid: 'second' })] },
    [],
    [],
  ],
  [
    'an action is added',
    {},
    { actions: [fire, actionOf({ uuid: 'more', connectorId: 'other' })] },
    [],
    ['trigger other r:a'],
  ],
  ['the rule is to leave what is open', {}, { actions: [], onRuleEnd: 'leave' }, [], []],
];
for (const [name, before, edit, events, next] of edits) {
  test(`a rule is edited while an incident is open: ${name}`, () => {
    const story = new Story({ actions: [fire], ...before });
    story.run('a');
    assert.deepEqual(story.edit(edit), events);
    assert.deepEqual(story.run('a'), next);
    assert.deepEqual(story.run('a'), []);
  });
}

test('an edited rule still resolves what an action with another uuid had opened', () => {
  const story = new Story({ actions: [keyed('{{alert.uuid}}')] });
  story.run('a');
  story.edit({ actions: [keyed('{{alert.uuid}}', 'new'), { ...recovery('resolve'), connectorId: 'pd' }] });
  assert.deepEqual(story.run(), ['resolve r:a', 'resolve uuid-1']);
});

test('a disabled rule that leaves what is open reuses it, and resolves it when its alert recovers', () => {
  const story = new Story({ actions: [keyed('{{alert.uuid}}')], onRuleEnd: 'leave' });
  assert.deepEqual(story.run('a'), ['trigger uuid-1']);
  assert.deepEqual(story.end(), []);
  assert.deepEqual(story.run('a'), ['trigger uuid-1']);
  assert.deepEqual(story.run(), ['resolve uuid-1']);
});

test('a deleted rule resolves everything once, with the connector and key it was opened with', () => {
  const summary = actionOf({ uuid: 'sum', frequency: { summary: true, notifyWhen: 'onActiveAlert' } });
  const story = new Story({
    actions: [keyed('shared'), actionOf({ uuid: 'o', connectorId: 'other' }), summary],
  });
  story.run('a', 'b');
  assert.deepEqual([...story.end()].sort(), [
    'resolve other r:a',
    'resolve other r:b',
    'resolve r:r',
    'resolve shared',
  ]);
  assert.deepEqual([...story.open], []);
  assert.equal(story.kept.alerts.size, 0);
});

test('what can not be resolved at the end of a rule is owed, and paid when it runs again', () => {
  const story = new Story();
  const pd = story.connectors.get('pd');
  assert.ok(pd);
  story.run('a');
  story.connectors.set('pd', { kind: 'unusable', why: 'its type is not enabled' });
  assert.deepEqual(story.end(), []);
  story.connectors.set('pd', pd);
  tell(story, [['run b', 'trigger r:b, resolve r:a'], ['run b']]);
});

test('an alert that is resolved by hand is muted only while it is active', () => {
  const story = new Story({ actions: [fire, urgent, recovery('acknowledge')] });
  story.run('a');
  assert.deepEqual(story.resolve('a'), ['resolve r:a']);
  assert.equal(story.alert('a').mutedUntilRecovery, true);
  story.run();
  story.run('a');
  assert.deepEqual(story.run(), []);
  story.run('b');
  story.run();
  assert.deepEqual(story.resolve('b'), ['resolve r:b']);
  assert.equal(story.alert('b').mutedUntilRecovery, undefined);
  assert.deepEqual(story.acknowledge('b'), []);
});

test('an alert that is held back when it comes again does not forget what is owed', () => {
  const story = new Story();
  const pd = story.connectors.get('pd');
  assert.ok(pd);
  story.run('a');
  story.connectors.set('pd', { kind: 'unusable', why: 'no secrets' });
  story.run();
  story.edit({ delay: 3 });
  assert.deepEqual(story.run('a'), []);
  story.connectors.set('pd', pd);
  assert.deepEqual(story.run(), ['resolve r:a']);
});
