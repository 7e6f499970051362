import assert from 'node:assert/strict';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { type AppInProcess, appInProcess } from '../support/app-in-process.ts';
import { portOf } from '../support/port-of.ts';
import { rawRequest } from '../support/raw-request.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/*
 * The built screens as the server hands them out: which paths are screens and which are files, what browsers may keep,
 * and what the page may do.
 */

const page = '<!doctype html><meta name="csp-nonce" content="NONCE_OF_THIS_ANSWER"><div id="root"></div>';
const script = 'console.log("screens");'.repeat(50);
const secret = 'what lies beside the screens';

let running: AppInProcess;
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let url: string;
before(async () => {
  folder = await temporaryFolder();
  const dist = join(folder.path, 'dist');
  await mkdir(join(dist, 'assets'), { recursive: true });
  await writeFile(join(folder.path, 'secret.txt'), secret);
  const files: [string, string | Buffer][] = [
    ['index.html', page],
    ['bell.svg', '<svg/>'],
    ['.built-from', secret],
    ['assets/index-Ab12.js', script],
    ['assets/index-Ab12.js.gz', gzipSync(script)],
    ['assets/index-Ab12.js.br', brotliCompressSync(script)],
    ['assets/plain-Cd34.css', 'main {}'],
    ['assets/.hidden', secret],
  ];
  for (const [name, content] of files) await writeFile(join(dist, name), content);
  running = await appInProcess({ uiFolder: dist });
  await running.app.listen({ host: '127.0.0.1', port: 0 });
  url = `http://127.0.0.1:${portOf(running.app.server)}`;
});
after(async () => {
  await running[Symbol.asyncDispose]();
  await folder[Symbol.asyncDispose]();
});

const html = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };
const get = (path: string, headers: Record<string, string> = html, method = 'GET') =>
  running.app.inject({
    method: method === 'HEAD' ? 'HEAD' : method === 'POST' ? 'POST' : 'GET',
    url: path,
    headers: { host: 'localhost', ...headers },
  });

/** The sources that a policy names for a directive. */
const sourcesOf = (policy: unknown, directive: string) =>
  String(policy)
    .split(';')
    .map((each) => each.trim().split(' '))
    .find(([name]) => name === directive)
    ?.slice(1);

const isPage = (text: string) =>
  /^<!doctype html><meta name="csp-nonce" content="[^"]+"><div id="root">/.test(text);

for (const path of [
  '/',
  '/?a=b',
  '/index.html',
  '/events',
  '/connectors/a.b',
  '/connectors/x/test',
  '/sandbox',
  '/sandbox/calls',
  '/s/default/events',
  '/apis',
  '/%2e%2e%2fsecret',
])
  test(`${path} is a screen: a browser gets the page, without a sign-in`, async () => {
    const answer = await get(path);
    assert.deepEqual([answer.statusCode, answer.headers['content-type']], [200, 'text/html; charset=utf-8']);
    assert.equal(answer.headers['cache-control'], 'no-cache');
    assert.ok(isPage(answer.body), answer.body);
  });

const nothing = [
  '/api/nothing',
  '/api',
  '/v2/nothing',
  '/docs/nothing',
  '/sandbox/v2/nothing',
  '/metrics/x',
  '/health/x',
  '/ready/x',
  '/assets/gone.js',
  '/assets/gone',
  '/assets',
  '/favicon.ico',
  '/gone.exe',
  '/events/gone.js',
  '/home/x.css',
  '/.built-from',
  '/s/other/events',
];
for (const path of nothing)
  test(`there is nothing at ${path}, also for a browser`, async () => {
    const answer = await get(path);
    assert.equal(answer.statusCode, 404, answer.body);
    assert.equal(answer.json().error, 'Not Found');
    assert.doesNotMatch(String(answer.headers['cache-control']), /max-age=[1-9]|immutable/);
  });

test('who asks for no HTML, or with another method than GET, gets no screen', async () => {
  for (const [path, headers, method] of [
    ['/events', { accept: '*/*' }, 'GET'],
    ['/events', {}, 'GET'],
    ['/events', html, 'POST'],
  ] as const)
    assert.equal((await get(path, headers, method)).statusCode, 404, `${method} ${path}`);
});

