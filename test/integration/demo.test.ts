import assert from 'node:assert/strict';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { story } from '../../src/cli/demo/story.ts';
import { Child } from '../support/child.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { waitFor } from '../support/wait-for.ts';

/*
 * `tocsin demo`: the story as a stranger sees it, with the real server, killed and started again.
 */

const patience = 120_000;

/** The demo with a temporary folder of its own, so that one can see what it leaves behind. */
async function startDemo(t: TestContext, env: Readonly<Record<string, string>> = {}) {
  const folder = await temporaryFolder();
  const temporary = join(folder.path, 'tmp');
  await mkdir(temporary);
  const child = new Child(['demo', '--fast'], { cwd: folder.path, env: { TMPDIR: temporary, ...env } });
  t.after(async () => {
    await child.kill('SIGKILL');
    await folder[Symbol.asyncDispose]();
  });
  return { child, left: () => readdir(temporary), temporary };
}

/** The process id of the demo's server, which runs at least as long as the lines say so. */
async function serverOf(temporary: string): Promise<number> {
  const [name = ''] = await readdir(temporary);
  const info: unknown = JSON.parse(await readFile(join(temporary, name, 'data', 'server.json'), 'utf8'));
  return Number(Object(info).pid);
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

test('the demo tells its story, loses nothing, opens nothing twice, and leaves nothing behind', {
  timeout: patience,
}, async (t) => {
  // What a user has set for the own server is nothing to the demo.
  const { child, left } = await startDemo(t, { TOCSIN_SERVER_PORT: 'none' });
  const { code, stdout, stderr } = await child.ended();
  assert.deepEqual([code, stderr], [0, ''], `${code}\n${stderr}\n${stdout}`);

  const told = story.filter(({ what }) => what === 'tell').length;
  const counts = Object.fromEntries(
    [...stdout.matchAll(/^ {2}([a-z ]+?) +(\d+)(?: .*)?$/gm)].map(([, what = '', count]) => [
      what,
      Number(count),
    ]),
  );
  const { delivered = 0, superseded = 0, calls = 0, ...rest } = counts;
  assert.deepEqual(rest, {
    accepted: told,
    'dead letters': 0,
    'still waiting': 0,
    lost: 0,
    'opened twice': 0,
    incidents: 10,
    'not as told': 0,
  });
  assert.equal(delivered + superseded, told);
  assert.ok(superseded >= 1, 'the outage gave newer events something to take the place of');
  assert.ok(calls > delivered, 'PagerDuty failed, so some were called twice');

  for (const seen of [
    /Tocsin +is dead/,
    /Tocsin +runs again/,
    /PagerDuty +answers 500 to “/,
    /but its answer gets\s+lost/,
    /nobody is paged a second\s+time/,
    /Tocsin +woke nobody for “Search takes 4 seconds”/,
    /npm start/,
  ]) {
    assert.match(stdout, seen);
  }
  const incidents = (verb: string) =>
    [...stdout.matchAll(new RegExp(`PagerDuty +${verb} incident (\\d+)`, 'g'))]
      .map(([, id]) => Number(id))
      .sort();
  assert.deepEqual(incidents('resolves'), incidents('opens'), 'every incident is closed at the end');
  assert.ok(
    !stdout.includes('\u001b') && !stdout.includes('\r'),
    'nothing but text where there is no terminal',
  );
  assert.deepEqual(await left(), []);
});

test('Ctrl-C in the middle ends the server and removes its folder', { timeout: patience }, async (t) => {
  const { child, left, temporary } = await startDemo(t);
  await waitFor('the first incident', () => child.stdout.includes('opens incident 1') || undefined, patience);
  const pid = await serverOf(temporary);
  assert.ok(isAlive(pid));
  const { code, stderr } = await child.kill('SIGINT');
  assert.deepEqual([code, stderr], [1, 'Stopped. The server ends, and its folder goes with it.\n']);
  assert.ok(!isAlive(pid));
  assert.deepEqual(await left(), []);
});

test('a server that dies unasked is told', { timeout: patience }, async (t) => {
  const { child, left, temporary } = await startDemo(t);
  await waitFor('the first incident', () => child.stdout.includes('opens incident 1') || undefined, patience);
  process.kill(await serverOf(temporary), 'SIGKILL');
  const { code, stderr } = await child.ended();
  assert.equal(code, 1);
  assert.match(stderr, /(^|\n)tocsin: The server ended by SIGKILL, unasked\.\n$/);
  assert.deepEqual(await left(), []);
});
