import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { enqueue, mood, untilState } from '../support/delivered-events.ts';
import { type ServerWithFile, serverWithFile } from '../support/settings-file.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { adminPassword, TestServer } from '../support/test-server.ts';
import { waitFor } from '../support/wait-for.ts';

/* `kill -HUP`: a running server reads its settings anew. */

const keys = { one: 'oN1'.padEnd(32, 'a1'), two: 'tW2'.padEnd(32, 'b2') };
const secrets = Object.values(keys);

/** Another server, whose sandbox plays PagerDuty. */
let pagerDuty: TestServer;
before(async () => {
  pagerDuty = await TestServer.start();
  for (const key of secrets) pagerDuty.secrets.add(key);
});
after(() => pagerDuty.stop());

/** The lines of a connector that sends to it. */
const connector = (id: string, key: string, name = id) => [
  `actions.preconfigured.${id}:`,
  `  name: ${name}`,
  '  actionTypeId: .pagerduty',
  `  config.apiUrl: ${pagerDuty.url}/sandbox/v2/enqueue`,
  `  secrets.routingKey: ${key}`,
];

async function inForce({ server }: ServerWithFile, key: string) {
  const { body } = await server.call('/api/tocsin/settings');
  const items: { key: string; value: string; where: string | null; after_restart: string | null }[] =
    Object(body).items;
  const { value, after_restart } = items.find((item) => item.key === key) ?? {};
  return { value, after_restart };
}

/** How often an incident was told to the double, as `TTR`. */
async function seen(dedupKey: string): Promise<string> {
  const { body } = await pagerDuty.call('/api/tocsin/sandbox/calls?limit=200');
  const items: { dedup_key: string | null; event_action: string; status: number }[] = Object(body).items;
  const taken = items.filter(({ dedup_key, status }) => dedup_key === dedupKey && status === 202).reverse();
  return taken.map(({ event_action }) => event_action.slice(0, 1).toUpperCase()).join('');
}

test('what can change counts at once and is told with both values; the rest is told as needing a restart', async () => {
  await using own = await serverWithFile([
    'actions.queued.max: 5',
    'server.kibanaVersion: 9.1.0',
    'delivery.order: fifo',
  ]);
  await own.write(
    'actions.queued.max: 7',
    'server.kibanaVersion: 9.2.1',
    'relay.strict: true',
    'session.idleTimeout: 1h',
  );
  await own.hangUp('the settings were read anew');
  const { stderr } = own.server.child;
  assert.match(
    stderr,
    /read anew: session\.idleTimeout is 1h \(it was 3d\); actions\.queued\.max is 7 \(it was 5\); relay\.strict is true \(it was false\)/,
  );
  assert.match(stderr, /server\.kibanaVersion needs a restart: 9\.1\.0 is in force, and 9\.2\.1 was read/);
  assert.match(stderr, /delivery\.order needs a restart: fifo is in force, and urgency was read/);
  assert.deepEqual(await inForce(own, 'actions.queued.max'), { value: '7', after_restart: null });
  assert.deepEqual(await inForce(own, 'server.kibanaVersion'), { value: '9.1.0', after_restart: '9.2.1' });
  const { body } = await own.server.call('/api/status');
  assert.equal(Object(body).version.number, '9.1.0');

  await own.hangUp('the settings were read anew: nothing has changed');
  await own.restart();
  assert.deepEqual(await inForce(own, 'server.kibanaVersion'), { value: '9.2.1', after_restart: null });
});