test('curl on / gets the lines of the start as text', async () => {
  const answer = await get('/', { accept: '*/*' });
  assert.deepEqual(
    [answer.statusCode, answer.headers['content-type'], answer.headers.vary],
    [200, 'text/plain; charset=utf-8', 'accept'],
  );
  assert.match(answer.body, /^Tocsin 0\.0\.0 is running\n/);
});

test('HEAD tells of a screen without the page', async () => {
  for (const path of ['/', '/events']) {
    const answer = await get(path, html, 'HEAD');
    assert.deepEqual(
      [answer.statusCode, answer.body, answer.headers['content-type']],
      [200, '', 'text/html; charset=utf-8'],
    );
  }
});

test('a wrong password keeps nobody from a screen or its files', async () => {
  const authorization = `Basic ${Buffer.from('nobody:nothing').toString('base64')}`;
  for (const path of ['/', '/events', '/assets/index-Ab12.js', '/bell.svg'])
    assert.equal((await get(path, { ...html, authorization })).statusCode, 200, path);
});

test('assets are kept for a year, other files are asked for again each time', async () => {
  const asset = await get('/assets/index-Ab12.js', {});
  assert.equal(asset.headers['cache-control'], 'public, max-age=31536000, immutable');
  assert.match(String(asset.headers['content-type']), /javascript; charset=utf-8/i);
  assert.equal(asset.body, script);
  const icon = await get('/bell.svg', {});
  assert.deepEqual(
    [icon.statusCode, icon.headers['cache-control'], icon.headers['content-type']],
    [200, 'public, max-age=0', 'image/svg+xml'],
  );
  const known = await get('/bell.svg', { 'if-none-match': String(icon.headers.etag) });
  assert.equal(known.statusCode, 304);
});

test('what was compressed by the build is sent so to who takes it', async () => {
  for (const [accepted, encoding] of [
    ['gzip, deflate, br', 'br'],
    ['gzip', 'gzip'],
    ['identity', undefined],
  ] as const) {
    const answer = await get('/assets/index-Ab12.js', { 'accept-encoding': accepted });
    assert.deepEqual([answer.statusCode, answer.headers['content-encoding']], [200, encoding], accepted);
    assert.equal(answer.headers.vary, 'accept-encoding');
    assert.match(String(answer.headers['content-type']), /javascript/);
    assert.equal(answer.headers['cache-control'], 'public, max-age=31536000, immutable');
  }
  const plain = await get('/assets/plain-Cd34.css', { 'accept-encoding': 'br, gzip' });
  assert.deepEqual(
    [plain.statusCode, plain.headers['content-encoding'], plain.body],
    [200, undefined, 'main {}'],
  );
});

const ways = [
  '/assets/',
  '/assets/../../secret.txt',
  '/assets/..%2f..%2fsecret.txt',
  '/assets/%2e%2e/%2e%2e/secret.txt',
  '/assets/..%5c..%5csecret.txt',
  '/assets//../../secret.txt',
  '/../secret.txt',
  '/..%2fsecret.txt',
  '/assets/../.built-from',
  '/assets/..%2f.built-from',
  '/assets/.hidden',
  '/.built-from',
  '/%2ebuilt-from',
  '/assets/%00',
  '/x/../../secret.txt',
];
for (const way of ways)
  test(`${way} leads to nothing but the screens`, async () => {
    for (const accept of ['*/*', 'text/html']) {
      const answer = await rawRequest(
        url,
        `GET ${way} HTTP/1.1\r\nHost: localhost\r\nAccept: ${accept}\r\nConnection: close\r\n\r\n`,
      );
      assert.ok(!answer.text.includes(secret), answer.text);
      assert.ok([200, 400, 403, 404].includes(answer.status ?? 0), String(answer.status));
      if (answer.status === 200) assert.match(answer.text, /id="root"/);
    }
  });

