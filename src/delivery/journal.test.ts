import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DeliveryBatch, EventRow } from '../store/delivery-store.ts';
import { type Entry, Journal } from './journal.ts';

/** A disk that keeps each commit waiting until it is let go, and fails as it is told. */
class SlowDisk {
  readonly commits: DeliveryBatch[] = [];
  readonly #waiting: PromiseWithResolvers<void>[] = [];

  commit(batch: DeliveryBatch): Promise<void> {
    this.commits.push(batch);
    const waiting = Promise.withResolvers<void>();
    this.#waiting.push(waiting);
    return waiting.promise;
  }

  async finish(error?: Error): Promise<void> {
    const waiting = this.#waiting.shift();
    assert.ok(waiting, 'a commit is under way');
    if (error === undefined) waiting.resolve();
    else waiting.reject(error);
    await turns();
  }
}

class ManualClock {
  #now = 0;
  readonly #timers = new Map<() => void, number>();

  now(): number {
    return this.#now;
  }

  after(milliseconds: number, what: () => void): () => void {
    const timer = () => what();
    this.#timers.set(timer, this.#now + milliseconds);
    return () => this.#timers.delete(timer);
  }

  async pass(milliseconds: number): Promise<void> {
    this.#now += milliseconds;
    for (const [timer, at] of [...this.#timers]) {
      if (at > this.#now) continue;
      this.#timers.delete(timer);
      timer();
    }
    await turns();
  }
}

async function turns(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve));
}

const row = (seq: number): EventRow => ({
  seq,
  targetId: 1,
  connectorId: 'c',
  kind: 'trigger',
  severity: 'info',
  dedupKey: `k${seq}`,
  hash: new Uint8Array(12),
  source: 'enqueue',
  acceptedAt: seq,
  body: '{}',
  notes: [],
  once: false,
  resendOf: null,
});

const entry = (seq: number, done?: () => void): Entry => ({
  settled: [{ seq, at: 0, end: { state: 'delivered' } }],
  open: [],
  done,
});

function journalOn(disk: SlowDisk) {
  const clock = new ManualClock();
  const ended: boolean[] = [];
  const journal = new Journal({ store: disk, clock, onCommit: (error) => ended.push(error === undefined) });
  return { journal, clock, ended };
}

const seqs = ({ accepted, settled }: DeliveryBatch) => ({
  accepted: accepted.map(({ seq }) => seq),
  settled: settled.map(({ seq }) => seq),
});

test('rule 1: an event counts as accepted only when its commit has ended', async () => {
  const disk = new SlowDisk();
  const { journal } = journalOn(disk);
  let accepted = false;
  const accepting = journal.accept([row(1)]).then(() => {
    accepted = true;
  });
  await turns();
  assert.equal(disk.commits.length, 1);
  assert.equal(accepted, false);
  await disk.finish();
  await accepting;
  assert.equal(accepted, true);
});

test('rule 1: what is asked for while a commit runs shares the next', async () => {
  const disk = new SlowDisk();
  const { journal } = journalOn(disk);
  const first = journal.accept([row(1)]);
  await turns();
  const rest = [2, 3, 4].map((seq) => journal.accept([row(seq)]));
  await disk.finish();
  await first;
  assert.deepEqual(disk.commits.map(seqs), [
    { accepted: [1], settled: [] },
    { accepted: [2, 3, 4], settled: [] },
  ]);
  await disk.finish();
  await Promise.all(rest);
});

test('rule 2: a run goes to disk with its events, and shares a commit with others', async () => {
  const disk = new SlowDisk();
  const { journal } = journalOn(disk);
  const blocking = journal.accept([row(1)]);
  await turns();
  const runs = [
    journal.accept([row(2)], { ruleId: 'a', ruleState: '1' }),
    journal.accept([], { ruleId: 'b' }),
    journal.accept([row(3)]),
  ];
  await disk.finish();
  await blocking;
  const [, shared] = disk.commits;
  assert.ok(shared);
  assert.deepEqual(seqs(shared), { accepted: [2, 3], settled: [] });
  assert.deepEqual(shared.runs, [{ ruleId: 'a', ruleState: '1' }, { ruleId: 'b' }]);
  await disk.finish();
  await Promise.all(runs);
});

