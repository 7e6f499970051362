import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CronTimes } from './cron-times.ts';
import { heartbeatParams } from './params.ts';
import { timetableOf } from './timetable.ts';

const at = (time: string) => Date.parse(`2026-05-06T${time}Z`);
const shown = (time: number) => new Date(time).toISOString().slice(0, 19);
const timetable = (params: object) => timetableOf(heartbeatParams.parse(params), new CronTimes());

test('without a word the next call is due a day later', () => {
  assert.equal(shown(timetable({}).afterCall(at('10:00:00'))), '2026-05-07T10:00:00');
});

test('by an interval the next call is due so long after the last', () => {
  const { afterCall, afterStart } = timetable({ every: '10m' });
  assert.equal(shown(afterCall(at('10:00:01'))), '2026-05-06T10:10:01');
  assert.equal(shown(afterStart(at('10:00:01'))), '2026-05-06T10:10:01');
});

for (const [what, cron, call, next] of [
  ['a call in time', '0 3 * * *', '03:00:20', '2026-05-07T03:00:00'],
  ['a call by a clock that runs ahead', '0 3 * * *', '02:59:58', '2026-05-07T03:00:00'],
  ['a call a minute early at the most', '0 3 * * *', '02:59:00', '2026-05-07T03:00:00'],
  ['a call before that is of the time before', '0 3 * * *', '02:58:59', '2026-05-06T03:00:00'],
  ['each minute a tenth of it', '* * * * *', '10:00:54', '2026-05-06T10:02:00'],
  ['each minute no more than that', '* * * * *', '10:00:53', '2026-05-06T10:01:00'],
] as const) {
  test(`by cron, ${cron}: ${what}`, () => {
    assert.equal(shown(timetable({ cron }).afterCall(at(call))), next);
  });
}

test('what is expected from a moment on is due the first time after it, however near', () => {
  assert.equal(shown(timetable({ cron: '0 3 * * *' }).afterStart(at('02:59:58'))), '2026-05-06T03:00:00');
});

for (const [what, params, path, words] of [
  ['both ways at once', { every: '5m', cron: '0 3 * * *' }, 'cron', /leave one of them out/],
  ['an interval that is none', { every: '5 minutes' }, 'every', /not a valid duration: 5 minutes/],
  ['a cron expression that is none', { cron: 'daily' }, 'cron', /"daily" is no cron expression/],
  ['a time zone that is none', { cron: '0 3 * * *', timezone: 'Mars' }, 'timezone', /"Mars" is no time zone/],
  ['a grace that is none', { grace: '0s' }, 'grace', /not a valid duration: 0s/],
  ['a source with a line break', { expectedSources: ['a\nb'] }, 'expectedSources.0', /control characters/],
  ['a source without a name', { expectedSources: [''] }, 'expectedSources.0', /small/],
] as const) {
  test(`params are refused: ${what}`, () => {
    const [issue] = heartbeatParams.safeParse(params).error?.issues ?? [];
    assert.equal(issue?.path.join('.'), path);
    assert.match(issue?.message ?? '', words);
  });
}
