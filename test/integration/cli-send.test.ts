import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { type CommandOptions, type CommandResult, tocsin } from '../support/child.ts';
import { portOf } from '../support/port-of.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { TestServer } from '../support/test-server.ts';
import { waitFor } from '../support/wait-for.ts';

/*
 * `tocsin send` through a server: every flag, the ways to name server and key, and every exit code that a script may
 * meet, each brought about for real. What waits for delivery, and what makes one attempt, stands in
 * cli-send-outcome.test.ts.
 */

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let server: TestServer;
let apiKey: string;
before(async () => {
  folder = await temporaryFolder();
  server = await TestServer.start({ data: join(folder.path, 'data') });
  const { body } = await server.call('/api/tocsin/api-keys', { body: { name: 'scripts' } });
  apiKey = Object(body).encoded;
});
after(async () => {
  await server.stop();
  await folder[Symbol.asyncDispose]();
});

/** Sends from the folder of the data, as somebody on the same machine does. */
const send = (words: readonly string[], options: CommandOptions = {}) =>
  tocsin(['send', ...words], { cwd: folder.path, ...options });
const toSandbox = (words: readonly string[], options: CommandOptions = {}) =>
  send(['--connector', 'sandbox', ...words], options);

/** The body of the newest call that the sandbox received. */
async function arrived(): Promise<Record<string, unknown>> {
  const { body } = await server.call('/api/tocsin/sandbox/calls?limit=1');
  return JSON.parse(Object(body).items[0].body);
}

/** Kept, or delivered where that was waited for, and nothing but the dedup key on standard output. */
function assertSent({ code, stdout, stderr }: CommandResult, dedupKey: string | RegExp): void {
  assert.deepEqual([code, stderr], [0, '']);
  if (typeof dedupKey === 'string') assert.equal(stdout, `${dedupKey}\n`);
  else assert.match(stdout, dedupKey);
}

test('every flag arrives where PagerDuty wants it', async () => {
  const result = await toSandbox([
    ...['--event-action', 'trigger', '--dedup-key', 'all flags', '--summary', 'Disk full'],
    ...['--severity', 'critical', '--source', 'db1', '--timestamp', '2026-05-06T10:00:00+02:00'],
    ...['--component', 'sda', '--group', 'databases', '--class', 'disk'],
    ...['--custom-details', '{"free":0,"nested":{"list":[1,null]}}'],
    ...['--link', 'Runbook=https://runbook.example/?a=b', '--link', 'https://bare.example/'],
    ...['--image', 'Graph=https://images.example/g.png', '--client', 'Shop'],
    ...['--client-url', 'https://shop.example/', '--wait'],
  ]);
  assertSent(result, 'all flags');
  const { routing_key: _, ...sent } = await arrived();
  assert.deepEqual(sent, {
    event_action: 'trigger',
    dedup_key: 'all flags',
    payload: {
      summary: 'Disk full',
      source: 'db1',
      severity: 'critical',
      timestamp: '2026-05-06T08:00:00.000Z',
      component: 'sda',
      group: 'databases',
      class: 'disk',
      custom_details: { free: 0, nested: { list: [1, null] } },
    },
    client: 'Shop',
    client_url: 'https://shop.example/',
    links: [
      { href: 'https://runbook.example/?a=b', text: 'Runbook' },
      { href: 'https://bare.example/', text: 'https://bare.example/' },
    ],
    images: [{ src: 'https://images.example/g.png', alt: 'Graph' }],
  });
});

test('the key that a trigger prints resolves its incident', async () => {
  const opened = await toSandbox(['--summary', 'Round trip', '--wait']);
  assertSent(opened, /^tocsin-[0-9a-f-]{36}\n$/);
  const dedupKey = opened.stdout.trim();
  const status = async () => {
    const { body } = await server.call(`/api/tocsin/sandbox/incidents?dedup_key=${dedupKey}`);
    return Object(body).items[0].status;
  };
  for (const [action, expected] of [
    ['acknowledge', 'acknowledged'],
    ['resolve', 'resolved'],
  ] as const) {
    assertSent(await toSandbox(['--event-action', action, '--dedup-key', dedupKey, '--wait']), dedupKey);
    assert.equal(await status(), expected);
  }
});

const inputs: [name: string, words: string[], input: string, summary: string, dedupKey: string][] = [
  ['JSON on standard input', [], '{"summary":"from JSON","dedupKey":"json"}\n', 'from JSON', 'json'],
  [
    'flags before JSON with --json',
    ['--json', '--summary', 'from a flag'],
    '{"summary":"from JSON","dedupKey":"both"}',
    'from a flag',
    'both',
  ],
  [
    'flags alone, whatever is piped in',
    ['--summary', 'from a flag', '--dedup-key', 'flags'],
    'not even JSON',
    'from a flag',
    'flags',
  ],
];
for (const [name, words, input, summary, dedupKey] of inputs) {
  test(`the event is taken from ${name}`, async () => {
    assertSent(await toSandbox([...words, '--wait'], { input }), dedupKey);
    const sent = await arrived();
    assert.deepEqual([Object(sent.payload).summary, sent.dedup_key], [summary, dedupKey]);
  });
}

