import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Offer, suitedTo } from './offers-of.ts';

const plain = { enabled: true, muted: false, snoozed_until: null };
const rules = [
  { ...plain, id: 'plain' },
  { ...plain, id: 'disabled', enabled: false },
  { ...plain, id: 'muted', muted: true },
  { ...plain, id: 'snoozed', snoozed_until: '2026-05-06T10:00:00.000Z' },
  { ...plain, id: 'of a file', managed_by: { file: 'rules.yml' } },
];
const rows: [offer: Offer, ids: string[]][] = [
  ['run', ['plain', 'muted', 'snoozed', 'of a file']],
  ['enable', ['disabled']],
  ['disable', ['plain', 'muted', 'snoozed']],
  ['mute', ['plain', 'disabled', 'snoozed', 'of a file']],
  ['unmute', ['muted']],
  ['unsnooze', ['snoozed']],
  ['delete', ['plain', 'disabled', 'muted', 'snoozed']],
];
for (const [offer, ids] of rows) {
  test(`to ${offer} is offered for ${ids.join(', ')}`, () => {
    assert.deepEqual(
      suitedTo(offer, rules).map(({ id }) => id),
      ids,
    );
  });
}
