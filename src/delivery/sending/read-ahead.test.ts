import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TextBlock } from '../../store/text-block.ts';
import { LaneTable } from '../lanes/lane-table.ts';
import { Host } from '../pacing/host.ts';
import { Target } from '../pacing/target.ts';
import { BodyCache } from './body-cache.ts';
import { ReadAhead } from './read-ahead.ts';

const quiet = () => new Promise<void>((resolve) => setImmediate(resolve));

const textOf = (body: ReturnType<BodyCache['get']>) =>
  typeof body === 'object' ? body.bytes.toString('utf8', body.start, body.end) : body;

/** A target with one lane for each number, and a store that answers when it is told to. */
function waiting(seqs: readonly number[]) {
  const table = new LaneTable();
  const cache = new BodyCache(1_000_000);
  const target = new Target({
    id: 1,
    url: 'https://gateway.example/v2/enqueue',
    routingKey: 'a'.repeat(32),
    host: new Host('gateway.example'),
    table,
    order: 'urgency',
    rateLimit: 'off',
    startLimit: undefined,
  });
  for (const id of seqs) {
    const slot = table.add(undefined, target.id);
    table.push(slot, { id, action: 'change', severity: 'info', tried: false, once: false });
    target.queue.add(slot, 6);
  }
  const asked: number[][] = [];
  const answers: (() => void)[] = [];
  let woken = 0;
  const readAhead = new ReadAhead({
    store: {
      bodies: async (wanted) => {
        asked.push([...wanted]);
        await new Promise<void>((resolve) => answers.push(resolve));
        return TextBlock.of(...Array.from(wanted, (seq) => `{"seq":${seq}}`));
      },
    },
    table,
    cache,
    onRead: () => {
      woken++;
    },
    onFailure: (_target, error) => assert.fail(String(error)),
  });
  return { readAhead, target, cache, asked, answer: () => answers.shift()?.(), woken: () => woken };
}

test('rule 17: what goes next is read though it does not stand at the front, with what comes after it', async () => {
  const { readAhead, target, cache, asked, answer } = waiting([1, 2, 3]);
  readAhead.see(target, 9);
  answer();
  await quiet();
  assert.deepEqual(asked, [[9, 1, 2, 3]]);
  assert.equal(textOf(cache.get(9)), '{"seq":9}');
});

test('rule 17: a body that is missed while others are read is not forgotten', async () => {
  const { readAhead, target, asked, answer, woken } = waiting([1]);
  readAhead.see(target, 1);
  // Its lane has gone on meanwhile.
  readAhead.see(target, 7);
  answer();
  await quiet();
  assert.deepEqual(asked, [[1]]);
  assert.equal(woken(), 2, 'once for what was read, and once more for what was missed');
  readAhead.see(target, 7);
  assert.deepEqual(asked[1], [7]);
});
