import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { TestServer } from '../support/test-server.ts';

/* Which event of the delivery log an `_execute` has made, told beside Kibana's body. */

const key = 'Q1w2E3r4T5y6Q1w2E3r4T5y6Q1w2E3r4';
const trigger = { eventAction: 'trigger', dedupKey: 'id', summary: 'Disk full', severity: 'critical' };

let server: TestServer;
before(async () => {
  server = await TestServer.start();
  server.secrets.add(key);
  await connector('pd', `${server.url}/sandbox/v2/enqueue`);
  await connector('nowhere', 'http://127.0.0.1:9/v2/enqueue');
});
after(() => server.stop());

async function connector(id: string, apiUrl: string): Promise<void> {
  const body = {
    name: id,
    connector_type_id: '.pagerduty',
    config: { apiUrl },
    secrets: { routingKey: key },
  };
  const { status, text } = await server.call(`/api/actions/connector/${id}`, { body });
  assert.equal(status, 200, text);
}

const execute = (id: string, params: unknown) =>
  server.call(`/api/actions/connector/${id}/_execute`, { body: { params } });

test('the header names the event: its body and how long the attempt took are in the log', async () => {
  const answer = await execute('pd', trigger);
  assert.deepEqual(
    Object.keys(Object(answer.body)).sort(),
    ['connector_id', 'data', 'status'],
    'as Kibana answers',
  );
  const id = answer.headers.get('tocsin-event-id') ?? '';
  assert.match(id, /^\d+$/);
  const event = Object((await server.call(`/api/tocsin/events/${id}`)).body);
  assert.deepEqual(
    [event.id, event.state, event.source, event.dedup_key],
    [id, 'delivered', 'execute', 'id'],
  );
  assert.equal(event.body.payload.summary, 'Disk full');
  assert.equal(event.attempts.length ?? event.attempt_log.length, 1);
});

test('an attempt that failed is named as well', async () => {
  const answer = await execute('nowhere', trigger);
  assert.equal(Object(answer.body).status, 'error');
  const id = answer.headers.get('tocsin-event-id');
  const event = Object((await server.call(`/api/tocsin/events/${id}`)).body);
  assert.deepEqual([event.state, event.reason], ['failed', 'network']);
});

test('where nothing was made nothing is named', async () => {
  const wrong = await execute('pd', { eventAction: 'resolve' });
  assert.equal(Object(wrong.body).status, 'error');
  assert.equal(wrong.headers.get('tocsin-event-id'), null);
  const unknown = await execute('no-such-connector', trigger);
  assert.deepEqual([unknown.status, unknown.headers.get('tocsin-event-id')], [404, null]);
});
