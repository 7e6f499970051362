import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { Refusal } from '../refusal.ts';
import type { SessionStore } from '../store/session-store.ts';
import { openSqliteStore } from '../store/sqlite/open-sqlite-store.ts';
import type { Store } from '../store/store.ts';
import { StoreError } from '../store/store-error.ts';
import { userRow } from '../store/user-store-suite.ts';
import type { SignedIn } from './authenticator.ts';
import { Sessions } from './sessions.ts';
import { SignInLinks } from './sign-in-links.ts';

const minute = 60_000;
const hour = 60 * minute;
const settings = { idleTimeout: 3 * hour, lifespan: 10 * hour };
const start = Date.UTC(2026, 0, 1);
const alice: SignedIn = { user: 'admin', passwordSetAt: userRow().updatedAt };
const origin = { address: '203.0.113.7', userAgent: 'Firefox' };
let now = start;
const clock = () => now;
let directory: string;
let store: Store;
let sessions: Sessions;
let links: SignInLinks;

before(async () => {
  directory = await mkdtemp(join(tmpdir(), 'tocsin-sessions-'));
});
after(() => rm(directory, { recursive: true }));
let opened = 0;
beforeEach(async (t) => {
  now = start;
  opened += 1;
  store = await openSqliteStore({ file: join(directory, `${opened}.db`), now: clock });
  await store.users.insert(userRow());
  await store.users.insert(userRow({ name: 'other' }));
  sessions = sessionsOn(store.sessions);
  links = new SignInLinks(store, clock);
  if ('after' in t) t.after(() => store.close());
});

function sessionsOn(kept: SessionStore): Sessions {
  return new Sessions({ sessions: kept, users: store.users, now: clock, settings });
}

const full = async () => {
  throw new StoreError('full', 'The disk is full.');
};
/** A store on a disk that takes no writes. */
const unwritable = (): SessionStore => ({ ...store.sessions, insert: full, touch: full, prune: full });

test('a cookie opens the session it was made for, and holds 256 random bits that the store never sees', async () => {
  const { cookie, ...session } = await sessions.begin(alice, origin);
  const { id } = session;
  assert.deepEqual(session, {
    id,
    user: 'admin',
    createdAt: start,
    lastUsedAt: start,
    expiresAt: start + settings.idleTimeout,
    address: '203.0.113.7',
    userAgent: 'Firefox',
  });
  assert.deepEqual(await sessions.open(cookie), session);
  const [first, secret = ''] = cookie.split('.');
  assert.equal(first, id);
  assert.equal(Buffer.from(secret, 'base64url').length, 32);
  const row = await store.sessions.find(id);
  assert.ok(!JSON.stringify(row).includes(secret) && row?.hash.length === 32);
  assert.notEqual((await sessions.begin(alice, origin)).cookie, cookie);
});

test('no other cookie opens it', async () => {
  const [one, two] = [await sessions.begin(alice, origin), await sessions.begin(alice, origin)];
  const secret = two.cookie.split('.')[1];
  const last = one.cookie.endsWith('A') ? 'E' : 'A';
  const wrong = [`${one.id}.${secret}`, one.cookie.slice(0, -1) + last, one.id, '', '.', `${one.cookie}A`];
  for (const cookie of wrong) assert.equal(await sessions.open(cookie), undefined, cookie);
});

test('a session that is used lives on, one that is idle for too long is over to the millisecond', async () => {
  const { cookie, id } = await sessions.begin(alice, origin);
  now += settings.idleTimeout - 1;
  assert.equal((await sessions.open(cookie))?.expiresAt, now + settings.idleTimeout);
  now += settings.idleTimeout - 1;
  assert.equal(await sessions.isOpen(id), true);
  now += 1;
  assert.equal(await sessions.open(cookie), undefined);
  assert.equal(await sessions.isOpen(id), false);
  assert.deepEqual(await sessions.list(), []);
});

test('a session is over at the end of its lifespan, however much it is used', async () => {
  const { cookie } = await sessions.begin(alice, origin);
  for (; now < start + settings.lifespan; now += hour) {
    const expiresAt = (await sessions.open(cookie))?.expiresAt ?? 0;
    assert.equal(expiresAt, Math.min(now + settings.idleTimeout, start + settings.lifespan));
  }
  assert.equal(await sessions.open(cookie), undefined);
});

test('the use is written once a minute, and looking whether a session is open is no use', async () => {
  const noted: number[] = [];
  const touch = async (id: string, at: number) => {
    noted.push(at - start);
    return store.sessions.touch(id, at);
  };
  sessions = sessionsOn({ ...store.sessions, touch });
  const { cookie, id } = await sessions.begin(alice, origin);
  for (; now < start + 3 * minute; now += 10_000) {
    await sessions.open(cookie);
    await sessions.isOpen(id);
  }
  assert.deepEqual(noted, [minute, 2 * minute]);
  assert.equal((await store.sessions.find(id))?.lastUsedAt, start + 2 * minute);
});

test('a disk that takes no writes locks out nobody: those who are signed in stay so while they work', async () => {
  const { cookie } = await sessions.begin(alice, origin);
  let writes = 0;
  sessions = sessionsOn({
    ...unwritable(),
    touch: () => {
      writes += 1;
      return full();
    },
  });
  for (const hours of [2, 4, 6, 8]) {
    now = start + hours * hour;
    assert.ok(await sessions.open(cookie), `after ${hours} hours`);
    await sessions.open(cookie);
  }
  assert.equal(writes, 4, 'and the disk is tried once a minute at the most');
});

