import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mostRank, orderOf } from './alert-order.ts';

const at = (iso: string) => Date.parse(iso);
const order = (rows: readonly { rank: number; time: number }[]) => [
  ...orderOf(
    rows,
    ({ rank }) => rank,
    ({ time }) => time,
  ),
];

test('rows are in the order of their ranks, and the newest first among those of one', () => {
  const rows = [
    { rank: mostRank, time: at('2026-05-06T10:00:00Z') },
    { rank: 0, time: at('2026-05-06T10:00:00Z') },
    { rank: 0, time: at('2026-05-06T10:00:01Z') },
    { rank: 1, time: at('2126-05-06T10:00:00Z') },
  ];
  assert.deepEqual(order(rows), [2, 1, 3, 0]);
});

test('rows of one second stay as they were given', () => {
  const time = at('2026-05-06T10:00:00Z');
  assert.deepEqual(
    order([
      { rank: 2, time },
      { rank: 2, time: time + 999 },
      { rank: 2, time },
    ]),
    [0, 1, 2],
  );
});

test('of more rows than fit by the second, none is lost, and they are in order by the minute', () => {
  const begun = at('2026-05-06T10:00:00Z');
  const rows = Array.from({ length: 200_000 }, (_, n) => ({ rank: n % 8, time: begun + n * 128_000 }));
  const places = order(rows);
  assert.equal(new Set(places).size, rows.length);
  for (let n = 1; n < places.length; n++) {
    const [before, after] = [rows[places[n - 1] ?? -1], rows[places[n] ?? -1]];
    assert.ok(before !== undefined && after !== undefined);
    assert.ok(before.rank < after.rank || (before.rank === after.rank && before.time > after.time));
  }
});
