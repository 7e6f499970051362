import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { moodNames } from '../api/sandbox.ts';
import { actionEvent, createTestSandbox, otherKey, testKey, triggerEvent } from './sandbox-for-tests.ts';

const json = fc.json().map((text) => Buffer.from(text));
const anyBytes = fc.uint8Array({ maxLength: 200 });
/** Nearly right events, in which any field may be anything. */
const nearlyEvents = fc
  .record(
    {
      routing_key: fc.oneof(fc.constant(testKey), fc.jsonValue()),
      event_action: fc.oneof(fc.constantFrom('trigger', 'acknowledge', 'resolve'), fc.jsonValue()),
      dedup_key: fc.oneof(fc.string(), fc.jsonValue()),
      payload: fc.oneof(
        fc.jsonValue(),
        fc.record(
          {
            summary: fc.oneof(fc.string({ unit: 'binary' }), fc.jsonValue()),
            source: fc.oneof(fc.string(), fc.jsonValue()),
            severity: fc.oneof(fc.constantFrom('critical', 'info'), fc.jsonValue()),
            timestamp: fc.oneof(fc.constant('2026-11-23T10:00:00Z'), fc.jsonValue()),
            custom_details: fc.jsonValue(),
          },
          { requiredKeys: [] },
        ),
      ),
      links: fc.oneof(fc.array(fc.record({ href: fc.jsonValue() })), fc.jsonValue()),
      images: fc.oneof(fc.array(fc.record({ src: fc.webUrl() })), fc.jsonValue()),
    },
    { requiredKeys: [] },
  )
  .map((event) => Buffer.from(JSON.stringify(event)));

test('whatever comes in, in whatever mood, the sandbox replies and never throws', () => {
  fc.assert(
    fc.property(
      fc.oneof(anyBytes, json, nearlyEvents),
      fc.constantFrom('enqueue' as const, 'change' as const),
      fc.option(fc.string(), { nil: undefined }),
      fc.constantFrom(...moodNames),
      (body, path, routingKeyHeader, mood) => {
        const { sandbox, lastCall } = createTestSandbox();
        sandbox.setMood({ mood });
        const reply = sandbox.handle({ path, body, routingKeyHeader });
        if (reply.kind === 'answer') assert.ok([202, 302, 400, 403, 413, 429, 500].includes(reply.status));
        else assert.ok(['reset', 'close'].includes(reply.how));
        assert.equal(lastCall().bytes, body.byteLength);
        assert.equal(sandbox.counts.calls, 1);
      },
    ),
    { numRuns: 2000 },
  );
});

const steps = fc.array(
  fc.record({
    action: fc.constantFrom('trigger', 'acknowledge', 'resolve'),
    routingKey: fc.constantFrom(testKey, otherKey),
    dedupKey: fc.constantFrom('a', 'A', 'b'),
  }),
  { maxLength: 40 },
);

test('after any sequence of triggers, acknowledges and resolves the book agrees with a model of five lines', () => {
  fc.assert(
    fc.property(steps, (sequence) => {
      const { sandbox, send } = createTestSandbox({ limit: null });
      const model = new Map<string, string[]>();
      for (const { action, routingKey: routing_key, dedupKey } of sequence) {
        send(
          action === 'trigger'
            ? triggerEvent({ routing_key, dedup_key: dedupKey })
            : actionEvent(action, dedupKey, { routing_key }),
        );
        const history = model.get(routing_key + dedupKey) ?? [];
        const isOpen = history.length > 0 && history.at(-1) !== 'resolved';
        if (action === 'trigger' && !isOpen) history.push('triggered');
        if (action !== 'trigger' && isOpen)
          history.splice(-1, 1, action === 'resolve' ? 'resolved' : 'acknowledged');
        model.set(routing_key + dedupKey, history);
      }
      for (const [pair, history] of model) {
        const [routingKey, dedupKey] = [pair.slice(0, 32), pair.slice(32)];
        const incidents = sandbox.incidents({ limit: 1000, routingKey, dedupKey }).reverse();
        assert.deepEqual(
          incidents.map((incident) => incident.status),
          history,
        );
      }
      const opened = [...model.values()].reduce((sum, history) => sum + history.length, 0);
      assert.equal(sandbox.counts.notifications, opened);
    }),
    { numRuns: 500 },
  );
});
