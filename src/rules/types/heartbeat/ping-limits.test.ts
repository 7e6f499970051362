import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PingLimits } from './ping-limits.ts';

/** Limits by a clock that is set by hand. */
function limits() {
  const clock = { now: 1000 };
  const of = new PingLimits(() => clock.now);
  /** How many of so many calls are taken. */
  const taken = (count: number, rule = 'r', source: string | ((n: number) => string) = 's') =>
    Array.from({ length: count }, (_, n) =>
      of.take(rule, typeof source === 'string' ? source : source(n)),
    ).filter((wait) => wait === undefined).length;
  return { clock, of, taken };
}

test('a source may call 60 times at once, and then ten times a second', () => {
  const { clock, taken } = limits();
  assert.equal(taken(100), 60);
  clock.now += 1000;
  assert.equal(taken(100), 10);
  clock.now += 100;
  assert.equal(taken(100), 1);
  clock.now += 3_600_000;
  assert.equal(taken(100), 60, 'rest is not saved up beyond that');
});

test('whoever is refused is told when to try again, in whole seconds', () => {
  const { clock, of, taken } = limits();
  taken(60);
  assert.equal(of.take('r', 's'), 1);
  clock.now += 100;
  assert.equal(of.take('r', 's'), undefined);
});

test('what was refused costs nothing', () => {
  const { clock, taken } = limits();
  taken(100_000);
  clock.now += 100;
  assert.equal(taken(1), 1);
});

test('one source does not take from another, nor one rule from another', () => {
  const { taken } = limits();
  taken(100);
  assert.equal(taken(100, 'r', 'other'), 60);
  assert.equal(taken(100, 'other', 's'), 60);
});

test('a thousand sources may start and end a job at once; more than that is a storm', () => {
  const { clock, taken } = limits();
  assert.equal(
    taken(3000, 'r', (n) => `s${n % 1000}`),
    2000,
  );
  clock.now += 1000;
  assert.equal(
    taken(3000, 'r', (n) => `t${n}`),
    100,
  );
});

test('sources made up without end are forgotten again', () => {
  const { clock, taken } = limits();
  for (let round = 0; round < 60; round++) {
    taken(1000, `r${round}`, (n) => `${round} ${n}`);
    clock.now += 10_000;
  }
  assert.equal(taken(100), 60);
});