test('the page may load what comes from here, and styles with the nonce of this one answer', async () => {
  const answers = [await get('/'), await get('/events')];
  const nonces = answers.map(({ body, headers }) => {
    const nonce = /content="([^"]+)"/.exec(body)?.[1] ?? '';
    assert.match(nonce, /^[\w+/]{22}==$/);
    const policy = headers['content-security-policy'];
    assert.deepEqual(sourcesOf(policy, 'style-src'), ["'self'", `'nonce-${nonce}'`]);
    for (const directive of ['default-src', 'script-src', 'worker-src', 'connect-src'])
      assert.deepEqual(sourcesOf(policy, directive), ["'self'"], directive);
    for (const directive of ['object-src', 'base-uri', 'frame-ancestors', 'script-src-attr'])
      assert.deepEqual(sourcesOf(policy, directive), ["'none'"], directive);
    assert.deepEqual(sourcesOf(policy, 'img-src'), ["'self'", 'data:']);
    assert.doesNotMatch(String(policy), /unsafe|https?:|\*/);
    return nonce;
  });
  assert.notEqual(nonces[0], nonces[1]);
});

test('everything else is under the same policy without a nonce, and can not be framed', async () => {
  for (const path of ['/health', '/assets/index-Ab12.js', '/bell.svg', '/api/nothing']) {
    const { headers } = await get(path, { accept: '*/*' });
    assert.deepEqual(sourcesOf(headers['content-security-policy'], 'style-src'), ["'self'"], path);
    assert.equal(headers['x-frame-options'], 'DENY');
    assert.equal(headers['x-content-type-options'], 'nosniff');
  }
});

test('the page of the API still works: its files are there, and its own policy lets them in', async () => {
  const answer = await get('/docs/api');
  assert.match(answer.body, /swagger-ui/);
  const policy = answer.headers['content-security-policy'];
  assert.deepEqual(sourcesOf(policy, 'script-src'), ["'self'"]);
  for (const file of ['swagger-ui.css', 'swagger-ui-bundle.js', 'swagger-initializer.js'])
    assert.equal((await get(`/docs/api/static/${file}`)).statusCode, 200, file);
  assert.equal((await get('/docs/api/static/gone.js')).statusCode, 404);
});

test('while the screens are not built a browser is told how to build them, wherever it looks', async () => {
  await using place = await temporaryFolder();
  const dist = join(place.path, 'dist');
  await using bare = await appInProcess({ uiFolder: dist });
  const ask = (path: string, headers: Record<string, string> = html) =>
    bare.app.inject({ url: path, headers: { host: 'localhost', ...headers } });
  for (const path of ['/', '/events']) {
    const answer = await ask(path);
    assert.match(answer.body, /^<!doctype html>\n<html lang="en">/);
    assert.match(
      answer.body,
      /screens are not built: run <code>npm ci<\/code> and\s<code>npm run build<\/code>/,
    );
    assert.match(
      answer.body,
      /Tocsin 0\.0\.0 is running\n\nFire it {4}curl -d '&lt;params&gt;'/,
      'the lines, escaped',
    );
    assert.doesNotMatch(answer.body, /<script|<style|nonce/);
    assert.equal(answer.headers['cache-control'], 'no-cache');
  }
  assert.equal((await ask('/home.css')).headers['content-type'], 'text/css; charset=utf-8');
  assert.equal((await ask('/assets/index.js')).statusCode, 404);
  assert.equal((await ask('/', {})).headers['content-type'], 'text/plain; charset=utf-8');
  // Built beside the running server, as "npm run build" does: a folder that comes under its name.
  await mkdir(join(place.path, 'fresh/assets'), { recursive: true });
  await writeFile(join(place.path, 'fresh/index.html'), page);
  await writeFile(join(place.path, 'fresh/assets/new.js'), script);
  await rename(join(place.path, 'fresh'), dist);
  assert.ok(isPage((await ask('/')).body));
  assert.equal((await ask('/assets/new.js')).body, script);
});

test('without a folder for screens there are none', async () => {
  await using none = await appInProcess();
  const answer = await none.app.inject({ url: '/', headers: { host: 'localhost', ...html } });
  assert.match(answer.body, /screens are not built/);
});
