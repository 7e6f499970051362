import assert from 'node:assert/strict';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { Refusal } from '../../refusal.ts';
import { StoreError } from '../store-error.ts';
import { type Child, startChild } from './child-for-test.ts';
import { acquireDataLock, readServerInfo } from './data-lock.ts';
import type { ServerInfo } from './server-info.ts';
import { temporaryFolder } from './store-for-test.ts';

const URL = 'http://127.0.0.1:5640';
const describe: ServerInfo = {
  pid: process.pid,
  url: null,
  startedAt: '2026-11-23T13:00:00.000Z',
  version: '2.0.0',
};

/** A clock that moves only while somebody sleeps. `during` runs in the first sleep. */
function fakeTime(during: () => Promise<void> | void = () => {}) {
  let time = 0;
  let sleeps = 0;
  return {
    clock: () => time,
    sleep: async (milliseconds: number) => {
      time += milliseconds;
      sleeps += 1;
      if (sleeps === 1) await during();
    },
    elapsed: () => time,
  };
}

async function heldByChild(t: TestContext): Promise<{ dir: string; child: Child }> {
  const dir = join(await temporaryFolder(t), 'data');
  const child = startChild(t, 'hold-lock', dir, URL);
  assert.equal(await child.nextLine(), 'held');
  return { dir, child };
}

test('a second process waits, then is refused with who has the directory, where and since when', async (t) => {
  const { dir, child } = await heldByChild(t);
  const time = fakeTime();
  await assert.rejects(acquireDataLock(dir, { describe, ...time }), (error) => {
    assert.ok(error instanceof Refusal, String(error));
    assert.equal(error.code, 'conflict');
    for (const part of [
      dir,
      `process ${child.pid}`,
      URL,
      '2026-11-23T12:00:00.000Z',
      '1.2.3',
      'Stop it',
      '--data',
    ]) {
      assert.ok(error.message.includes(part), `${part}: ${error.message}`);
    }
    return true;
  });
  assert.equal(time.elapsed(), 10_000);
});

test('a second process that may not wait is refused at once', async (t) => {
  const { dir } = await heldByChild(t);
  const time = fakeTime();
  await assert.rejects(acquireDataLock(dir, { describe, waitMs: 0, ...time }), Refusal);
  assert.equal(time.elapsed(), 0);
});

test('a second process gets the directory when the first lets go meanwhile', async (t) => {
  const { dir, child } = await heldByChild(t);
  const time = fakeTime(async () => {
    child.finish();
    assert.deepEqual(await child.exited, [0, null]);
    assert.deepEqual(await readdir(dir), ['serve.lock']);
  });
  const lock = await acquireDataLock(dir, { describe, ...time });
  t.after(lock.release);
  assert.deepEqual(readServerInfo(dir), describe);
});

test('kill -9 of the first lets go at once, and nobody believes what it left behind', async (t) => {
  const { dir, child } = await heldByChild(t);
  await child.kill('SIGKILL');
  assert.ok((await readdir(dir)).includes('server.json'));
  assert.equal(readServerInfo(dir), undefined);
  const lock = await acquireDataLock(dir, { describe, waitMs: 0, ...fakeTime() });
  t.after(lock.release);
  assert.deepEqual(readServerInfo(dir), describe);
});

test('others read what the holder announced, and it is for its owner alone', async (t) => {
  const { dir, child } = await heldByChild(t);
  const { pid } = child;
  assert.deepEqual(readServerInfo(dir), {
    pid,
    url: URL,
    startedAt: '2026-11-23T12:00:00.000Z',
    version: '1.2.3',
  });
  assert.deepEqual((await readdir(dir)).toSorted(), ['serve.lock', 'server.json']);
  if (process.platform === 'win32') return;
  assert.equal((await stat(dir)).mode & 0o777, 0o700);
  for (const file of ['serve.lock', 'server.json']) {
    assert.equal((await stat(join(dir, file))).mode & 0o777, 0o600, file);
  }
});

test('reading does not disturb the holder', async (t) => {
  const { dir } = await heldByChild(t);
  for (let n = 0; n < 3; n += 1) assert.equal(readServerInfo(dir)?.url, URL);
  await assert.rejects(acquireDataLock(dir, { describe, waitMs: 0, ...fakeTime() }), Refusal);
});

test('one process can not take a directory twice either, and its own reading does not let go of it', async (t) => {
  const dir = await temporaryFolder(t);
  const lock = await acquireDataLock(dir, { describe, ...fakeTime() });
  t.after(lock.release);
  assert.deepEqual(readServerInfo(dir), describe);
  await assert.rejects(acquireDataLock(dir, { describe, waitMs: 0, ...fakeTime() }), Refusal);
  const child = startChild(t, 'hold-lock', dir, URL);
  assert.equal(await child.nextLine(), undefined);
});

test('what was released is free, and releasing twice takes nothing from the next holder', async (t) => {
  const dir = await temporaryFolder(t);
  const first = await acquireDataLock(dir, { describe, ...fakeTime() });
  first.release();
  assert.equal(readServerInfo(dir), undefined);
  assert.deepEqual(await readdir(dir), ['serve.lock']);
  const second = await acquireDataLock(dir, { describe, waitMs: 0, ...fakeTime() });
  t.after(second.release);
  first.release();
  assert.deepEqual(readServerInfo(dir), describe);
});

test('an announcement changes what it names, in one step', async (t) => {
  const dir = await temporaryFolder(t);
  const lock = await acquireDataLock(dir, { describe, ...fakeTime() });
  t.after(lock.release);
  lock.announce({ url: URL });
  assert.deepEqual(JSON.parse(await readFile(join(dir, 'server.json'), 'utf8')), { ...describe, url: URL });
  assert.deepEqual((await readdir(dir)).toSorted(), ['serve.lock', 'server.json']);
});

test('a directory that nobody ever served has no server, and stays as it is', async (t) => {
  const dir = await temporaryFolder(t);
  assert.equal(readServerInfo(dir), undefined);
  assert.equal(readServerInfo(join(dir, 'missing')), undefined);
  assert.deepEqual(await readdir(dir), []);
});

for (const content of ['', '{"pid": 1', '{"pid": "one"}']) {
  test(`a holder whose server.json reads ${JSON.stringify(content)} is refused for without a name`, async (t) => {
    const { dir } = await heldByChild(t);
    await writeFile(join(dir, 'server.json'), content);
    assert.equal(readServerInfo(dir), undefined);
    await assert.rejects(
      acquireDataLock(dir, { describe, waitMs: 0, ...fakeTime() }),
      (error) =>
        error instanceof Refusal && error.message.includes(`Another Tocsin has the data directory ${dir}`),
    );
  });
}

test('a directory that can not be used is a StoreError that names the file', async (t) => {
  const dir = await temporaryFolder(t);
  await writeFile(join(dir, 'serve.lock'), 'not a lock');
  await assert.rejects(
    acquireDataLock(dir, { describe, ...fakeTime() }),
    (error) => error instanceof StoreError && error.message.includes('serve.lock'),
  );
  await writeFile(join(dir, 'file'), '');
  await assert.rejects(acquireDataLock(join(dir, 'file'), { describe, ...fakeTime() }), StoreError);
});
