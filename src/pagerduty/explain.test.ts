import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { explain } from './explain.ts';

test('an answer is explained in PagerDuty’s own words', () => {
  const raw = { status: 'success', message: 'Event processed', errors: ['a'], dedup_key: 'srv01/HTTP' };
  assert.deepEqual(explain(JSON.stringify(raw)), {
    status: 'success',
    message: 'Event processed',
    errors: ['a'],
    dedupKey: 'srv01/HTTP',
    raw,
  });
});

test('fields of another type count as absent', () => {
  const raw = { status: 1, message: null, errors: { a: 1 }, dedup_key: [] };
  assert.deepEqual(explain(JSON.stringify(raw)), { errors: [], raw });
});

test('entries of errors that are no text are dropped, and at most 20 kept', () => {
  const errors = [1, null, {}, ['nested'], ...Array.from({ length: 30 }, (_, index) => `error ${index}`)];
  const explained = explain(JSON.stringify({ errors }));
  assert.equal(explained?.errors.length, 20);
  assert.equal(explained?.errors[0], 'error 0');
});

test('a lone error counts as one of several', () => {
  assert.deepEqual(explain('{"errors":"just this"}')?.errors, ['just this']);
});

test('what is not a JSON object explains nothing, and nothing throws', () => {
  for (const body of ['', 'null', '[]', '"text"', '<html></html>', '{"status":'])
    assert.equal(explain(body), undefined);
  fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (body) => void explain(body)));
});