test('each of these holds without a restart', async () => {
  await using own = await serverWithFile([]);
  const { server } = own;
  const saved = {
    name: 'x',
    connector_type_id: '.pagerduty',
    config: { apiUrl: `${pagerDuty.url}/sandbox/v2/enqueue` },
    secrets: { routingKey: keys.one },
  };
  assert.equal((await server.call('/api/actions/connector/saved', { body: saved })).status, 200);
  await untilState(server, await enqueue(server, { summary: 'a' }, 'saved'), 'delivered');
  const relayed = () =>
    server.call('/v2/enqueue', {
      authorization: null,
      body: { routing_key: keys.one, event_action: 'trigger', payload: { summary: 'no source' } },
    });
  assert.equal((await relayed()).status, 202);
  const before = await server.call('/metrics');
  assert.match(before.text, /tocsin_\w+/);

  await own.write(
    'actions.allowedHosts: [events.pagerduty.com]',
    'relay.strict: true',
    'logging.level: debug',
    'delivery.paused: true',
  );
  await own.hangUp('the settings were read anew');
  assert.equal((await relayed()).status, 400, 'relay.strict');
  const refused = await server.call('/api/actions/connector/saved/_execute', {
    body: { params: { summary: 'b' } },
  });
  assert.match(refused.text, /is not added to the Tocsin settings xpack\.actions\.allowedHosts/);
  assert.match(server.child.stderr, /DEBUG.*answered/, 'logging.level');
  const waits = await enqueue(server, { summary: 'c' }, 'saved');
  const paused = await server.call('/api/tocsin/status');
  assert.equal(Object(paused.body).backlog.events, 1, 'delivery.paused');

  await own.write('actions.enabledActionTypes: []');
  await own.hangUp('the settings were read anew');
  await untilState(server, waits, 'delivered');
  const disabled = await server.call('/api/tocsin/connector/saved/_enqueue', { body: { summary: 'd' } });
  assert.equal(disabled.status, 403, disabled.text);
});

const broken: [name: string, lines: readonly string[], said: RegExp][] = [
  [
    'a wrong value',
    ['actions.queued.max: many'],
    /actions\.queued\.max \(.*line 2\) is "many": use a whole number/,
  ],
  ['no YAML', ['actions: ['], /line \d: the indentation does not fit/],
  [
    'a connector that is wrong',
    ['actions.preconfigured.a: {name: A, actionTypeId: .pagerduty}'],
    /a\.secrets\.routingKey .* has no value/,
  ],
];
for (const [name, lines, said] of broken) {
  test(`a file with ${name} keeps all settings as they are, and the log says so`, async () => {
    await using own = await serverWithFile(['actions.queued.max: 5', ...connector('kept', keys.one)], {
      secrets,
    });
    await own.write('delivery.maxAge: 1h', ...lines);
    await own.hangUp('the settings were read anew and are wrong: those in force stay');
    await waitFor('the reason', () => (said.test(own.server.child.stderr) ? true : undefined));
    assert.doesNotMatch(own.server.child.stderr, /\n\s+at /);
    assert.deepEqual(await inForce(own, 'actions.queued.max'), { value: '5', after_restart: null });
    assert.deepEqual(await inForce(own, 'delivery.maxAge'), { value: '72h', after_restart: null });
    assert.equal((await own.server.call('/api/actions/connector/kept')).status, 200);
  });
}

test('connectors of the file come, change and go; a changed key closes at the old one what that opened', async () => {
  const file = (name: string) => [
    `actions.preconfigured.a: {name: ${name}, actionTypeId: .pagerduty, secrets: {routingKeyFile: key}, config: {apiUrl: "${pagerDuty.url}/sandbox/v2/enqueue"}}`,
  ];
  await using own = await serverWithFile([], { secrets });
  const { server } = own;
  await writeFile(join(own.folder, 'key'), keys.one);
  await own.write(...file('First'));
  await own.hangUp('the connector "a" is new');
  await untilState(server, await enqueue(server, { dedupKey: 'moved', summary: 'x' }, 'a'), 'delivered');

  await writeFile(join(own.folder, 'key'), keys.two);
  await own.write(...file('Second'));
  await own.hangUp('the connector "a" was changed');
  assert.equal(Object((await server.call('/api/actions/connector/a')).body).name, 'Second');
  const resolve = await enqueue(server, { dedupKey: 'moved', eventAction: 'resolve' }, 'a');
  await untilState(server, resolve, 'delivered');
  assert.equal(await seen('moved'), 'TR');
  const { body } = await pagerDuty.call('/api/tocsin/sandbox/incidents?dedup_key=moved');
  assert.deepEqual(
    Object(body).items.map(({ status }: { status: string }) => status),
    ['resolved'],
  );

  await own.write('');
  await own.hangUp('the connector "a" is gone');
  assert.equal((await server.call('/api/actions/connector/a')).status, 404);
  assert.doesNotMatch(server.child.stderr, /is not in the settings any more/, 'it has left nothing behind');
});

