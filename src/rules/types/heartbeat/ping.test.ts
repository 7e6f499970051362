import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pingKindOf } from './ping.ts';

for (const [word, read] of [
  [undefined, { kind: 'success' }],
  ['start', { kind: 'start' }],
  ['fail', { kind: 'failure' }],
  ['0', { kind: 'success', exitCode: 0 }],
  ['00', { kind: 'success', exitCode: 0 }],
  ['1', { kind: 'failure', exitCode: 1 }],
  ['137', { kind: 'failure', exitCode: 137 }],
  ['-1', { kind: 'failure', exitCode: -1 }],
  ['3221225786', { kind: 'failure', exitCode: 3_221_225_786 }],
  ['', undefined],
  ['Fail', undefined],
  ['success!', undefined],
  ['1.5', undefined],
  ['0x1', undefined],
  ['12345678901', undefined],
] as const) {
  test(`the last part of the path ${JSON.stringify(word)} is ${JSON.stringify(read)}`, () => {
    assert.deepEqual(pingKindOf(word), read);
  });
}
