import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { z } from 'zod';
import { idleRunner } from '../../test/support/idle-runner.ts';
import type { NewEvent } from '../delivery/delivery-service.ts';
import { Refusal } from '../refusal.ts';
import { openSuiteStore } from '../store/sqlite/store-for-test.ts';
import { type Consequences, noConsequences, type RuleChange } from './rule-change.ts';
import type { NewRule } from './rule-draft.ts';
import { type RuleType, recoveryGroup } from './rule-type.ts';
import { Rules } from './rules.ts';

const begun = Date.UTC(2026, 0, 1, 12);
const hour = 3_600_000;

const type: RuleType = {
  id: 'quiet',
  name: 'Quiet',
  category: 'management',
  producer: 'tests',
  groups: [{ id: 'default', name: 'Default' }],
  defaultGroup: 'default',
  recoveryGroup,
  context: [],
  stateVariables: [],
  paramsVariables: [],
  params: z.strictObject({}),
  defaultTexts: {},
  setsRecoveryContext: false,
  execute: () => ({ alerts: [], state: {} }),
};

const draft = (given: Partial<NewRule> = {}): NewRule => ({
  id: 'r',
  name: 'CPU',
  typeId: 'quiet',
  consumer: 'alerts',
  enabled: true,
  tags: [],
  params: {},
  interval: '1m',
  actions: [],
  ...given,
});

const limits = (maxScheduledPerMinute?: number, enforce = false) => ({
  rules: {
    minimumScheduleInterval: { value: 10_000, enforce },
    maxScheduledPerMinute,
    run: { timeout: 300_000, ruleTypeOverrides: [{ id: 'other', timeout: 90_000 }] },
  },
});

/** Rules on a real store; events are taken by nobody. */
async function opened(t: TestContext, settings: ReturnType<typeof limits> = limits()) {
  const suite = await openSuiteStore();
  t.after(() => suite.cleanup());
  const { store } = suite;
  const world = {
    now: begun,
    changes: [] as RuleChange[],
    warnings: [] as string[],
    events: [] as NewEvent[],
    consequences: (_change: RuleChange): Consequences => noConsequences,
  };
  const open = () =>
    Rules.open({
      secrets: { has: () => false },
      store: store.rules,
      delivery: {
        acceptWith: async (events, runOf) => {
          world.events.push(...events);
          const accepted = events.map((_, n) => ({ seq: n + 41, dedupKey: null }));
          await store.delivery.commit({ accepted: [], settled: [], open: [], runs: [runOf(accepted)] });
          return accepted;
        },
      },
      connector: async (id) => {
        throw new Refusal('not_found', id);
      },
      types: new Map([[type.id, type]]),
      settings,
      runner: {
        ...idleRunner,
        consequencesOf: async (change) => world.consequences(change),
        changed: (change) => void world.changes.push(change),
      },
      now: () => world.now,
      newUuid: () => `uuid-${world.changes.length}`,
      warn: (message) => void world.warnings.push(message),
    });
  return { rules: await open(), world, store, reopen: open };
}

test('rules, their states of quiet and their status are there after a restart', async (t) => {
  const { rules, reopen } = await opened(t);
  await rules.create(draft({ tags: ['a'], flapping: null, alertDelay: 2 }), 'ann');
  await rules.muteAlert('r', 'host', false, 'bob');
  await rules.addSchedule('r', { start: '2026-01-01T12:00:00.000Z', duration: '2h' }, 'bob');
  const again = await reopen();
  assert.deepEqual(again.get('r'), rules.get('r'));
  assert.equal(again.get('r').rule.updatedBy, 'bob');
  assert.equal(again.get('r').rule.createdBy, 'ann');
});

test('what follows from a change is kept in one commit with it', async (t) => {
  const { rules, world, store } = await opened(t);
  await rules.create(draft(), null);
  const event: NewEvent = {
    connectorId: 'c',
    source: 'rule',
    notes: [],
    kind: 'alert',
    event: { event_action: 'resolve', dedup_key: 'k' },
  };
  world.consequences = () => ({
    events: [event],
    commitOf: (accepted) => ({ ruleState: `resolved by ${accepted[0]?.seq}` }),
  });
  await rules.disable('r', false, null);
  assert.deepEqual(world.events, [event]);
  assert.equal((await store.rules.loadState('r')).ruleState, 'resolved by 41');
  assert.equal(rules.find('r')?.enabled, false);
});

test('a change whose consequences can not be told does not happen', async (t) => {
  const { rules, world, store } = await opened(t);
  await rules.create(draft(), null);
  world.consequences = () => {
    throw new Refusal('unavailable', 'not now');
  };
  for (const change of [
    () => rules.delete('r'),
    () => rules.disable('r', false, null),
    () => rules.update('r', draft({ name: 'New' }), null),
  ]) {
    await assert.rejects(change(), { code: 'unavailable' });
  }
  assert.equal(rules.get('r').rule.name, 'CPU');
  assert.equal((await store.rules.list()).length, 1);
  assert.deepEqual(
    world.changes.map(({ kind }) => kind),
    ['created'],
  );
});

