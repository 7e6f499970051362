import assert from 'node:assert/strict';
import { z } from 'zod';
import type { TestServer } from './test-server.ts';
import { waitFor } from './wait-for.ts';

const enqueued = z.object({
  id: z.string(),
  dedup_key: z.string().nullable(),
  status: z.literal('accepted'),
});
const known = z.looseObject({ id: z.string(), state: z.string() });

export type KnownEvent = z.infer<typeof known>;

/** Hands params to `_enqueue`, and gives the id of the event. */
export async function enqueue(server: TestServer, params: object, connector = 'sandbox'): Promise<string> {
  const { status, text, body } = await server.call(`/api/tocsin/connector/${connector}/_enqueue`, {
    body: params,
  });
  assert.equal(status, 202, text);
  return enqueued.parse(body).id;
}

/** Waits until an event is in a state, and gives it as `GET /api/tocsin/events/{id}` does. */
export function untilState(server: TestServer, id: string, state: string): Promise<KnownEvent> {
  return waitFor(`event ${id} to be ${state}`, async () => {
    const { status, text, body } = await server.call(`/api/tocsin/events/${id}`);
    assert.equal(status, 200, text);
    const event = known.parse(body);
    return event.state === state ? event : undefined;
  });
}

/** How the sandbox treats calls from now on. */
export async function mood(server: TestServer, name: string, more: object = {}): Promise<void> {
  const { status, text } = await server.call('/api/tocsin/sandbox/mood', {
    method: 'PUT',
    body: { mood: name, ...more },
  });
  assert.equal(status, 200, text);
}

/** An event that PagerDuty has refused for what it says. */
export async function deadLetter(server: TestServer, params: object, connector = 'sandbox'): Promise<string> {
  await mood(server, '400');
  const id = await enqueue(server, params, connector);
  await untilState(server, id, 'dead');
  await mood(server, 'ok');
  return id;
}
