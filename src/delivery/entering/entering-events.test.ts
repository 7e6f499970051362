import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventRow } from '../../store/delivery-rows-for-test.ts';
import { LaneTable } from '../lanes/lane-table.ts';
import { Host } from '../pacing/host.ts';
import { Target } from '../pacing/target.ts';
import { EnteringEvents } from './entering-events.ts';

const target = () =>
  new Target({
    id: 1,
    url: 'https://events.pagerduty.com/v2/enqueue',
    routingKey: 'k'.repeat(32),
    host: new Host('events.pagerduty.com'),
    table: new LaneTable(),
    order: 'urgency',
    rateLimit: 'auto',
    startLimit: undefined,
  });

test('events on their way hold their targets, and are there by their keys, until they are in their lanes', () => {
  const entering = new EnteringEvents();
  const [one, other] = [target(), target()];
  const events = [
    { row: eventRow(1, { dedupKey: 'a' }), target: one },
    { row: eventRow(2, { dedupKey: 'b' }), target: other },
    { row: eventRow(3, { dedupKey: null }), target: one },
  ];
  entering.add(events);
  entering.add([]);
  assert.equal(entering.count, 3);
  assert.deepEqual([one.entering, other.entering], [2, 1]);
  assert.deepEqual([...entering.keysAt(one)], ['a']);
  for (let twice = 0; twice < 2; twice++) {
    entering.remove(events);
    assert.equal(entering.count, 0);
    assert.deepEqual([one.entering, other.entering], [0, 0]);
    assert.deepEqual([...entering.keysAt(one)], []);
  }
});
