import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { incidentHash } from './incident-hash.ts';
import type { IncidentState } from './incident-state.ts';
import { LaneTable, type LaneTableEvent } from './lane-table.ts';
import type { UrgencyClass } from './urgency.ts';

const hashOf = (key: number): Uint8Array => incidentHash('salt', 1, `key ${key}`);

const anEvent: fc.Arbitrary<LaneTableEvent> = fc.record(
  {
    id: fc.oneof(
      fc.integer({ min: 1, max: 2 ** 40 - 1 }),
      fc.constantFrom(1, 2 ** 32 - 1, 2 ** 32, 2 ** 40 - 1),
    ),
    action: fc.constantFrom('trigger', 'acknowledge', 'resolve', 'change'),
    severity: fc.constantFrom('critical', 'error', 'warning', 'info'),
    tried: fc.boolean(),
    once: fc.boolean(),
  },
  { noNullPrototype: true },
);
const aSeq = fc.oneof(fc.constantFrom(0, 2 ** 32, 2 ** 40 - 1), fc.integer({ min: 0, max: 2 ** 40 - 1 }));

/** What the table must say of a lane. */
interface Lane {
  key: number | undefined;
  target: number;
  state: IncidentState;
  openSeq: number;
  place: number;
  urgency: UrgencyClass | 0;
  heapPosition: number;
  waiting: LaneTableEvent[];
}

type Step = (lane: Lane, table: LaneTable, slot: number) => void;

const aStep: fc.Arbitrary<Step> = fc.oneof(
  fc.tuple(fc.constantFrom<IncidentState>('open', 'maybe_open', 'not_known_open'), aSeq).map(
    ([state, openSeq]): Step =>
      (lane, table, slot) => {
        Object.assign(lane, { state, openSeq });
        table.setState(slot, state, openSeq);
      },
  ),
  fc.double({ noNaN: true }).map(
    (place): Step =>
      (lane, table, slot) => {
        lane.place = place;
        table.setPlace(slot, place);
      },
  ),
  fc.constantFrom<(UrgencyClass | 0)[]>(0, 1, 2, 3, 4, 5, 6).map(
    (urgency): Step =>
      (lane, table, slot) => {
        lane.urgency = urgency;
        table.setUrgency(slot, urgency);
      },
  ),
  fc.constantFrom(-1, 0, 2 ** 24).map(
    (position): Step =>
      (lane, table, slot) => {
        lane.heapPosition = position;
        table.setHeapPosition(slot, position);
      },
  ),
  fc.array(anEvent, { maxLength: 6 }).map(
    (events): Step =>
      (lane, table, slot) => {
        lane.waiting = [...events];
        table.setWaiting(slot, events);
      },
  ),
  anEvent.map(
    (event): Step =>
      (lane, table, slot) => {
        lane.waiting.push(event);
        table.push(slot, event);
      },
  ),
  anEvent.map(
    (event): Step =>
      (lane, table, slot) => {
        lane.waiting.unshift(event);
        table.unshift(slot, event);
      },
  ),
  fc.constant<Step>((lane, table, slot) => assert.deepEqual(table.shift(slot), lane.waiting.shift())),
);

function check(lane: Lane, table: LaneTable, slot: number): void {
  const { key, waiting } = lane;
  assert.equal(key === undefined ? -1 : table.find(hashOf(key)), key === undefined ? -1 : slot);
  assert.deepEqual(table.hash(slot), key === undefined ? new Uint8Array(12) : hashOf(key));
  assert.equal(table.target(slot), lane.target);
  assert.equal(table.state(slot), lane.state);
  assert.equal(table.openSeq(slot), lane.openSeq);
  assert.equal(table.place(slot), lane.place);
  assert.equal(table.urgency(slot), lane.urgency);
  assert.equal(table.heapPosition(slot), lane.heapPosition);
  assert.equal(table.waitingCount(slot), waiting.length);
  assert.deepEqual(table.waiting(slot), waiting);
  assert.deepEqual(table.head(slot), waiting[0]);
  assert.equal(table.headSeq(slot), waiting[0]?.id ?? 0);
  for (const [index, event] of waiting.entries()) {
    assert.equal(table.actionAt(slot, index), event.action);
    assert.equal(table.severityAt(slot, index), event.severity);
  }
}

const newLane = (key: number | undefined, target: number): Lane => {
  return {
    key,
    target,
    state: 'not_known_open',
    openSeq: 0,
    place: 0,
    urgency: 0,
    heapPosition: -1,
    waiting: [],
  };
};

test('every lane keeps what was said of it, whatever is said of others, and a slot comes back as new', () => {
  const aMove = fc.record({
    key: fc.nat({ max: 5 }),
    kind: fc.constantFrom('change', 'remove', 'step', 'step', 'step', 'step'),
    target: fc.constantFrom(0, 7, 2 ** 32 - 1),
    step: aStep,
  });
  fc.assert(
    fc.property(fc.array(aMove, { maxLength: 60 }), (moves) => {
      const table = new LaneTable();
      const lanes = new Map<number, Lane>();
      for (const { key, kind, target, step } of moves) {
        const found = table.find(hashOf(key));
        if (kind === 'change') lanes.set(table.add(undefined, target), newLane(undefined, target));
        else if (found === -1) lanes.set(table.add(hashOf(key), target), newLane(key, target));
        else if (kind === 'remove') {
          table.setHeapPosition(found, -1);
          table.remove(found);
          lanes.delete(found);
        } else
          step(lanes.get(found) ?? assert.fail('The table found a lane that was never added.'), table, found);
        assert.equal(table.size, lanes.size);
        assert.deepEqual(
          [...table.slots()],
          [...lanes.keys()].toSorted((a, b) => a - b),
        );
        for (const [slot, lane] of lanes) check(lane, table, slot);
      }
    }),
  );
});

