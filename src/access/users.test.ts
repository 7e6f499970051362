import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { openSqliteStore } from '../store/sqlite/open-sqlite-store.ts';
import type { Store } from '../store/store.ts';
import { verifyPassword } from './password.ts';
import { Users } from './users.ts';

let directory: string;
let store: Store;
let users: Users;
before(async () => {
  directory = await mkdtemp(join(tmpdir(), 'tocsin-users-'));
  store = await openSqliteStore({ file: join(directory, 'tocsin.db'), now: () => 1000 });
  users = new Users(store.users, () => 1000);
});
after(async () => {
  await store.close();
  await rm(directory, { recursive: true });
});

test('the first start makes admin with a password of its own, once', async () => {
  const first = await users.createFirst(undefined);
  assert.ok(typeof first === 'object');
  assert.ok(first.password.length >= 12);
  assert.equal(await users.createFirst(undefined), 'exists');
  const row = await store.users.find('admin');
  assert.ok(row !== undefined && (await verifyPassword(row.passwordHash, first.password)));
  assert.match(row.passwordHash, /^\$argon2id\$v=19\$m=12288,t=3,p=1\$/);
});

test('the only user can not be removed, the last but one can', async () => {
  await assert.rejects(users.remove('admin'), { code: 'conflict', message: /only user/ });
  await users.create('second', 'long enough for me');
  await users.remove('admin');
  assert.deepEqual(
    (await users.list()).map((user) => user.name),
    ['second'],
  );
});

test('a name that is taken is refused', async () => {
  await assert.rejects(users.create('second', 'long enough for me'), {
    code: 'conflict',
    message: /"second" already/,
  });
});

test('the password of nobody can not be set', async () => {
  await assert.rejects(users.setPassword('nobody', 'long enough for me'), { code: 'not_found' });
});

const badNames = ['', 'a:b', 'two words', '-dash', 'x'.repeat(65), 'naïve', 'a\nb'];
for (const name of badNames) {
  test(`a user can not be called ${JSON.stringify(name)}`, async () => {
    await assert.rejects(users.create(name, 'long enough for me'), { code: 'invalid', message: /user name/ });
  });
}

const badPasswords: [name: string, password: string, message: RegExp][] = [
  ['eleven characters are too few', 'x'.repeat(11), /has 11 characters; it needs at least 12/],
  ['eleven emoji are eleven characters, not twenty-two', '😀'.repeat(11), /has 11 characters/],
  ['1,025 characters are too many', 'x'.repeat(1025), /at most 1024/],
];
for (const [name, password, message] of badPasswords) {
  test(name, async () => {
    await assert.rejects(users.create('newcomer', password), { code: 'invalid', message });
  });
}
