import assert from 'node:assert/strict';
import { test } from 'node:test';
import { arrive, backToFront, type LaneAction, type LaneEvent } from './lane.ts';

/*
 * Rule 10 of the delivery contract, table "The lane", cell by cell. In a row, capitals are events: T, A, R. Numbers
 * count the events of a lane in the order in which they arrived; the one that arrives has the highest.
 */

const actions: Record<string, LaneAction> = { T: 'trigger', A: 'acknowledge', R: 'resolve' };
const letters = { trigger: 'T', acknowledge: 'A', resolve: 'R' } as const;

function lane(text: string): LaneEvent[] {
  return [...text].map((letter, index) => ({ id: index + 1, action: actions[letter] ?? 'trigger' }));
}
const show = (events: readonly LaneEvent[]) =>
  events.map(({ id, action }) => `${letters[action]}${id}`).join(' ');
const showSuperseded = (list: ReturnType<typeof arrive>['superseded']) =>
  list.map(({ event, why, by }) => `${show([event])} ${why} ${show([by])}`).join(', ');

type Row = [waiting: string, arrives: string, open: boolean, then: string, superseded: string];
const cells: Row[] = [
  ['', 'T', false, 'T1', ''],
  ['', 'A', false, 'A1', ''],
  ['', 'R', true, 'R1', ''],
  ['', 'R', false, 'R1', ''],
  ['T', 'T', false, 'T2', 'T1 newer T2'],
  ['T', 'A', false, 'T1 A2', ''],
  ['T', 'R', true, 'R2', 'T1 over R2'],
  ['T', 'R', false, '', 'T1 over R2, R2 over T1'],
  ['TA', 'T', false, 'T3 A2', 'T1 newer T3'],
  ['TA', 'A', false, 'T1 A3', 'A2 newer A3'],
  ['TA', 'R', true, 'R3', 'T1 over R3, A2 over R3'],
  ['TA', 'R', false, '', 'T1 over R3, A2 over R3, R3 over T1'],
  ['A', 'T', true, 'A1 T2', ''],
  ['A', 'A', true, 'A2', 'A1 newer A2'],
  ['A', 'R', true, 'R2', 'A1 over R2'],
  ['A', 'R', false, 'R2', 'A1 over R2'],
  ['AT', 'T', true, 'A1 T3', 'T2 newer T3'],
  ['AT', 'A', true, 'T2 A3', 'A1 newer A3'],
  ['AT', 'R', true, 'R3', 'A1 over R3, T2 over R3'],
  ['AT', 'R', false, 'R3', 'A1 over R3, T2 over R3'],
  ['R', 'T', true, 'R1 T2', ''],
  ['R', 'A', true, 'R1', 'A2 moot R1'],
  ['R', 'R', true, 'R2', 'R1 newer R2'],
  ['R', 'R', false, 'R2', 'R1 newer R2'],
  ['RT', 'T', true, 'R1 T3', 'T2 newer T3'],
  ['RT', 'A', true, 'R1 T2 A3', ''],
  ['RT', 'R', true, 'R3', 'R1 newer R3, T2 over R3'],
  ['RT', 'R', false, 'R3', 'R1 newer R3, T2 over R3'],
  ['RTA', 'T', true, 'R1 T4 A3', 'T2 newer T4'],
  ['RTA', 'A', true, 'R1 T2 A4', 'A3 newer A4'],
  ['RTA', 'R', true, 'R4', 'R1 newer R4, T2 over R4, A3 over R4'],
  ['RTA', 'R', false, 'R4', 'R1 newer R4, T2 over R4, A3 over R4'],
];

for (const [waiting, arrives, open, then, superseded] of cells) {
  const state = open ? 'may be open' : 'not known open';
  test(`rule 10: ${arrives} arrives behind "${waiting}", incident ${state}: "${then}" waits`, () => {
    const events = lane(waiting + arrives);
    const event = events.pop();
    assert.ok(event !== undefined);
    const change = arrive(events, event, open);
    assert.deepEqual([show(change.waiting), showSuperseded(change.superseded)], [then, superseded]);
  });
}

type BackRow = [name: string, flying: string, waiting: string, open: boolean, then: string];
const returns: BackRow[] = [
  ['a trigger that never left, with its resolve behind it: nobody is paged', 'T', 'R', false, ''],
  [
    'a trigger whose answer was lost, with its resolve behind it: only the resolve goes',
    'T',
    'R',
    true,
    'R2',
  ],
  ['a trigger with a newer one behind it: the newer goes', 'T', 'T', true, 'T2'],
  ['a trigger with its acknowledge: both go', 'T', 'A', false, 'T1 A2'],
  ['a resolve with a new occurrence behind it: both go', 'R', 'T', true, 'R1 T2'],
  ['a resolve with a new occurrence and its end behind it: the last resolve goes', 'R', 'TR', true, 'R3'],
  ['an acknowledge with a resolve behind it: the resolve goes', 'A', 'R', true, 'R2'],
  ['an acknowledge with nothing behind it goes again', 'A', '', true, 'A1'],
];
for (const [name, flying, waiting, open, then] of returns) {
  test(`back to the front: ${name}`, () => {
    const [event, ...rest] = lane(flying + waiting);
    assert.ok(event !== undefined);
    assert.equal(show(backToFront(event, rest, open).waiting), then);
  });
}
