import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mostActions } from './most-actions.ts';

const limits: readonly [overrides: { id: string; max: number }[], most: number][] = [
  [[], 100],
  [[{ id: '.pagerduty', max: 7 }], 7],
  [[{ id: '.pagerduty', max: 700 }], 700],
  [[{ id: '.email', max: 7 }], 100],
];
for (const [connectorTypeOverrides, most] of limits) {
  test(`a run may come to ${most} actions with 100 for all types and ${JSON.stringify(connectorTypeOverrides)}`, () => {
    assert.equal(mostActions({ max: 100, connectorTypeOverrides }), most);
  });
}
