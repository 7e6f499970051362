import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Answer, TestServer } from '../support/test-server.ts';

/* Tocsin's own options of a connector, which Kibana does not have. */

const key = 'o1P2t3I4o5N6o1P2t3I4o5N6o1P2t3I4';
const path = '/api/actions/connector';
let server: TestServer;
before(async () => {
  server = await TestServer.start();
  server.secrets.add(key);
});
after(() => server.stop());

const body = () => ({ name: 'x', connector_type_id: '.pagerduty', secrets: { routingKey: key } });

function refused(answer: Answer, status: number, error: string, message: string): void {
  assert.deepEqual(answer.body, { statusCode: status, error, message });
  assert.equal(answer.status, status);
}

test('options of a connector are kept, replaced as a whole, and refused when they can not be meant', async () => {
  await server.call(`${path}/tuned`, { body: body() });
  const target = '/api/tocsin/connector/tuned/options';
  assert.deepEqual((await server.call(target)).body, {});
  const options = {
    rateLimit: 60,
    superseding: 'off',
    client: 'Payments',
    clientUrl: 'https://pay.example/',
  };
  assert.deepEqual((await server.call(target, { method: 'PUT', body: options })).body, options);
  assert.deepEqual((await server.call(target)).body, options);
  await server.call(`${path}/tuned`, { method: 'PUT', body: { name: 'y', secrets: { routingKey: key } } });
  assert.deepEqual((await server.call(target)).body, options, 'an update of the connector leaves them');
  assert.deepEqual((await server.call(target, { method: 'PUT', body: { rateLimit: 'off' } })).body, {
    rateLimit: 'off',
  });

  const wrong: [options: object, message: string][] = [
    [
      { rateLimit: 0 },
      '[request body.rateLimit]: expected "auto", "off" or a whole number of calls per minute from 1 to 1000000, but got 0',
    ],
    [
      { superseding: true },
      '[request body.superseding]: Invalid option: expected one of "on"|"off", but got true',
    ],
    [
      { clientUrl: 'javascript:alert(1)' },
      '[request body.clientUrl]: expected an http or https URL, but got "javascript:alert(1)"',
    ],
    [{ rate_limit: 1 }, '[request body.rate_limit]: definition for this key is missing'],
  ];
  for (const [change, message] of wrong) {
    refused(await server.call(target, { method: 'PUT', body: change }), 400, 'Bad Request', message);
  }
  assert.deepEqual((await server.call(target)).body, { rateLimit: 'off' }, 'nothing was half-kept');
  refused(
    await server.call('/api/tocsin/connector/sandbox/options', { method: 'PUT', body: {} }),
    400,
    'Bad Request',
    'Preconfigured action sandbox can not be updated.',
  );
});
