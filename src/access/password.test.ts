import assert from 'node:assert/strict';
import { argon2Sync } from 'node:crypto';
import { test } from 'node:test';
import { hashPassword, verifyPassword } from './password.ts';

const password = 'correct horse battery staple';

/** A hash as somebody else, or an older Tocsin, has made it. */
function hashWith(memory: number, passes: number): string {
  const nonce = Buffer.from('sixteen bytes ..');
  const options = { message: Buffer.from(password), nonce, tagLength: 32, memory, passes, parallelism: 1 };
  const [salt, tag] = [nonce, argon2Sync('argon2id', options)].map((bytes) =>
    bytes.toString('base64').replaceAll('=', ''),
  );
  return `$argon2id$v=19$m=${memory},t=${passes},p=1$${salt}$${tag}`;
}

for (const [memory, passes] of [
  [12_288, 3],
  [19_456, 2],
] as const) {
  test(`a kept hash is checked with its own cost: ${memory} KiB, ${passes} passes`, async () => {
    const kept = hashWith(memory, passes);
    assert.equal(await verifyPassword(kept, password), true);
    assert.equal(await verifyPassword(kept, `${password}.`), false);
  });
}

test('a new hash says its cost and holds, and no two are alike', async () => {
  const [one, other] = await Promise.all([hashPassword(password), hashPassword(password)]);
  assert.match(one, /^\$argon2id\$v=19\$m=12288,t=3,p=1\$/);
  assert.notEqual(one, other);
  assert.equal(await verifyPassword(other, password), true);
});
