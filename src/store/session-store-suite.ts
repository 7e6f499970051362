import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SessionRow, SignInLinkRow } from './session-store.ts';
import type { Store } from './store.ts';
import type { OpenForTest } from './store-suite.ts';
import { userRow } from './user-store-suite.ts';

const { name: user, updatedAt: passwordSetAt } = userRow();

/** A session of `userRow()` with every field filled, and those given in their place. */
export function sessionRow(given: Partial<SessionRow> = {}): SessionRow {
  return {
    id: 'session-1',
    hash: Uint8Array.from({ length: 32 }, (_, n) => 255 - n * 8),
    user,
    passwordSetAt,
    createdAt: 1_700_000_000_002,
    lastUsedAt: 1_700_000_060_002,
    address: '2001:db8::7',
    userAgent: 'Mozilla/5.0 (🚒)',
    ...given,
  };
}

function linkRow(given: Partial<SignInLinkRow> = {}): SignInLinkRow {
  const hash = Uint8Array.from({ length: 32 }, (_, n) => n);
  return { hash, user, passwordSetAt, expiresAt: 1_700_003_600_000, ...given };
}

const most = 100;
/** Limits under which nothing is over. */
const noLimits = { createdAt: 0, lastUsedAt: 0, now: 0 };
const idsOf = (rows: readonly SessionRow[]) => rows.map(({ id }) => id);

/** What ends every session and link of the user but none of others, whoever does it. */
const endings: [what: string, end: (store: Store) => Promise<unknown>][] = [
  ['is removed', ({ users }) => users.deleteUnlessLast('admin')],
  ['gets another password', ({ users }) => users.setPassword('admin', 'new', 1_800_000_000_000)],
  ['gets another password while the clock runs behind', ({ users }) => users.setPassword('admin', 'new', 7)],
  [
    'is removed, and another one of that name added',
    async ({ users }) => {
      await users.deleteUnlessLast('admin');
      await users.insert(userRow({ createdAt: 1_800_000_000_000, updatedAt: 1_800_000_000_000 }));
    },
  ],
];

