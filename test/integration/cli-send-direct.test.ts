import assert from 'node:assert/strict';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { after, before, beforeEach, test } from 'node:test';
import { type CommandOptions, type CommandResult, tocsin } from '../support/child.ts';
import { portOf } from '../support/port-of.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { TestServer } from '../support/test-server.ts';

/*
 * `tocsin send --direct`: past the server, for when Tocsin itself is down. PagerDuty is played by a server of the
 * test's own, so that what leaves the process is seen as it is, routing key included.
 */

const key = 'D1i2r3e4D1i2r3e4D1i2r3e4D1i2r3e4';
const keptKey = 'K1e2p3t4K1e2p3t4K1e2p3t4K1e2p3t4';
const received: Record<string, unknown>[] = [];
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let pagerDuty: Server;
let apiUrl: string;
let data: string;
before(async () => {
  folder = await temporaryFolder();
  data = join(folder.path, 'data');
  pagerDuty = createServer(async (request, response) => {
    const event = JSON.parse(await text(request));
    received.push(event);
    response.writeHead(202, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ status: 'success', message: 'ok', dedup_key: event.dedup_key }));
  }).listen(0, '127.0.0.1');
  await once(pagerDuty, 'listening');
  apiUrl = `http://127.0.0.1:${portOf(pagerDuty)}/v2/enqueue`;
  // A connector that a server, which has ended since, left in the data directory.
  await using server = await TestServer.start({ data });
  server.secrets.add(keptKey);
  const body = {
    name: 'Kept',
    connector_type_id: '.pagerduty',
    config: { apiUrl },
    secrets: { routingKey: keptKey },
  };
  assert.equal((await server.call('/api/actions/connector/kept', { body })).status, 200);
  const options = { client: 'Payments' };
  await server.call('/api/tocsin/connector/kept/options', { method: 'PUT', body: options });
});
beforeEach(() => received.splice(0));
after(async () => {
  pagerDuty.close();
  await folder[Symbol.asyncDispose]();
});

/** In a folder without data, unless told where they are. Neither key is ever said. */
async function sendDirect(words: readonly string[], options: CommandOptions = {}): Promise<CommandResult> {
  const cwd = join(folder.path);
  const result = await tocsin(['send', '--direct', '--summary', 'Down', ...words], { cwd, ...options });
  for (const secret of [key, keptKey]) assert.ok(!(result.stdout + result.stderr).includes(secret));
  return result;
}

test('the key comes from TOCSIN_ROUTING_KEY, and the event goes to --api-url', async () => {
  const env = { TOCSIN_ROUTING_KEY: ` ${key}\n` };
  const result = await sendDirect(['--api-url', apiUrl, '--dedup-key', 'd', '--severity', 'error'], { env });
  assert.deepEqual(result, { code: 0, stdout: 'd\n', stderr: '' });
  assert.deepEqual(received, [
    {
      routing_key: key,
      event_action: 'trigger',
      dedup_key: 'd',
      payload: { summary: 'Down', source: 'Tocsin connector direct', severity: 'error' },
    },
  ]);
});

test('the key comes from a file, which goes before the variable', async () => {
  const file = join(folder.path, 'routing-key');
  await writeFile(file, `${key}\n`);
  const env = { TOCSIN_ROUTING_KEY: keptKey };
  const result = await sendDirect(['--api-url', apiUrl, '--routing-key-file', 'routing-key'], { env });
  assert.equal(result.code, 0, result.stderr);
  assert.match(result.stdout, /^tocsin-[0-9a-f-]{36}\n$/);
  assert.deepEqual([received.length, received[0]?.routing_key], [1, key]);
});

test('a connector in the data directory is used while no server runs, with its options', async () => {
  const result = await sendDirect(['--connector', 'kept', '--dedup-key', 'k']);
  assert.deepEqual(result, { code: 0, stdout: 'k\n', stderr: '' });
  assert.deepEqual([received[0]?.routing_key, received[0]?.client], [keptKey, 'Payments']);
});

test('allowedHosts holds here too: an event for another host does not leave', async () => {
  const strict = { TOCSIN_ACTIONS_ALLOWED_HOSTS: 'events.pagerduty.com', TOCSIN_ROUTING_KEY: key };
  for (const words of [
    ['--connector', 'kept'],
    ['--api-url', apiUrl],
  ]) {
    const { code, stdout, stderr } = await sendDirect(words, { env: strict });
    assert.deepEqual([code, stdout], [3, '']);
    assert.ok(
      stderr.includes(
        `target url "${apiUrl}" is not added to the Tocsin settings xpack.actions.allowedHosts`,
      ),
      stderr,
    );
  }
  assert.deepEqual(received, []);
});

test('a type that is not enabled is not sent past the server either', async () => {
  const env = { TOCSIN_ACTIONS_ENABLED_ACTION_TYPES: '.other', TOCSIN_ROUTING_KEY: key };
  const { code, stderr } = await sendDirect(['--api-url', apiUrl], { env });
  assert.equal(code, 1);
  assert.match(stderr, /actions\.enabledActionTypes does not name \.pagerduty/);
  assert.deepEqual(received, []);
});

const refusals: [
  name: string,
  code: number,
  words: string[],
  env: Record<string, string>,
  message: RegExp,
][] = [
  [
    'no key',
    2,
    [],
    {},
    /an integration key is needed: TOCSIN_ROUTING_KEY, --routing-key-file, or --connector/,
  ],
  ['an empty key', 2, [], { TOCSIN_ROUTING_KEY: '' }, /an integration key is needed/],
  [
    'a key of another shape for PagerDuty itself',
    2,
    [],
    { TOCSIN_ROUTING_KEY: 'abc' },
    /an integration key has 32 letters or digits; this one has 3 characters/,
  ],
  [
    'a key file that is not there',
    2,
    ['--routing-key-file', 'none'],
    {},
    /The integration key can not be read from .*none \[ENOENT\]/,
  ],
  [
    'a URL beside a connector',
    2,
    ['--connector', 'kept', '--api-url', 'http://x'],
    {},
    /--api-url and --connector exclude each other/,
  ],
  ['a server', 2, ['--url', 'http://x'], {}, /--url is about a server, and --direct goes past it/],
  ['an unknown connector', 5, ['--connector', 'nobody'], {}, /There is no connector "nobody" in .*data\./],
  [
    'the sandbox, which is in a server',
    5,
    ['--connector', 'sandbox'],
    {},
    /\(the sandbox is a part of a running server\)/,
  ],
  [
    'nobody who listens',
    4,
    ['--api-url', 'http://127.0.0.1:9/'],
    { TOCSIN_ROUTING_KEY: key },
    /could not be called/,
  ],
  [
    'a folder without data',
    1,
    ['--connector', 'kept', '--data', 'elsewhere'],
    {},
    /There is no Tocsin data in .*elsewhere/,
  ],
];
for (const [name, code, words, env, message] of refusals) {
  test(`exit code ${code}: ${name}`, async () => {
    const result = await sendDirect(words, { env });
    assert.deepEqual([result.code, result.stdout], [code, ''], result.stderr);
    assert.match(result.stderr, message);
    assert.deepEqual(received, []);
  });
}
