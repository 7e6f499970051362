import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import fastify, { type FastifyInstance, type InjectOptions } from 'fastify';
import { Authenticator } from '../access/authenticator.ts';
import { Sessions } from '../access/sessions.ts';
import { openSqliteStore } from '../store/sqlite/open-sqlite-store.ts';
import type { Store } from '../store/store.ts';
import { userRow } from '../store/user-store-suite.ts';
import { createMetrics } from '../telemetry/metrics.ts';
import { createSignIn, isFromThisMachine } from './sign-in.ts';
import { tellSignInFailures } from './sign-in-failures.ts';
import { answerFor } from './status-of.ts';

const localToken = 'the-token-of-this-start';
const good = `ApiKey ${btoa(`local:${localToken}`)}`;
const bad = `ApiKey ${btoa('local:guess')}`;

const far = '203.0.113.7';
let now = 0;
let cookie: string;
let directory: string;
let store: Store;
let app: FastifyInstance;
const metrics = createMetrics('0.0.0');
const lines: string[] = [];
const write = (_fields: object, message: string) => lines.push(message);
const log = { debug: write, info: write, warn: write, error: write };
before(async () => {
  directory = await mkdtemp(join(tmpdir(), 'tocsin-sign-in-'));
  store = await openSqliteStore({ file: join(directory, 'tocsin.db'), now: Date.now });
  const { users, apiKeys } = store;
  const authenticator = new Authenticator({ users, apiKeys, now: Date.now, monotonic: Date.now, localToken });
  app = fastify();
  const settings = { idleTimeout: 1000, lifespan: 2000 };
  const sessions = new Sessions({ ...store, now: () => now, settings });
  await store.users.insert(userRow());
  const { name: user, updatedAt: passwordSetAt } = userRow();
  const origin = { address: far, userAgent: undefined };
  cookie = `tocsin_session=${(await sessions.begin({ user, passwordSetAt }, origin)).cookie}`;
  const tell = tellSignInFailures({ metrics, log, monotonic: () => 0 });
  const signIn = createSignIn({ authenticator, sessions }, tell);
  app.setErrorHandler((error, _request, reply) => {
    const { statusCode, message } = answerFor(error);
    return reply.code(statusCode).send({ message });
  });
  app.addHook('onRequest', async (request) => {
    request.caller = await signIn(request);
  });
  app.get('/closed', async ({ caller }) => ({ caller: caller?.kind ?? 'nobody' }));
  app.post('/closed', async ({ caller }) => ({ caller: caller?.kind ?? 'nobody' }));
  app.get('/open', { config: { open: true } }, async ({ caller }) => ({ caller: caller?.kind ?? 'nobody' }));
  app.get('/anonymous', { config: { open: 'anonymous' } }, async ({ caller }) => ({
    caller: caller?.kind ?? 'nobody',
  }));
  app.get('/near', { config: { open: 'loopback' } }, async ({ caller }) => ({
    caller: caller?.kind ?? 'nobody',
  }));
});
after(async () => {
  await app.close();
  await store.close();
  await rm(directory, { recursive: true });
});

const cases: [path: string, from: string, authorization: string | undefined, expected: number | string][] = [
  ['/closed', '127.0.0.1', undefined, 401],
  ['/closed', '127.0.0.1', bad, 401],
  ['/closed', '127.0.0.1', good, 'local'],
  ['/closed', far, good, 'local'],
  ['/open', far, undefined, 'nobody'],
  ['/open', far, bad, 'nobody'],
  ['/open', far, good, 'nobody'],
  ['/near', '127.0.0.1', undefined, 'nobody'],
  ['/near', '127.0.0.1', bad, 'nobody'],
  ['/near', '127.0.0.1', good, 'nobody'],
  ['/anonymous', far, undefined, 'nobody'],
  ['/anonymous', far, bad, 401],
  ['/anonymous', far, good, 'local'],
  ['/near', far, undefined, 401],
  ['/near', far, bad, 401],
  ['/near', far, good, 'local'],
  ['/missing', far, undefined, 404],
  ['/missing', far, bad, 404],
];
for (const [url, from, authorization, expected] of cases) {
  const who = authorization === undefined ? 'nobody' : authorization === good ? 'somebody' : 'a guesser';
  test(`${url} for ${who} from ${from} is ${expected}`, async () => {
    const headers = authorization === undefined ? {} : { authorization };
    const answer = await app.inject({ url, remoteAddress: from, headers });
    assert.equal(answer.statusCode === 200 ? answer.json().caller : answer.statusCode, expected);
  });
}

