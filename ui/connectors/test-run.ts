import type { z } from 'zod';
import { executionBody } from '../../src/api/execute.ts';
import { ask } from '../api/request.ts';
import { readEvent } from '../deliveries/events-api.ts';
import type { EventDetails } from '../deliveries/story-of.ts';
import { forgetTestIncident, rememberTestIncident } from './kept-test-incidents.ts';

/** What came of one test. */
export interface TestRun {
  readonly execution: z.infer<typeof executionBody>;
  /** What the delivery log has of it; `undefined`: nothing was made, or it could not be read. */
  readonly event: EventDetails | undefined;
  /** Milliseconds between asking and the answer, as seen from here. */
  readonly seenFor: number;
}

/**
 * Sends an event through a connector, once and now. An incident that it has opened is remembered, whether or not
 * anybody still looks; one that it has resolved is forgotten.
 */
export async function runTest(connectorId: string, params: Record<string, unknown>): Promise<TestRun> {
  const began = performance.now();
  const path = `/api/actions/connector/${encodeURIComponent(connectorId)}/_execute`;
  const { data, headers } = await ask(executionBody, path, { method: 'POST', body: { params } });
  const seenFor = performance.now() - began;
  const id = headers.get('tocsin-event-id');
  // The test itself is over: its result is worth something without this.
  const event = id === null ? undefined : await readEvent(id).catch(() => undefined);
  const dedupKey = event?.dedup_key ?? null;
  if (event !== undefined && dedupKey !== null) {
    if (event.action === 'trigger' && event.incident !== null)
      rememberTestIncident({ connectorId, dedupKey });
    if (event.action === 'resolve' && data.status === 'ok') forgetTestIncident({ connectorId, dedupKey });
  }
  return { execution: data, event, seenFor };
}
