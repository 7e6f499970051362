import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import fc from 'fast-check';
import moment from 'moment';
import { parseTimestamp } from './timestamp.ts';

const zone = process.env.TZ;
after(() => {
  if (zone === undefined) delete process.env.TZ;
  else process.env.TZ = zone;
});

/** Reads a text in a time zone, as a server there would. */
function readIn(timeZone: string, text: string) {
  process.env.TZ = timeZone;
  return parseTimestamp(text);
}

for (const text of ['', ' ', ' \t\n ']) {
  test(`${JSON.stringify(text)} is an absent timestamp`, () => {
    assert.deepEqual(parseTimestamp(text), { kind: 'absent' });
  });
}

const times: [string, string][] = [
  // Integers are epoch milliseconds, whatever else they look like.
  ['1700000000000', '2023-11-14T22:13:20.000Z'],
  ['-5', '1969-12-31T23:59:59.995Z'],
  ['20110506', '1970-01-01T05:35:10.506Z'],
  ['1700000000', '1970-01-20T16:13:20.000Z'],
  ['0', '1970-01-01T00:00:00.000Z'],
  ['  1700000000000  ', '2023-11-14T22:13:20.000Z'],
  // ISO 8601.
  ['2011-05-06T17:00Z', '2011-05-06T17:00:00.000Z'],
  ['2011-05-06T03:30-07', '2011-05-06T10:30:00.000Z'],
  ['2015-07-17T08:42:58.315+0000', '2015-07-17T08:42:58.315Z'],
  ['2011-05-06T17:00:00.123456Z', '2011-05-06T17:00:00.123Z'],
  ['+002020-01-01T00:00Z', '2020-01-01T00:00:00.000Z'],
  ['0000-01-01T00:00Z', '0000-01-01T00:00:00.000Z'],
  ['9999-12-31T23:59:59.999Z', '9999-12-31T23:59:59.999Z'],
  // RFC 2822.
  ['Mon, 25 Dec 1995 13:30:00 GMT', '1995-12-25T13:30:00.000Z'],
  ['25 Dec 1995 13:30:00 +0430', '1995-12-25T09:00:00.000Z'],
  // JS Date.
  ['December 25, 1995 13:30 GMT', '1995-12-25T13:30:00.000Z'],
  ['Wed Nov 15 2023 00:13:20 GMT+0200', '2023-11-14T22:13:20.000Z'],
];
for (const [text, iso] of times) {
  test(`the timestamp "${text}" is ${iso} in every time zone`, () => {
    assert.deepEqual(readIn('UTC', text), { kind: 'time', iso });
    assert.deepEqual(readIn('America/New_York', text), { kind: 'time', iso });
  });
}

const localTimes: [string, string, string][] = [
  ['2011-05-06', '2011-05-06T00:00:00.000Z', '2011-05-05T22:00:00.000Z'],
  ['2011-05-06 10:00', '2011-05-06T10:00:00.000Z', '2011-05-06T08:00:00.000Z'],
  ['2011-W18-5', '2011-05-06T00:00:00.000Z', '2011-05-05T22:00:00.000Z'],
  ['2021-10-22 5:01:32', '2021-10-22T05:01:32.000Z', '2021-10-22T03:01:32.000Z'],
  ['05/06/2020', '2020-05-06T00:00:00.000Z', '2020-05-05T22:00:00.000Z'],
  ['20200501T10', '2020-05-01T10:00:00.000Z', '2020-05-01T08:00:00.000Z'],
];
for (const [text, utc, berlin] of localTimes) {
  test(`the timestamp "${text}" is in the time zone of the server`, () => {
    assert.deepEqual(readIn('UTC', text), { kind: 'time', iso: utc });
    assert.deepEqual(readIn('Europe/Berlin', text), { kind: 'time', iso: berlin });
  });
}

const unreadable = [
  'tomorrow',
  '2020-13-01',
  '1963-09-55 90:23:45',
  '1e3',
  'foo',
  'foo 1',
  'maybe 1',
  'monday',
  '-0',
  '-5 1',
  '10000-01-01',
  '+012020-01-01T00:00Z',
  '-000001-01-01T00:00Z',
  '999999999999999',
  '9999999999999999999',
  '/Date(1198908717056-0700)/',
  '{{timestamp}}',
  `1${' '.repeat(500_000)}x`,
];
for (const text of unreadable) {
  test(`the timestamp ${JSON.stringify(text.slice(0, 40))} is invalid`, () => {
    assert.deepEqual(readIn('UTC', text), { kind: 'invalid' });
  });
}

test('every text is read without an error, as a time in the one form or not at all', () => {
  const texts = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: fc.constantFrom(...'0123456789-+:/TZ. ,jan') }),
    fc.date({ noInvalidDate: true }).map(String),
    fc.integer().map(String),
  );
  fc.assert(
    fc.property(texts, (text) => {
      const parsed = parseTimestamp(text);
      if (parsed.kind !== 'time') return;
      assert.match(parsed.iso, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
      assert.deepEqual(parseTimestamp(parsed.iso), parsed);
    }),
    { numRuns: 1_000 },
  );
});

test('a text in our own form is a time just where the calendar has it, as moment says', () => {
  const two = (max: number) => fc.integer({ min: 0, max }).map((n) => String(n).padStart(2, '0'));
  const year = fc.constantFrom('0000', '1900', '2000', '2023', '2024', '9999');
  const form = fc.tuple(year, two(13), two(32), two(25), two(61), two(61));
  fc.assert(
    fc.property(form, ([y, month, day, hour, minute, second]) => {
      const text = `${y}-${month}-${day}T${hour}:${minute}:${second}.007Z`;
      const time = moment.utc(text, moment.ISO_8601, true);
      const expected = time.isValid() ? { kind: 'time', iso: time.toISOString() } : { kind: 'invalid' };
      assert.deepEqual(parseTimestamp(text), expected, text);
    }),
    { numRuns: 3_000 },
  );
});
