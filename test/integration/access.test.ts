import assert from 'node:assert/strict';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { z } from 'zod';
import { ApiKeys } from '../../src/access/api-keys.ts';
import { openSqliteStore } from '../../src/store/sqlite/open-sqlite-store.ts';
import { openApiDocument, operationsOf } from '../support/openapi-document.ts';
import { type Answer, adminPassword, basic, type Call, TestServer } from '../support/test-server.ts';
import { waitFor } from '../support/wait-for.ts';

/*
 * Who may call: users by Basic, programs by API key, commands on this machine by the local token, everybody else
 * not at all. The log is at its most talkative, and may hold none of the secrets.
 */

const usersPath = '/api/tocsin/users';
const keysPath = '/api/tocsin/api-keys';
const someRoute = '/api/actions/connectors';

let server: TestServer;
before(async () => {
  server = await TestServer.start({ env: { TOCSIN_LOGGING_LEVEL: 'trace' } });
});
after(() => server.stop());

/** A password that may be seen nowhere. */
function secret(text: string): string {
  server.secrets.add(text);
  return text;
}

function refused(answer: Answer, status: number, words: RegExp): void {
  const { statusCode, message } = z
    .strictObject({ statusCode: z.int(), error: z.string().min(1), message: z.string() })
    .parse(answer.body);
  assert.deepEqual([answer.status, statusCode], [status, status], answer.text);
  assert.match(message, words);
}

const keyMade = z.object({ id: z.string(), api_key: z.string(), encoded: z.string() }).loose();

/** Makes an API key; the one answer that shows a secret is not among those that are searched for it. */
async function makeKey(body: object, authorization = basic('admin', adminPassword)) {
  const response = await fetch(server.url + keysPath, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization },
    body: JSON.stringify(body),
  });
  const made = keyMade.parse(await response.json());
  server.secrets.add(made.api_key).add(made.encoded);
  return made;
}

const statusFor = async (authorization: string | null) =>
  (await server.call(someRoute, { authorization })).status;

test('every route is closed to whoever does not sign in, save those that say they are open', async () => {
  const document = openApiDocument.parse((await server.call('/api/tocsin/openapi.json')).body);
  const open: string[] = [];
  for (const { method, path, isOpen } of operationsOf(document)) {
    const url = path.replace(/\{\w+\}/g, 'x');
    // As through a proxy: what is open on this machine alone is closed then.
    const call: Call = { method, authorization: null, headers: { 'x-forwarded-for': '203.0.113.7' } };
    const answer = await server.call(url, call);
    if (isOpen) {
      open.push(`${method} ${path}`);
      assert.notEqual(answer.status, 401, `${method} ${path}`);
    } else {
      refused(answer, 401, /^Sign in with a user name and password .*Basic.* or an API key .*ApiKey/);
      // fetch says that it is no navigation; what people at an address are told, sessions.test.ts asks.
      assert.equal(answer.headers.get('www-authenticate'), 'ApiKey');
    }
  }
  assert.deepEqual(open.sort(), [
    'DELETE /api/tocsin/session',
    'GET /api/status',
    'GET /api/tocsin/heartbeat/{token}',
    'GET /api/tocsin/heartbeat/{token}/{what}',
    'GET /api/tocsin/openapi.json',
    'GET /health',
    'GET /ready',
    'POST /api/tocsin/heartbeat/{token}',
    'POST /api/tocsin/heartbeat/{token}/{what}',
    'POST /api/tocsin/session',
    'POST /api/tocsin/session/_link',
    'POST /sandbox/v2/change/enqueue',
    'POST /sandbox/v2/enqueue',
    'POST /v2/change/enqueue',
    'POST /v2/enqueue',
  ]);
});

test('the sign-in comes before anything is said of the request', async () => {
  const call: Call = { authorization: null, method: 'POST', body: '{"name":' };
  refused(await server.call('/api/actions/connector', call), 401, /Sign in/);
  refused(await server.call('/api/actions/connector/nobody', { authorization: null }), 401, /Sign in/);
  refused(await server.call('/s/default/api/actions/connectors', { authorization: null }), 401, /Sign in/);
});

const wrongPassword = 'not the password';
const wrongs: [name: string, header: string, words: RegExp][] = [
  ['a wrong password', basic('admin', wrongPassword), /user name or the password is wrong/],
  ['an unknown user', basic('nobody', adminPassword), /user name or the password is wrong/],
  ['no password', basic('admin', ''), /user name or the password is wrong/],
  ['the name in capitals', basic('ADMIN', adminPassword), /user name or the password is wrong/],
  ['no base64', 'Basic %%%', /can not be read: it should hold the base64 of user:password/],
  ['a bearer token of others', 'Bearer eyJhbGciOiJub25lIn0.e30.', /it should hold the base64 of id:secret/],
  ['another scheme', 'Negotiate YQ==', /kind that Tocsin does not know. Use Basic, ApiKey or Bearer/],
  ['a password sent as a bearer token', `Bearer ${btoa(`admin:${adminPassword}`)}`, /API key is unknown/],
  ['an unknown key', `ApiKey ${btoa('abcdefgh:ijklmnop')}`, /API key is unknown or was revoked/],
  ['a password sent as a key', `ApiKey ${btoa(`admin:${adminPassword}`)}`, /API key is unknown/],
  ['a wrong local token', `ApiKey ${btoa('local:guess')}`, /local token is not the one of this server/],
];
for (const [name, authorization, words] of wrongs) {
  test(`who signs in with ${name} is refused`, async () => {
    const answer = await server.call(someRoute, { authorization });
    server.secrets.add(wrongPassword);
    refused(answer, 401, words);
    assert.equal(answer.headers.get('www-authenticate'), 'ApiKey');
  });
}

