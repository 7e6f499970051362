import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { AcceptedEvent, NewEvent } from '../delivery/delivery-service.ts';
import { Refusal } from '../refusal.ts';
import type { RunCommit } from '../store/rule-store.ts';
import { openSuiteStore } from '../store/sqlite/store-for-test.ts';
import { RuleRuns } from './rule-runs.ts';
import { Rules } from './rules.ts';
import { pushAlerts } from './types/alertmanager/push-alerts.ts';
import { readWebhook } from './types/alertmanager/read-webhook.ts';
import { reportAlerts } from './types/external/report-alerts.ts';
import { type AnyRuleType, ruleTypes } from './types/rule-types.ts';

/* What a run decided and the events that follow from it are kept together or not at all (delivery contract, rules 2 and 21). */

const settings = {
  rules: {
    minimumScheduleInterval: { value: 1000, enforce: false },
    maxScheduledPerMinute: undefined,
    historyRetention: 86_400_000,
    run: {
      timeout: 300_000,
      ruleTypeOverrides: [],
      alerts: { max: 10 },
      actions: { max: 100, connectorTypeOverrides: [] },
    },
  },
};

const action = {
  uuid: undefined,
  connectorId: 'pd',
  group: 'default',
  params: { eventAction: 'trigger' },
  frequency: { summary: false, notifyWhen: 'onActionGroupChange' as const, throttle: null },
};

/** A runner on a real store whose delivery takes events, or refuses them as it does on a full disk. */
async function world(t: TestContext, types: ReadonlyMap<string, AnyRuleType> = ruleTypes) {
  const suite = await openSuiteStore();
  t.after(() => suite.cleanup());
  const { store } = suite;
  const told: string[] = [];
  const taken: NewEvent[] = [];
  let isFull = false;
  let seq = 0;
  let now = Date.UTC(2026, 4, 6, 10);
  const delivery = {
    connector: async (id: string) => ({
      id,
      name: id,
      options: {},
      defaultSource: id,
      changeEventFault: undefined,
      targetId: 1,
    }),
    acceptWith: async (
      events: readonly NewEvent[],
      runOf: (accepted: readonly AcceptedEvent[]) => RunCommit,
    ) => {
      if (isFull) throw new Refusal('unavailable', 'The disk is full.');
      const accepted = events.map((event) => ({
        seq: ++seq,
        dedupKey: event.kind === 'alert' ? (event.event.dedup_key ?? null) : null,
      }));
      await store.delivery.commit({ accepted: [], settled: [], open: [], runs: [runOf(accepted)] });
      taken.push(...events);
      return accepted;
    },
  };
  const open = async () => {
    const runs = new RuleRuns({
      clock: { now: () => now, after: () => () => {} },
      nextTurn: setImmediate,
      delivery,
      store: store.rules,
      types,
      settings,
      publicBaseUrl: '',
      newUuid: () => `uuid-${++seq}`,
      random: () => 0.5,
      sources: { call: () => Promise.reject(new Error('no rule here was to call anybody')) },
      onProblem: (message) => told.push(message),
    });
    const rules = await Rules.open({
      secrets: { has: () => false },
      store: store.rules,
      delivery,
      connector: async (id) => ({
        id,
        name: id,
        typeId: '.pagerduty',
        isMissingSecrets: false,
        isPreconfigured: false,
      }),
      types,
      settings,
      runner: runs,
      now: () => now,
      newUuid: () => `uuid-${++seq}`,
      warn: () => {},
    });
    runs.start(rules);
    return { runs, rules };
  };
  return {
    open,
    store,
    told,
    words: () =>
      taken
        .splice(0)
        .map((event) =>
          event.kind === 'alert' ? `${event.event.event_action} ${event.event.dedup_key}` : 'change',
        ),
    pass: (milliseconds: number) => {
      now += milliseconds;
    },
    fill: (full: boolean) => {
      isFull = full;
    },
    make: (rules: Rules, typeId = 'external', params: Record<string, unknown> = {}) =>
      rules.create(
        {
          id: 'r',
          name: 'R',
          typeId,
          consumer: 'alerts',
          enabled: true,
          tags: [],
          params,
          interval: '1m',
          actions: [{ ...action, group: ruleTypes.get(typeId)?.defaultGroup ?? '' }],
        },
        null,
      ),
  };
}

const active = (id: string) => ({ id, state: 'active' as const });
const over = (id: string) => ({ id, state: 'recovered' as const });

test('what can not be kept is as if it had not been: neither alert nor event, and the same report pages later', async (t) => {
  const w = await world(t);
  const { runs, rules } = await w.open();
  await w.make(rules);
  w.fill(true);
  await assert.rejects(runs.push('r', reportAlerts([active('a')])), /The disk is full/);
  assert.deepEqual([await runs.alertsOf('r'), w.words()], [[], []]);
  w.fill(false);
  await runs.push('r', reportAlerts([active('a')]));
  assert.deepEqual(w.words(), ['trigger r:a']);
  w.fill(true);
  await assert.rejects(runs.push('r', reportAlerts([over('a')])), /The disk is full/);
  w.fill(false);
  await runs.push('r', reportAlerts([over('a')]));
  assert.deepEqual(w.words(), ['resolve r:a']);
});

