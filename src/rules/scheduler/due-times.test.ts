import assert from 'node:assert/strict';
import { test } from 'node:test';
import { beatFrom, firstDue, nextDue, phaseOf } from './due-times.ts';

const minute = 60_000;
const day = 24 * 60 * minute;
const now = Date.UTC(2026, 4, 6, 10, 0, 0);

test('a thousand rules of one interval are spread over it evenly', () => {
  const perTenth = new Array<number>(10).fill(0);
  for (let i = 0; i < 1000; i++) {
    const beat = beatFrom(now, minute, phaseOf(`rule-${i}`)) - now;
    assert.ok(beat >= 0 && beat < minute);
    const tenth = Math.floor((beat / minute) * 10);
    perTenth[tenth] = (perTenth[tenth] ?? 0) + 1;
  }
  for (const count of perTenth) assert.ok(count > 60 && count < 140, `${perTenth}`);
});

test('the beat of a rule does not depend on when it is asked for', () => {
  const first = beatFrom(now, minute, 0.25);
  assert.equal(beatFrom(first, minute, 0.25), first);
  assert.equal(beatFrom(first + 1, minute, 0.25), first + minute);
  assert.equal(beatFrom(first + 1000 * minute, minute, 0.25), first + 1000 * minute);
});

const beat = beatFrom(now, minute, 0.5);
const next: readonly [name: string, startedAt: number, now: number, expected: number][] = [
  ['after a run on the beat comes the next beat', beat, beat + 5, beat + minute],
  ['a run that began a little late does not move the beat', beat + 900, beat + 950, beat + minute],
  ['a run out of turn just before the beat skips that beat', beat - 100, beat - 50, beat + minute],
  ['a run out of turn long before the beat does not', beat - 40_000, beat - 39_000, beat],
  ['beats missed while it ran are not made up for', beat, beat + 3.5 * minute, beat + 4 * minute],
];
for (const [name, startedAt, at, expected] of next) {
  test(`next run: ${name}`, () => assert.equal(nextDue(startedAt, at, minute, 0.5), expected));
}

test('a rule that never ran does at once', () => assert.equal(firstDue(null, now, day, 0.5), now));

test('a rule that missed no run keeps its beat over a restart', () => {
  assert.equal(firstDue(beat, beat + 20_000, minute, 0.5), beat + minute);
});

test('one run that was missed is made up for soon, and not by all rules at once', () => {
  for (const phase of [0, 0.5, 0.99]) {
    const due = firstDue(now - 3 * day, now, day, phase) - now;
    assert.ok(due <= 30_000, `${due}`);
  }
  assert.ok(firstDue(now - 3 * day, now, day, 0.99) - firstDue(now - 3 * day, now, day, 0.5) > 10_000);
  assert.ok(firstDue(now - day, now, 1000, 0.99) - now < 1000);
});

test('a clock that was set back leaves no rule waiting for longer than two intervals', () => {
  assert.ok(firstDue(now + 30 * day, now, minute, 0.5) <= now + 2 * minute);
});
