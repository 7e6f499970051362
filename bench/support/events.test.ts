import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseActionParams } from '../../src/pagerduty/action-params.ts';
import { buildAlertEvent, withRoutingKey } from '../../src/pagerduty/event.ts';
import { bodySize, enqueueParams, eventOf, numberIn, routingKey, wireBody } from './events.ts';

const numbers = [0, 1, 9_999, 123_456, 999_999];

test('what _enqueue gets leaves Tocsin as the very body that the bare loop posts', () => {
  for (const number of numbers) {
    for (const severities of ['error', 'mixed'] as const) {
      const parsed = parseActionParams(JSON.parse(enqueueParams(number, severities)));
      assert.ok(parsed.ok);
      const event = buildAlertEvent(parsed.params, { defaultDedupKey: '', defaultSource: '' });
      assert.equal(withRoutingKey(event, routingKey), wireBody(number, severities));
    }
  }
});

test('every body has the same size and says its number', () => {
  for (const number of numbers) {
    const body = wireBody(number, 'mixed');
    assert.equal(Buffer.byteLength(body), bodySize);
    assert.equal(numberIn(body), number);
  }
});

test('dedup keys are all different, and severities come in about equal parts', () => {
  const events = Array.from({ length: 4000 }, (_, number) => eventOf(number, 'mixed'));
  assert.equal(new Set(events.map(({ dedupKey }) => dedupKey)).size, events.length);
  const critical = events.filter(({ severity }) => severity === 'critical').length;
  assert.ok(critical > 900 && critical < 1100, `${critical} of 4000 are critical`);
});
