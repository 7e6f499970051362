import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { TextBlock, toTextColumns } from './text-block.ts';

const rangeOf = (block: TextBlock, index: number): string => {
  const { bytes, start, end } = block.rangeAt(index);
  return bytes.toString('utf8', start, end);
};

const cases: [name: string, texts: (string | null)[], bytes: number][] = [
  ['no texts', [], 0],
  ['one', ['a'], 1],
  ['several', ['a', 'bc', 'def'], 6],
  ['empty ones', ['', 'a', '', '', 'b', ''], 2],
  ['nothing but empty ones', ['', ''], 0],
  ['characters of several bytes', ['ä', 'あ', '😀', 'a'], 10],
  ['one that is not there', [null], 0],
  ['those that are not there, among others', [null, 'a', null, null, '', 'bä', null], 4],
];

for (const [name, texts, bytes] of cases) {
  test(`texts come out of a block as they were put in: ${name}`, () => {
    const block = TextBlock.of(...texts);
    assert.deepEqual([...block], texts);
    assert.deepEqual(
      texts.map((_, index) => block.at(index)),
      texts,
    );
    assert.deepEqual(
      texts.map((_, index) => rangeOf(block, index)),
      texts.map((text) => text ?? ''),
    );
    assert.deepEqual([block.length, block.bytes], [texts.length, bytes]);
    assert.equal(block.findEmpty(), texts.indexOf(null));
  });
}

test('what lies beyond the last text is none', () => {
  assert.equal(TextBlock.of('a').at(1), null);
});

test('property: any texts come out as they were put in, by way of another thread', () => {
  fc.assert(
    fc.property(fc.array(fc.option(fc.string({ unit: 'binary' }))), (texts) => {
      const columns = toTextColumns(texts);
      const { bytes, ends } = structuredClone(columns, {
        transfer: [columns.bytes.buffer, columns.ends.buffer] as ArrayBuffer[],
      });
      assert.deepEqual([...new TextBlock({ bytes, ends })], texts);
    }),
  );
});

test('halves of a character that meet where two texts do stay what they are', () => {
  const block = TextBlock.of('a\ud83d', '\ude00b', 'c');
  assert.deepEqual([...block], ['a\ufffd', '\ufffdb', 'c']);
});

test('a block may stand in the middle of something larger', () => {
  const bytes = new Uint8Array(Buffer.from('xxabcyy')).subarray(2, 5);
  assert.deepEqual([...new TextBlock({ bytes, ends: Int32Array.of(1, 3) })], ['a', 'bc']);
});

test('a block that was freed holds no memory and no text, and may be freed again', () => {
  const columns = toTextColumns(['abc', 'd']);
  const block = new TextBlock(columns);
  block.free();
  assert.deepEqual([block.bytes, columns.bytes.buffer.byteLength], [0, 0]);
  assert.equal(rangeOf(block, 0), '');
  block.free();
});

test('blocks share no memory with what else is allocated: one is freed without the others', () => {
  const [one, other] = [TextBlock.of('a'), TextBlock.of('b')];
  const buffer = Buffer.from('c');
  one.free();
  assert.deepEqual([other.at(0), buffer.toString()], ['b', 'c']);
});
