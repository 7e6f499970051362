import assert from 'node:assert/strict';
import test from 'node:test';
import { validateConfig, validateSecrets } from '../../src/connectors/validate-connector.ts';
import { Refusal } from '../../src/refusal.ts';
import { serverFaultOf } from './server-fault.ts';

/** What the server itself says, so that a change of its words is noticed here. */
function refusalOf(refused: () => unknown): string {
  try {
    refused();
  } catch (error) {
    if (error instanceof Refusal) return error.message;
  }
  throw new Error('was not refused');
}

test('a host that is not allowed is told at the API URL, with the setting', () => {
  const message = refusalOf(() => validateConfig({ apiUrl: 'https://gateway.example.org/x' }, () => false));
  assert.deepEqual(serverFaultOf(message), {
    field: 'apiUrl',
    message:
      'The setting actions.allowedHosts does not name gateway.example.org. Whoever runs the server must add it there first.',
  });
});

test('a URL that can not be called is told at the API URL', () => {
  const message = refusalOf(() => validateConfig({ apiUrl: 'ftp://example.org' }, () => true));
  assert.deepEqual(serverFaultOf(message), {
    field: 'apiUrl',
    message:
      'apiUrl "ftp://example.org" is not an http or https URL such as https://events.pagerduty.com/v2/enqueue',
  });
});

test('a key of a wrong shape is told at the key', () => {
  const message = refusalOf(() => validateSecrets({ routingKey: 'abc' }, { apiUrl: null }));
  assert.deepEqual(serverFaultOf(message), {
    field: 'key',
    message: 'an integration key has 32 letters or digits; this one has 3 characters, not 32',
  });
});

test('a name is told at the name', () => {
  assert.deepEqual(serverFaultOf("[request body.name]: value '' is not valid"), {
    field: 'name',
    message: "value '' is not valid",
  });
});

test('what is about no field is told as it is', () => {
  const message = 'action type ".pagerduty" is not enabled';
  assert.deepEqual(serverFaultOf(message), { field: undefined, message });
});
