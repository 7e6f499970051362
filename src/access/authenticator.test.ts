import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Refusal, type RefusalCode } from '../refusal.ts';
import { openSqliteStore } from '../store/sqlite/open-sqlite-store.ts';
import type { Store } from '../store/store.ts';
import { ApiKeys } from './api-keys.ts';
import { Authenticator } from './authenticator.ts';
import { Users } from './users.ts';

const password = 'correct horse battery';
const localToken = 'the-local-token-of-this-start';
let now = Date.UTC(2026, 0, 1);
const clock = () => now;
let directory: string;
let store: Store;
let users: Users;
let apiKeys: ApiKeys;
let authenticator: Authenticator;

before(async () => {
  directory = await mkdtemp(join(tmpdir(), 'tocsin-access-'));
  store = await openSqliteStore({ file: join(directory, 'tocsin.db'), now: clock });
  users = new Users(store.users, clock);
  apiKeys = new ApiKeys(store.apiKeys, clock);
  authenticator = new Authenticator({
    users: store.users,
    apiKeys: store.apiKeys,
    now: clock,
    monotonic: clock,
    localToken,
  });
  await users.create('alice', password);
});
after(async () => {
  await store.close();
  await rm(directory, { recursive: true });
});

const basic = (name: string, secret: string) =>
  `Basic ${Buffer.from(`${name}:${secret}`).toString('base64')}`;
const apiKey = (id: string, secret: string) => `ApiKey ${Buffer.from(`${id}:${secret}`).toString('base64')}`;

async function refused(work: Promise<unknown>, code: RefusalCode, message: RegExp): Promise<Refusal> {
  const error = await work.then(
    () => assert.fail('it was let in'),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof Refusal, String(error));
  assert.equal(error.code, code);
  assert.match(error.message, message);
  return error;
}

test('a user comes in with name and password', async () => {
  assert.deepEqual(await authenticator.authenticate(basic('alice', password), 'a'), {
    kind: 'user',
    name: 'alice',
  });
});

test('a password may hold colons and any letters', async () => {
  await users.create('bob', 'pass:wörd:☎:1234');
  const caller = await authenticator.authenticate(basic('bob', 'pass:wörd:☎:1234'), 'a');
  assert.deepEqual(caller, { kind: 'user', name: 'bob' });
});

test('a program comes in with an API key, until it is revoked', async () => {
  const key = await apiKeys.create({ name: 'terraform', createdBy: 'alice' });
  const header = `ApiKey ${key.encoded}`;
  assert.deepEqual(await authenticator.authenticate(header, 'a'), {
    kind: 'api_key',
    id: key.id,
    name: 'terraform',
  });
  await apiKeys.revoke(key.id);
  await refused(authenticator.authenticate(header, 'a'), 'unauthenticated', /unknown or was revoked/);
});

test('an API key comes in as a bearer token too, because many programs can send nothing else', async () => {
  const key = await apiKeys.create({ name: 'prometheus', createdBy: 'alice' });
  assert.deepEqual(await authenticator.authenticate(`Bearer ${key.encoded}`, 'a'), {
    kind: 'api_key',
    id: key.id,
    name: 'prometheus',
  });
  const wrong = Buffer.from(`${key.id}:guess`).toString('base64');
  await refused(
    authenticator.authenticate(`bearer ${wrong}`, 'a'),
    'unauthenticated',
    /unknown or was revoked/,
  );
  await refused(
    authenticator.authenticate(`Bearer ${Buffer.from(`alice:${password}`).toString('base64')}`, 'a'),
    'unauthenticated',
    /unknown or was revoked/,
  );
});

test('an API key is stored only as its hash', async () => {
  const key = await apiKeys.create({ name: 'stored', createdBy: null });
  const row = await store.apiKeys.find(key.id);
  assert.equal(row?.hash.length, 32);
  assert.ok(!JSON.stringify(row).includes(key.secret));
});

test('an API key that has expired says when', async () => {
  const key = await apiKeys.create({ name: 'short', createdBy: null, lifetime: 1000 });
  await authenticator.authenticate(`ApiKey ${key.encoded}`, 'a');
  now += 1000;
  const header = `ApiKey ${key.encoded}`;
  await refused(authenticator.authenticate(header, 'a'), 'unauthenticated', /expired on 2026-01-01T00:00:01/);
});

test('a command on this machine comes in with the local token', async () => {
  assert.deepEqual(await authenticator.authenticate(apiKey('local', localToken), 'a'), { kind: 'local' });
});

