import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Severity } from '../../pagerduty/event.ts';
import type { IncidentState } from './incident-state.ts';
import type { LaneAction } from './lane.ts';
import { isOpening, urgencyOfLane, type WaitingEvent } from './urgency.ts';

const t = (severity: Severity): WaitingEvent => ({ action: 'trigger', severity });
const a: WaitingEvent = { action: 'acknowledge', severity: 'info' };
const r: WaitingEvent = { action: 'resolve', severity: 'info' };

type Row = [name: string, WaitingEvent[], IncidentState, LaneAction | undefined, urgency: number];
const rows: Row[] = [
  ['an opening critical trigger', [t('critical')], 'not_known_open', undefined, 1],
  ['an opening error', [t('error')], 'not_known_open', undefined, 2],
  ['an opening warning', [t('warning')], 'not_known_open', undefined, 4],
  ['an opening info', [t('info')], 'not_known_open', undefined, 4],
  ['a trigger of an incident that only may be open still opens', [t('critical')], 'maybe_open', undefined, 1],
  ['a repeat, however critical', [t('critical')], 'open', undefined, 5],
  ['a resolve of an open incident', [r], 'open', undefined, 3],
  ['a resolve of one that may be open', [r], 'maybe_open', undefined, 3],
  ['a resolve of one not known open', [r], 'not_known_open', undefined, 5],
  ['an acknowledge of an open incident', [a], 'open', undefined, 3],
  ['an acknowledge of one not known open', [a], 'not_known_open', undefined, 5],
  ['an acknowledge behind its trigger in flight', [a], 'not_known_open', 'trigger', 3],
  ['a resolve before a new critical occurrence takes its class', [r, t('critical')], 'open', undefined, 1],
  ['a resolve before a new warning keeps its own', [r, t('warning')], 'open', undefined, 3],
  ['a trigger behind a resolve in flight opens', [t('critical')], 'open', 'resolve', 1],
  ['an info trigger with its acknowledge', [t('info'), a], 'not_known_open', undefined, 4],
  ['a repeat with an acknowledge', [t('critical'), a], 'open', undefined, 3],
];
for (const [name, waiting, state, inFlight, urgency] of rows) {
  test(`rule 9: ${name} is of class ${urgency}`, () => {
    assert.equal(urgencyOfLane(waiting, state, inFlight), urgency);
  });
}

test('a trigger repeats only while its incident is open and nothing before it closes that', () => {
  assert.equal(isOpening('open', false), false);
  assert.equal(isOpening('open', true), true);
  assert.equal(isOpening('maybe_open', false), true);
});
