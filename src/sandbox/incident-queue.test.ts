import assert from 'node:assert/strict';
import { test } from 'node:test';
import { IncidentQueue } from './incident-queue.ts';

test('thousands of resolved incidents come out in the order in which they were resolved, each once', () => {
  const queue = new IncidentQueue();
  const ids = Array.from({ length: 5000 }, (_, index) => 5000 - index);
  for (const id of ids) queue.resolved(id);
  const out = ids.map(() => queue.next(() => false, 5000));
  assert.deepEqual(out, ids);
  assert.equal(
    queue.next(() => false, 5000),
    undefined,
  );
});

test('where none is resolved, the oldest open one comes', () => {
  const queue = new IncidentQueue();
  const isOpen = (id: number) => id % 2 === 0;
  assert.deepEqual(
    [1, 2, 3].map(() => queue.next(isOpen, 5)),
    [2, 4, undefined],
  );
  assert.equal(queue.next(isOpen, 6), 6);
});