/** What comes with a session's cookie; `expected` is the caller, or a status. */
const cookieCases: [what: string, call: InjectOptions, expected: number | string][] = [
  ['is let in', { url: '/closed' }, 'user'],
  ['is let in among other cookies', { url: '/closed', headers: { cookie: 'a=b; COOKIE; c=d' } }, 'user'],
  ['is let in by HEAD', { method: 'HEAD', url: '/closed' }, 200],
  ['is nobody on an open route', { url: '/open' }, 'nobody'],
  ['is known where nobody has to be', { url: '/anonymous' }, 'user'],
  ['is refused a POST without kbn-xsrf', { method: 'POST', url: '/closed' }, 403],
  [
    'is refused a POST with an empty kbn-xsrf',
    { method: 'POST', url: '/closed', headers: { 'kbn-xsrf': '' } },
    403,
  ],
  ['is let in with kbn-xsrf', { method: 'POST', url: '/closed', headers: { 'kbn-xsrf': 'true' } }, 'user'],
  ['gives way to Authorization', { url: '/closed', headers: { authorization: good } }, 'local'],
  ['gives way to a wrong Authorization', { url: '/closed', headers: { authorization: bad } }, 401],
  ['gives way to an empty Authorization', { url: '/closed', headers: { authorization: '' } }, 401],
  [
    'needs no kbn-xsrf beside Authorization',
    { method: 'POST', url: '/closed', headers: { authorization: good } },
    'local',
  ],
  ['is nobody with a wrong secret', { url: '/closed', headers: { cookie: 'COOKIEx' } }, 401],
  ['is nobody under another name', { url: '/closed', headers: { cookie: 'x_COOKIE' } }, 401],
];
for (const [what, call, expected] of cookieCases) {
  test(`a browser with a session ${what}`, async () => {
    const given = call.headers?.cookie ?? 'COOKIE';
    const headers = { ...call.headers, cookie: String(given).replace('COOKIE', cookie) };
    const answer = await app.inject({ remoteAddress: far, ...call, headers });
    const isText = typeof expected === 'string';
    assert.equal(isText ? answer.json().caller : answer.statusCode, expected, answer.body);
    if (expected === 403) assert.match(answer.json().message, /^The header kbn-xsrf is missing/);
  });
}

test('who comes with a session that is over is told so, and may still ask what anybody may', async () => {
  now = 1000;
  const over = await app.inject({ url: '/closed', headers: { cookie } });
  assert.deepEqual([over.statusCode, over.json().message], [401, 'The session has ended. Sign in again.']);
  assert.equal((await app.inject({ url: '/anonymous', headers: { cookie } })).json().caller, 'nobody');
  now = 0;
});

test('refused sign-ins are counted by what they were refused for', async () => {
  const count = async () => {
    const { values } = await metrics.signInFailures.get();
    return values.find(({ labels }) => labels.reason === 'unauthenticated')?.value ?? 0;
  };
  const before = await count();
  await app.inject({ url: '/closed' });
  await app.inject({ url: '/closed', headers: { authorization: bad } });
  await app.inject({ url: '/closed', headers: { authorization: good } });
  assert.equal((await count()) - before, 1, 'who does not try has not failed');
});

test('refused sign-ins are told in the log, once a minute for each address', () => {
  const told = lines.filter((line) => line.startsWith('a sign-in was refused: The local token is not'));
  assert.equal(told.length, 2, `of ${far} and 127.0.0.1: ${lines.join()}`);
});

const machines: [from: string, headers: Record<string, string>, isHere: boolean][] = [
  ['127.0.0.1', {}, true],
  ['127.8.9.10', {}, true],
  ['::1', {}, true],
  ['::ffff:127.0.0.1', {}, true],
  [far, {}, false],
  ['::ffff:203.0.113.7', {}, false],
  ['::11', {}, false],
  ['1.127.0.0', {}, false],
  ['127.0.0.1', { 'x-forwarded-for': '127.0.0.1' }, false],
  ['127.0.0.1', { 'x-forwarded-for': '' }, false],
  ['127.0.0.1', { forwarded: 'for=127.0.0.1' }, false],
  ['127.0.0.1', { 'x-forwarded-host': 'localhost' }, false],
  ['127.0.0.1', { 'x-real-ip': '127.0.0.1' }, false],
  ['127.0.0.1', { via: '1.1 proxy' }, false],
  ['127.0.0.1', { 'x-forwarded-proto': 'https' }, false],
  ['127.0.0.1', { 'x-request-id': '1' }, true],
];
for (const [remoteAddress, headers, isHere] of machines) {
  const [header = 'no header'] = Object.keys(headers);
  test(`${remoteAddress} with ${header} is ${isHere ? '' : 'not '}this machine`, async () => {
    const probe = fastify({ trustProxy: true });
    probe.get('/', async (request) => isFromThisMachine(request));
    const answer = await probe.inject({ url: '/', remoteAddress, headers });
    assert.equal(answer.json(), isHere);
    await probe.close();
  });
}
