import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { TextBlock } from '../../store/text-block.ts';
import { BodyCache } from './body-cache.ts';

function textOf(cache: BodyCache, seq: number): string | undefined {
  const body = cache.get(seq);
  return typeof body === 'object' ? body.bytes.toString('utf8', body.start, body.end) : body;
}

/** Of these, what the cache has. */
const kept = (cache: BodyCache, seqs: readonly number[]) => seqs.filter((seq) => cache.has(seq));

test('bodies that were accepted and those that were read are at hand until they are deleted', () => {
  const cache = new BodyCache(100);
  cache.offer(1, 'one');
  cache.put([2, 3], TextBlock.of('two', 'thrée'));
  assert.deepEqual(
    [1, 2, 3, 4].map((seq) => textOf(cache, seq)),
    ['one', 'two', 'thrée', undefined],
  );
  assert.equal(cache.size, 3);
  for (const seq of [1, 2, 4]) cache.delete(seq);
  assert.deepEqual(
    [1, 2, 3].map((seq) => [cache.has(seq), textOf(cache, seq)]),
    [
      [false, undefined],
      [false, undefined],
      [true, 'thrée'],
    ],
  );
  assert.equal(cache.size, 1);
});

test('an accepted body is kept only while there is room, and pushes nothing out', () => {
  const cache = new BodyCache(10);
  cache.offer(1, '12345');
  cache.offer(2, '123456');
  cache.offer(3, '12345');
  assert.deepEqual(kept(cache, [1, 2, 3]), [1, 3]);
  cache.delete(1);
  cache.offer(4, '123456');
  cache.offer(5, '12345');
  assert.deepEqual(kept(cache, [1, 2, 3, 4, 5]), [3, 5]);
});

test('a block takes its whole room until the last of its texts is gone, and is freed then', () => {
  const cache = new BodyCache(10);
  const block = TextBlock.of('1234', '5678');
  cache.put([1, 2], block);
  cache.delete(1);
  cache.offer(3, '123');
  assert.equal(cache.has(3), false);
  assert.equal(block.bytes, 8);
  cache.delete(2);
  assert.equal(block.bytes, 0);
  cache.offer(3, '1234567890');
  assert.equal(cache.has(3), true);
});

test('what was read pushes out the oldest, and only as many as it needs room for', () => {
  const cache = new BodyCache(10);
  cache.offer(1, '123');
  cache.offer(2, '123');
  cache.offer(3, '123');
  cache.put([4], TextBlock.of('1234'));
  assert.deepEqual(kept(cache, [1, 2, 3, 4]), [2, 3, 4]);
});

test('an older block is pushed out text by text, until all of it makes room', () => {
  const cache = new BodyCache(10);
  const old = TextBlock.of('123', '456');
  cache.put([1, 2], old);
  cache.offer(3, '12');
  cache.put([4], TextBlock.of('12345'));
  assert.deepEqual(kept(cache, [1, 2, 3, 4]), [3, 4]);
  assert.equal(old.bytes, 0);
});

test('what was read goes next, and is kept however large it is', () => {
  const cache = new BodyCache(10);
  cache.offer(1, '123');
  cache.put([2, 3], TextBlock.of('1234567890', '1234567890'));
  assert.deepEqual(kept(cache, [1, 2, 3]), [2, 3]);
  cache.put([4], TextBlock.of('1'));
  assert.deepEqual(kept(cache, [1, 2, 3, 4]), [4]);
});

test('a body that comes again stands for the one before it, and its room is counted once', () => {
  const cache = new BodyCache(10);
  const first = TextBlock.of('1234');
  cache.put([1], first);
  cache.put([1], TextBlock.of('abcd'));
  assert.deepEqual([textOf(cache, 1), first.bytes, cache.size], ['abcd', 0, 1]);
  cache.offer(1, 'ABCDEF');
  assert.equal(textOf(cache, 1), 'ABCDEF');
  cache.offer(2, '1234');
  assert.equal(cache.has(2), true);
});

test('one that was here before and came again is not taken for the oldest', () => {
  const cache = new BodyCache(10);
  cache.offer(1, '123');
  cache.delete(1);
  cache.offer(2, '1234');
  cache.offer(3, '1234');
  cache.put([1], TextBlock.of('123'));
  assert.deepEqual(kept(cache, [1, 2, 3]), [1, 3]);
});

test('texts that are gone leave nothing behind that would push out others', () => {
  const cache = new BodyCache(10);
  for (let seq = 6000; seq < 6100; seq++) cache.put([seq], TextBlock.of('1234567890'));
  cache.delete(6099);
  for (let seq = 0; seq < 5000; seq++) {
    cache.offer(seq, '12345');
    if (seq !== 7) cache.delete(seq);
  }
  cache.put([9000], TextBlock.of('12345'));
  assert.deepEqual(kept(cache, [7, 9000]), [7, 9000]);
  cache.put([9001], TextBlock.of('1'));
  assert.deepEqual(kept(cache, [7, 9000, 9001]), [9000, 9001]);
});

test('it is full when more than half of its room is taken', () => {
  const cache = new BodyCache(10);
  cache.offer(1, '12345');
  assert.equal(cache.isFull, false);
  cache.put([2, 3], TextBlock.of('1', ''));
  assert.equal(cache.isFull, true);
  cache.delete(2);
  assert.equal(cache.isFull, true);
  cache.delete(3);
  assert.equal(cache.isFull, false);
});

test('a block without texts takes nothing', () => {
  const cache = new BodyCache(10);
  cache.put([1], TextBlock.of());
  assert.deepEqual([cache.size, cache.isFull], [0, false]);
});

test('a part of what was asked for may come, but no more than that', () => {
  const cache = new BodyCache(10);
  cache.put([1, 2], TextBlock.of('a'));
  assert.deepEqual(kept(cache, [1, 2]), [1]);
  assert.throws(() => cache.put([3], TextBlock.of('a', 'b')), /more texts than were asked for/);
});

test('property: whatever comes and goes, what is at hand is right, and all room is given back in the end', () => {
  const step = fc.oneof(
    fc.record({ kind: fc.constant('offer' as const), seq: fc.nat(20), length: fc.nat(8) }),
    fc.record({ kind: fc.constant('delete' as const), seq: fc.nat(20) }),
    fc.record({
      kind: fc.constant('put' as const),
      seqs: fc.uniqueArray(fc.nat(20), { minLength: 1, maxLength: 5 }),
      length: fc.nat(8),
    }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const cache = new BodyCache(30);
      const blocks: TextBlock[] = [];
      const bodyOf = (seq: number, length: number) => `${seq}:${'x'.repeat(length)}`;
      for (const each of steps) {
        if (each.kind === 'offer') cache.offer(each.seq, bodyOf(each.seq, each.length));
        else if (each.kind === 'delete') cache.delete(each.seq);
        else {
          const block = TextBlock.of(...each.seqs.map((seq) => bodyOf(seq, each.length)));
          blocks.push(block);
          cache.put(each.seqs, block);
          assert.deepEqual(kept(cache, each.seqs), each.seqs);
        }
        for (let seq = 0; seq <= 20; seq++) {
          if (cache.has(seq)) assert.match(textOf(cache, seq) ?? '', new RegExp(`^${seq}:x*$`));
        }
      }
      for (let seq = 0; seq <= 20; seq++) cache.delete(seq);
      assert.deepEqual([cache.size, blocks.reduce((sum, { bytes }) => sum + bytes, 0)], [0, 0]);
      cache.offer(99, 'x'.repeat(30));
      assert.equal(cache.has(99), true);
    }),
  );
});
