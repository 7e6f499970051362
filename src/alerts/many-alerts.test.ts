import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type AlertState, type LifecycleState, newLifecycle } from './alert-state.ts';
import type { ReportedAlert } from './reported-alert.ts';
import { runAlerts } from './run-alerts.ts';
import { actionOf, recovery, ruleOf, urgent, usable } from './story-for-test.ts';

const count = 10_000;
const uuid = 'aa9fdb1e-3bc8-4a19-b3b6-7c30d4d8a1f2';
const rule = ruleOf({
  id: uuid,
  actions: [
    actionOf({
      uuid,
      params: {
        eventAction: 'trigger',
        dedupKey: '{{rule.id}}:{{alert.id}}',
        summary: 'Disk {{alert.id}} is {{context.value}} % full',
        customDetails: { value: '{{context.value}}' },
      },
    }),
    urgent,
    recovery('resolve'),
  ],
});

test('ten thousand alerts: all at once, a run without change, and all over', (context) => {
  const connectors = new Map([['pd', usable('pd')]]);
  let alerts: ReadonlyMap<string, AlertState> = new Map();
  let lifecycle: LifecycleState = newLifecycle;
  let now = Date.UTC(2026, 10, 26, 22, 0);
  const run = (reported: readonly ReportedAlert[]) => {
    now += 60_000;
    const begin = performance.now();
    const outcome = runAlerts({
      now,
      connectors,
      publicBaseUrl: '',
      rule,
      previous: { lifecycle, alerts },
      reported,
      isSnoozed: false,
      maxAlerts: count,
      maxActions: 100_000,
      newUuid: () => uuid,
    });
    const took = performance.now() - begin;
    lifecycle = outcome.lifecycle;
    const after = new Map(alerts);
    for (const state of outcome.changed) after.set(state.id, state);
    for (const id of outcome.removed) after.delete(id);
    alerts = after;
    return { outcome, took };
  };
  const reported = Array.from({ length: count }, (_, i) => ({
    id: `host-${i}`,
    group: 'default',
    context: { value: i % 100 },
  }));

  const first = run(reported);
  assert.equal(first.outcome.events.length, count);
  const bytes = [...alerts.values()].reduce((sum, state) => sum + JSON.stringify(state).length, 0) / count;
  const quiet = Array.from({ length: 9 }, () => run(reported));
  for (const { outcome } of quiet) assert.equal(outcome.isUnchanged, true);
  const median = quiet.map(({ took }) => took).sort((a, b) => a - b)[4] ?? Number.NaN;
  const last = run([]);
  assert.equal(last.outcome.events.length, count);
  context.diagnostic(
    `all fire ${first.took.toFixed(0)} ms, without change ${median.toFixed(1)} ms, all recover ` +
      `${last.took.toFixed(0)} ms; ${bytes.toFixed(0)} bytes of JSON an alert`,
  );
  assert.ok(median < 100, `a run without change took ${median} ms`);
});
