import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Ring } from './ring.ts';

test('a ring gives what a list of everything would, as far as it reaches back', () => {
  const sizes = fc.integer({ min: 1, max: 7 });
  const counts = fc.integer({ min: 0, max: 30 });
  fc.assert(
    fc.property(
      sizes,
      counts,
      counts,
      fc.option(counts, { nil: undefined }),
      (size, count, limit, before) => {
        const ring = new Ring<{ readonly n: number }>(size);
        const all = Array.from({ length: count }, (_, index) => ({ n: index * 10, id: index + 1 }));
        for (const { n } of all) ring.push({ n });
        const expected = all
          .slice(-size)
          .reverse()
          .filter(({ id }) => before === undefined || id < before)
          .slice(0, limit);
        assert.deepEqual(ring.newest(limit, before), expected);
        assert.deepEqual([ring.total, ring.dropped], [count, Math.max(0, count - size)]);
      },
    ),
  );
});
