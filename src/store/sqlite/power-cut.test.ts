import assert from 'node:assert/strict';
import { copyFile, open, readFile, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { startChild } from './child-for-test.ts';
import { temporaryFolder } from './store-for-test.ts';

const size = 10;
const cuts = 200;
const frame = 24 + 4096;

/*
 * What a power cut leaves is what was on disk: all that a commit had waited for, and of what came after it any part.
 * Here the writing process is stopped at some moment, its files are copied, and the end of the log is cut off.
 */
test('rule 1: a power cut loses nothing that was acknowledged, and keeps no batch in part', {
  skip: process.platform === 'win32',
  timeout: 60_000,
}, async (t) => {
  const folder = await temporaryFolder(t);
  const file = join(folder, 'tocsin.db');
  const copy = join(folder, 'copy.db');
  const child = startChild(t, 'commit-forever', file, String(size));
  const { pid } = child;
  assert.ok(pid !== undefined);
  // Seeded, so that a failure can be played again.
  const random = mulberry32(20_261_123);
  let keptMost = 0;
  let keptLeast = Number.POSITIVE_INFINITY;

  for (let round = 0; round < 4; round++) {
    let acknowledged = -1;
    // Not the same number each time: the log is emptied now and then, and is met at different lengths.
    for (let n = 0; n < 40 + round * 27; n++) acknowledged = Number(await child.nextLine());
    process.kill(pid, 'SIGSTOP');
    for (const suffix of ['', '-wal', '-shm']) await copyFile(file + suffix, copy + suffix);

    const { safe, written } = await bytesOfLog(copy);
    assert.ok(batchesIn(await cutCopy(copy, written)) > acknowledged);
    for (let n = 0; n < cuts / 4; n++) {
      const offset = safe + Math.floor(random() * (written - safe + 1));
      const batches = batchesIn(await cutCopy(copy, offset));
      keptMost = Math.max(keptMost, batches);
      keptLeast = Math.min(keptLeast, batches);
    }
    process.kill(pid, 'SIGCONT');
  }
  await child.kill('SIGKILL');
  assert.ok(keptMost > keptLeast, `${keptLeast} to ${keptMost} batches`);
});

/**
 * How much of the log was written, and how much of that no power cut takes: what was copied from it into the database
 * was synced before. Told by the log's index (https://sqlite.org/walformat.html).
 */
async function bytesOfLog(copy: string): Promise<{ safe: number; written: number }> {
  const index = await readFile(`${copy}-shm`);
  const log = await open(`${copy}-wal`);
  const { buffer: header } = await log.read(Buffer.alloc(32), 0, 32, 0);
  await log.close();
  // The salts tell whether both speak of the same beginning; if not, all of the log was copied before.
  if (!header.subarray(16, 24).equals(index.subarray(32, 40))) {
    const { size: all } = await stat(`${copy}-wal`);
    return { safe: all, written: all };
  }
  return { safe: 32 + index.readUInt32LE(128) * frame, written: 32 + index.readUInt32LE(16) * frame };
}

/** The copy once more, with the first `length` bytes of its log; no index, as after a start of the machine. */
async function cutCopy(copy: string, length: number): Promise<string> {
  const cut = `${copy}.cut`;
  await copyFile(copy, cut);
  await copyFile(`${copy}-wal`, `${cut}-wal`);
  await truncate(`${cut}-wal`, length);
  await writeFile(`${cut}-shm`, '');
  return cut;
}

/** How many batches a database holds; each of them must be whole, and none may be missing between them. */
function batchesIn(file: string): number {
  const database = new DatabaseSync(file);
  try {
    // This copy need not be on disk: two hundred of them would be waited for.
    database.exec('PRAGMA synchronous = OFF');
    assert.deepEqual({ ...database.prepare('PRAGMA integrity_check').get() }, { integrity_check: 'ok' });
    const tables = database.prepare("SELECT count(*) AS n FROM sqlite_schema WHERE name = 'event'").get();
    if (tables?.n === 0) return 0;
    const seqsOf = (table: string) =>
      database
        .prepare(`SELECT seq FROM ${table} ORDER BY seq`)
        .all()
        .map(({ seq }) => Number(seq));
    const events = seqsOf('event');
    const last = events.length;
    const upTo = (count: number) => Array.from({ length: Math.max(0, count) }, (_, n) => n + 1);
    assert.equal(last % size, 0);
    assert.deepEqual(events, upTo(last));
    assert.deepEqual(seqsOf('outcome'), upTo(last - size));
    assert.deepEqual(seqsOf('open'), upTo(last - size));
    assert.deepEqual(seqsOf('waiting'), upTo(last).slice(-size));
    assert.equal(database.prepare('SELECT newest_seq FROM life').get()?.newest_seq, last);
    return last / size;
  } finally {
    database.close();
  }
}

function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