test('the scheme may be written in any case', async () => {
  const header = basic('admin', adminPassword).replace('Basic', 'bAsIc');
  assert.equal(await statusFor(header), 200);
});

test('ten wrong passwords in a minute, and the eleventh try has to wait, though it is right', async () => {
  const password = secret('a password of mallory');
  await server.call(usersPath, { body: { name: 'mallory', password } });
  for (let i = 0; i < 10; i++)
    assert.equal(await statusFor(basic('mallory', secret(`wrong guess ${i}`))), 401);
  const answer = await server.call(someRoute, { authorization: basic('mallory', password) });
  refused(
    answer,
    429,
    /^Too many failed sign-ins for this user from this address\. Try again in \d+ seconds\.$/,
  );
  const wait = Number(answer.headers.get('retry-after'));
  assert.ok(Number.isInteger(wait) && wait >= 1 && wait <= 60, `Retry-After: ${wait}`);
  assert.equal(await statusFor(basic('admin', adminPassword)), 200, 'others are not kept waiting');
});

test('a user is added, listed, given another password, and removed', async () => {
  const [first, second] = [secret('first password of bob'), secret('sécond passwörd: bob')];
  const added = await server.call(usersPath, { body: { name: 'bob', password: first } });
  assert.equal(added.status, 200);
  const { created_at, ...rest } = Object(added.body);
  assert.deepEqual(rest, { name: 'bob', updated_at: created_at });
  assert.equal(new Date(created_at).toISOString(), created_at);
  const listed = Object((await server.call(usersPath)).body).items;
  assert.deepEqual(
    listed.find((each: { name: string }) => each.name === 'bob'),
    added.body,
    'and nothing else is told of a user',
  );
  assert.equal(await statusFor(basic('bob', first)), 200);

  const changed = await server.call(`${usersPath}/bob/password`, {
    method: 'PUT',
    body: { password: second },
  });
  assert.deepEqual([changed.status, changed.text], [204, '']);
  assert.equal(await statusFor(basic('bob', first)), 401, 'at once, though it was remembered');
  assert.equal(await statusFor(basic('bob', second)), 200);

  assert.equal((await server.call(`${usersPath}/bob`, { method: 'DELETE' })).status, 204);
  assert.equal(await statusFor(basic('bob', second)), 401, 'at once, though it was remembered');
});

const userRefusals: [name: string, path: string, call: Call, status: number, words: RegExp][] = [
  ['a name that is taken', '', add('admin'), 409, /There is a user "admin" already. Choose another name/],
  ['a name with a colon', '', add('a:b'), 400, /"a:b" can not be a user name. Use 1 to 64 letters/],
  ['no name', '', add(''), 400, /"" can not be a user name/],
  ['a name of 65 letters', '', add('a'.repeat(65)), 400, /can not be a user name/],
  ['a password of 11', '', add('eve', 'elevenchars'), 400, /has 11 characters; it needs at least 12/],
  ['a password that is too long', '', add('eve', 'x'.repeat(1025)), 400, /1025 characters; at most 1024/],
  [
    'no password',
    '',
    { body: { name: 'eve' } },
    400,
    /request body.password\]: expected value of type \[string\]/,
  ],
  ['another password of 11', '/admin/password', change('elevenchars'), 400, /has 11 characters/],
  ['a password for nobody', '/nobody/password', change('twelve chars'), 404, /There is no user "nobody"/],
  ['the end of nobody', '/nobody', { method: 'DELETE' }, 404, /There is no user "nobody"/],
];
function add(name: string, password = 'long enough for eve'): Call {
  return { body: { name, password } };
}
function change(password: string): Call {
  return { method: 'PUT', body: { password } };
}
for (const [name, path, call, status, words] of userRefusals) {
  test(`the users API refuses ${name}`, async () => {
    const before = (await server.call(usersPath)).text;
    refused(await server.call(usersPath + path, call), status, words);
    assert.equal((await server.call(usersPath)).text, before);
  });
}

