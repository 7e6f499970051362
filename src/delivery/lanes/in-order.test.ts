import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inOrder } from './in-order.ts';

const cases: { what: string; waiting: number[]; coming: number[]; together: number[] }[] = [
  { what: 'nothing waits', waiting: [], coming: [4, 7], together: [4, 7] },
  { what: 'what comes is older', waiting: [8, 9], coming: [4, 7], together: [4, 7, 8, 9] },
  { what: 'what comes is newer', waiting: [2, 3], coming: [4, 7], together: [2, 3, 4, 7] },
  { what: 'they alternate', waiting: [1, 5, 8], coming: [4, 7], together: [1, 4, 5, 7, 8] },
  {
    what: 'a trigger that comes has taken an older one’s place before an acknowledge',
    waiting: [5, 8],
    coming: [9, 6],
    together: [5, 9, 6, 8],
  },
  {
    what: 'a trigger that waits has taken an older one’s place before an acknowledge',
    waiting: [9, 6],
    coming: [7, 10],
    together: [9, 6, 7, 10],
  },
];

for (const { what, waiting, coming, together } of cases) {
  test(`rule 19: what comes from another lane finds its place: ${what}`, () => {
    const numbered = (ids: readonly number[]) => ids.map((id) => ({ id }));
    assert.deepEqual(
      inOrder(numbered(waiting), numbered(coming)).map(({ id }) => id),
      together,
    );
  });
}