test('what waits for a connector that leaves the file is sent all the same, over a restart too', async () => {
  await using own = await serverWithFile(connector('leaves', keys.two), { secrets });
  await untilState(
    own.server,
    await enqueue(own.server, { dedupKey: 'open', summary: 'x' }, 'leaves'),
    'delivered',
  );
  await mood(pagerDuty, '500');
  const waits = await enqueue(own.server, { dedupKey: 'waits', summary: 'y' }, 'leaves');
  await waitFor('a first attempt', async () => {
    const { body } = await own.server.call(`/api/tocsin/events/${waits}`);
    return Object(body).attempts > 0 ? true : undefined;
  });
  await own.write('');
  await own.hangUp('the connector "leaves" is gone');
  assert.match(
    own.server.child.stderr,
    /the connector "leaves" is not in the settings any more: what waits \(1\) is still sent where it would have gone, and what may be open \(2\) stays so/,
  );
  const refused = await own.server.call('/api/tocsin/connector/leaves/_enqueue', { body: { summary: 'z' } });
  assert.equal(refused.status, 404);
  await own.restart();
  assert.match(
    own.server.child.stderr,
    /the connector "leaves" is not in the settings any more: what waits \(1\)/,
  );
  await mood(pagerDuty, 'ok');
  await untilState(own.server, waits, 'delivered');
  assert.equal(await seen('waits'), 'T');

  await own.write(...connector('leaves', keys.two));
  await own.hangUp('the connector "leaves" is new');
  const resolve = await enqueue(own.server, { dedupKey: 'open', eventAction: 'resolve' }, 'leaves');
  await untilState(own.server, resolve, 'delivered');
  assert.equal(await seen('open'), 'TR', 'a connector that is back closes what it had opened');
});

test('several SIGHUPs at once do no harm', async () => {
  await using own = await serverWithFile([]);
  own.server.child.process.kill('SIGHUP');
  own.server.child.process.kill('SIGHUP');
  await own.hangUp('the settings were read anew');
  assert.equal((await own.server.call('/health')).status, 200);
});

test('a SIGHUP because the terminal is gone ends the server, as any program', async () => {
  await using place = await temporaryFolder();
  const data = join(place.path, 'data');
  const command = [process.execPath, 'bin/tocsin.js', 'serve', '--no-build', '--port', '0', '--data', data];
  // It gives the server a terminal of its own, and takes that along when it ends.
  const terminal = spawn('script', ['-qec', command.join(' '), '/dev/null'], {
    stdio: 'ignore',
    env: { PATH: process.env.PATH, HOME: process.env.HOME, TOCSIN_ADMIN_PASSWORD: adminPassword },
  });
  const pid = await waitFor('the server to listen', async () => {
    const info = await readFile(join(data, 'server.json'), 'utf8').catch(() => '{}');
    const { url, pid } = Object(JSON.parse(info || '{}'));
    return typeof url === 'string' && typeof pid === 'number' ? pid : undefined;
  });
  try {
    terminal.kill('SIGKILL');
    await waitFor('the server to end', () => (isRunning(pid) ? undefined : true));
  } finally {
    if (isRunning(pid)) process.kill(pid, 'SIGKILL');
  }
});

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
