import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import type { Rule } from '../rule.ts';
import { type RuleRun, type RuleType, recoveryGroup } from '../rule-type.ts';
import { type PreviewRequest, RulePreviews } from './rule-previews.ts';

/* What integration tests can not reach: rules whose run fails or hangs. */

const now = Date.UTC(2026, 10, 27, 12);

const rule: Rule = {
  id: 'r',
  name: 'R',
  typeId: 'test',
  consumer: 'alerts',
  enabled: true,
  tags: [],
  params: {},
  interval: { text: '1m', ms: 60_000 },
  actions: [
    {
      uuid: 'fire',
      group: 'default',
      connectorId: 'pd',
      connectorTypeId: '.pagerduty',
      params: { eventAction: 'trigger' },
      frequency: { summary: false, notifyWhen: 'onActionGroupChange', throttle: null },
      timeframe: null,
    },
  ],
  notifyWhen: null,
  throttle: null,
  muteAll: false,
  mutedAlertIds: [],
  snoozes: [],
  createdBy: null,
  apiKeyOwner: null,
  updatedBy: null,
  createdAt: now,
  updatedAt: now,
  revision: 0,
};

const request: PreviewRequest = {
  draft: {
    name: 'R',
    typeId: 'test',
    consumer: 'alerts',
    enabled: true,
    tags: [],
    params: {},
    interval: '1m',
    actions: [],
  },
  limit: 20,
};

/** Previews of a rule whose type does `execute`; `expire` is when its time is over. */
function world(execute: (run: RuleRun<unknown>) => never | Promise<never>, broken = false) {
  const type: RuleType = {
    id: 'test',
    name: 'Test',
    category: 'management',
    producer: 'tocsin',
    groups: [{ id: 'default', name: 'Default' }],
    defaultGroup: 'default',
    recoveryGroup,
    context: [],
    stateVariables: [],
    paramsVariables: [],
    params: z.unknown(),
    defaultTexts: {},
    setsRecoveryContext: false,
    execute,
  };
  const timers: (() => void)[] = [];
  const previews = new RulePreviews({
    rules: {
      tried: async () => rule,
      find: () => undefined,
      timeoutOf: () => ({ text: '5m', ms: 300_000 }),
      types: new Map([['test', type]]),
    },
    stateOf: async () => undefined,
    delivery: {
      connector: async (id) => {
        if (broken) throw new Error('the store is gone');
        return {
          id,
          name: id,
          options: {},
          defaultSource: id,
          changeEventFault: undefined,
          targetId: 1,
        };
      },
    },
    sources: { call: () => Promise.reject(new Error('nobody is called')) },
    settings: { rules: { run: { alerts: { max: 10 }, actions: { max: 10, connectorTypeOverrides: [] } } } },
    publicBaseUrl: '',
    clock: {
      now: () => now,
      after: (_, what) => {
        timers.push(what);
        return () => {};
      },
    },
    nextTurn: setImmediate,
    newUuid: () => 'u',
    random: () => 0.5,
  });
  return {
    previews,
    expire: () => {
      for (const timer of timers.splice(0)) timer();
    },
  };
}

test('a rule that can not run shows why, and the page that it would come to', async () => {
  const { previews } = world(() => {
    throw new Error('the source is gone');
  });
  const { error, alerts, actions } = await previews.preview(request);
  assert.deepEqual(error, { reason: 'execute', message: 'the source is gone' });
  assert.deepEqual(alerts, []);
  const [event] = actions[0]?.events ?? [];
  assert.deepEqual([event?.on, event?.cause, event?.body.dedup_key], ['error', 'rule_error', 'r:rule error']);
});

test('a run that hangs is ended, and told', async () => {
  const { previews, expire } = world(() => new Promise<never>(() => {}));
  const waiting = previews.preview(request);
  await new Promise(setImmediate);
  expire();
  const { error } = await waiting;
  assert.deepEqual(error, { reason: 'timeout', message: 'The run was cancelled after 30 s.' });
});

test('beyond four at once a preview is refused, until one has ended', async () => {
  const { previews, expire } = world(() => new Promise<never>(() => {}));
  const four = [1, 2, 3, 4].map(() => previews.preview(request));
  await assert.rejects(previews.preview(request), /4 previews are under way already/);
  await new Promise(setImmediate);
  expire();
  await Promise.all(four);
  const fifth = previews.preview(request);
  await new Promise(setImmediate);
  expire();
  assert.equal((await fifth).error?.reason, 'timeout');
});

test('a preview that fails makes room as well', async () => {
  const { previews } = world(() => {
    throw new Error('the source is gone');
  }, true);
  for (let n = 0; n < 6; n++) await assert.rejects(previews.preview(request), /the store is gone/);
});
