import assert from 'node:assert/strict';
import { test } from 'node:test';
import { incidentHashLength, type WaitingColumns } from '../../store/delivery-store.ts';
import { Host } from '../pacing/host.ts';
import { Target } from '../pacing/target.ts';
import { LaneTable } from './lane-table.ts';
import { loadLanes } from './load-lanes.ts';

const target = new Target({
  id: 1,
  url: 'http://127.0.0.1:1/v2/enqueue',
  routingKey: 'R0123456789012345678901234567890',
  host: new Host('127.0.0.1:1'),
  table: new LaneTable(),
  order: 'urgency',
  rateLimit: 'off',
  startLimit: undefined,
});

interface Waiting {
  readonly seq: number;
  readonly place: number;
}

function columnsOf(rows: readonly Waiting[]): WaitingColumns {
  const count = rows.length;
  return {
    seq: Float64Array.from(rows, ({ seq }) => seq),
    place: Float64Array.from(rows, ({ place }) => place),
    targetId: new Uint32Array(count).fill(1),
    hash: new Uint8Array(count * incidentHashLength),
    kind: new Uint8Array(count),
    severity: new Uint8Array(count),
    once: new Uint8Array(count),
    waitingSince: new Float64Array(count),
    attempts: new Uint32Array(count),
    failed: new Uint32Array(count),
    held: new Uint32Array(count),
  };
}

const nothingOpen = columnsOf([]);

/** Loads what waits in pages, as a store gives them, and says which numbers arrived, in their order. */
async function arrivalsOf(
  rows: readonly Waiting[],
  page: (rows: readonly Waiting[], after: number, limit: number) => Promise<WaitingColumns>,
): Promise<number[]> {
  const arrived: number[] = [];
  const isMerged = ({ seq, place }: Waiting) => place < seq;
  const merged = rows.filter(isMerged).sort((a, b) => a.place - b.place);
  const own = rows.filter((row) => !isMerged(row));
  await loadLanes({
    store: {
      loadWaiting: (after, limit) => page(own, after, limit),
      loadMerged: (after, limit) => page(merged, after, limit),
      loadOpen: async () => ({ ...nothingOpen, state: new Uint8Array(0) }),
    },
    book: {
      arrive: ({ id }) => arrived.push(id),
      restore: () => assert.fail('nothing is open'),
      mayHaveLeft: () => assert.fail('the end was clean'),
      rememberBy: () => assert.fail('the end was clean'),
    },
    failures: { restore: () => assert.fail('nothing was tried') },
    journal: { write: () => assert.fail('nothing is settled') },
    targetById: () => target,
    uncleanSeq: 0,
    now: () => 0,
  });
  return arrived;
}

const pageOf = async (rows: readonly Waiting[], after: number, limit: number) =>
  columnsOf(rows.filter(({ place }) => place > after).slice(0, limit));

/** Every third has taken the place of one that came two thousand before it and waits no more. */
const rowsUpTo = (count: number): Waiting[] =>
  Array.from({ length: count }, (_, index) => {
    const seq = 10 * (index + 1);
    return { seq, place: index % 3 === 0 && seq > 2000 ? seq - 2005 : seq };
  });

for (const count of [0, 1, 9999, 10_000, 10_001, 45_000]) {
  test(`${count} events that waited arrive once each, in the order of their places`, async () => {
    const rows = rowsUpTo(count);
    const expected = [...rows].sort((a, b) => a.place - b.place).map(({ seq }) => seq);
    assert.deepEqual(await arrivalsOf(rows, pageOf), expected);
  });
}

test('a page that can not be read ends the start with its error, also where it was read ahead', async () => {
  const broken = async (rows: readonly Waiting[], after: number, limit: number) => {
    if (after > 0) throw new Error('the disk fails');
    return pageOf(rows, after, limit);
  };
  await assert.rejects(arrivalsOf(rowsUpTo(45_000), broken), /the disk fails/);
});
