import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { runForTest } from '../run-for-test.ts';
import { alertmanager } from './alertmanager.ts';
import { alertmanagerParams } from './params.ts';
import { pushAlerts } from './push-alerts.ts';
import { readPostableAlerts } from './read-postable-alerts.ts';
import { readWebhook } from './read-webhook.ts';

/* Whatever is told in whatever order by a Prometheus whose clock is ours, the rule shows what a simple mind would. */

const minute = 60_000;
const begin = Date.UTC(2026, 4, 6, 10);
const params = alertmanagerParams.parse({});
const names = ['a', 'b', 'c'];

const step = fc.record({
  /** Minutes since the step before. */
  after: fc.integer({ min: 0, max: 4 }),
  name: fc.constantFrom(...names),
  what: fc.constantFrom(
    'fires',
    'fires without an end',
    'is over',
    'nothing',
    'restart',
    'webhook fires',
    'webhook is over',
  ),
});

/** When each alert is over, by what was said of it last; an alert that is not in it is over. */
type Model = Map<string, number>;

test('what was told last counts, whoever told it, and a time-out ends what nobody repeats', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      const model: Model = new Map();
      const startOf = new Map<string, number>();
      let now = begin;
      let state: unknown;
      for (const { after, name, what } of steps) {
        now += after * minute;
        for (const [each, end] of model) if (end <= now) model.delete(each);
        if (!model.has(name)) startOf.set(name, now);
        const startsAt = new Date(startOf.get(name) ?? now).toISOString();
        const labels = { alertname: name };
        const iso = (time: number) => new Date(time).toISOString();
        let told = readPostableAlerts([]).alerts;
        if (what === 'fires') {
          told = readPostableAlerts([{ labels, startsAt, endsAt: iso(now + 4 * minute) }]).alerts;
          model.set(name, now + 4 * minute);
        } else if (what === 'fires without an end') {
          told = readPostableAlerts([{ labels, startsAt }]).alerts;
          model.set(name, now + 5 * minute);
        } else if (what === 'is over') {
          told = readPostableAlerts([{ labels, startsAt, endsAt: iso(now) }]).alerts;
          model.delete(name);
        } else if (what === 'webhook fires') {
          told = readWebhook({ alerts: [{ status: 'firing', labels, startsAt }] }).alerts;
          model.set(name, Number.POSITIVE_INFINITY);
        } else if (what === 'webhook is over') {
          told = readWebhook({ alerts: [{ status: 'resolved', labels, startsAt, endsAt: iso(now) }] }).alerts;
          model.delete(name);
        } else if (what === 'restart') {
          state = state === undefined ? undefined : JSON.parse(JSON.stringify(state));
        }
        const pushed = pushAlerts(told).apply({ state, params, now, listeningSince: 0, max: 3 });
        assert.equal(pushed.alerts, model.size);
        assert.equal(pushed.left, 0);
        for (const next of [...(pushed.through ?? []), pushed.state]) {
          const report = await alertmanager.execute(runForTest(params, { state: next, now }));
          state = report.state;
          if (next !== pushed.state) continue;
          assert.deepEqual(report.alerts.map(({ id }) => id).toSorted(), [...model.keys()].toSorted());
        }
      }
    }),
    { numRuns: 300 },
  );
});
