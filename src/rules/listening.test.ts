import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Listening } from './listening.ts';

/** A clock and the one timer that is set by it. */
function world() {
  const clock = { now: 1_000_000 };
  let timer: { at: number; what: () => void } | undefined;
  const listening = new Listening({
    now: () => clock.now,
    after: (milliseconds, what) => {
      timer = { at: clock.now + milliseconds, what };
      return () => {
        timer = undefined;
      };
    },
  });
  listening.start();
  /** Time goes by, and timers with it. */
  const pass = (milliseconds: number) => {
    const end = clock.now + milliseconds;
    while (timer !== undefined && timer.at <= end) {
      clock.now = Math.max(clock.now, timer.at);
      timer.what();
    }
    clock.now = end;
  };
  return { clock, listening, pass, isSet: () => timer !== undefined };
}

test('a process that runs is listening since its start', () => {
  const { listening, pass } = world();
  pass(3_600_000);
  assert.equal(listening.since(), 1_000_000);
});

test('after a sleep it listens since it woke up, whoever asks first', () => {
  for (const asksFirst of [true, false]) {
    const { clock, listening, pass } = world();
    pass(60_000);
    clock.now += 600_000;
    const woke = clock.now;
    if (!asksFirst) pass(0);
    assert.equal(listening.since(), woke);
    pass(60_000);
    assert.equal(listening.since(), woke);
  }
});

test('a pause of some seconds is none', () => {
  const { clock, listening, pass } = world();
  pass(60_000);
  clock.now += 25_000;
  pass(60_000);
  assert.equal(listening.since(), 1_000_000);
});

test('where the clock is put back it does not listen since a time to come', () => {
  const { clock, listening } = world();
  clock.now -= 500_000;
  assert.equal(listening.since(), 500_000);
});

test('when it stops, no timer is left', () => {
  const { listening, isSet } = world();
  assert.equal(isSet(), true);
  listening.stop();
  assert.equal(isSet(), false);
});
