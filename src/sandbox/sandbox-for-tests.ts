import assert from 'node:assert/strict';
import type { Answer, Reply } from './reply.ts';
import { Sandbox, type SandboxOptions } from './sandbox.ts';

/** What the tests of this folder share: a sandbox with a clock to turn, and events to send it. */

export const testKey = '0123456789abcdef0123456789ABCDEF';
export const otherKey = 'ffffffffffffffffffffffffffffffff';
export const startTime = Date.parse('2026-11-23T10:00:00.000Z');

export interface TestClock {
  now: number;
}

export function bytes(value: unknown): Uint8Array {
  return Buffer.from(typeof value === 'string' ? value : JSON.stringify(value));
}

export const examplePayload = { summary: 'Disk full', source: 'db-1', severity: 'critical' };

/** A valid trigger, with whatever else; `undefined` leaves a field out. */
export function triggerEvent(more: Record<string, unknown> = {}) {
  return {
    routing_key: testKey,
    event_action: 'trigger',
    dedup_key: 'disk',
    payload: examplePayload,
    ...more,
  };
}

export function actionEvent(action: string, dedupKey: unknown = 'disk', more: Record<string, unknown> = {}) {
  return { routing_key: testKey, event_action: action, dedup_key: dedupKey, ...more };
}

export function createTestSandbox(options: Partial<SandboxOptions> = {}) {
  const clock: TestClock = { now: startTime };
  let made = 0;
  const sandbox = new Sandbox({
    clock: () => clock.now,
    random: () => 0,
    uuid: () => {
      made += 1;
      return `uuid-${made}`;
    },
    ...options,
  });
  const send = (event: unknown, routingKeyHeader?: string): Reply =>
    sandbox.handle({ path: 'enqueue', routingKeyHeader, body: bytes(event) });
  const sendChange = (event: unknown): Reply => sandbox.handle({ path: 'change', body: bytes(event) });
  const lastCall = () => {
    const [call] = sandbox.calls(1);
    assert.ok(call, 'a call was recorded');
    return call;
  };
  const onlyIncident = () => {
    const incidents = sandbox.incidents({ limit: 2 });
    assert.equal(incidents.length, 1);
    const [incident] = incidents;
    assert.ok(incident);
    return incident;
  };
  return { sandbox, clock, send, sendChange, lastCall, onlyIncident };
}

export function answerOf(reply: Reply): Answer {
  assert.equal(reply.kind, 'answer');
  return reply;
}

export function statusOf(reply: Reply): number {
  return answerOf(reply).status;
}

export function jsonOf(reply: Reply): unknown {
  return JSON.parse(answerOf(reply).body);
}
