import assert from 'node:assert/strict';
import test from 'node:test';
import { emptyParams, type ParamsValues } from './params-values.ts';
import { validateParams } from './validate-params.ts';

const trigger = { ...emptyParams, summary: 'Disk full' };
const timestampFault = 'Timestamp must be a valid date, such as {YYYY-MM-DD} or {YYYY-MM-DD h:mm:ss}.';
const detailsFault = 'Custom details must be a valid JSON object.';
const keyFault = 'DedupKey is required when resolving or acknowledging an incident.';

const cases: [string, Partial<ParamsValues>, Record<string, string>][] = [
  ['a summary alone is enough', {}, {}],
  ['a trigger needs a summary', { summary: ' ' }, { summary: 'Summary is required.' }],
  [
    'a change event needs a summary',
    { eventAction: 'change', summary: '' },
    { summary: 'Summary is required.' },
  ],
  ['an acknowledge needs a key', { eventAction: 'acknowledge' }, { dedupKey: keyFault }],
  ['a resolve needs a key', { eventAction: 'resolve', dedupKey: ' ' }, { dedupKey: keyFault }],
  [
    'a resolve needs nothing but a key',
    { eventAction: 'resolve', dedupKey: 'a', summary: '', timestamp: 'x' },
    {},
  ],
  ['255 characters are a key', { dedupKey: 'k'.repeat(255) }, {}],
  [
    '256 characters are no key',
    { dedupKey: 'k'.repeat(256) },
    { dedupKey: 'DedupKey may have 255 characters at the most; this one has 256.' },
  ],
  [
    'a summary is counted in UTF-16 units',
    { summary: '😀'.repeat(513) },
    { summary: 'Summary may have 1,024 characters at the most; this one has 1,026.' },
  ],
  ['a date is a timestamp', { timestamp: '2026-11-23' }, {}],
  ['a date and time is a timestamp', { timestamp: '2026-11-23 7:30:00' }, {}],
  ['epoch milliseconds are a timestamp', { timestamp: '1700000000000' }, {}],
  ['a word is no timestamp', { timestamp: 'tomorrow' }, { timestamp: timestampFault }],
  ['there is no 13th month', { timestamp: '2020-13-01' }, { timestamp: timestampFault }],
  ['an object is custom details', { customDetails: '{"a":[1]}' }, {}],
  ['an array is not', { customDetails: '[1]' }, { customDetails: detailsFault }],
  ['half an object is not', { customDetails: '{"a":' }, { customDetails: detailsFault }],
  [
    'custom details have a depth',
    { customDetails: `${'{"a":'.repeat(101)}1${'}'.repeat(101)}` },
    { customDetails: 'Custom details may be nested 100 levels deep at the most.' },
  ],
  ['a link has both its parts', { links: [{ row: 1, href: 'https://example.org', text: 'a' }] }, {}],
  [
    'a link without a label is told of once for the list',
    {
      links: [
        { row: 1, href: 'https://example.org', text: '' },
        { row: 2, href: '', text: 'b' },
      ],
    },
    { links: 'Link properties cannot be empty.' },
  ],
];

for (const [name, values, faults] of cases) {
  test(name, () => assert.deepEqual(validateParams({ ...trigger, ...values }), faults));
}