test('on such a disk one can sign in and out, and is over with another password', async () => {
  sessions = sessionsOn(unwritable());
  const one = await sessions.begin(alice, origin);
  const two = await sessions.begin(alice, origin);
  assert.equal((await sessions.open(one.cookie))?.user, 'admin');
  assert.equal((await sessions.list()).length, 2);
  await sessions.end(one.cookie);
  assert.equal(await sessions.open(one.cookie), undefined);
  assert.ok(await sessions.open(two.cookie));
  await store.users.setPassword('admin', 'new', now);
  assert.equal(await sessions.open(two.cookie), undefined);
  assert.deepEqual(await sessions.list(), []);
});

test('of the sessions that no disk keeps the newest hundred stay', async () => {
  sessions = sessionsOn(unwritable());
  const begun = [];
  for (let i = 0; i < 101; i++) begun.push(await sessions.begin(alice, origin));
  assert.equal(await sessions.open(begun[0]?.cookie ?? ''), undefined);
  assert.ok(await sessions.open(begun[1]?.cookie ?? ''));
  assert.ok(await sessions.open(begun[100]?.cookie ?? ''));
});

test('sessions are listed by their last use, and ended one by one', async () => {
  const one = await sessions.begin(alice, origin);
  now += hour;
  const two = await sessions.begin({ ...alice, user: 'other' }, { address: '::1', userAgent: undefined });
  const ids = async () => (await sessions.list()).map(({ id }) => id);
  assert.deepEqual(await ids(), [two.id, one.id]);
  now += hour;
  await sessions.open(one.cookie);
  assert.deepEqual(await ids(), [one.id, two.id]);
  await sessions.revoke(one.id);
  assert.deepEqual(await ids(), [two.id]);
  assert.equal(await sessions.open(one.cookie), undefined);
  await assert.rejects(sessions.revoke(one.id), isRefusal('not_found', /There is no session/));
  await sessions.end(`${two.id}.${'A'.repeat(43)}`);
  assert.deepEqual(await ids(), [two.id], 'an id alone ends nothing');
  await sessions.end(two.cookie);
  assert.deepEqual(await ids(), []);
});

const endings: [what: string, end: () => Promise<unknown>][] = [
  ['the user is removed', () => store.users.deleteUnlessLast('admin')],
  ['the password is changed by whoever', () => store.users.setPassword('admin', 'new', now + 1)],
];
for (const [what, end] of endings) {
  test(`when ${what} the sessions are over at once`, async () => {
    const { cookie, id } = await sessions.begin(alice, origin);
    await sessions.open(cookie);
    await end();
    assert.equal(await sessions.open(cookie), undefined);
    assert.equal(await sessions.isOpen(id), false);
  });
}

test('a sign-in under way while the password changes opens nothing', async () => {
  await store.users.setPassword('admin', 'new', now);
  const { cookie } = await sessions.begin(alice, origin);
  assert.equal(await sessions.open(cookie), undefined);
});

test('a browser that says much about itself is cut short', async () => {
  const { userAgent } = await sessions.begin(alice, { ...origin, userAgent: `${'x'.repeat(299)}🚒x` });
  assert.equal(userAgent?.length, 300);
  assert.ok(userAgent.isWellFormed());
});

test('what is over leaves the disk when somebody signs in', async () => {
  const pruned: Promise<void>[] = [];
  const prune: SessionStore['prune'] = (limits) => {
    const work = store.sessions.prune(limits);
    pruned.push(work);
    return work;
  };
  sessions = sessionsOn({ ...store.sessions, prune });
  const old = await sessions.begin(alice, origin);
  now += settings.idleTimeout;
  const { id } = await sessions.begin(alice, origin);
  await Promise.all(pruned);
  assert.equal(await store.sessions.find(old.id), undefined);
  assert.ok(await store.sessions.find(id));
});

function isRefusal(code: Refusal['code'], words: RegExp) {
  return (error: unknown) => error instanceof Refusal && error.code === code && words.test(error.message);
}
const isUsedUp = isRefusal('unauthenticated', /used, has expired, or is not whole/);

test('a link signs its user in once', async () => {
  const token = await links.make('other');
  assert.equal(Buffer.from(token, 'base64url').length, 32);
  const signedIn = await links.redeem(token);
  assert.deepEqual(signedIn, { user: 'other', passwordSetAt: userRow().updatedAt });
  assert.ok(await sessions.open((await sessions.begin(signedIn, origin)).cookie));
  await assert.rejects(links.redeem(token), isUsedUp);
  await assert.rejects(links.redeem('guess'), isUsedUp);
});

test('a link counts for an hour, and not beyond a change of the password', async () => {
  const [early, late, stale] = [
    await links.make('admin'),
    await links.make('admin'),
    await links.make('admin'),
  ];
  now += hour - 1;
  await links.redeem(early);
  now += 1;
  await assert.rejects(links.redeem(late), isUsedUp);
  now -= hour;
  await store.users.setPassword('admin', 'new', now);
  await assert.rejects(links.redeem(stale), isUsedUp);
});

test('nobody makes a link for nobody', async () => {
  await assert.rejects(links.make('nobody'), isRefusal('not_found', /There is no user "nobody"/));
});