/** What `SessionStore` promises, as tests. */
export function sessionStoreSuite(open: OpenForTest): void {
  const openWithUsers: typeof open = async (t) => {
    const opened = await open(t);
    await opened.store.users.insert(userRow());
    await opened.store.users.insert(userRow({ name: 'other' }));
    return opened;
  };

  for (const row of [sessionRow(), sessionRow({ userAgent: null, address: '' })]) {
    test(`a session with the user agent ${row.userAgent} comes back as it was kept`, async (t) => {
      const { sessions } = (await openWithUsers(t)).store;
      assert.equal(await sessions.insert(row, most), 'inserted');
      assert.deepEqual(await sessions.find(row.id), row);
      assert.deepEqual(await sessions.list(), [row]);
    });
  }

  test('sessions and links are there after the store was closed and opened again', async (t) => {
    const { store, reopen } = await openWithUsers(t);
    await store.sessions.insert(sessionRow(), most);
    await store.sessions.insertLink(linkRow());
    const { sessions } = await reopen();
    assert.deepEqual(await sessions.list(), [sessionRow()]);
    assert.deepEqual(await sessions.takeLink(linkRow().hash), linkRow());
  });

  test('a session whose id is taken is a conflict, and the first one stays', async (t) => {
    const { sessions } = (await openWithUsers(t)).store;
    await sessions.insert(sessionRow(), most);
    assert.equal(await sessions.insert(sessionRow({ user: 'other', address: 'x' }), most), 'conflict');
    assert.deepEqual(await sessions.list(), [sessionRow()]);
  });

  test('a session that is not there is found by nobody', async (t) => {
    const { sessions } = (await openWithUsers(t)).store;
    assert.equal(await sessions.find('nobody'), undefined);
    assert.equal(await sessions.delete('nobody'), false);
    assert.equal(await sessions.touch('nobody', 1), false);
    assert.deepEqual(await sessions.list(), []);
  });

  test('sessions are listed by their last use, those of one time by id', async (t) => {
    const { sessions } = (await openWithUsers(t)).store;
    const ordered = [
      sessionRow({ id: 'z', lastUsedAt: 3 }),
      sessionRow({ id: 'B', lastUsedAt: 2 }),
      sessionRow({ id: 'a', lastUsedAt: 2, user: 'other' }),
      sessionRow({ id: '0', lastUsedAt: 1 }),
    ];
    for (const row of ordered.toReversed()) await sessions.insert(row, most);
    assert.deepEqual(await sessions.list(), ordered);
  });

  test('the use of a session is noted on that session alone', async (t) => {
    const { sessions } = (await openWithUsers(t)).store;
    for (const id of ['a', 'b']) await sessions.insert(sessionRow({ id }), most);
    assert.equal(await sessions.touch('a', 42), true);
    assert.deepEqual(await sessions.find('a'), sessionRow({ id: 'a', lastUsedAt: 42 }));
    assert.deepEqual(await sessions.find('b'), sessionRow({ id: 'b' }));
  });

  test('a deleted session is gone, alone', async (t) => {
    const { sessions } = (await openWithUsers(t)).store;
    for (const id of ['a', 'b']) await sessions.insert(sessionRow({ id }), most);
    assert.equal(await sessions.delete('a'), true);
    assert.deepEqual(idsOf(await sessions.list()), ['b']);
  });

  test('a session too many takes the place of the one of that user that was used longest ago', async (t) => {
    const { sessions } = (await openWithUsers(t)).store;
    await sessions.insert(sessionRow({ id: 'others', user: 'other', lastUsedAt: 1 }), 2);
    await sessions.insert(sessionRow({ id: 'old', lastUsedAt: 3 }), 2);
    await sessions.insert(sessionRow({ id: 'older', lastUsedAt: 2 }), 2);
    await sessions.insert(sessionRow({ id: 'new', lastUsedAt: 1 }), 2);
    assert.deepEqual(idsOf(await sessions.list()), ['old', 'new', 'others']);
  });

  for (const [what, end] of endings) {
    test(`when a user ${what}, the user's sessions and links are over, and nobody else's`, async (t) => {
      const { store } = await openWithUsers(t);
      const { sessions } = store;
      await sessions.insert(sessionRow({ id: 'mine' }), most);
      await sessions.insert(sessionRow({ id: 'theirs', user: 'other' }), most);
      const [mine, theirs] = [linkRow(), linkRow({ hash: new Uint8Array(32), user: 'other' })];
      await sessions.insertLink(mine);
      await sessions.insertLink(theirs);
      await end(store);
      assert.equal(await sessions.find('mine'), undefined);
      assert.deepEqual(idsOf(await sessions.list()), ['theirs']);
      assert.equal(await sessions.takeLink(mine.hash), undefined);
      assert.deepEqual(await sessions.takeLink(theirs.hash), theirs);
    });
  }

  test('a new password keeps the one session that is to stay, and ends the others', async (t) => {
    const { users, sessions } = (await openWithUsers(t)).store;
    for (const id of ['a', 'b']) await sessions.insert(sessionRow({ id }), most);
    assert.equal(await users.setPassword('admin', 'new', 42, 'a'), true);
    assert.deepEqual(await sessions.list(), [sessionRow({ id: 'a', passwordSetAt: 42 })]);
  });

  test('a session is not kept by the password of another user, nor when it was over before', async (t) => {
    const { users, sessions } = (await openWithUsers(t)).store;
    await sessions.insert(sessionRow({ id: 'theirs', user: 'other' }), most);
    await sessions.insert(sessionRow({ id: 'over' }), most);
    await users.setPassword('admin', 'new', 42, 'theirs');
    await users.setPassword('admin', 'newer', 43, 'over');
    assert.deepEqual(await sessions.list(), [sessionRow({ id: 'theirs', user: 'other' })]);
  });

  test('a link is given out once, also to two who ask at once', async (t) => {
    const { sessions } = (await openWithUsers(t)).store;
    const { hash } = linkRow();
    assert.equal(await sessions.insertLink(linkRow()), 'inserted');
    assert.equal(await sessions.insertLink(linkRow({ user: 'other' })), 'conflict');
    const taken = await Promise.all([sessions.takeLink(hash), sessions.takeLink(hash)]);
    assert.deepEqual(
      taken.filter((each) => each !== undefined),
      [linkRow()],
    );
    assert.equal(await sessions.takeLink(hash), undefined);
  });

  test('what is over is removed, to the millisecond, and nothing else', async (t) => {
    const { sessions } = (await openWithUsers(t)).store;
    await sessions.insert(sessionRow({ id: 'a', createdAt: 10, lastUsedAt: 20 }), most);
    await sessions.insertLink(linkRow({ expiresAt: 30 }));
    await sessions.prune({ createdAt: 9, lastUsedAt: 19, now: 29 });
    assert.deepEqual(idsOf(await sessions.list()), ['a']);
    await sessions.prune({ ...noLimits, createdAt: 10 });
    assert.deepEqual(await sessions.list(), []);
    await sessions.insert(sessionRow({ id: 'b', createdAt: 10, lastUsedAt: 20 }), most);
    await sessions.prune({ ...noLimits, lastUsedAt: 20 });
    assert.deepEqual(await sessions.list(), []);
    await sessions.prune({ ...noLimits, now: 30 });
    assert.equal(await sessions.takeLink(linkRow().hash), undefined);
  });

  test('what was removed does not come back with a user of the same name and times', async (t) => {
    const { users, sessions } = (await openWithUsers(t)).store;
    await sessions.insert(sessionRow(), most);
    await sessions.insertLink(linkRow());
    await users.deleteUnlessLast('admin');
    await sessions.prune(noLimits);
    await users.insert(userRow());
    assert.deepEqual(await sessions.list(), []);
    assert.equal(await sessions.takeLink(linkRow().hash), undefined);
  });
}
