import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { z } from 'zod';
import { createSandboxServer } from '../../src/sandbox/standalone-server.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { TestServer } from '../support/test-server.ts';
import { waitFor } from '../support/wait-for.ts';

const statusBody = z.object({ backlog: z.object({ events: z.number() }) });
const routingKey = 'fu11d15kfu11d15kfu11d15kfu11d15k';

/** A disk of its own, small enough to be filled. Only root may mount one; for others the store's own tests stand. */
function smallDisk(path: string): Disposable {
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=32m', 'tocsin-test', path]);
  return { [Symbol.dispose]: () => void execFileSync('umount', ['-l', path]) };
}

/** Writes until nothing goes in any more. */
function fill(file: string): void {
  const handle = openSync(file, 'a');
  const block = Buffer.alloc(64 * 1024);
  for (let size = block.length; size >= 1; size = Math.floor(size / 2)) {
    try {
      for (;;) writeSync(handle, block, 0, size);
    } catch (error) {
      assert.equal(Object(error).code, 'ENOSPC');
    }
  }
  // A file that is open would keep its room when it is removed.
  closeSync(handle);
}

if (process.platform === 'linux' && process.getuid?.() === 0) {
  test('rule 21: on a full disk nothing accepted is lost, what is pending is sent, and all goes on by itself', async () => {
    await using folder = await temporaryFolder();
    using _disk = smallDisk(folder.path);
    const pagerDuty = createSandboxServer({ host: '127.0.0.1', port: 0, limit: null });
    const apiUrl = `${await pagerDuty.listen()}/v2/enqueue`;
    const env = { TOCSIN_DELIVERY_MIN_FREE_DISK: '0b' };
    const server = await TestServer.start({ data: join(folder.path, 'data'), env });
    try {
      const connector = {
        name: 'Full',
        connector_type_id: '.pagerduty',
        config: { apiUrl },
        secrets: { routingKey },
      };
      assert.equal((await server.call('/api/actions/connector/full', { body: connector })).status, 200);
      pagerDuty.sandbox.setMood({ mood: '500' });
      const accepted: string[] = [];
      const enqueue = async (dedupKey: string) => {
        const body = { dedupKey, summary: 'x'.repeat(500) };
        const { status } = await server.call('/api/tocsin/connector/full/_enqueue', { body });
        if (status === 202) accepted.push(dedupKey);
        return status;
      };
      for (let i = 0; i < 200; i++) assert.equal(await enqueue(`before ${i}`), 202);

      const hog = join(folder.path, 'hog');
      fill(hog);
      // The log has room for a few more at its end.
      const refused = await waitFor('a full disk to be noticed', async () => {
        const status = await enqueue(`at the brim ${accepted.length}`);
        return status === 202 ? undefined : status;
      });
      assert.equal(refused, 503);
      assert.equal(await enqueue('while it is full'), 503);

      pagerDuty.sandbox.setMood({ mood: 'ok' });
      // The gate of a PagerDuty that has failed is probed every 30 s at the least.
      await waitFor(
        'what is pending to be sent though the disk is full',
        () => (pagerDuty.sandbox.counts.triggered === accepted.length ? true : undefined),
        45_000,
      );

      rmSync(hog);
      assert.equal(
        await waitFor('room', async () => ((await enqueue('there is room')) === 202 ? 202 : undefined)),
        202,
      );
      await waitFor('everything to be written down', async () => {
        const { body } = await server.call('/api/tocsin/status');
        return statusBody.parse(body).backlog.events === 0 ? true : undefined;
      });
      const known = pagerDuty.sandbox.incidents({ limit: 10_000 }).map(({ dedupKey }) => dedupKey);
      assert.deepEqual(known.toSorted(), accepted.toSorted(), 'each once, and no other');
      await server.stop();
    } finally {
      await server.child.kill('SIGKILL');
      await pagerDuty.close();
    }
  });
}
