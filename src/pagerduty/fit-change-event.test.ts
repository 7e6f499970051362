import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { fitChangeEvent } from './fit-change-event.ts';

const defaults = { source: 'Tocsin', timestamp: '2026-01-02T03:04:05.000Z' };

test('a change event is filled in and keeps what PagerDuty does not know', () => {
  const loose = {
    routing_key: 'k'.repeat(32),
    payload: { custom_details: 'plain', region: 'eu' },
    links: [{ href: 'http://a' }, {}],
    team: 'sre',
  };
  assert.deepEqual(fitChangeEvent(loose, defaults), {
    kind: 'fits',
    event: {
      payload: {
        summary: 'No summary provided',
        source: 'Tocsin',
        timestamp: '2026-01-02T03:04:05.000Z',
        custom_details: { value: 'plain' },
        region: 'eu',
      },
      links: [{ href: 'http://a' }],
      team: 'sre',
    },
    notes: [
      'summary filled in: the event had none',
      'source filled in: the event had none',
      'custom_details was not an object, now in custom_details.value',
      'links[1] left out: it has no href',
    ],
  });
});

test('a change event that is no object is rejected', () => {
  const rejected = fitChangeEvent([], defaults);
  assert.equal(rejected.kind === 'rejected' && rejected.message, 'Event object format is unrecognized');
});

test('fitting a fitted change event changes nothing', () => {
  const payload = fc.record(
    {
      summary: fc.string({ size: 'large' }),
      source: fc.anything(),
      timestamp: fc.string(),
      custom_details: fc.jsonValue(),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(fc.record({ payload, links: fc.jsonValue() }, { requiredKeys: [] }), (loose) => {
      const first = fitChangeEvent(loose, defaults);
      assert.ok(first.kind === 'fits');
      assert.deepEqual(fitChangeEvent(first.event, defaults), {
        kind: 'fits',
        event: first.event,
        notes: [],
      });
    }),
  );
});
