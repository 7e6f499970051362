import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Answer, type Call, TestServer } from '../support/test-server.ts';

/*
 * The connector API as Kibana's contract has it (shared with its clients): bodies, order of checks, and every
 * refusal word for word.
 */

const key = 'a1B2c3D4e5F6a1B2c3D4e5F6a1B2c3D4';
const otherKey = 'Z9y8X7w6V5u4Z9y8X7w6V5u4Z9y8X7w6';
const typeId = '.pagerduty';
const path = '/api/actions/connector';

let server: TestServer;
let strict: TestServer;
before(async () => {
  server = await TestServer.start();
  strict = await TestServer.start({
    env: { TOCSIN_ACTIONS_ALLOWED_HOSTS: 'allowed.example', TOCSIN_ACTIONS_ENABLED_ACTION_TYPES: '.other' },
  });
  for (const each of [server, strict]) for (const secret of [key, otherKey]) each.secrets.add(secret);
});
after(async () => {
  await server.stop();
  await strict.stop();
});

const body = (change: object = {}) => ({
  name: 'On-call',
  connector_type_id: typeId,
  config: {},
  secrets: { routingKey: key },
  ...change,
});

function refused(answer: Answer, status: number, error: string, message: string): void {
  assert.deepEqual(answer.body, { statusCode: status, error, message });
  assert.equal(answer.status, status);
}

test('a connector is created with 200, its secrets are not returned, and its URL is null by default', async () => {
  const { status, body: made } = await server.call(`${path}/first`, { body: body() });
  assert.equal(status, 200);
  const expected = {
    id: 'first',
    name: 'On-call',
    connector_type_id: typeId,
    config: { apiUrl: null },
    is_missing_secrets: false,
    is_preconfigured: false,
    is_deprecated: false,
    is_system_action: false,
    is_connector_type_deprecated: false,
  };
  assert.deepEqual(made, expected);
  assert.deepEqual((await server.call(`${path}/first`)).body, expected);
});

test('without an id of its own a connector gets a UUID', async () => {
  const { body: made } = await server.call(path, { body: body() });
  assert.match(
    JSON.stringify(made),
    /"id":"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"/,
  );
});

test('the list holds kept and preconfigured connectors by name, with their count of references', async () => {
  await server.call(`${path}/zz`, { body: body({ name: 'Zebra' }) });
  await server.call(`${path}/aa`, { body: body({ name: 'aardvark' }) });
  const { body: list } = await server.call('/api/actions/connectors');
  assert.ok(Array.isArray(list));
  const names: string[] = list.map((each) => each.name);
  assert.deepEqual(
    names,
    [...names].sort((a, b) => a.localeCompare(b)),
  );
  assert.ok(names.includes('sandbox') && names.includes('Zebra'));
  assert.ok(list.every((each) => each.referenced_by_count === 0));
  assert.ok(list.find((each) => each.id === 'sandbox').is_preconfigured);
});

test('an update replaces everything and keeps the id', async () => {
  await server.call(`${path}/edited`, { body: body({ config: { apiUrl: 'https://one.example/x' } }) });
  const { body: updated } = await server.call(`${path}/edited`, {
    method: 'PUT',
    body: { name: 'Renamed', secrets: { routingKey: otherKey } },
  });
  assert.deepEqual(updated, {
    ...Object(updated),
    id: 'edited',
    name: 'Renamed',
    config: { apiUrl: null },
    is_missing_secrets: false,
  });
});

test('a connector is deleted with 204 and an empty body, and is unknown then', async () => {
  await server.call(`${path}/doomed`, { body: body() });
  const gone = await server.call(`${path}/doomed`, { method: 'DELETE' });
  assert.equal(gone.status, 204);
  assert.equal(gone.text, '');
  refused(await server.call(`${path}/doomed`), 404, 'Not Found', 'Saved object [action/doomed] not found');
});

test('the connector types are told as Kibana tells them', async () => {
  const { body: types } = await server.call('/api/actions/connector_types');
  assert.deepEqual(types, [
    {
      id: typeId,
      name: 'PagerDuty',
      enabled: true,
      enabled_in_config: true,
      enabled_in_license: true,
      minimum_license_required: 'gold',
      supported_feature_ids: ['alerting', 'uptime', 'siem', 'workflows'],
      is_system_action_type: false,
      is_deprecated: false,
      source: 'stack',
    },
  ]);
  assert.deepEqual((await server.call('/api/actions/connector_types?feature_id=uptime')).body, types);
  assert.deepEqual((await server.call('/api/actions/connector_types?feature_id=cases')).body, []);
  const { body: off } = await strict.call('/api/actions/connector_types');
  assert.deepEqual(
    Object(off).map((type: object) => ({ ...type })),
    [{ ...Object(types)[0], enabled: false, enabled_in_config: false }],
  );
});

