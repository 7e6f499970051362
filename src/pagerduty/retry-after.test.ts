import assert from 'node:assert/strict';
import { test } from 'node:test';
import { maxRetryAfter, retryAfterOf } from './retry-after.ts';

const date = 'Sun, 06 Nov 1994 08:49:37 GMT';
type Headers = Parameters<typeof retryAfterOf>[0];

const cases: [string, Headers, number | undefined][] = [
  ['no header asks for nothing', {}, undefined],
  ['seconds', { 'retry-after': '30' }, 30_000],
  ['zero seconds', { 'retry-after': '0' }, 0],
  ['a header in capitals', { 'Retry-After': '30' }, 30_000],
  ['a header given twice: the first', { 'retry-after': ['7', '8'] }, 7_000],
  ['a night: five minutes', { 'retry-after': '86400' }, maxRetryAfter],
  ['a number beyond all bounds: five minutes', { 'retry-after': '9'.repeat(400) }, maxRetryAfter],
  ['a date, against the answer’s own', { 'retry-after': 'Sun, 06 Nov 1994 08:50:07 GMT', date }, 30_000],
  ['a date as RFC 850', { 'retry-after': 'Sunday, 06-Nov-94 08:50:07 GMT', date }, 30_000],
  ['a date as asctime', { 'retry-after': 'Sun Nov  6 08:50:07 1994', date }, 30_000],
  ['a date in the past: now', { 'retry-after': 'Sun, 06 Nov 1994 08:40:00 GMT', date }, 0],
  ['a date far away: five minutes', { 'retry-after': 'Mon, 06 Nov 2034 08:40:00 GMT', date }, maxRetryAfter],
  ['a date without the answer’s own', { 'retry-after': date }, undefined],
  ['a negative number', { 'retry-after': '-5' }, undefined],
  ['words', { 'retry-after': 'later 1', date }, undefined],
  ['ratelimit-reset', { 'ratelimit-reset': '12' }, 12_000],
  ['ratelimit-reset with a fraction', { 'ratelimit-reset': '0.5' }, 500],
  ['both: Retry-After', { 'retry-after': '3', 'ratelimit-reset': '12' }, 3_000],
  ['an unreadable Retry-After and a reset', { 'retry-after': 'soon', 'ratelimit-reset': '12' }, 12_000],
];
for (const [name, headers, wait] of cases) {
  test(`what an answer asks to wait: ${name}`, () => assert.equal(retryAfterOf(headers), wait));
}
