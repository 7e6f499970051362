import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Agent, request } from 'undici';
import { tocsin } from '../support/child.ts';
import { type Answer, adminPassword, basic, type Call, TestServer } from '../support/test-server.ts';
import { waitFor } from '../support/wait-for.ts';

/*
 * Browsers: the cookie that a sign-in gives, what it opens, what guards it, and what ends it. The log is at its most
 * talkative, and may hold neither cookies nor links.
 */

const path = '/api/tocsin/session';
const someRoute = '/api/tocsin/users';
const xsrf = { 'kbn-xsrf': 'true' };
/** What behind the screens is asked with. */
const fromApp = { ...xsrf, 'sec-fetch-site': 'same-origin', 'sec-fetch-mode': 'cors' };

let server: TestServer;
before(async () => {
  server = await TestServer.start({
    env: { TOCSIN_LOGGING_LEVEL: 'trace', TOCSIN_SERVER_TRUSTED_PROXIES: '127.0.0.1' },
  });
});
after(() => server.stop());

/** What a `Set-Cookie` header says. */
function cookieIn(headers: Headers): { pair: string; value: string; flags: string[] } {
  const [pair = '', ...flags] = (headers.get('set-cookie') ?? '').split('; ');
  return { pair, value: pair.replace('tocsin_session=', ''), flags };
}

const post = (body: unknown, headers: Call['headers'] = fromApp, to = path) =>
  server.call(to, { body, headers, authorization: null });

/** Signs a browser in, and gives the cookie. Its secret may be seen in no answer and no log line. */
async function signIn(user = 'admin', password = adminPassword): Promise<string> {
  const answer = await post({ user, password });
  assert.equal(answer.status, 200, answer.text);
  const { pair, value } = cookieIn(answer.headers);
  server.secrets.add(value.split('.')[1] ?? '');
  return pair;
}

const asked = (cookie: string, to = someRoute, call: Call = {}) =>
  server.call(to, { ...call, authorization: null, headers: { cookie, ...fromApp, ...call.headers } });
const statusOf = async (cookie: string) => (await asked(cookie)).status;

function refused({ status, body, text }: Answer, expected: number, words: RegExp): void {
  assert.equal(status, expected, text);
  assert.match(String(Object(body).message), words);
}

async function addUser(name: string): Promise<string> {
  const password = `password of ${name}`;
  server.secrets.add(password);
  const added = await server.call(someRoute, { body: { name, password } });
  assert.equal(added.status, 200, added.text);
  return password;
}

test('a sign-in gives a cookie that no script reads and no other site sends, and says who and until when', async () => {
  const before = Date.now();
  const answer = await post({ user: 'admin', password: adminPassword });
  assert.equal(answer.status, 200, answer.text);
  const { value, flags } = cookieIn(answer.headers);
  server.secrets.add(value.split('.')[1] ?? '');
  assert.match(value, /^[0-9a-f]{24}\.[A-Za-z0-9_-]{43}$/);
  assert.deepEqual(flags, ['Path=/', 'Max-Age=2592000', 'HttpOnly', 'SameSite=Strict']);
  const { user, expires_at, ...rest } = Object(answer.body);
  assert.deepEqual([user, rest], ['admin', {}]);
  const lasts = Date.parse(expires_at) - before;
  assert.ok(lasts >= 3 * 86_400_000 && lasts < 3 * 86_400_000 + 60_000, expires_at);
});

test('behind a trusted proxy that brings TLS the cookie is Secure, and taken away as such', async () => {
  const headers = { ...fromApp, 'x-forwarded-proto': 'https', 'x-forwarded-for': '198.51.100.9' };
  const answer = await post({ user: 'admin', password: adminPassword }, headers);
  const { pair, flags } = cookieIn(answer.headers);
  assert.ok(flags.includes('Secure'), flags.join());
  const { items } = Object((await asked(pair, '/api/tocsin/sessions')).body);
  assert.equal(items.find(({ current }: { current: boolean }) => current).address, '198.51.100.9');
  const out = await asked(pair, path, { method: 'DELETE', headers });
  assert.deepEqual(cookieIn(out.headers).flags.slice(-1), ['Secure']);
});

