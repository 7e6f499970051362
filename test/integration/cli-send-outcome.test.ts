import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import { Child, type CommandResult, tocsin } from '../support/child.ts';
import { portOf } from '../support/port-of.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { TestServer } from '../support/test-server.ts';
import { waitFor } from '../support/wait-for.ts';

/*
 * What `tocsin send` says of what became of an event: kept by the server, which delivers it; delivered, where it waits
 * for that; or the outcome of one attempt.
 */

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let server: TestServer;
before(async () => {
  folder = await temporaryFolder();
  server = await TestServer.start({ data: join(folder.path, 'data') });
});
after(async () => {
  await server.stop();
  await folder[Symbol.asyncDispose]();
});
afterEach(() => mood('ok'));

async function mood(name: string): Promise<void> {
  const { status } = await server.call('/api/tocsin/sandbox/mood', { method: 'PUT', body: { mood: name } });
  assert.equal(status, 200);
}

const words = (...more: string[]) => ['send', '--connector', 'sandbox', ...more];
const send = (...more: string[]) => tocsin(words(...more), { cwd: folder.path });

function assertEnds({ code, stdout, stderr }: CommandResult, expected: [number, string], note: RegExp): void {
  assert.deepEqual([code, stdout], expected, stderr);
  assert.match(stderr, note);
}

async function statusOf(dedupKey: string): Promise<string | undefined> {
  const { body } = await server.call(`/api/tocsin/sandbox/incidents?dedup_key=${dedupKey}`);
  return Object(body).items[0]?.status;
}

const opened = (dedupKey: string) =>
  waitFor(
    `${dedupKey} to arrive`,
    async () => ((await statusOf(dedupKey)) === 'triggered' ? true : undefined),
    45_000,
  );

const down = ['429', '500', 'reset', 'portal'] as const;
for (const name of down) {
  test(`exit code 0: kept and delivered later, though PagerDuty is in the mood "${name}"`, async () => {
    await mood(name);
    assertEnds(await send('--summary', 'x', '--dedup-key', `kept-${name}`), [0, `kept-${name}\n`], /^$/);
    assert.equal(await statusOf(`kept-${name}`), undefined);
    await mood('ok');
    await opened(`kept-${name}`);
  });
}

test('exit code 4: what --wait waits for does not come in time, and comes later', async () => {
  await mood('500');
  const result = await send('--summary', 'x', '--dedup-key', 'late', '--wait', '1');
  assertEnds(
    result,
    [4, 'late\n'],
    /^Not delivered within 1 s \(the last attempt: server_error\)\. Event \d+ is kept, and will be delivered: do not send/,
  );
  await mood('ok');
  await opened('late');
});

test('exit code 0: --wait without a number waits as long as it takes', async () => {
  await mood('429');
  const waiting = new Child(words('--summary', 'x', '--dedup-key', 'patient', '--wait'), {
    cwd: folder.path,
  });
  await waitFor('the dedup key', () => (waiting.stdout === 'patient\n' ? true : undefined));
  assert.equal(waiting.process.exitCode, null);
  await mood('ok');
  assertEnds(await waiting.ended(), [0, 'patient\n'], /^$/);
  assert.equal(await statusOf('patient'), 'triggered');
});

test('exit code 3: PagerDuty refuses the event that --wait waits for', async () => {
  await mood('400');
  assertEnds(
    await send('--summary', 'x', '--dedup-key', 'refused', '--wait'),
    [3, 'refused\n'],
    /^Not delivered: invalid_event\. See tocsin dead-letters\./,
  );
});

test('exit code 0: what a newer event has made needless was done with, and that is said', async () => {
  await mood('429');
  const waiting = new Child(words('--summary', 'x', '--dedup-key', 'over', '--wait'), { cwd: folder.path });
  await waitFor('the dedup key', () => (waiting.stdout === 'over\n' ? true : undefined));
  assertEnds(await send('--event-action', 'resolve', '--dedup-key', 'over'), [0, 'over\n'], /^$/);
  assertEnds(
    await waiting.ended(),
    [0, 'over\n'],
    /^Not sent, nor needed: the newer event \d+ of its incident made it needless\./,
  );
  await mood('ok');
});

test('a change event is delivered, and has no dedup key to print', async () => {
  const result = await send('--event-action', 'change', '--summary', 'Build 7', '--source', 'ci', '--wait');
  assertEnds(result, [0, ''], /^$/);
  const { body } = await server.call('/api/tocsin/sandbox/changes?limit=1');
  assert.equal(Object(body).items[0].summary, 'Build 7');
});

test('exit code 0: --now has delivered when it ends', async () => {
  assertEnds(await send('--summary', 'x', '--dedup-key', 'now', '--now'), [0, 'now\n'], /^$/);
  assert.equal(await statusOf('now'), 'triggered');
});

const moods: [mood: string, code: number, message: RegExp][] = [
  ['400', 3, /unexpected status 400\n {2}Event object is invalid\n {2}\S/],
  ['portal', 3, /unexpected status (403|302)/],
  ['429', 4, /http status 429, retry later/],
  ['500', 4, /http status 500, retry later/],
  ['reset', 4, /could not be called/],
  ['lose-answer', 4, /could not be called/],
];
for (const [name, code, message] of moods) {
  test(`exit code ${code}: --now, and a PagerDuty in the mood "${name}"`, async () => {
    await mood(name);
    assertEnds(await send('--summary', 'x', '--now'), [code, ''], message);
  });
}

test('exit code 3: the connector can not be used, and the event is right', async () => {
  const message = 'Unable to execute action because no secrets are defined for the "x" connector.';
  const stub = createServer((request, response) => {
    request.resume();
    response.writeHead(400, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ statusCode: 400, error: 'Bad Request', message }));
  }).listen(0, '127.0.0.1');
  await waitFor('it to listen', () => (stub.listening ? true : undefined));
  const result = await send(
    '--summary',
    'x',
    '--url',
    `http://127.0.0.1:${portOf(stub)}`,
    '--api-key',
    'eA==',
  );
  stub.close();
  assertEnds(result, [3, ''], /answered 400: Unable to execute action because no secrets are defined/);
});
