import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import { type Screen, Timeline } from './timeline.ts';

/** A screen that remembers, and a clock to turn. */
function fixture(screen: Partial<Screen> = {}) {
  const written: string[] = [];
  const clock = { now: 5000 };
  const whole: Screen = {
    write: (text) => written.push(text),
    isTerminal: true,
    hasColour: false,
    columns: () => 80,
    ...screen,
  };
  return { timeline: new Timeline(whole, () => clock.now), clock, written };
}

test('a line says when, who and what', () => {
  const { timeline, clock, written } = fixture();
  clock.now += 12_340;
  timeline.tell('PagerDuty', 'resolves incident 1');
  assert.deepEqual(written, [' 12.3 s  PagerDuty  resolves incident 1\n']);
});

test('what does not fit into the terminal goes on below its own column', () => {
  const { timeline, written } = fixture({ columns: () => 44 });
  timeline.tell('told', 'Nightly backup of db-1 failed (error)');
  assert.deepEqual(written.join('').split('\n'), [
    '  0.0 s  told       Nightly backup of db-1',
    '                    failed (error)',
    '',
  ]);
});

test('the progress bar stays below what is printed, and goes away at the end', () => {
  const { timeline, written } = fixture();
  timeline.progress(0.5, 'PagerDuty is down');
  const bar = `${'█'.repeat(10)}${'░'.repeat(10)}  50 %  PagerDuty is down`;
  timeline.say('A line.');
  timeline.endProgress();
  timeline.say('The end.');
  const erased = '\r\u001b[K';
  assert.deepEqual(written, [erased + bar, `${erased}A line.\n${bar}`, erased, 'The end.\n']);
});

for (const columns of [120, 80, 40, 20, 8, 1]) {
  test(`the progress bar does not fill a terminal of ${columns} columns to its end`, () => {
    const { timeline, written } = fixture({ columns: () => columns, hasColour: true });
    for (const part of [0, 0.33, 1])
      timeline.progress(part, 'accepted 23 · incidents open 3 · PagerDuty is down');
    for (const text of written) {
      const shown = stripVTControlCharacters(text).replace('\r', '');
      assert.ok(shown.length <= Math.max(columns - 1, 6), shown);
    }
  });
}

test('where there is no terminal there is no bar and no escape code', () => {
  const { timeline, written } = fixture({ isTerminal: false });
  timeline.progress(0.5, 'PagerDuty is down');
  timeline.chapter('PagerDuty is down');
  timeline.tell('PagerDuty', 'answers 500', 'bad');
  timeline.endProgress();
  assert.deepEqual(written, ['\nPagerDuty is down\n', '  0.0 s  PagerDuty  answers 500\n']);
});

test('colours are for a screen that has them', () => {
  const { timeline, written } = fixture({ hasColour: true });
  timeline.tell('PagerDuty', 'answers 500', 'bad');
  const [line = ''] = written;
  assert.ok(line.includes('\u001b[31manswers 500\u001b[39m'));
  assert.equal(stripVTControlCharacters(line), '  0.0 s  PagerDuty  answers 500\n');
});