test('whoever runs the rules is told of each change, with how it was before', async (t) => {
  const { rules, world } = await opened(t);
  await rules.create(draft(), null);
  await rules.update('r', draft({ name: 'New' }), null);
  await rules.disable('r', true, null);
  await rules.enable('r', null);
  await rules.enable('r', null);
  await rules.muteAll('r', null);
  await rules.delete('r');
  assert.deepEqual(
    world.changes.map((change) => [change.kind, 'before' in change ? change.before.name : '']),
    [
      ['created', ''],
      ['updated', 'CPU'],
      ['disabled', 'New'],
      ['enabled', 'New'],
      ['quieted', 'New'],
      ['deleted', ''],
    ],
  );
  assert.equal(rules.find('r'), undefined);
});

test('of two rules with one id made at once one is refused', async (t) => {
  const { rules } = await opened(t);
  const ends = await Promise.allSettled([rules.create(draft(), null), rules.create(draft(), null)]);
  assert.deepEqual(
    ends.map(({ status }) => status),
    ['fulfilled', 'rejected'],
  );
});

test('rules that would run more often than allowed are refused when made, updated or enabled', async (t) => {
  const { rules } = await opened(t, limits(3));
  await rules.create(draft({ interval: '30s' }), null);
  await rules.create(draft({ id: 'off', interval: '30s', enabled: false }), null);
  const words = (what: string) => ({
    code: 'invalid',
    message: `Error validating circuit breaker - Rule 'CPU' cannot be ${what}. The maximum number of runs per minute would be exceeded. - The rule has ${what === 'updated' ? 6 : 2} runs per minute; there are only ${what === 'updated' ? 3 : 1} runs per minute available. Before you can modify this rule, you must increase its check interval so that it runs less frequently. Alternatively, disable other rules or change their check intervals.`,
  });
  await assert.rejects(rules.create(draft({ id: 'x', interval: '30s' }), null), words('created'));
  await assert.rejects(rules.enable('off', null), words('enabled'));
  await assert.rejects(rules.update('r', draft({ interval: '10s' }), null), words('updated'));
  await rules.create(draft({ id: 'fits' }), null);
});

test('an interval below the shortest one is warned of, or refused where that is enforced', async (t) => {
  const lax = await opened(t);
  await lax.rules.create(draft({ interval: '9s' }), null);
  assert.match(lax.world.warnings.join(), /rule "CPU": .*\(9s\) is less than the minimum value \(10s\)/);
  const { rules } = await opened(t, limits(undefined, true));
  await assert.rejects(rules.create(draft({ interval: '9s' }), null), {
    message: 'Error creating rule: the interval is less than the allowed minimum interval of 10s',
  });
  await rules.create(draft({ interval: '10s' }), null);
  await assert.rejects(rules.update('r', draft({ interval: '1s' }), null), {
    message: 'Error updating rule: the interval is less than the allowed minimum interval of 10s',
  });
});

test('the time that a run may take is that of its type, or of all', async (t) => {
  const { rules } = await opened(t);
  assert.deepEqual(rules.timeoutOf('quiet'), { text: '5m', ms: 300_000 });
  assert.deepEqual(rules.timeoutOf('other'), { text: '90s', ms: 90_000 });
});

test('waking a rule ends what is on: one-off schedules go, of a recurring one this time is left out', async (t) => {
  const { rules, world } = await opened(t);
  await rules.create(draft(), null);
  const start = new Date(begun - hour).toISOString();
  await rules.addSchedule('r', { start, duration: '2h' }, null);
  await rules.addSchedule('r', { start, duration: '3h', recurring: { every: '1d' } }, null);
  const rRule = { dtstart: start, tzid: 'UTC', count: 1 };
  await rules.snooze('r', { duration: 4 * hour, rRule }, null);
  const until = (at: number) => rules.snoozedUntil(rules.get('r').rule, at);
  assert.equal(until(world.now), begun + 3 * hour);
  await rules.unsnooze('r', undefined, null);
  assert.equal(until(world.now), undefined);
  assert.equal(rules.get('r').rule.snoozes.length, 1);
  assert.equal(until(begun + 24 * hour), begun + 26 * hour);
  assert.equal(until(begun + 26 * hour), undefined);
});

test('snoozes that are over make room for new ones', async (t) => {
  const { rules, world } = await opened(t);
  await rules.create(draft(), null);
  const schedule = () => ({ start: new Date(world.now).toISOString(), duration: '1h' });
  for (let n = 0; n < 5; n++) {
    world.changes.push({ kind: 'created', rule: rules.get('r').rule });
    await rules.addSchedule('r', schedule(), null);
  }
  await assert.rejects(rules.addSchedule('r', schedule(), null), /more than 5 snooze schedules/);
  world.now += hour;
  await rules.addSchedule('r', schedule(), null);
  assert.equal(rules.get('r').rule.snoozes.length, 1);
});