test('server and key are named by flags or variables; a flag goes before its variable', async () => {
  await using elsewhere = await temporaryFolder();
  const cwd = elsewhere.path;
  const words = ['--connector', 'sandbox', '--summary', 'x', '--dedup-key', 'named'];
  assertSent(await send([...words, '--url', `${server.url}/`, '--api-key', apiKey], { cwd }), 'named');
  const env = { TOCSIN_URL: server.url, TOCSIN_API_KEY: apiKey };
  assertSent(await send(words, { cwd, env }), 'named');
  const wrong = { TOCSIN_URL: 'http://127.0.0.1:9', TOCSIN_API_KEY: 'bm9ib2R5OmF0YWxs' };
  assertSent(await send([...words, '--url', server.url, '--api-key', apiKey], { cwd, env: wrong }), 'named');
  const empty = { TOCSIN_URL: '', TOCSIN_API_KEY: '' };
  assertSent(await toSandbox(words, { env: empty }), 'named');
});

test('--data finds the server of another folder, and its local token gets in', async () => {
  await using elsewhere = await temporaryFolder();
  const words = ['--connector', 'sandbox', '--summary', 'x', '--dedup-key', 'd', '--data', server.data];
  assertSent(await send(words, { cwd: elsewhere.path }), 'd');
});

/** Runs it and expects a code, nothing on standard output, and words on standard error. */
async function assertFails(result: Promise<CommandResult>, code: number, words: RegExp): Promise<void> {
  const { code: actual, stdout, stderr } = await result;
  assert.deepEqual([actual, stdout], [code, ''], stderr);
  assert.match(stderr, words);
}

const usage: [name: string, words: string[], input: string, message: RegExp][] = [
  ['an unknown severity', ['--summary', 'x', '--severity', 'major'], '', /critical.*\n.*at severity/],
  [
    'a resolve without a key',
    ['--event-action', 'resolve'],
    '',
    /DedupKey is required when eventAction is "resolve"/,
  ],
  ['JSON that is none', [], '{"summary"', /^tocsin: Standard input is not JSON: /],
  ['JSON that is no object', [], '[1]', /should hold one JSON object/],
  ['nothing at all', [], '', /^tocsin: Nothing to send: /],
  ['an unknown property', [], '{"sumary":"x"}', /Unrecognized key: "sumary"/],
  ['an unknown flag', ['--sumary', 'x'], '', /unknown option '--sumary'\n\(Did you mean --summary\?\)/],
  [
    'a URL that is none',
    ['--summary', 'x', '--url', 'localhost:5640', '--api-key', 'x'],
    '',
    /is no URL of a server/,
  ],
  [
    '--wait with --now',
    ['--summary', 'x', '--wait', '--now'],
    '',
    /--wait is about an event that is kept; --now/,
  ],
  ['--wait with --direct', ['--summary', 'x', '--direct', '--wait', '5'], '', /--wait is about .*; --direct/],
  [
    'a patience that is none',
    ['--summary', 'x', '--wait', 'long'],
    '',
    /Use a whole number from 1 to 1000000/,
  ],
  [
    'a change event with a dedup key',
    ['--event-action', 'change', '--summary', 'x', '--dedup-key', 'y'],
    '',
    /Unrecognized key: "dedupKey"/,
  ],
  [
    '--api-url without --direct',
    ['--summary', 'x', '--api-url', 'http://x'],
    '',
    /--api-url goes with --direct/,
  ],
];
for (const [name, words, input, message] of usage) {
  test(`exit code 2: ${name}`, () => assertFails(toSandbox(words, { input }), 2, message));
}

test('exit code 2: no connector', () =>
  assertFails(send(['--summary', 'x']), 2, /Give --connector, such as --connector sandbox\./));

test('exit code 5: no server, an unknown connector, a wrong key, no key, and no Tocsin at all', async () => {
  await using elsewhere = await temporaryFolder();
  const at = { cwd: elsewhere.path };
  const words = ['--connector', 'sandbox', '--summary', 'x'];
  await assertFails(
    send(words, at),
    5,
    /No Tocsin serves .*data\. Start it with npm start, name another one/,
  );
  await assertFails(
    send([...words, '--url', server.url], at),
    5,
    /needs an API key: --api-key or TOCSIN_API/,
  );
  await assertFails(
    toSandbox(['--summary', 'x', '--connector', 'nobody']),
    5,
    /\[action\/nobody\] not found/,
  );

  const foreign = createServer((_request, response) => response.end('<h1>A shop</h1>')).listen(
    0,
    '127.0.0.1',
  );
  await waitFor('the shop to open', () => (foreign.listening ? true : undefined));
  const shop = `http://127.0.0.1:${portOf(foreign)}`;
  const key = ['--api-key', 'bm9ib2R5OmF0YWxs'];
  await assertFails(send([...words, '--url', shop, ...key], at), 5, /\(status 200\) is not Tocsin\.$/m);
  foreign.close();
  await assertFails(send([...words, '--url', shop, ...key], at), 5, /nothing listens there/);
  const refused = send([...words, '--url', server.url, ...key], at);
  await assertFails(refused, 5, /answered 401: The API key is unknown or was revoked\./);
});

test('exit code 78: a wrong setting', () =>
  assertFails(
    toSandbox(['--summary', 'x'], { env: { TOCSIN_SERVER_PORT: 'x' } }),
    78,
    /^tocsin: server\.port \(TOCSIN_SERVER_PORT\) is "x"/,
  ));