test('what is told without changing an alert is kept, and is no run of the history', async (t) => {
  const w = await world(t);
  const { runs, rules } = await w.open();
  await w.make(rules, 'external', { timeout: '1h' });
  for (let n = 0; n < 3; n++) await runs.push('r', reportAlerts([{ ...active('a'), summary: `${n}` }]));
  const told = await w.store.rules.runs('r', { quiet: false }, null, 10);
  assert.deepEqual(
    told.rows.map((run) => [run.new, run.isQuiet]),
    [[1, false]],
  );
  await runs.stop(0);
  const all = await w.store.rules.runs('r', { quiet: true }, null, 10);
  assert.deepEqual(all.rows.map(({ isQuiet }) => isQuiet).toSorted(), [false, true, true]);
  const again = await w.open();
  assert.match(JSON.stringify(await again.runs.stateOf('r')), /"summary":"2"/);
});

test('what is told to a rule that fails to run is not taken, and whoever tells it is told so', async (t) => {
  let isBroken = true;
  const type = ruleTypes.get('external');
  assert.ok(type !== undefined);
  const execute: AnyRuleType['execute'] = (run) => {
    if (isBroken) throw new Error('out of order');
    return type.execute(run);
  };
  const w = await world(t, new Map([['external', { ...type, execute }]]));
  const { runs, rules } = await w.open();
  await w.make(rules);
  await assert.rejects(runs.push('r', reportAlerts([active('a')])), {
    name: 'Refusal',
    code: 'unavailable',
    message: /fails to run, and nothing was taken/,
  });
  assert.equal(rules.get('r').status.execution.status, 'error');
  assert.deepEqual([await runs.stateOf('r'), w.words()], [undefined, []]);
  isBroken = false;
  await runs.push('r', reportAlerts([active('a')]));
  assert.deepEqual(w.words(), ['trigger r:a']);
});

test('a change of a rule that can not be kept does not happen, and its incidents stay as they were', async (t) => {
  const w = await world(t);
  const { runs, rules } = await w.open();
  await w.make(rules);
  await runs.push('r', reportAlerts([active('a')]));
  w.words();
  w.fill(true);
  await assert.rejects(rules.disable('r', false, null), /The disk is full/);
  await assert.rejects(rules.delete('r'), /The disk is full/);
  w.fill(false);
  assert.equal(rules.get('r').rule.enabled, true);
  await runs.push('r', reportAlerts([over('a')]));
  assert.deepEqual(w.words(), ['resolve r:a']);
});

test('another process goes on with what this one has kept', async (t) => {
  const w = await world(t);
  const first = await w.open();
  await w.make(first.rules);
  await first.runs.push('r', reportAlerts([active('a'), active('b')]));
  assert.deepEqual(w.words(), ['trigger r:a', 'trigger r:b']);
  const { runs, rules } = await w.open();
  assert.equal(rules.get('r').status.execution.status, 'active');
  await runs.push('r', reportAlerts([over('a')]));
  assert.deepEqual(w.words(), ['resolve r:a']);
  await rules.delete('r');
  assert.deepEqual(w.words(), ['resolve r:b']);
});

test('reports beyond the alert limit are refused, with what was reported and what there may be', async (t) => {
  const w = await world(t);
  const { runs, rules } = await w.open();
  await w.make(rules);
  const eleven = Array.from({ length: 11 }, (_, n) => active(`host-${n}`));
  await assert.rejects(runs.push('r', reportAlerts(eleven)), /would have 11 active alerts, and may have 10/);
  assert.deepEqual(await runs.alertsOf('r'), []);
});

test('a run by the schedule that can not be kept waits, which is told once, and pages when there is room', async (t) => {
  const w = await world(t);
  const { runs, rules } = await w.open();
  t.after(() => runs.stop(0));
  await w.make(rules, 'always-firing', { instances: 1 });
  const once = async () => {
    assert.equal(await runs.runSoon('r'), 'soon');
    const { promise, resolve } = Promise.withResolvers<void>();
    const look = (left: number) => {
      if (left === 0 || !runs.isRunning('r')) resolve();
      else setTimeout(() => look(left - 1), 1);
    };
    setImmediate(() => setImmediate(() => look(1000)));
    await promise;
  };
  w.fill(true);
  await once();
  await once();
  assert.deepEqual(w.told, ['what rules find can not be kept now: their runs wait']);
  assert.deepEqual(w.words(), []);
  w.fill(false);
  await once();
  assert.equal(w.words().length, 1);
  await once();
  assert.deepEqual(w.words(), [], 'and once is enough');
});

const fires = (startsAt: string) =>
  pushAlerts(readWebhook({ alerts: [{ status: 'firing', labels: { alertname: 'Down' }, startsAt }] }).alerts);

test('a push that goes through several states has each looked at: what ended unnoticed ends, and pages anew', async (t) => {
  const w = await world(t);
  const { runs, rules } = await w.open();
  await w.make(rules, 'alertmanager');
  await runs.push('r', fires('2026-05-06T09:00:00Z'));
  assert.deepEqual(w.words(), ['trigger r:Down']);
  await runs.push('r', fires('2026-05-06T09:00:00Z'));
  assert.deepEqual(w.words(), []);
  w.pass(60_000);
  const result = await runs.push('r', fires('2026-05-06T10:00:30Z'));
  assert.deepEqual(w.words(), ['resolve r:Down', 'trigger r:Down']);
  assert.deepEqual([result.active, result.new, result.left], [1, 1, 0]);
});