test('a kbn-xsrf header is neither demanded nor in the way', async () => {
  const answer = await server.call(`${path}/xsrf`, { body: body(), headers: { 'kbn-xsrf': 'true' } });
  assert.equal(answer.status, 200);
});

const url = (apiUrl: unknown) => ({ config: { apiUrl } });
const config = 'error validating connector type config: ';
const secrets = 'error validating connector type secrets: ';
const missing = (field: string) =>
  `[request body.${field}]: expected value of type [string] but got [undefined]`;

/** Refusals of a create (contract 1.2 and 1.3), each with what is wrong. */
const createRefusals: [name: string, change: unknown, message: string][] = [
  ['no name', body({ name: undefined }), missing('name')],
  [
    'a name that is no string',
    body({ name: 7 }),
    '[request body.name]: expected value of type [string] but got [number]',
  ],
  ['a blank name', body({ name: ' ' }), "[request body.name]: value '' is not valid"],
  [
    'a name with a line break',
    body({ name: 'a\nb' }),
    '[request body.name]: must not hold control characters such as line breaks',
  ],
  ['no type', body({ connector_type_id: undefined }), missing('connector_type_id')],
  ['an unknown type', body({ connector_type_id: 'x' }), 'Action type "x" is not registered.'],
  [
    'a config that is null',
    body({ config: null }),
    '[request body.config]: expected value of type [object] but got [null]',
  ],
  ['a blank API URL', body(url(' ')), "[request body.config.apiUrl]: value '' is not valid"],
  [
    'a blank deep inside',
    body({ config: { a: { b: ['x', ''] } } }),
    "[request body.config.a.b.1]: value '' is not valid",
  ],
  [
    'a blank key',
    body({ secrets: { routingKey: '' } }),
    "[request body.secrets.routingKey]: value '' is not valid",
  ],
  ['an unknown field', body({ foo: 1 }), '[request body.foo]: definition for this key is missing'],
  [
    'an unknown config key',
    body({ config: { shouldNotBeHere: true } }),
    `${config}✖ Unrecognized key: "shouldNotBeHere"`,
  ],
  [
    'an API URL that is no string',
    body(url(7)),
    `${config}✖ Invalid input: expected string, received number\n  → at apiUrl`,
  ],
  [
    'no key',
    body({ secrets: {} }),
    `${secrets}✖ Invalid input: expected string, received undefined\n  → at routingKey`,
  ],
  [
    'no secrets at all',
    body({ secrets: undefined }),
    `${secrets}✖ Invalid input: expected string, received undefined\n  → at routingKey`,
  ],
  [
    'a key that is no string',
    body({ secrets: { routingKey: true } }),
    `${secrets}✖ Invalid input: expected string, received boolean\n  → at routingKey`,
  ],
  ['an unknown secret', body({ secrets: { routingKey: key, b: 1 } }), `${secrets}✖ Unrecognized key: "b"`],
  [
    'bad config and bad secrets: the config is told',
    body({ config: { a: 1 }, secrets: {} }),
    `${config}✖ Unrecognized key: "a"`,
  ],
  [
    'an API URL that can not be called',
    body(url('bar')),
    `${config}error configuring pagerduty action: apiUrl "bar" is not an http or https URL such as https://events.pagerduty.com/v2/enqueue`,
  ],
  [
    'an integration key in the place of the API URL, without repeating it',
    body(url(otherKey)),
    `${config}error configuring pagerduty action: apiUrl holds what looks like an integration key, which belongs into secrets.routingKey`,
  ],
  [
    'a key that stands in the API URL too',
    body(url(`https://one.example/${key}/x`)),
    `${secrets}✖ the integration key stands in apiUrl too, which everybody may read: take it out of there\n  → at routingKey`,
  ],
  [
    'a password in an API URL of another kind, without repeating it',
    body(url('ftp://user:hunter2hunter2@one.example/')),
    `${config}error configuring pagerduty action: apiUrl must not hold a user name or password; "one.example" was given one`,
  ],
  [
    'an API URL with a password in it',
    body(url('https://user:hunter2hunter2@one.example/')),
    `${config}error configuring pagerduty action: apiUrl must not hold a user name or password; "one.example" was given one`,
  ],
  [
    'a key of another shape for PagerDuty',
    body({ secrets: { routingKey: 'abc-123' } }),
    `${secrets}✖ an integration key has 32 letters or digits; this one has 7 characters, not 32 and contains other characters than letters and digits\n  → at routingKey`,
  ],
];
for (const [name, wrong, message] of createRefusals) {
  test(`create refuses ${name}`, async () => {
    refused(await server.call(path, { body: wrong }), 400, 'Bad Request', message);
  });
}

const badIds: [id: string, message: string][] = [
  ['Upper', 'Connector ID must contain only lowercase letters, numbers, and hyphens.'],
  ['under_score', 'Connector ID must contain only lowercase letters, numbers, and hyphens.'],
  ['x'.repeat(37), 'Connector ID must be 36 characters or less.'],
];
for (const [id, message] of badIds) {
  test(`create refuses the id ${id}`, async () => {
    const answer = await server.call(`${path}/${id}`, { body: body() });
    refused(answer, 400, 'Bad Request', `[request params.id]: ${message}`);
  });
}