test('rule 2: when a commit fails its runs are told so, and are not tried again with the verdicts', async () => {
  const disk = new SlowDisk();
  const { journal } = journalOn(disk);
  const run = assert.rejects(journal.accept([], { ruleId: 'a' }), /full/);
  journal.write(entry(1), true);
  await turns();
  await disk.finish(new Error('full'));
  await run;
  assert.deepEqual(
    disk.commits.map(({ runs }) => runs),
    [[{ ruleId: 'a' }], undefined],
  );
  await disk.finish();
});

test('a commit takes no more alerts than events', async () => {
  const disk = new SlowDisk();
  const { journal } = journalOn(disk);
  const blocking = journal.accept([row(1)]);
  await turns();
  const alerts = Array.from({ length: 1500 }, (_, n) => ({ id: `${n}`, state: '' }));
  const runs = ['a', 'b'].map((ruleId) => journal.accept([], { ruleId, alerts }));
  for (let n = 0; n < 3; n++) await disk.finish();
  await Promise.all([blocking, ...runs]);
  assert.deepEqual(
    disk.commits.map((batch) => batch.runs?.map(({ ruleId }) => ruleId)),
    [undefined, ['a'], ['b']],
  );
});

test('verdicts wait for company for 10 ms, unless somebody waits for one', async () => {
  const disk = new SlowDisk();
  const { journal, clock } = journalOn(disk);
  journal.write(entry(1));
  await clock.pass(9);
  assert.equal(disk.commits.length, 0);
  await clock.pass(1);
  assert.equal(disk.commits.length, 1);
  await disk.finish();
  journal.write(entry(2), true);
  await turns();
  assert.deepEqual(disk.commits.map(seqs).at(-1), { accepted: [], settled: [2] });
  await disk.finish();
});

test('512 verdicts go at once', async () => {
  const disk = new SlowDisk();
  const { journal } = journalOn(disk);
  for (let seq = 1; seq < 512; seq++) journal.write(entry(seq));
  await turns();
  assert.equal(disk.commits.length, 0);
  journal.write(entry(512));
  await turns();
  assert.equal(disk.commits[0]?.settled.length, 512);
  await disk.finish();
});

test('rule 21: on a full disk new events are refused, while verdicts are written by themselves', async () => {
  const disk = new SlowDisk();
  const { journal } = journalOn(disk);
  let written = false;
  journal.write(
    entry(1, () => {
      written = true;
    }),
  );
  const accepting = assert.rejects(journal.accept([row(2)]), /full/);
  await turns();
  assert.deepEqual(disk.commits.map(seqs), [{ accepted: [2], settled: [1] }]);
  await disk.finish(new Error('full'));
  await accepting;
  assert.deepEqual(disk.commits.map(seqs).at(-1), { accepted: [], settled: [1] });
  assert.equal(written, false);
  await disk.finish();
  assert.equal(written, true);
  assert.equal(journal.unwritten, 0);
});

test('rule 21: verdicts that can not be written wait, in their order, and are written when there is room', async () => {
  const disk = new SlowDisk();
  const { journal, clock, ended } = journalOn(disk);
  const done: number[] = [];
  for (const seq of [1, 2]) journal.write(entry(seq, () => void done.push(seq)));
  await clock.pass(10);
  await disk.finish(new Error('full'));
  assert.equal(journal.unwritten, 2);
  journal.write(entry(3, () => void done.push(3)));
  await clock.pass(1000);
  assert.deepEqual(disk.commits.map(seqs).at(-1), { accepted: [], settled: [1, 2, 3] });
  await disk.finish();
  assert.deepEqual(done, [1, 2, 3]);
  assert.deepEqual(ended, [false, true]);
});

test('flush waits for everything that was asked for', async () => {
  const disk = new SlowDisk();
  const { journal } = journalOn(disk);
  journal.write(entry(1));
  let flushed = false;
  const flushing = journal.flush().then(() => {
    flushed = true;
  });
  await turns();
  assert.equal(flushed, false);
  await disk.finish();
  await flushing;
  assert.equal(journal.unwritten, 0);
  await journal.flush();
});
