import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fitTimestamp } from './fit-timestamp.ts';

const accepted = '2026-01-02T03:04:05.000Z';
const cases: [string, unknown, string | undefined, string[]][] = [
  ['one in PagerDuty’s form', '2011-05-06T17:00:00.000Z', '2011-05-06T17:00:00.000Z', []],
  [
    'one in another form',
    '2011-05-06T17:00Z',
    '2011-05-06T17:00:00.000Z',
    ['timestamp "2011-05-06T17:00Z" sent as 2011-05-06T17:00:00.000Z'],
  ],
  [
    'a number',
    1700000000000,
    '2023-11-14T22:13:20.000Z',
    ['timestamp "1700000000000" sent as 2023-11-14T22:13:20.000Z'],
  ],
  ['none', undefined, accepted, []],
  ['null', null, accepted, []],
  ['a blank', ' ', accepted, []],
  ['one that is none', 'tomorrow', accepted, ['timestamp left out: "tomorrow" can not be read as a time']],
  ['an object', {}, accepted, ['timestamp left out: it can not be read as a time']],
];
for (const [name, value, expected, notes] of cases) {
  test(`fitting a timestamp: ${name}`, () => {
    const written: string[] = [];
    assert.equal(
      fitTimestamp(value, accepted, (sentence) => written.push(sentence)),
      expected,
    );
    assert.deepEqual(written, notes);
  });
}

test('without a time of acceptance an absent timestamp stays absent', () => {
  assert.equal(
    fitTimestamp('', undefined, () => undefined),
    undefined,
  );
});