test('create refuses an empty id', async () => {
  refused(
    await server.call(`${path}/`, { body: body() }),
    400,
    'Bad Request',
    '[request params.id]: Connector ID is required.',
  );
});

test('create refuses an id that is taken', async () => {
  await server.call(`${path}/taken`, { body: body() });
  refused(
    await server.call(`${path}/taken`, { body: body() }),
    409,
    'Conflict',
    'Saved object [action/taken] conflict',
  );
});

test('create refuses the id of a preconfigured connector', async () => {
  refused(
    await server.call(`${path}/sandbox`, { body: body() }),
    400,
    'Bad Request',
    'This sandbox already exists in a preconfigured action.',
  );
});

test('a key of another shape is taken, with a warning, when the URL is not PagerDuty’s', async () => {
  const odd = 'a key of our own gateway';
  server.secrets.add(odd);
  const { status, body: made } = await server.call(`${path}/odd`, {
    body: body({ ...url('https://gateway.example/v2/enqueue'), secrets: { routingKey: odd } }),
  });
  assert.equal(status, 200);
  assert.deepEqual(Object(made).warnings, [
    'an integration key has 32 letters or digits; this one has 24 characters, not 32 and contains other characters than letters and digits. PagerDuty itself would refuse it.',
  ]);
});

test('a key that was pasted with a line break is the same key', async () => {
  const { status } = await server.call(`${path}/pasted`, {
    body: body({ secrets: { routingKey: ` ${key}\n` } }),
  });
  assert.equal(status, 200);
});

const changeRefusals: [
  name: string,
  target: string,
  call: Call,
  status: number,
  error: string,
  message: string,
][] = [
  [
    'update: no name',
    'first',
    { method: 'PUT', body: { secrets: { routingKey: key } } },
    400,
    'Bad Request',
    missing('name'),
  ],
  [
    'update: a type, which can not change',
    'first',
    { method: 'PUT', body: body() },
    400,
    'Bad Request',
    '[request body.connector_type_id]: definition for this key is missing',
  ],
  [
    'update: the key left out',
    'first',
    { method: 'PUT', body: { name: 'x' } },
    400,
    'Bad Request',
    `${secrets}✖ Invalid input: expected string, received undefined\n  → at routingKey`,
  ],
  [
    'update: a preconfigured connector',
    'sandbox',
    { method: 'PUT', body: { name: 'x', secrets: { routingKey: key } } },
    400,
    'Bad Request',
    'Preconfigured action sandbox can not be updated.',
  ],
  [
    'update: an unknown connector',
    '1',
    { method: 'PUT', body: { name: 'x', secrets: { routingKey: key } } },
    404,
    'Not Found',
    'Saved object [action/1] not found',
  ],
  [
    'delete: a preconfigured connector',
    'sandbox',
    { method: 'DELETE' },
    400,
    'Bad Request',
    'Preconfigured action sandbox is not allowed to delete.',
  ],
  [
    'delete: an unknown connector',
    '2',
    { method: 'DELETE' },
    404,
    'Not Found',
    'Saved object [action/2] not found',
  ],
  ['read: an unknown connector', '3', {}, 404, 'Not Found', 'Saved object [action/3] not found'],
];
for (const [name, id, call, status, error, message] of changeRefusals) {
  test(`refused: ${name}`, async () => {
    refused(await server.call(`${path}/${id}`, call), status, error, message);
  });
}

test('a host that allowedHosts does not name is refused on create and on update, naming the setting', async () => {
  const message = (target: string) =>
    `${config}error configuring pagerduty action: target url "${target}" is not added to the Tocsin settings xpack.actions.allowedHosts`;
  const pagerDuty = 'https://events.pagerduty.com/v2/enqueue';
  refused(await strict.call(path, { body: body() }), 400, 'Bad Request', message(pagerDuty));
  refused(
    await strict.call(path, { body: body(url('https://x.allowed.example/')) }),
    400,
    'Bad Request',
    message('https://x.allowed.example/'),
  );
});

test('a type that is not enabled is refused after config and secrets were found good', async () => {
  const good = body(url('https://allowed.example/v2/enqueue'));
  const message = `action type "${typeId}" is not enabled in the Tocsin settings xpack.actions.enabledActionTypes`;
  refused(await strict.call(path, { body: good }), 403, 'Forbidden', message);
});

test('preconfigured connectors ignore which types are enabled, and the own sandbox is always allowed', async () => {
  const { body: result } = await strict.call(`${path}/sandbox/_execute`, {
    body: { params: { summary: 'x' } },
  });
  assert.equal(Object(result).status, 'ok', JSON.stringify(result));
});