const refusals: [name: string, header: string | undefined, message: RegExp][] = [
  ['no header is refused and told both ways', undefined, /Basic .* ApiKey/],
  ['an unknown scheme is refused', 'Digest abc', /Use Basic, ApiKey or Bearer/],
  ['a bearer token that is no API key is refused', 'Bearer abc', /base64 of id:secret/],
  ['what is not base64 is refused', 'Basic !!!', /base64 of user:password/],
  ['base64 without a colon is refused', 'ApiKey YWJj', /base64 of id:secret/],
  ['a wrong password is refused', basic('alice', 'not the password'), /user name or the password is wrong/],
  [
    'an unknown user is refused with the same words',
    basic('eve', password),
    /user name or the password is wrong/,
  ],
  ['an empty password is refused', basic('alice', ''), /user name or the password is wrong/],
  [
    'a password of a megabyte is refused',
    basic('alice', 'x'.repeat(1e6)),
    /user name or the password is wrong/,
  ],
  ['an unknown API key is refused', apiKey('nokey', 'secret'), /unknown or was revoked/],
  ['a wrong local token is refused', apiKey('local', 'guess'), /changes with every start/],
];
for (const [index, [name, header, message]] of refusals.entries()) {
  test(name, async () => {
    await refused(authenticator.authenticate(header, `refusal-${index}`), 'unauthenticated', message);
  });
}

test('after ten failed sign-ins even the right password is told to wait, from that address alone', async () => {
  for (let i = 0; i < 10; i++) {
    await refused(authenticator.authenticate(basic('alice', `wrong ${i}`), 'b'), 'unauthenticated', /wrong/);
  }
  const limited = await refused(
    authenticator.authenticate(basic('alice', password), 'b'),
    'too_many',
    /in 60 sec/,
  );
  assert.equal(limited.retryAfter, 60);
  await authenticator.authenticate(basic('alice', password), 'c');
  now += 60_000;
  await authenticator.authenticate(basic('alice', password), 'b');
});

test('no flood of other names lifts a lock, and none locks out keys and tokens', async () => {
  now += 120_000;
  for (let i = 0; i < 10; i++) {
    await authenticator.authenticate(basic('alice', `wrong ${i}`), 'i').catch(() => {});
  }
  for (let i = 0; i < 20_000; i++) {
    const header = i % 2 === 0 ? apiKey(`junk${i}`, 'x') : basic(`${'\0'.repeat(2000)}${i}`, 'x');
    await authenticator.authenticate(header, 'i').catch(() => {});
  }
  await refused(authenticator.authenticate(basic('alice', password), 'i'), 'too_many', /Too many/);
  for (let i = 0; i < 30; i++)
    await authenticator.authenticate(apiKey('local', `x${i}`), 'i').catch(() => {});
  assert.deepEqual(await authenticator.authenticate(apiKey('local', localToken), 'i'), { kind: 'local' });
});

test('guesses made at the same moment count too', async () => {
  const guesses = Array.from({ length: 14 }, (_, i) =>
    authenticator.authenticate(basic('alice', `guess ${i}`), 'd').catch((error: Refusal) => error.code),
  );
  const codes = await Promise.all(guesses);
  assert.equal(codes.filter((code) => code === 'unauthenticated').length, 10);
  assert.equal(codes.filter((code) => code === 'too_many').length, 4);
});

test('thirty calls at once with the right password all come in', async () => {
  now += 120_000;
  const calls = Array.from({ length: 30 }, () => authenticator.authenticate(basic('alice', password), 'e'));
  assert.equal((await Promise.all(calls)).length, 30);
});

test('of a hundred sign-ins at once those beyond the line are sent away, and none of them is held against anybody', async () => {
  now += 120_000;
  const guess = (name: string) =>
    authenticator
      .authenticate(basic(name, `password of ${name}`), 'flood')
      .catch((error: Refusal) => error.code);
  const codes = await Promise.all(Array.from({ length: 100 }, (_, i) => guess(`user${i}`)));
  assert.ok(codes.every((code) => code === 'unauthenticated' || code === 'too_many'));
  const sentAway = codes.indexOf('too_many');
  assert.ok(sentAway > 0, 'the line is shorter than a hundred');
  for (let i = 0; i < 10; i++) {
    const code = await authenticator
      .authenticate(basic(`user${sentAway}`, `wrong ${i}`), 'flood')
      .catch((e: Refusal) => e.code);
    assert.equal(code, 'unauthenticated');
  }
});

test('a changed password is out at once, though the old one was remembered', async () => {
  await users.create('carol', password);
  await authenticator.authenticate(basic('carol', password), 'f');
  await users.setPassword('carol', 'another password 1');
  await refused(authenticator.authenticate(basic('carol', password), 'f'), 'unauthenticated', /wrong/);
  await authenticator.authenticate(basic('carol', 'another password 1'), 'f');
});

test('a removed user is out at once, though the password was remembered', async () => {
  await users.create('dave', password);
  await authenticator.authenticate(basic('dave', password), 'g');
  await users.remove('dave');
  await refused(authenticator.authenticate(basic('dave', password), 'g'), 'unauthenticated', /wrong/);
});

test('no refusal repeats the secret that was sent', async () => {
  for (const header of [
    basic('alice', 'S3CR3T-S3CR3T'),
    apiKey('someid', 'S3CR3T-S3CR3T'),
    'Bearer S3CR3T-S3CR3T',
  ]) {
    const error = await authenticator.authenticate(header, 'h').catch((reason: Error) => reason);
    assert.ok(error instanceof Refusal && !error.message.includes('S3CR3T'), header);
  }
});
