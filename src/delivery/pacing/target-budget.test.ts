import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { CallWindow } from './call-window.ts';
import { type RateLimit, TargetBudget } from './target-budget.ts';

const minute = 60_000;

/** Starts as many calls as may start at once, and ends them well. */
function burst(budget: TargetBudget, now: number, urgent = false, most = 10_000): number {
  let calls = 0;
  while (calls < most && budget.mayStart(now, urgent)) {
    budget.started(now);
    budget.ended(now, now, false);
    calls++;
  }
  return calls;
}

function throttled(budget: TargetBudget, now: number): void {
  budget.started(now);
  budget.ended(now, now, true);
}

test('rule 8: with a limit at most that many calls start, the last tenth only for opening critical triggers', () => {
  const budget = new TargetBudget('auto', 120);
  assert.equal(burst(budget, 0), 108);
  assert.equal(burst(budget, 0, true), 12);
  assert.equal(budget.freeAt(0, true), minute);
});

test('rule 8: the reserved tenth is rounded down', () => {
  const budget = new TargetBudget(9, undefined);
  assert.equal(burst(budget, 0), 9);
});

test('rule 8: in any 60 s no more calls start than the limit allows', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 30 }),
      fc.array(fc.integer({ min: 0, max: 20_000 }), { maxLength: 60 }),
      (limit, gaps) => {
        const budget = new TargetBudget(limit, undefined);
        const starts: number[] = [];
        let now = 0;
        for (const gap of gaps) {
          now += gap;
          for (let i = burst(budget, now, true); i > 0; i--) starts.push(now);
        }
        for (const from of starts) {
          assert.ok(starts.filter((at) => at >= from && at < from + minute).length <= limit);
        }
      },
    ),
  );
});

test('rule 8: a fixed limit does not learn', () => {
  const budget = new TargetBudget(500, undefined);
  burst(budget, 0);
  throttled(budget, 0);
  assert.equal(budget.limit, 500);
});

const starts: [rateLimit: RateLimit, startLimit: number | undefined, limit: number | undefined][] = [
  ['auto', 120, 120],
  ['auto', undefined, undefined],
  ['off', 120, undefined],
  [60, 120, 60],
];
for (const [rateLimit, startLimit, limit] of starts) {
  test(`rule 8: "${rateLimit}" with ${startLimit} to begin with has the limit ${limit}`, () => {
    assert.equal(new TargetBudget(rateLimit, startLimit).limit, limit);
  });
}

test('rule 8: without a limit 64 are in flight; past 120 calls in 60 s only 4, doubling after every 100 answers', () => {
  const budget = new TargetBudget('auto', undefined);
  const inFlight = () => {
    let count = 0;
    for (; budget.mayStart(0, false); count++) budget.started(0);
    for (let i = 0; i < count; i++) budget.ended(0, 0, false);
    return count;
  };
  assert.equal(inFlight(), 64);
  assert.equal(inFlight(), 56, 'until the window holds 120');
  const answers = (count: number) => {
    for (let i = 0; i < count; i++) {
      budget.started(0);
      budget.ended(0, 0, false);
    }
  };
  // The 56 were in flight when the window was full, and were answered since.
  assert.equal(inFlight(), 4);
  answers(40);
  assert.equal(inFlight(), 8);
  answers(92);
  assert.equal(inFlight(), 16);
});

test('rule 8: a storm on a host that turns out to have a limit meets at most 4 needless 429s', () => {
  const budget = new TargetBudget('auto', undefined);
  let taken = 0;
  let refusals = 0;
  for (let now = 0; now < 2000; now += 10) {
    const flying: number[] = [];
    while (budget.mayStart(now, false)) {
      budget.started(now);
      flying.push(now);
    }
    for (const startedAt of flying) {
      const refused = ++taken > 120;
      if (refused) refusals++;
      budget.ended(now + 5, startedAt, refused);
    }
  }
  assert.ok(refusals >= 1 && refusals <= 4, `${refusals} refusals`);
});

test('rule 8: under auto a 429 sets the limit: the calls of the last 60 s that were not refused, at least 120', () => {
  const few = new TargetBudget('auto', undefined);
  burst(few, 0, false, 10);
  throttled(few, 0);
  assert.equal(few.limit, 120);
  const many = new TargetBudget('auto', undefined);
  burst(many, 0, false, 700);
  throttled(many, 0);
  assert.equal(many.limit, 700);
});

test('rule 8: after a 429 the target rests at least 1 s, doubling to 60 s while 429 follows 429', () => {
  const budget = new TargetBudget('off', undefined);
  let now = 0;
  for (const rest of [1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000]) {
    throttled(budget, now);
    assert.equal(budget.freeAt(now, true), now + rest);
    now += rest;
  }
  burst(budget, now, false, 1);
  throttled(budget, now);
  assert.equal(budget.freeAt(now, true), now + 1000, 'an answer in between begins anew');
});

test('rule 8: calls refused together rest once', () => {
  const budget = new TargetBudget('off', undefined);
  for (let i = 0; i < 4; i++) budget.started(0);
  for (let i = 0; i < 4; i++) budget.ended(10, 0, true);
  assert.equal(budget.freeAt(10, false), 1010);
});

test('rule 8: after a 429 the target rests until its window has room', () => {
  const budget = new TargetBudget('auto', undefined);
  burst(budget, 0, false, 120);
  throttled(budget, 100);
  assert.equal(budget.limit, 120);
  assert.equal(budget.freeAt(100, true), minute);
});

test('rule 8: five minutes of waiting without a 429 raise a learned limit by a quarter', () => {
  const budget = new TargetBudget('auto', 120);
  for (let now = 0; now < 5 * minute; now += 1000) budget.waited(now);
  assert.equal(budget.limit, 120);
  budget.waited(5 * minute);
  assert.equal(budget.limit, 150);
});

test('rule 8: waiting that was interrupted raises nothing', () => {
  const budget = new TargetBudget('auto', 120);
  budget.waited(0);
  budget.waited(4 * minute);
  budget.idle();
  budget.waited(5 * minute);
  budget.waited(9 * minute);
  assert.equal(budget.limit, 120);
});

test('rule 8: after a raise that met a 429 the next comes an hour later', () => {
  const budget = new TargetBudget('auto', 120);
  budget.waited(0);
  budget.waited(5 * minute);
  assert.equal(budget.limit, 150);
  throttled(budget, 5 * minute);
  assert.equal(budget.limit, 120);
  let raisedAt = 0;
  for (let now = 5 * minute; raisedAt === 0 && now < 200 * minute; now += 1000) {
    budget.waited(now);
    if (budget.limit !== 120) raisedAt = now;
  }
  assert.equal(raisedAt, 65 * minute);
});

test('a call leaves the window when it is 60 s old, and not a millisecond before', () => {
  const window = new CallWindow();
  window.add(0);
  assert.equal(window.count(minute - 1), 1);
  assert.equal(window.count(minute), 0);
});

test('the window counts like a list of times would', () => {
  const step = fc.record({ gap: fc.integer({ min: 0, max: 30_000 }), refused: fc.boolean() });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
      const window = new CallWindow();
      const calls: { at: number; refused: boolean }[] = [];
      let now = 0;
      for (const { gap, refused } of steps) {
        now += gap;
        window.add(now);
        if (refused) window.refuse(now);
        calls.push({ at: now, refused });
        const recent = calls.filter(({ at }) => at > now - minute);
        assert.equal(window.count(now), recent.length);
        assert.equal(window.countTaken(now), recent.filter((call) => !call.refused).length);
      }
    }),
  );
});
