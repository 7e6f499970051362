import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readingWith } from '../reading-for-tests.ts';
import { type Progress, shownProgress } from './progress.ts';

const [onCall, payments] = readingWith().overview.connectors;
assert.ok(onCall && payments);
const own = { ...onCall, id: 'sandbox', name: 'sandbox' };
const fresh = readingWith({ connectors: [own] });
const withOne = readingWith({ connectors: [own, onCall] });
const used = readingWith({ connectors: [own], delivered: 3 });
const connector = { id: 'on-call', name: 'On-call', isSandbox: false };
const testing: Progress = { step: 'test', connector };
const sent = { connector, dedupKey: 'k', eventId: '1', answer: 'Event processed' };
const seeing: Progress = { step: 'see', ...sent, isAcknowledged: false };

const rows: [name: string, kept: Progress | undefined, reading: typeof fresh, step: string | undefined][] = [
  ['a first visit begins at the beginning', undefined, fresh, 'create'],
  ['whoever has a connector needs no first steps', undefined, withOne, undefined],
  ['nor does whoever has sent something', undefined, used, undefined],
  ['what was dismissed stays dismissed', { step: 'dismissed' }, fresh, undefined],
  ['a connector that was made on its own page counts', { step: 'create' }, withOne, 'test'],
  ['it goes on where it was', testing, withOne, 'test'],
  ['it goes on after the test', seeing, readingWith({ connectors: [own, onCall], delivered: 1 }), 'see'],
  ['it ends where the connector is gone and something was sent', seeing, used, undefined],
  ['it begins anew at another server', seeing, fresh, 'create'],
];
for (const [name, kept, reading, step] of rows) {
  test(`first steps: ${name}`, () => assert.equal(shownProgress(kept, reading)?.step, step));
}