test('the last user can not be removed, nor by two who remove each other at once', async () => {
  const { body } = await server.call(usersPath);
  for (const { name } of Object(body).items)
    if (name !== 'admin') await server.call(`${usersPath}/${name}`, { method: 'DELETE' });
  const alone = await server.call(`${usersPath}/admin`, { method: 'DELETE' });
  refused(alone, 409, /"admin" is the only user. Add another one first/);

  const { encoded } = await makeKey({ name: 'judge' });
  const authorization = `ApiKey ${encoded}`;
  await server.call(usersPath, { body: { name: 'rival', password: secret('password of the rival') } });
  const both = await Promise.all(
    ['rival', 'admin'].map((name) =>
      server.call(`${usersPath}/${name}`, { method: 'DELETE', authorization }),
    ),
  );
  assert.deepEqual(both.map(({ status }) => status).sort(), [204, 409]);
  // Whoever is left: the tests go on with admin.
  await server.call(usersPath, { body: { name: 'admin', password: adminPassword }, authorization });
});

test('an API key is shown once, works for programs, and is out as soon as it is revoked', async () => {
  const key = await makeKey({ name: 'terraform' });
  assert.equal(atob(key.encoded), `${key.id}:${key.api_key}`);
  assert.ok(Buffer.from(key.api_key, 'base64url').length === 32, '256 bits');
  const authorization = `ApiKey ${key.encoded}`;
  assert.equal(await statusFor(authorization), 200);
  const item = await waitFor('the use to be noted', async () => {
    const { items } = Object((await server.call(keysPath)).body);
    const found = items.find((each: { id: string }) => each.id === key.id);
    return found.last_used_at === null ? undefined : found;
  });
  assert.deepEqual(Object.keys(item).sort(), [
    'created_at',
    'created_by',
    'expires_at',
    'id',
    'last_used_at',
    'name',
  ]);
  assert.deepEqual([item.name, item.created_by, item.expires_at], ['terraform', 'admin', null]);
  assert.equal((await server.call(`${keysPath}/${key.id}`, { method: 'DELETE', authorization })).status, 204);
  refused(await server.call(someRoute, { authorization }), 401, /API key is unknown or was revoked/);
  refused(await server.call(`${keysPath}/${key.id}`, { method: 'DELETE' }), 404, /There is no API key "/);
});

test('a key that a key makes was made by no user', async () => {
  const parent = await makeKey({ name: 'parent' });
  const child = await makeKey({ name: 'child', expires_in_days: 30 }, `ApiKey ${parent.encoded}`);
  assert.equal(child.created_by, null);
  const days = (Date.parse(String(child.expires_at)) - Date.parse(String(child.created_at))) / 86_400_000;
  assert.equal(days, 30);
});

test('a key with the secret of another is refused', async () => {
  const [one, two] = [await makeKey({ name: 'one' }), await makeKey({ name: 'two' })];
  const mixed = `ApiKey ${btoa(`${one.id}:${two.api_key}`)}`;
  refused(await server.call(someRoute, { authorization: mixed }), 401, /API key is unknown/);
});

test('a key that has expired says when, and what to do', async () => {
  const store = await openSqliteStore({ file: join(server.data, 'tocsin.db'), now: Date.now });
  const longAgo = Date.UTC(2020, 0, 1);
  const key = await new ApiKeys(store.apiKeys, () => longAgo).create({
    name: 'old',
    createdBy: 'admin',
    lifetime: 1000,
  });
  await store.close();
  server.secrets.add(key.secret).add(key.encoded);
  const answer = await server.call(someRoute, { authorization: `ApiKey ${key.encoded}` });
  refused(answer, 401, /^The API key expired on 2020-01-01T00:00:01\.000Z\. Make a new one\.$/);
});

test('keys outlive the user who made them', async () => {
  const password = secret('password of the leaver');
  await server.call(usersPath, { body: { name: 'leaver', password } });
  const key = await makeKey({ name: 'stays' }, basic('leaver', password));
  assert.equal(key.created_by, 'leaver');
  await server.call(`${usersPath}/leaver`, { method: 'DELETE' });
  assert.equal(await statusFor(`ApiKey ${key.encoded}`), 200);
});

test('whoever can read the local token is let in, and nobody else can read it', async () => {
  const file = join(server.data, 'local-token');
  const token = (await readFile(file, 'utf8')).trim();
  server.secrets.add(token);
  assert.equal((await stat(file)).mode & 0o777, 0o600);
  assert.equal(await statusFor(`ApiKey ${btoa(`local:${token}`)}`), 200);
  assert.equal(await statusFor(basic('local', token)), 401, 'it is no password');
});

test('users outlive a restart, the local token does not', async () => {
  const first = await TestServer.start({ data: `${server.data}-restart` });
  const token = (await readFile(join(first.data, 'local-token'), 'utf8')).trim();
  await first.stop();
  const again = await TestServer.start({
    data: first.data,
    env: { TOCSIN_ADMIN_PASSWORD: secret('not taken any more') },
  });
  assert.equal((await again.call(someRoute)).status, 200, 'the password of the first start stays');
  const stale = await again.call(someRoute, { authorization: `ApiKey ${btoa(`local:${token}`)}` });
  refused(stale, 401, /it changes with every start/);
  await again.stop();
});
