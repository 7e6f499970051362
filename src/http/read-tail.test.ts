import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import { readTail } from './read-tail.ts';

const bytes = (text: string) => Buffer.from(text);

for (const [what, chunks, text] of [
  ['nothing', [], ''],
  ['less than the limit', ['ab', 'cd'], 'abcd'],
  ['as much as the limit', ['abcde', 'fghij'], 'abcdefghij'],
  ['more than the limit', ['abcdefghi', 'jkl'], 'cdefghijkl'],
  ['one piece far beyond the limit', ['x'.repeat(100_000), 'end'], 'xxxxxxxend'],
  ['a letter that is cut through', ['xéabcdefghi'], 'abcdefghi'],
  ['a letter of four bytes that is cut through', ['😀abcdefgh'], 'abcdefgh'],
] as const) {
  test(`of a body its last bytes are kept: ${what}`, async () => {
    assert.equal(await readTail(Readable.from(chunks.map(bytes)), 10), text);
  });
}

test('what is no UTF-8 is read all the same', async () => {
  assert.equal(await readTail(Readable.from([Buffer.of(0xff, 0x61)]), 10), '\uFFFDa');
});

test('a body that breaks off is an error', async () => {
  const broken = new Readable({
    read() {
      this.push('a');
      this.destroy(new Error('gone'));
    },
  });
  await assert.rejects(readTail(broken, 10), /gone/);
});
