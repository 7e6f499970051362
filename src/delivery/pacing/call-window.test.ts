import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { CallWindow, windowLength } from './call-window.ts';

test('rule 8: a window tells how many calls any 60 s have seen, exactly while they are few', () => {
  const gaps = fc.array(fc.integer({ min: 0, max: 2000 }), { maxLength: 200 });
  fc.assert(
    fc.property(gaps, fc.integer({ min: 1, max: 150 }), (steps, limit) => {
      const window = new CallWindow();
      const calls: number[] = [];
      let now = 0;
      for (const step of steps) {
        now += step;
        window.add(now);
        calls.push(now);
        const inside = calls.filter((at) => at > now - windowLength);
        assert.equal(window.count(now), inside.length);
        const leaving = inside.at(inside.length - limit);
        const free = inside.length < limit || leaving === undefined ? now : leaving + windowLength;
        assert.equal(window.freeAt(now, limit), free);
      }
    }),
  );
});

test('rule 8: however fast a host is, a window never counts less than there were, and hardly more', () => {
  const window = new CallWindow();
  const perMillisecond = 15;
  for (let now = 0; now < 2 * windowLength; now++) {
    for (let call = 0; call < perMillisecond; call++) window.add(now);
  }
  const now = 2 * windowLength - 1;
  const real = windowLength * perMillisecond;
  const counted = window.count(now);
  assert.ok(counted >= real && counted <= real + 10 * perMillisecond, `${counted} of ${real}`);
  window.refuse(now);
  assert.equal(window.countTaken(now), counted - 1);
  assert.equal(window.count(now + 2 * windowLength), 0);
  assert.equal(window.countTaken(now + 2 * windowLength), 0);
});