test('a queue of any length stands in its order', () => {
  const aMove = fc.oneof(
    {
      weight: 3,
      arbitrary: anEvent.map(
        (event): Step =>
          (lane, table, slot) => {
            lane.waiting.push(event);
            table.push(slot, event);
          },
      ),
    },
    {
      weight: 2,
      arbitrary: fc.constant<Step>((lane, table, slot) => {
        assert.deepEqual(table.shift(slot), lane.waiting.shift());
      }),
    },
    {
      weight: 1,
      arbitrary: anEvent.map(
        (event): Step =>
          (lane, table, slot) => {
            lane.waiting.unshift(event);
            table.unshift(slot, event);
          },
      ),
    },
  );
  fc.assert(
    fc.property(
      fc.array(anEvent, { maxLength: 150, size: 'max' }),
      fc.array(aMove, { maxLength: 300, size: 'max' }),
      (events, moves) => {
        const table = new LaneTable();
        const slot = table.add(hashOf(1), 1);
        const lane = newLane(1, 1);
        table.setWaiting(slot, events);
        lane.waiting = [...events];
        for (const move of moves) move(lane, table, slot);
        check(lane, table, slot);
        while (lane.waiting.length > 0) assert.deepEqual(table.shift(slot), lane.waiting.shift());
        check(lane, table, slot);
      },
    ),
    { numRuns: 40 },
  );
});

test('a long queue goes event by event without moving the others, and one may be put back each time', () => {
  const table = new LaneTable();
  const slot = table.add(hashOf(1), 1);
  const count = 100_000;
  const empty = table.bytes;
  const begun = performance.now();
  for (let id = 1; id <= count; id++) {
    table.push(slot, { id, action: 'trigger', severity: 'info', tried: false, once: false });
  }
  for (let id = 1; id <= count; id++) {
    const event = table.shift(slot) ?? assert.fail('The queue ended early.');
    table.unshift(slot, event);
    assert.equal(table.shift(slot)?.id, id);
  }
  assert.equal(table.waitingCount(slot), 0);
  assert.equal(table.bytes, empty);
  // Moving them all each time would take minutes.
  assert.ok(performance.now() - begun < 5000);
});

test('lanes of many chunks come and go in any order, and memory is given back', () => {
  const table = new LaneTable();
  const slots = new Map<number, number>();
  let random = 1;
  const next = (below: number) => {
    random = (Math.imul(random, 1664525) + 1013904223) >>> 0;
    return Math.floor((random / 2 ** 32) * below);
  };
  const toggle = (key: number) => {
    const slot = table.find(hashOf(key));
    assert.equal(slot, slots.get(key) ?? -1);
    if (slot === -1) {
      const added = table.add(hashOf(key), key);
      table.push(added, { id: key + 1, action: 'trigger', severity: 'error', tried: false, once: false });
      slots.set(key, added);
    } else {
      assert.equal(table.headSeq(slot), key + 1);
      table.remove(slot);
      slots.delete(key);
    }
  };
  for (let key = 0; key < 60_000; key++) toggle(key);
  const full = table.bytes;
  for (let round = 0; round < 60_000; round++) toggle(next(80_000));
  assert.equal(table.size, slots.size);
  assert.deepEqual(
    [...table.slots()],
    [...slots.values()].toSorted((a, b) => a - b),
  );
  assert.equal(new Set(slots.values()).size, slots.size);
  for (const [key, slot] of slots) assert.equal(table.target(slot), key);
  for (const key of [...slots.keys()]) toggle(key);
  assert.equal(table.size, 0);
  assert.ok(table.bytes < full / 3, `${table.bytes} bytes when empty, ${full} when full`);
  for (let key = 0; key < 60_000; key++) toggle(key);
  assert.equal(table.bytes, full);
});

test('lanes may be removed and added while all are gone through', () => {
  const table = new LaneTable();
  for (let key = 0; key < 40_000; key++) table.add(hashOf(key), key);
  let met = 0;
  for (const slot of table.slots()) {
    met++;
    assert.equal(table.target(slot), slot);
    table.remove(slot);
    if (slot === 20_000) for (let more = 0; more < 5; more++) table.add(undefined, more);
  }
  assert.equal(met, 40_000);
  assert.deepEqual([...table.slots()], [0, 1, 2, 3, 4]);
});

test('memory that went elsewhere while all are gone through is not met a second time', () => {
  const table = new LaneTable();
  for (let key = 0; key < 20_000; key++) table.add(undefined, key);
  let last = -1;
  for (const slot of table.slots()) {
    last = slot;
    if (slot !== 17_000) continue;
    // From the end, so that the memory of the last ones is what the new ones get.
    for (let gone = 19_999; gone >= 0; gone--) table.remove(gone);
    for (let more = 0; more < 5000; more++) table.add(undefined, more);
  }
  assert.equal(last, 17_000);
});

test('what can only be a defect is not passed over', () => {
  const table = new LaneTable();
  const slot = table.add(hashOf(1), 1);
  const event = { id: 1, action: 'trigger', severity: 'error', tried: false, once: false } as const;
  assert.throws(() => table.push(slot, { ...event, id: 2 ** 40 }), /number 1099511627776/);
  assert.throws(() => table.push(slot, { ...event, id: 0 }), /number 0/);
  assert.throws(() => table.setState(slot, 'open', 2 ** 40), /number 1099511627776/);
  table.setHeapPosition(slot, 0);
  assert.throws(() => table.remove(slot), /slot 0 still stands in a heap/);
  table.setHeapPosition(slot, -1);
  table.remove(slot);
  assert.throws(() => table.remove(slot), /no lane in slot 0/);
  assert.throws(() => table.target(99_999), /no lane in slot 99999/);
});
