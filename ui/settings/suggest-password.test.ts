import assert from 'node:assert/strict';
import { test } from 'node:test';
import { suggestPassword } from './suggest-password.ts';

test('a suggested password has 20 letters and digits, and is another one each time', () => {
  const random = (bytes: Uint8Array<ArrayBuffer>) => crypto.getRandomValues(bytes);
  const passwords = new Set(Array.from({ length: 50 }, () => suggestPassword(random)));
  assert.equal(passwords.size, 50);
  for (const password of passwords) assert.match(password, /^[A-HJ-NP-Za-km-np-z2-9]{20}$/);
});

test('bytes that would make some letters likelier are passed over', () => {
  let asked = 0;
  const random = (bytes: Uint8Array<ArrayBuffer>) => bytes.fill(asked++ === 0 ? 255 : 0);
  assert.equal(suggestPassword(random), 'a'.repeat(20));
  assert.equal(asked, 2);
});
