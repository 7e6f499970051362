import assert from 'node:assert/strict';
import { test } from 'node:test';
import { grouped, quoted } from './wording.ts';

test('counts are grouped by thousands', () => {
  assert.equal(grouped(999), '999');
  assert.equal(grouped(1234567), '1,234,567');
});

test('a text in a sentence is quoted, and cut after 60 characters', () => {
  assert.equal(quoted('a "b"\n'), '"a \\"b\\"\\n"');
  assert.equal(quoted('🔑'.repeat(60)), `"${'🔑'.repeat(60)}"`);
  assert.equal(quoted('🔑'.repeat(61)), `"${'🔑'.repeat(60)}…"`);
  assert.equal(quoted('x'.repeat(1_000_000)), `"${'x'.repeat(60)}…"`);
});
