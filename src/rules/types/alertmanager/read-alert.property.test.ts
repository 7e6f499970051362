import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Refusal } from '../../../refusal.ts';
import { runForTest } from '../run-for-test.ts';
import { alertmanager } from './alertmanager.ts';
import { alertmanagerParams } from './params.ts';
import { pushAlerts } from './push-alerts.ts';
import { readPostableAlerts } from './read-postable-alerts.ts';
import { readWebhook } from './read-webhook.ts';
import type { Told } from './told-alert.ts';

/* Nobody knows what comes in. */

const params = alertmanagerParams.parse({});
const now = Date.UTC(2026, 4, 6, 10);

const name = fc.constantFrom(
  'alertname',
  'severity',
  'instance',
  '__proto__',
  'constructor',
  'summary',
  '',
  '\ud800',
);
const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('critical', '{{x}}', '0001-01-01T00:00:00Z'),
);
const time = fc.oneof(
  fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
  fc.constantFrom('0001-01-01T00:00:00Z', '2026-05-06T10:00:00.123456789+02:00', '2026-13-01T00:00:00Z'),
);
const maybe = <Value>(value: fc.Arbitrary<Value>) =>
  fc.oneof({ weight: 4, arbitrary: value }, fc.jsonValue());
const labels = fc.dictionary(name, maybe(text));
const alert = fc.record(
  {
    labels: maybe(labels),
    annotations: maybe(labels),
    startsAt: maybe(time),
    endsAt: maybe(time),
    status: maybe(fc.constantFrom('firing', 'resolved')),
    generatorURL: maybe(fc.webUrl()),
    fingerprint: maybe(text),
  },
  { requiredKeys: [] },
);
const alerts = fc.array(maybe(alert), { maxLength: 5 });

const doors: [name: string, read: (body: unknown) => Told, body: fc.Arbitrary<unknown>][] = [
  ['push', readPostableAlerts, maybe(alerts)],
  [
    'webhook',
    readWebhook,
    maybe(fc.record({ alerts: maybe(alerts), receiver: maybe(text), groupLabels: maybe(labels) })),
  ],
];

for (const [door, read, arbitrary] of doors) {
  test(`${door}: whatever comes is taken or refused with words, and what is taken can be kept, read and reported`, async () => {
    await fc.assert(
      fc.asyncProperty(arbitrary, async (value) => {
        const body: unknown = JSON.parse(JSON.stringify(value));
        let told: Told;
        try {
          told = read(body);
        } catch (error) {
          assert.ok(error instanceof Refusal && error.code === 'invalid', String(error));
          return;
        }
        for (const fault of told.faults) assert.match(fault, /^alert \d+ of \d+: \S/);
        const pushed = pushAlerts(told.alerts).apply({
          state: undefined,
          params: {},
          now,
          listeningSince: 0,
          max: 9,
        });
        const run = (state: unknown) => alertmanager.execute(runForTest(params, { state, now }));
        const [fresh, again] = [await run(pushed.state), await run(JSON.parse(JSON.stringify(pushed.state)))];
        assert.deepEqual(again.alerts, fresh.alerts);
        for (const { id, context } of fresh.alerts) {
          assert.ok(id.length > 0 && id.length <= 255 && id.isWellFormed(), id);
          JSON.stringify(context);
        }
      }),
      { numRuns: 1000 },
    );
  });
}