test('the cookie is Secure where the server speaks TLS, or people reach it by https', async () => {
  const folder = join(import.meta.dirname, '../fixtures/tls');
  const tls = {
    TOCSIN_SERVER_SSL_CERTIFICATE: join(folder, 'test-only.crt'),
    TOCSIN_SERVER_SSL_KEY: join(folder, 'test-only.key'),
  };
  const ca = await readFile(tls.TOCSIN_SERVER_SSL_CERTIFICATE, 'utf8');
  for (const env of [tls, { TOCSIN_SERVER_PUBLIC_BASE_URL: 'https://tocsin.example.com' }]) {
    await using other = await TestServer.start({ env });
    const agent = new Agent({ connect: { ca } });
    const answer = await request(other.url + path, {
      dispatcher: agent,
      method: 'POST',
      headers: { ...fromApp, 'content-type': 'application/json' },
      body: JSON.stringify({ user: 'admin', password: adminPassword }),
    });
    assert.equal(answer.statusCode, 200, await answer.body.text());
    await agent.destroy();
    assert.match(String(answer.headers['set-cookie']), /; HttpOnly; SameSite=Strict; Secure$/);
  }
});

test('whoever asks is told who that is', async () => {
  const cookie = await signIn();
  const mine = Object((await asked(cookie, path)).body);
  assert.deepEqual({ ...mine, expires_at: 0 }, { user: 'admin', kind: 'user', expires_at: 0 });
  assert.ok(Date.parse(mine.expires_at) > Date.now());
  const byPassword = await server.call(path);
  assert.deepEqual(byPassword.body, { user: 'admin', kind: 'user', expires_at: null });
  const token = (await readFile(join(server.data, 'local-token'), 'utf8')).trim();
  const local = await server.call(path, { authorization: `ApiKey ${btoa(`local:${token}`)}` });
  assert.deepEqual(local.body, { user: null, kind: 'local', expires_at: null });
  refused(await server.call(path, { authorization: null, headers: fromApp }), 401, /^Sign in with/);
});

test('a wrong password is refused as it is for Basic, and ten of them in a minute make everybody wait', async () => {
  const password = await addUser('mallory');
  for (const user of ['mallory', 'nobody', 'a:b', '']) {
    const answer = await post({ user, password: 'not the password' });
    refused(answer, 401, /^The user name or the password is wrong\.$/);
    assert.equal(answer.headers.get('set-cookie'), null);
    assert.equal(answer.headers.get('www-authenticate'), 'ApiKey');
  }
  for (let i = 1; i < 10; i++) await post({ user: 'mallory', password: `wrong ${i}` });
  const waiting = await post({ user: 'mallory', password });
  refused(waiting, 429, /^Too many failed sign-ins/);
  assert.ok(Number(waiting.headers.get('retry-after')) >= 1);
  const byBasic = await server.call(someRoute, { authorization: basic('mallory', password) });
  assert.equal(byBasic.status, 429, 'they are counted together');
  const { text } = await server.call('/metrics');
  assert.match(text, /sign_in_failures_total\{reason="unauthenticated"\} \d\d/);
});

test('a body that is no sign-in is refused', async () => {
  refused(await post({ user: 'admin' }), 400, /password/);
  refused(await post({ user: 'admin', password: 'x', remember: true }), 400, /remember/);
  refused(await post({ token: 1 }, fromApp, `${path}/_link`), 400, /token/);
});

test('what changes something wants kbn-xsrf with the cookie, and signing in and out wants it at any rate', async () => {
  const cookie = await signIn();
  const { 'kbn-xsrf': _, ...without } = fromApp;
  const key = { body: { name: 'made by a browser' } };
  const bare = (to: string, call: Call) =>
    server.call(to, { ...call, authorization: null, headers: { cookie, ...without } });
  const words = /^The header kbn-xsrf is missing: .* Nothing was done\.$/;
  refused(await bare('/api/tocsin/api-keys', key), 403, words);
  refused(await bare(`${someRoute}/nobody`, { method: 'DELETE' }), 403, words);
  refused(await bare(path, { method: 'DELETE' }), 403, words);
  refused(await post({ user: 'admin', password: adminPassword }, without), 403, words);
  refused(await post({ token: 'x' }, without, `${path}/_link`), 403, words);
  assert.equal((await bare(someRoute, {})).status, 200, 'nothing that only reads');
  assert.equal((await asked(cookie, '/api/tocsin/api-keys', key)).status, 200);
  const { status } = await server.call('/api/tocsin/api-keys', { ...key, headers: { cookie, ...without } });
  assert.equal(status, 200, 'nor what comes with Authorization');
});

test('a page of another site gets nowhere with the cookie, whatever it sends along', async () => {
  const cookie = await signIn();
  const headers = { 'sec-fetch-site': 'cross-site' };
  const call = { body: { name: 'planted' }, headers };
  refused(await asked(cookie, '/api/tocsin/api-keys', call), 403, /^A page of another site has asked/);
  const signInCall = await post({ user: 'admin', password: adminPassword }, { ...fromApp, ...headers });
  refused(signInCall, 403, /^A page of another site has asked/);
});

test('Authorization goes before the cookie', async () => {
  const cookie = await signIn();
  const answer = await server.call(someRoute, {
    authorization: basic('admin', 'wrong'),
    headers: { cookie },
  });
  assert.equal(answer.status, 401);
});

