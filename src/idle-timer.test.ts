import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { IdleTimer } from './idle-timer.ts';

/** A timer under a clock that stands still, and how often it has told. */
function start(t: TestContext) {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  let now = 0;
  t.mock.method(performance, 'now', () => now);
  let told = 0;
  const timer = new IdleTimer(() => told++);
  return {
    timer,
    told: () => told,
    pass: (milliseconds: number) => {
      for (let passed = 0; passed < milliseconds; passed++) {
        now++;
        t.mock.timers.tick(1);
      }
    },
  };
}

test('it tells once when its time is over, and not before', (t) => {
  const { timer, told, pass } = start(t);
  timer.begin(100);
  pass(99);
  assert.equal(told(), 0);
  pass(1);
  assert.equal(told(), 1);
  pass(1000);
  assert.equal(told(), 1);
});

test('whatever happens in between has it begin anew, however often', (t) => {
  const { timer, told, pass } = start(t);
  for (let count = 0; count < 10; count++) {
    timer.begin(100);
    pass(60);
    timer.end();
    pass(30);
  }
  timer.begin(100);
  pass(99);
  assert.equal(told(), 0);
  pass(1);
  assert.equal(told(), 1);
});

test('what is not idle is never too long idle', (t) => {
  const { timer, told, pass } = start(t);
  timer.begin(100);
  pass(50);
  timer.end();
  pass(10_000);
  assert.equal(told(), 0);
  timer.begin(100);
  pass(100);
  assert.equal(told(), 1);
});

test('a shorter time ends before a longer one that was begun earlier', (t) => {
  const { timer, told, pass } = start(t);
  timer.begin(1000);
  pass(10);
  timer.end();
  timer.begin(20);
  pass(19);
  assert.equal(told(), 0);
  pass(1);
  assert.equal(told(), 1);
});

test('once cleared it tells nothing, and it can begin again', (t) => {
  const { timer, told, pass } = start(t);
  timer.begin(100);
  timer.clear();
  pass(1000);
  assert.equal(told(), 0);
  timer.begin(100);
  pass(100);
  assert.equal(told(), 1);
});

test('it may begin again as it tells', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  let now = 0;
  t.mock.method(performance, 'now', () => now);
  let told = 0;
  const timer: IdleTimer = new IdleTimer(() => {
    told++;
    timer.begin(10);
  });
  timer.begin(10);
  for (now = 1; now <= 35; now++) t.mock.timers.tick(1);
  assert.equal(told, 3);
});
