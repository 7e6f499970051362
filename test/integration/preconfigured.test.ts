import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { ref } from '../../src/config/test-loader.ts';
import { tocsin } from '../support/child.ts';
import { enqueue, untilState } from '../support/delivered-events.ts';
import { type ServerWithFile, serverWithFile } from '../support/settings-file.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { TestServer } from '../support/test-server.ts';

/* Connectors that the settings bring, as kibana.yml does: `actions.preconfigured`. */

const keys = {
  file: 'fK7'.padEnd(32, 'x4'),
  variable: 'vK7'.padEnd(32, 'y5'),
  plain: 'pK7'.padEnd(32, 'z6'),
};
const all = Object.values(keys);
const path = '/api/actions/connector';

/** Another server, whose sandbox plays PagerDuty. */
let pagerDuty: TestServer;
let own: ServerWithFile;
before(async () => {
  pagerDuty = await TestServer.start();
  for (const key of all) pagerDuty.secrets.add(key);
  own = await serverWithFile(
    [
      'xpack.actions.preconfigured:',
      '  on-call:',
      '    name: On-call',
      '    actionTypeId: .pagerduty',
      `    config: {apiUrl: "${pagerDuty.url}/sandbox/v2/enqueue"}`,
      '    secrets:',
      `      routingKey: ${ref('PD_KEY')}`,
      '    exposeConfig: true',
      '    tocsin: {client: Payments}',
      '  hidden:',
      '    name: Hidden',
      '    actionTypeId: .pagerduty',
      `    config.apiUrl: ${pagerDuty.url}/sandbox/v2/enqueue`,
      `    secrets.routingKey: ${keys.plain}`,
      '  my-slack:',
      '    name: Slack',
      '    actionTypeId: .slack',
      '    secrets: {webhookUrl: https://hooks.example/secret-hook}',
      'xpack.actions.enabledActionTypes: [.slack]',
    ],
    { secrets: [...all, 'secret-hook'], env: { PD_KEY: keys.variable } },
  );
});
after(async () => {
  await own[Symbol.asyncDispose]();
  await pagerDuty.stop();
});

const plain = {
  connector_type_id: '.pagerduty',
  is_preconfigured: true,
  is_deprecated: false,
  is_system_action: false,
  is_connector_type_deprecated: false,
};

test('they are listed and read as Kibana does, with config where exposeConfig says so', async () => {
  const { server } = own;
  const exposed = {
    id: 'on-call',
    name: 'On-call',
    config: { apiUrl: `${pagerDuty.url}/sandbox/v2/enqueue` },
    ...plain,
  };
  const hidden = { id: 'hidden', name: 'Hidden', ...plain };
  assert.deepEqual((await server.call(`${path}/on-call`)).body, exposed);
  assert.deepEqual((await server.call(`${path}/hidden`)).body, hidden);
  const { body } = await server.call('/api/actions/connectors');
  assert.ok(Array.isArray(body));
  const listed = body.filter(({ id }) => id !== 'sandbox');
  assert.deepEqual(listed, [
    { ...hidden, referenced_by_count: 0 },
    { ...exposed, referenced_by_count: 0 },
  ]);
});

const readOnly: [name: string, method: string, target: string, body: object | undefined, message: string][] =
  [
    [
      'made',
      'POST',
      `${path}/on-call`,
      { name: 'x', connector_type_id: '.pagerduty', secrets: { routingKey: 'a'.repeat(32) } },
      'This on-call already exists in a preconfigured action.',
    ],
    [
      'changed',
      'PUT',
      `${path}/on-call`,
      { name: 'x', secrets: { routingKey: 'a'.repeat(32) } },
      'Preconfigured action on-call can not be updated.',
    ],
    [
      'given other options',
      'PUT',
      '/api/tocsin/connector/on-call/options',
      { rateLimit: 1 },
      'Preconfigured action on-call can not be updated.',
    ],
    [
      'deleted',
      'DELETE',
      `${path}/on-call`,
      undefined,
      'Preconfigured action on-call is not allowed to delete.',
    ],
  ];
for (const [name, method, target, body, message] of readOnly) {
  test(`by the API none of them is ${name}, in Kibana's words`, async () => {
    const answer = await own.server.call(target, { method, ...(body && { body }) });
    assert.deepEqual(answer.body, { statusCode: 400, error: 'Bad Request', message });
  });
}

/** What PagerDuty's double has received for a dedup key. */
async function calls(dedupKey: string) {
  const { body } = await pagerDuty.call('/api/tocsin/sandbox/calls?limit=100');
  const items: { dedup_key: string | null; event_action: string; body: string }[] = Object(body).items;
  return items.filter((call) => call.dedup_key === dedupKey);
}