test('signing out ends the session, takes the cookie away, and needs none', async () => {
  const cookie = await signIn();
  const out = await asked(cookie, path, { method: 'DELETE' });
  assert.deepEqual([out.status, out.text], [204, '']);
  const { value, flags } = cookieIn(out.headers);
  assert.deepEqual([value, flags], ['', ['Path=/', 'Max-Age=0', 'HttpOnly', 'SameSite=Strict']]);
  refused(await asked(cookie), 401, /^The session has ended\. Sign in again\.$/);
  const none = await server.call(path, { method: 'DELETE', authorization: null, headers: xsrf });
  assert.equal(none.status, 204);
  assert.equal((await asked(cookie, path, { method: 'DELETE' })).status, 204);
});

test('sessions are listed without what opens them, and can be revoked by id', async () => {
  const [mine, other] = [await signIn(), await signIn()];
  const list = async () => Object((await asked(mine, '/api/tocsin/sessions')).body).items;
  const idOf = (cookie: string) => cookie.replace(/^tocsin_session=|\..*$/g, '');
  const items = await list();
  const found = (cookie: string) => items.find(({ id }: { id: string }) => id === idOf(cookie));
  const { created_at, last_used_at, expires_at, ...rest } = found(mine);
  assert.deepEqual(rest, {
    id: idOf(mine),
    user: 'admin',
    address: '127.0.0.1',
    user_agent: 'node',
    current: true,
  });
  assert.ok(created_at <= last_used_at && last_used_at < expires_at);
  assert.equal(found(other).current, false);

  const one = `/api/tocsin/sessions/${idOf(other)}`;
  assert.equal((await asked(mine, one, { method: 'DELETE' })).status, 204);
  assert.deepEqual([await statusOf(other), await statusOf(mine)], [401, 200]);
  refused(await asked(mine, one, { method: 'DELETE' }), 404, /^There is no session "/);
  assert.ok((await list()).every(({ id }: { id: string }) => id !== idOf(other)));
});

test('an id is no cookie, and the secret of one session does not open another', async () => {
  const [one, two] = [await signIn(), await signIn()];
  const [id, secret] = [one.split('.')[0], two.split('.')[1]];
  for (const cookie of [`${id}`, `${id}.`, `${id}.${secret}`, `tocsin_session=.${secret}`])
    assert.equal(await statusOf(cookie), 401, cookie);
});

test('a changed password ends the sessions of that user, save the one that changed it', async () => {
  const password = await addUser('bob');
  const [mine, other, admin] = [await signIn('bob', password), await signIn('bob', password), await signIn()];
  const next = { password: 'another one of bob' };
  server.secrets.add(next.password);
  const change = await asked(mine, `${someRoute}/bob/password`, { method: 'PUT', body: next });
  assert.equal(change.status, 204, change.text);
  assert.deepEqual([await statusOf(mine), await statusOf(other), await statusOf(admin)], [200, 401, 200]);
  // Somebody else's browser is not the one that changes the own password.
  const third = { password: 'the third one of bob' };
  server.secrets.add(third.password);
  await asked(admin, `${someRoute}/bob/password`, { method: 'PUT', body: third });
  assert.deepEqual([await statusOf(mine), await statusOf(admin)], [401, 200]);
});

test('the command line ends sessions too, beside the running server and at once', async () => {
  const [alice, carol] = [await addUser('alice'), await addUser('carol')];
  const [first, second] = [await signIn('alice', alice), await signIn('carol', carol)];
  const place = ['--data', server.data];
  const words = ['user', 'password', 'alice', ...place];
  assert.equal((await tocsin(words, { input: 'set on the command line' })).code, 0);
  assert.equal(await statusOf(first), 401);
  assert.equal((await tocsin(['user', 'remove', 'carol', ...place])).code, 0);
  assert.equal(await statusOf(second), 401);
  await addUser('carol');
  assert.equal(await statusOf(second), 401, 'nor does it open for another one of that name');
});

/** The token of a link, which may be seen in no answer and no log line. */
function tokenIn(text: string, url: string): string {
  const [, base, token = ''] = /(\S+)\/sign-in#([A-Za-z0-9_-]{43})\b/.exec(text) ?? [];
  assert.equal(base, url, text);
  return token;
}
const postLink = (token: string) => post({ token }, fromApp, `${path}/_link`);

test('the link of the first start signs in once, and is told to whoever starts it alone', async () => {
  const { stdout } = server.child;
  assert.match(stdout, /^Open {7}\S+\/sign-in#\S+ {2}\(signs you in once, within the hour\)$/m);
  const token = tokenIn(stdout, server.url);
  for (const accept of ['text/html', '*/*']) {
    const { text } = await server.call('/', { authorization: null, headers: { accept } });
    assert.ok(!text.includes(token) && !text.includes('#'), text);
  }
  const answer = await postLink(token);
  assert.equal(answer.status, 200, answer.text);
  assert.equal(Object(answer.body).user, 'admin');
  const { pair, value } = cookieIn(answer.headers);
  server.secrets.add(value.split('.')[1] ?? '');
  assert.equal(await statusOf(pair), 200);
  refused(
    await postLink(token),
    401,
    /^This link has been used, has expired, or is not whole\. Make another/,
  );
  refused(await postLink('guess'), 401, /^This link has been used/);
  assert.ok(!server.child.stderr.includes(token), 'it is not in the log');
});

test('"tocsin user link" makes another one for whom one likes, for who has that password now', async () => {
  await addUser('dora');
  const place = ['--data', server.data];
  const link = await tocsin(['user', 'link', 'dora', ...place]);
  assert.deepEqual([link.code, link.stderr], [0, 'It signs "dora" in once, within the hour.\n']);
  const token = tokenIn(link.stdout, server.url);
  server.secrets.add(token);
  assert.equal(link.stdout, `${server.url}/sign-in#${token}\n`);
  assert.equal(Object((await postLink(token)).body).user, 'dora');

  const admins = tokenIn((await tocsin(['user', 'link', ...place])).stdout, server.url);
  server.secrets.add(admins);
  assert.equal(Object((await postLink(admins)).body).user, 'admin');

  const stale = tokenIn((await tocsin(['user', 'link', 'dora', ...place])).stdout, server.url);
  await tocsin(['user', 'password', 'dora', ...place], { input: 'something else entirely' });
  refused(await postLink(stale), 401, /^This link has been used/);
  const nobody = await tocsin(['user', 'link', 'nobody', ...place]);
  assert.deepEqual(nobody, { code: 1, stdout: '', stderr: 'tocsin: There is no user "nobody".\n' });
});

test('sessions outlive a restart, a link can be made meanwhile, and only the first start makes one', async () => {
  const first = await TestServer.start({ data: `${server.data}-restart` });
  const body = JSON.stringify({ user: 'admin', password: adminPassword });
  const headers = { ...fromApp, 'content-type': 'application/json' };
  const answer = await fetch(first.url + path, { method: 'POST', headers, body });
  const { pair } = cookieIn(answer.headers);
  await first.stop();
  const env = { TOCSIN_SERVER_PUBLIC_BASE_URL: 'https://tocsin.example.com' };
  const link = await tocsin(['user', 'link', '--data', first.data], { env });
  const token = tokenIn(link.stdout, 'https://tocsin.example.com');

  await using again = await TestServer.start({ data: first.data });
  assert.doesNotMatch(again.child.stdout, /sign-in#/);
  const call: Call = { authorization: null, headers: { ...fromApp, cookie: pair } };
  assert.equal((await again.call(someRoute, call)).status, 200);
  const signedIn = await again.call(`${path}/_link`, {
    ...call,
    headers: fromApp,
    body: { token },
  });
  assert.equal(signedIn.status, 200, signedIn.text);
});

test('no browser opens a password dialog of its own for what the app asks, but for people at an address', async () => {
  // Not by fetch, which says by itself that it is no navigation.
  const challenge = async (headers: Record<string, string> = {}) => {
    const answer = await request(server.url + someRoute, { headers });
    await answer.body.dump();
    return [answer.statusCode, answer.headers['www-authenticate']];
  };
  const both = [401, 'Basic realm="Tocsin", charset="UTF-8", ApiKey'];
  const one = [401, 'ApiKey'];
  assert.deepEqual(await challenge(), both);
  assert.deepEqual(await challenge({ 'sec-fetch-mode': 'navigate', accept: 'text/html' }), both);
  assert.deepEqual(await challenge({ cookie: 'tocsin_session=a.b' }), both);
  assert.deepEqual(await challenge({ 'kbn-xsrf': 'true' }), one);
  assert.deepEqual(await challenge({ 'sec-fetch-mode': 'cors' }), one);
  assert.deepEqual(await challenge({ accept: 'text/event-stream' }), one);
});

test('the changes can be followed live with the cookie', async () => {
  const cookie = await signIn();
  const headers = { cookie, accept: 'text/event-stream' };
  const { statusCode, body } = await request(`${server.url}/api/tocsin/stream`, { headers });
  assert.equal(statusCode, 200);
  let told = '';
  body.on('data', (chunk: Buffer) => {
    told += chunk.toString();
  });
  await waitFor('the greeting', () => told.includes('retry:') || undefined);
  body.destroy();
});
