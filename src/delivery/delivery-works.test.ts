import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type WatchedStatus, whyNotWorking } from './delivery-works.ts';

type Key = WatchedStatus['keys'][number];

const idle: Key = {
  targetId: 1,
  connectors: ['on-call'],
  host: 'events.pagerduty.com',
  limit: 120,
  callsLastMinute: 0,
  inFlight: 0,
  pending: 0,
  restsUntil: null,
  oldestSeconds: 0,
  oldestDueSeconds: 0,
};
const own: Key = { ...idle, targetId: 2, connectors: ['itself'] };

const statusOf = (keys: readonly Key[], refusing: string | null = null): WatchedStatus => ({
  backlog: { events: 0, lanes: 0, oldestSeconds: 0 },
  keys,
  gates: [],
  openIncidents: 0,
  deadLetters: 0,
  refusing,
});

const minute = 60;
const day = 86_400_000;
const late: Partial<Key> = { oldestSeconds: 11 * minute, oldestDueSeconds: 11 * minute };
const heldUp: Partial<Key> = { oldestSeconds: 11 * minute, oldestDueSeconds: 0 };
const stuck =
  'Events of the connector "itself", through which the watchdog pages, have waited longer than watchdog.maxDelay.';
const rows: [name: string, status: WatchedStatus, paused: boolean, why: string | undefined][] = [
  ['nothing waits', statusOf([idle, own]), false, undefined],
  ['new events are refused', statusOf([idle], 'The disk is full.'), false, 'The disk is full.'],
  ['it is paused', statusOf([idle]), true, 'The setting delivery.paused keeps everything from being sent.'],
  [
    'what may go has not gone for longer than watchdog.maxDelay',
    statusOf([own, { ...idle, ...late }]),
    false,
    'Events for events.pagerduty.com (connectors on-call) have waited for 11 minutes, though nothing holds them up.',
  ],
  [
    'what may go has waited exactly as long as it may',
    statusOf([{ ...idle, oldestSeconds: 600, oldestDueSeconds: 600 }]),
    false,
    undefined,
  ],
  ['a closed gate or a rest holds it up', statusOf([{ ...idle, ...heldUp }]), false, undefined],
  ['a limit holds it up', statusOf([{ ...idle, ...late, callsLastMinute: 120 }]), false, undefined],
  [
    'a limit but for its reserved tenth holds it up',
    statusOf([{ ...idle, ...late, callsLastMinute: 108 }]),
    false,
    undefined,
  ],
  [
    'there is room below the limit',
    statusOf([{ ...idle, ...late, callsLastMinute: 107 }]),
    false,
    'Events for events.pagerduty.com (connectors on-call) have waited for 11 minutes, though nothing holds them up.',
  ],
  ['the connector that pages is held up', statusOf([{ ...own, ...heldUp }]), false, stuck],
];
for (const [name, status, paused, why] of rows) {
  test(`delivery ${why === undefined ? 'works' : 'does not work'}: ${name}`, () => {
    assert.equal(
      whyNotWorking(status, { maxDelay: 600_000, connector: 'itself', paused, runningFor: day }),
      why,
    );
  });
}

test('without a connector that pages, only what waits because of us counts', () => {
  const status = statusOf([{ ...own, ...heldUp }]);
  assert.equal(
    whyNotWorking(status, { maxDelay: 600_000, connector: undefined, paused: false, runningFor: day }),
    undefined,
  );
});

test('what has waited on disk before a start has as long as everything else to go', () => {
  const status = statusOf([{ ...idle, ...late }]);
  const options = { maxDelay: 600_000, connector: undefined, paused: false };
  assert.equal(whyNotWorking(status, { ...options, runningFor: 600_000 }), undefined);
  assert.notEqual(whyNotWorking(status, { ...options, runningFor: 600_001 }), undefined);
});