test('each way of sending goes through them, though their type is not enabled', async () => {
  const { server } = own;
  const executed = await server.call(`${path}/on-call/_execute`, {
    body: { params: { dedupKey: 'now', summary: 'a' } },
  });
  assert.equal(Object(executed.body).status, 'ok', executed.text);
  const [now] = await calls('now');
  assert.equal(JSON.parse(now?.body ?? '{}').client, 'Payments', 'with their own options');

  await untilState(
    server,
    await enqueue(server, { dedupKey: 'queued', summary: 'b' }, 'on-call'),
    'delivered',
  );

  const relayed = await server.call('/v2/enqueue', {
    authorization: null,
    body: {
      routing_key: keys.variable,
      event_action: 'trigger',
      dedup_key: 'relayed',
      payload: { summary: 'c', source: 's', severity: 'info' },
    },
  });
  assert.equal(relayed.status, 202, relayed.text);
  const sent = await tocsin(
    ['send', '--connector', 'hidden', '--summary', 'd', '--dedup-key', 'sent', '--wait', '10'],
    { env: { TOCSIN_URL: server.url, TOCSIN_API_KEY: await apiKey() } },
  );
  assert.equal(sent.code, 0, sent.stderr);
  const events = await server.call('/api/tocsin/events?connector_id=on-call');
  const item = Object(events.body).items.find(
    ({ dedup_key }: { dedup_key: string }) => dedup_key === 'relayed',
  );
  await untilState(server, item.id, 'delivered');
  for (const dedupKey of ['now', 'queued', 'relayed', 'sent'])
    assert.equal((await calls(dedupKey)).length, 1);
});

async function apiKey(): Promise<string> {
  const { body } = await own.server.call('/api/tocsin/api-keys', { body: { name: 'send' } });
  return Object(body).encoded;
}

test('a relay key can be issued for one of them', async () => {
  const issued = await own.server.call('/api/tocsin/relay-keys', {
    body: { connector_id: 'on-call', name: 'x' },
  });
  const { key } = Object(issued.body);
  const payload = { summary: 'e', source: 's', severity: 'info' };
  const answer = await own.server.call('/v2/enqueue', {
    authorization: null,
    body: { routing_key: key, event_action: 'trigger', dedup_key: 'by-relay-key', payload },
  });
  assert.equal(answer.status, 202, answer.text);
});

test('send --direct finds one of them without a server and without data', async () => {
  const words = ['send', '--direct', '--connector', 'hidden', '--summary', 'f', '--dedup-key', 'direct'];
  const config = ['--config', join(own.folder, 'tocsin.yml'), '--data', join(own.folder, 'none')];
  const sent = await tocsin([...words, ...config], { env: { PD_KEY: keys.variable } });
  assert.equal(sent.code, 0, sent.stderr);
  assert.equal((await calls('direct')).length, 1);
});

test('one of a type that Tocsin does not have is left out, and told in a line', async () => {
  const { server } = own;
  assert.match(
    server.child.stderr,
    /the preconfigured connector "my-slack" is left out: Tocsin has no connector type "\.slack"/,
  );
  assert.equal((await server.call(`${path}/my-slack`)).status, 404);
});

test('config check shows each part with its line, without the secrets', async () => {
  const config = ['--config', join(own.folder, 'tocsin.yml')];
  const { code, stdout, stderr } = await tocsin(['config', 'check', ...config], {
    env: { PD_KEY: keys.variable },
  });
  assert.equal(code, 0, stderr);
  const rows = new Map(stdout.split('\n').map((line) => [line.split(' ')[0], line.split(/ {2,}/)]));
  const row = (part: string) => rows.get(`actions.preconfigured.${part}`)?.slice(1);
  const place = (line: number) => `file ${join(own.folder, 'tocsin.yml')}:${line}`;
  assert.deepEqual(row('on-call.name'), ['On-call', place(3)]);
  assert.deepEqual(row('on-call.secrets.routingKey'), ['********', place(7)]);
  assert.deepEqual(row('on-call.config.apiUrl'), [`${pagerDuty.url}/sandbox/v2/enqueue`, place(5)]);
  assert.deepEqual(row('hidden.config.apiUrl'), ['********', place(13)]);
  assert.match(stderr, /"my-slack" is left out/);
  for (const key of [...all, 'secret-hook']) assert.ok(!(stdout + stderr).includes(key));
});

