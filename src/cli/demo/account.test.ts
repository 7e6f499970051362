import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accountFor, type Evidence, exitCodeFor } from './account.ts';

/** One incident that went well, and one that was over before PagerDuty was back. */
const sound = {
  told: [
    { id: '1', dedupKey: 'disk', action: 'trigger' },
    { id: '2', dedupKey: 'disk', action: 'trigger' },
    { id: '3', dedupKey: 'search', action: 'trigger' },
    { id: '4', dedupKey: 'search', action: 'resolve' },
    { id: '5', dedupKey: 'disk', action: 'acknowledge' },
    { id: '6', dedupKey: 'disk', action: 'resolve' },
  ],
  log: [
    { id: '1', state: 'superseded', superseded_why: 'newer' },
    { id: '2', state: 'delivered', superseded_why: null },
    { id: '3', state: 'superseded', superseded_why: 'over' },
    { id: '4', state: 'delivered', superseded_why: null },
    { id: '5', state: 'delivered', superseded_why: null },
    { id: '6', state: 'delivered', superseded_why: null },
  ],
  calls: [
    { dedupKey: 'disk', action: 'trigger', effect: 'failed', status: 500 },
    { dedupKey: 'disk', action: 'trigger', effect: 'opened', status: undefined },
    { dedupKey: 'disk', action: 'trigger', effect: 'repeated', status: 202 },
    { dedupKey: 'search', action: 'resolve', effect: 'dropped', status: 202 },
    { dedupKey: 'disk', action: 'acknowledge', effect: 'acknowledged', status: 202 },
    { dedupKey: 'disk', action: 'resolve', effect: 'resolved', status: 202 },
  ],
  incidents: [{ dedupKey: 'disk', status: 'resolved' }],
} as const satisfies Evidence;

test('an account of what went well counts everything once, and ends with 0', () => {
  const account = accountFor(sound);
  assert.deepEqual(account, {
    accepted: 6,
    delivered: 4,
    newer: 1,
    over: 1,
    moot: 0,
    deadLetters: 0,
    waiting: 0,
    lost: 0,
    incidents: 2,
    opened: 1,
    openedTwice: 0,
    wrong: [],
  });
  assert.equal(exitCodeFor(account), 0);
});

const { told, log, calls, incidents } = sound;
const faults: readonly [what: string, evidence: Evidence, found: object][] = [
  ['an event that the log does not know is lost', { ...sound, log: log.slice(1) }, { lost: 1 }],
  [
    'an event that the log calls delivered, and PagerDuty never saw, is lost',
    { ...sound, calls: calls.filter(({ action }) => action !== 'acknowledge') },
    { lost: 1 },
  ],
  [
    'a call that PagerDuty answered with 500 is not one that it took',
    { ...sound, calls: calls.filter(({ effect }) => effect !== 'opened' && effect !== 'repeated') },
    { lost: 1 },
  ],
  [
    'a second incident for what was told once is opened twice',
    { ...sound, incidents: [...incidents, ...incidents] },
    { openedTwice: 1 },
  ],
  [
    'an incident that nobody told of is opened once too often',
    { ...sound, incidents: [...incidents, { dedupKey: 'made up', status: 'resolved' }] },
    { openedTwice: 1 },
  ],
  [
    'an incident that was told to be over, and is open, is wrong',
    { ...sound, incidents: [{ dedupKey: 'disk', status: 'acknowledged' }] },
    { wrong: ['disk'] },
  ],
  [
    'an incident that was told to be open, and is resolved, is wrong',
    { ...sound, told: told.slice(0, 5) },
    { wrong: ['disk'] },
  ],
  [
    'an event that waits is neither lost nor well',
    { ...sound, log: [{ id: '1', state: 'in_flight', superseded_why: null }, ...log.slice(1)] },
    { waiting: 1, lost: 0 },
  ],
  [
    'a dead letter is not well',
    { ...sound, log: [{ id: '1', state: 'dead', superseded_why: null }, ...log.slice(1)] },
    { deadLetters: 1 },
  ],
];
for (const [what, evidence, found] of faults) {
  test(`${what}: the demo ends with 1`, () => {
    const account = accountFor(evidence);
    assert.partialDeepStrictEqual(account, found);
    assert.equal(exitCodeFor(account), 1);
  });
}

test('what was over and began again may be opened again', () => {
  const again = { id: '7', dedupKey: 'disk', action: 'trigger' } as const;
  const account = accountFor({
    told: [...told, again],
    log: [...log, { id: '7', state: 'delivered', superseded_why: null }],
    calls: [...calls, { dedupKey: 'disk', action: 'trigger', effect: 'opened', status: 202 }],
    incidents: [{ dedupKey: 'disk', status: 'triggered' }, ...incidents],
  });
  assert.deepEqual([account.lost, account.openedTwice, account.wrong], [0, 0, []]);
  assert.equal(exitCodeFor(account), 0);
});
