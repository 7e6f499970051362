import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { OpenForTest } from './store-suite.ts';
import type { UserRow } from './user-store.ts';

/** A user with every field filled, and those given in their place. */
export function userRow(given: Partial<UserRow> = {}): UserRow {
  return {
    name: 'admin',
    passwordHash: '$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$aGFzaA',
    createdAt: 1_700_000_000_000,
    updatedAt: 1_700_000_000_001,
    ...given,
  };
}

/** What `UserStore` promises, as tests. */
export function userStoreSuite(open: OpenForTest): void {
  for (const name of ['admin', 'zoë.🚒@example.org', "o'brien", 'n'.repeat(10_000)]) {
    test(`the user ${name.slice(0, 20)} comes back as it was kept`, async (t) => {
      const { users } = (await open(t)).store;
      assert.equal(await users.insert(userRow({ name })), 'inserted');
      assert.deepEqual(await users.find(name), userRow({ name }));
    });
  }

  test('a user whose name is taken is a conflict, and the first one stays', async (t) => {
    const { users } = (await open(t)).store;
    await users.insert(userRow());
    assert.equal(await users.insert(userRow({ passwordHash: 'other' })), 'conflict');
    assert.deepEqual(await users.list(), [userRow()]);
  });

  test('a user who is not there is found by nobody', async (t) => {
    const { users } = (await open(t)).store;
    assert.equal(await users.find('nobody'), undefined);
    assert.deepEqual(await users.list(), []);
  });

  test('users are listed in the order of the code points of their names', async (t) => {
    const { users } = (await open(t)).store;
    const ordered = ['Zoe', 'admin', 'ben', 'é', '\uff5e', '🚒'];
    for (const name of ordered.toReversed()) await users.insert(userRow({ name }));
    assert.deepEqual(
      (await users.list()).map(({ name }) => name),
      ordered,
    );
  });

  test('the first user is inserted only while there is none', async (t) => {
    const { users } = (await open(t)).store;
    assert.equal(await users.insertFirst(userRow()), true);
    assert.equal(await users.insertFirst(userRow({ name: 'second' })), false);
    assert.equal(await users.insertFirst(userRow({ passwordHash: 'other' })), false);
    assert.deepEqual(await users.list(), [userRow()]);
  });

  test('of 20 first users inserted at once one is kept', async (t) => {
    const { users } = (await open(t)).store;
    const names = Array.from({ length: 20 }, (_, n) => `user ${n}`);
    const answers = await Promise.all(names.map((name) => users.insertFirst(userRow({ name }))));
    assert.equal(answers.filter(Boolean).length, 1);
    assert.deepEqual(
      (await users.list()).map(({ name }) => name),
      names.filter((_, n) => answers[n]),
    );
  });

  test('a new password replaces the old one of that user alone', async (t) => {
    const { users } = (await open(t)).store;
    await users.insert(userRow());
    await users.insert(userRow({ name: 'other' }));
    assert.equal(await users.setPassword('admin', 'new', 42), true);
    assert.equal(await users.setPassword('nobody', 'new', 42), false);
    assert.deepEqual(await users.list(), [
      userRow({ passwordHash: 'new', updatedAt: 42 }),
      userRow({ name: 'other' }),
    ]);
  });

  test('a user is deleted while there is another, and the last one stays', async (t) => {
    const { users } = (await open(t)).store;
    assert.equal(await users.deleteUnlessLast('admin'), 'missing');
    await users.insert(userRow());
    await users.insert(userRow({ name: 'other' }));
    assert.equal(await users.deleteUnlessLast('nobody'), 'missing');
    assert.equal(await users.deleteUnlessLast('admin'), 'deleted');
    assert.equal(await users.deleteUnlessLast('admin'), 'missing');
    assert.equal(await users.deleteUnlessLast('other'), 'last');
    assert.deepEqual(await users.list(), [userRow({ name: 'other' })]);
  });

  test('of two users deleted at once one stays', async (t) => {
    const { users } = (await open(t)).store;
    await users.insert(userRow({ name: 'a' }));
    await users.insert(userRow({ name: 'b' }));
    const answers = await Promise.all([users.deleteUnlessLast('a'), users.deleteUnlessLast('b')]);
    assert.deepEqual(answers.toSorted(), ['deleted', 'last']);
    assert.equal((await users.list()).length, 1);
  });
}
