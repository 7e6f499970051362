import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import fastify from 'fastify';
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import type { AcceptedEvent, DeliveryService, NewEvent } from '../../delivery/delivery-service.ts';
import { Refusal } from '../../refusal.ts';
import type { App } from '../app-types.ts';
import { answerFor } from '../status-of.ts';
import { enqueueRoutes } from './enqueue.ts';

/* What can not be seen from outside: that a 202 waits for the disk, and how events are handed over. */

/** A delivery whose disk is as slow as a test wants it to be. */
class SlowDisk implements DeliveryService {
  readonly handed: (readonly NewEvent[])[] = [];
  disk = Promise.withResolvers<void>();

  async connector(id: string) {
    return {
      id,
      name: id,
      options: {},
      defaultSource: 'Tocsin',
      changeEventFault: undefined,
      targetId: 1,
    };
  }

  async accept(events: readonly NewEvent[]): Promise<readonly AcceptedEvent[]> {
    this.handed.push(events);
    await this.disk.promise;
    return events.map((each, i) => {
      return { seq: 41 + i, dedupKey: each.kind === 'alert' ? each.event.dedup_key : null };
    });
  }

  /** Of an array this delivery has no room for triggers. */
  isFull = false;

  async acceptEach(events: readonly NewEvent[]): Promise<readonly (AcceptedEvent | Refusal)[]> {
    const refusal = new Refusal('unavailable', 'Too many wait.');
    const accepted = await this.accept(events);
    const isTaken = (each: NewEvent) => each.kind === 'alert' && each.event.event_action === 'resolve';
    return accepted.map((each, i) =>
      this.isFull && !events.slice(i, i + 1).every(isTaken) ? refusal : each,
    );
  }

  now() {
    return Date.UTC(2026, 10, 23);
  }

  acceptWith(): never {
    throw new Error('not asked for here');
  }

  cancel() {
    return Promise.resolve(0);
  }

  statusNow(): never {
    throw new Error('not asked for here');
  }

  status(): never {
    throw new Error('not asked for here');
  }

  subscribe() {
    return () => {};
  }
}

let delivery: SlowDisk;
let app: App;
beforeEach(async () => {
  delivery = new SlowDisk();
  app = fastify().withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.setErrorHandler((error, _request, reply) => {
    const answer = answerFor(error);
    return reply.code(answer.statusCode).send(answer);
  });
  const usable = () => Promise.reject(new Refusal('not_found', 'not asked for here'));
  enqueueRoutes(app, { delivery, connectors: { usable } });
  await app.ready();
});
afterEach(() => app.close());

const post = (payload: object) =>
  app.inject({ method: 'POST', url: '/api/tocsin/connector/pd/_enqueue', payload });

/** Long enough for whatever does not wait for the disk. */
async function turns(): Promise<void> {
  for (let i = 0; i < 50; i++) await new Promise((resolve) => setImmediate(resolve));
}

const payloads: [what: string, payload: object][] = [
  ['one event', { dedupKey: 'a' }],
  ['an array', [{ dedupKey: 'a' }, { dedupKey: 'b' }]],
];
for (const [what, payload] of payloads) {
  test(`rule 1: ${what} gets its 202 only after it is on disk`, async () => {
    let answered = false;
    const answer = post(payload).then((response) => {
      answered = true;
      return response;
    });
    await turns();
    assert.deepEqual([delivery.handed.length, answered], [1, false]);
    delivery.disk.resolve();
    assert.equal((await answer).statusCode, 202);
  });

  test(`rule 1: ${what} that could not be kept gets a 503`, async () => {
    const answer = post(payload);
    await turns();
    delivery.disk.reject(new Refusal('unavailable', 'The disk is full.'));
    const { statusCode, message } = (await answer).json();
    assert.deepEqual([statusCode, message], [503, 'The disk is full.']);
  });
}

test('rule 1: the valid items of an array share one commit, in their order', async () => {
  delivery.disk.resolve();
  const items = [
    { dedupKey: 'first' },
    { eventAction: 'change', summary: 'second' },
    { dedupKey: 'third', eventAction: 'resolve' },
  ];
  const answer = await post(items);
  assert.deepEqual(answer.json(), {
    items: [
      { id: '41', dedup_key: 'first' },
      { id: '42', dedup_key: null },
      { id: '43', dedup_key: 'third' },
    ],
  });
  const [events = [], ...more] = delivery.handed;
  assert.deepEqual(more, []);
  assert.deepEqual(
    events.map(({ connectorId, source, kind }) => [connectorId, source, kind]),
    [
      ['pd', 'enqueue', 'alert'],
      ['pd', 'enqueue', 'change'],
      ['pd', 'enqueue', 'alert'],
    ],
  );
});

test('rule 1: of an array for which there is no room what is taken gets its number, and the rest a 503 each', async () => {
  delivery.disk.resolve();
  delivery.isFull = true;
  const items = [{ dedupKey: 'a' }, { dedupKey: 'b', eventAction: 'resolve' }];
  const answer = await post(items);
  assert.equal(answer.statusCode, 202);
  const error = { statusCode: 503, error: 'Service Unavailable', message: 'Too many wait.' };
  assert.deepEqual(answer.json(), { items: [{ error }, { id: '42', dedup_key: 'b' }] });
});