test('what is wrong with them ends a start with 78, a line each, with file and line and no secret', async () => {
  await using place = await temporaryFolder();
  await writeFile(join(place.path, 'short.key'), 'tooshortakey');
  const yaml = [
    'actions.allowedHosts: [events.pagerduty.com]',
    'actions.preconfigured:',
    '  host: {name: A, actionTypeId: .pagerduty, config: {apiUrl: https://elsewhere.example/v2/enqueue}, secrets: {routingKeyFile: short.key}}',
    '  short: {name: B, actionTypeId: .pagerduty, secrets: {routingKeyFile: short.key}}',
    '  digits:',
    '    name: C',
    '    actionTypeId: .pagerduty',
    '    secrets: {routingKey: 11112222333344445555666677778888}',
    '    tocsin: {rateLimit: -1, colour: red}',
    '  none: {name: D, actionTypeId: .pagerduty}',
    '  slip: {name: E, actionTypeId: pagerduty}',
    '  sandbox: {name: F, actionTypeId: .pagerduty}',
  ];
  await writeFile(join(place.path, 'tocsin.yml'), yaml.join('\n'));
  const { code, stdout, stderr } = await tocsin(['serve', '--no-build', '--data', 'data', '--port', '0'], {
    cwd: place.path,
  });
  assert.deepEqual([code, stdout], [78, ''], stderr);
  const at = (part: string, line: number, rest: string) =>
    `tocsin: actions.preconfigured.${part} (tocsin.yml line ${line}) ${rest}`;
  assert.deepEqual(stderr.trimEnd().split('\n'), [
    at(
      'host.config.apiUrl',
      3,
      'is "https://elsewhere.example/v2/enqueue": target url "https://elsewhere.example/v2/enqueue" is not added to the Tocsin settings xpack.actions.allowedHosts',
    ),
    at(
      'host.secrets.routingKey',
      3,
      'is ********: an integration key has 32 letters or digits; this one has 12 characters, not 32',
    ),
    at(
      'short.secrets.routingKey',
      4,
      'is ********: an integration key has 32 letters or digits; this one has 12 characters, not 32',
    ),
    at(
      'digits.secrets.routingKey',
      8,
      'is ********: use an integration key of 32 letters or digits; digits alone need quotes',
    ),
    at(
      'digits.tocsin.rateLimit',
      9,
      'is -1: expected "auto", "off" or a whole number of calls per minute from 1 to 1000000',
    ),
    at(
      'digits.tocsin.colour',
      9,
      'is "red": there is no such option: use rateLimit, superseding, client, clientUrl',
    ),
    at('none.secrets.routingKey', 10, 'has no value: use an integration key of 32 letters or digits'),
    at('slip.actionTypeId', 11, 'is "pagerduty": did you mean ".pagerduty"?'),
    at(
      'sandbox',
      12,
      "is ********: Tocsin's own connector has this id: choose another, or set sandbox.enabled: false",
    ),
  ]);
  assert.ok(!stderr.includes('tooshortakey'));
});

test('one with the id of a saved connector hides it, and is told; without it the saved one is back', async () => {
  const { server } = own;
  await using mine = await serverWithFile(['server.port: 0'], { secrets: all });
  const saved = { name: 'Saved', connector_type_id: '.pagerduty', secrets: { routingKey: keys.plain } };
  assert.equal((await mine.server.call(`${path}/both`, { body: saved })).status, 200);
  await writeFile(join(mine.folder, 'both.key'), `${keys.file}\n`);
  await mine.write(
    'actions.preconfigured.both:',
    '  name: Of the settings',
    '  actionTypeId: .pagerduty',
    `  config: {apiUrl: "${server.url}/sandbox/v2/enqueue"}`,
    '  secrets: {routingKeyFile: both.key}',
  );
  await mine.restart();
  assert.match(mine.server.child.stderr, /two connectors have the id "both": the one of the settings counts/);
  const names = async () => {
    const { body } = await mine.server.call('/api/actions/connectors');
    assert.ok(Array.isArray(body));
    return body.filter(({ id }) => id === 'both').map(({ name }) => name);
  };
  assert.deepEqual(await names(), ['Of the settings']);
  const relay = (routing_key: string) =>
    mine.server.call('/v2/enqueue', {
      authorization: null,
      body: {
        routing_key,
        event_action: 'trigger',
        payload: { summary: 'x', source: 's', severity: 'info' },
      },
    });
  assert.equal((await relay(keys.file)).status, 202);
  assert.equal((await relay(keys.plain)).status, 400, 'the key of the hidden one opens nothing');
  await mine.write('server.port: 0');
  await mine.hangUp('the settings were read anew');
  assert.deepEqual(await names(), ['Saved']);
});
