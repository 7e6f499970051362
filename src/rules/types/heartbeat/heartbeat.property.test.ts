import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { runForTest } from '../run-for-test.ts';
import { applyPings } from './apply-pings.ts';
import { heartbeat } from './heartbeat.ts';
import { heartbeatParams } from './params.ts';

const start = Date.UTC(2026, 4, 6, 10, 0, 0);
const second = 1000;
const every = 600 * second;
const grace = 120 * second;

const steps = fc.array(
  fc.record({
    /** Seconds since the step before. */
    after: fc.integer({ min: 0, max: 1500 }),
    what: fc.constantFrom('success', 'failure', 'start', 'look', 'look', 'restart'),
  }),
  { minLength: 1, maxLength: 60 },
);

/*
 * Whatever is called, looked at and restarted in whatever order: what is said of a job depends on when it ended last and
 * how, and on nothing else, but for calls that could not be heard.
 */
test('a job is missing when it has not ended for its interval and the grace, has failed when it said so, and is well otherwise', async () => {
  const params = heartbeatParams.parse({ every: '10m', grace: '2m' });
  await fc.assert(
    fc.asyncProperty(steps, async (all) => {
      let now = start;
      let listeningSince = start - 1;
      let endedAt: number | undefined;
      let firstAt: number | undefined;
      let hasFailed = false;
      let wasMissing = false;
      let state: unknown;
      for (const { after, what } of all) {
        now += after * second;
        if (what === 'restart') {
          listeningSince = now;
          state = JSON.parse(JSON.stringify(state ?? null));
        } else if (what !== 'look') {
          state = applyPings(state, [{ source: 's', kind: what, at: now }]).state;
          firstAt ??= now;
          if (what !== 'start') {
            endedAt = now;
            hasFailed = what === 'failure';
            wasMissing = false;
          }
        }
        const report = await heartbeat.execute(
          runForTest(params, { state, now, startedAt: now, listeningSince }),
        );
        state = report.state;
        const since = endedAt ?? firstAt;
        const isDue = since !== undefined && now >= since + every + grace;
        const couldBeHeard = now >= listeningSince + grace;
        wasMissing ||= isDue && couldBeHeard;
        const expected: string | undefined = wasMissing ? 'missing' : hasFailed ? 'failed' : undefined;
        assert.equal(report.alerts[0]?.group, expected);
        if (since !== undefined && !wasMissing)
          assert.equal(report.lookAgainAt, Math.max(since + every + grace, listeningSince + grace));
      }
    }),
    { numRuns: 300 },
  );
});
