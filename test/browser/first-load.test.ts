import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startBrowserTest } from '../support/browser.ts';
import { expect } from '../support/expect.ts';
import { settled } from '../support/settled-page.ts';

/* What the first page costs. How long it takes is measured by `npm run bench -- screens`. */

const mostBytes = 350 * 1024;

test('the first load is under 350 kB as sent, compressed, from this server alone', async (t) => {
  const { page, server } = await startBrowserTest(t);
  const sent = new Map<string, number>();
  page.on('response', (response) => {
    sent.set(response.url(), Number(response.headers()['content-length'] ?? Number.NaN));
  });
  const uncompressed: string[] = [];
  page.on('response', (response) => {
    const isText = /\/assets\/.+\.(js|css)$/.test(response.url());
    if (isText && !/^(gzip|br)$/.test(response.headers()['content-encoding'] ?? ''))
      uncompressed.push(response.url());
  });
  await page.goto(server.url);
  await settled(page);
  const assets = [...sent].filter(([url]) => url.includes('/assets/'));
  assert.ok(assets.length >= 3, `${assets.length} assets were seen`);
  assert.deepEqual(uncompressed, []);
  const total = assets.reduce((sum, [, bytes]) => sum + bytes, 0);
  t.diagnostic(`${Math.round(total / 1024)} kB in ${assets.length} files`);
  assert.ok(total < mostBytes, `${total} bytes`);
});

test('a page that is not open is not loaded: the connectors come when they are asked for', async (t) => {
  const { page } = await startBrowserTest(t);
  await settled(page);
  const loaded: string[] = [];
  page.on('response', (response) => loaded.push(new URL(response.url()).pathname));
  await page.getByRole('link', { name: 'Connectors', exact: true }).first().click();
  await expect(page).toHaveURL(/\/connectors$/);
  await expect.poll(() => loaded.some((path) => /^\/assets\/connectors-page/.test(path))).toBe(true);
});

test('the first page asks who is signed in while its scripts are on their way, and only then', async (t) => {
  const { page, server } = await startBrowserTest(t);
  const asked: string[] = [];
  const warnings: string[] = [];
  let askedBeforeScripts: readonly string[] | undefined;
  const pathOf = (url: string) => new URL(url).pathname;
  page.on('request', (request) => asked.push(pathOf(request.url())));
  page.on('requestfinished', (request) => {
    if (/^\/assets\/index-.*\.js$/.test(pathOf(request.url()))) askedBeforeScripts ??= [...asked];
  });
  page.on('console', (message) => message.type() === 'warning' && warnings.push(message.text()));
  await page.goto(server.url);
  await settled(page);
  const session = '/api/tocsin/session';
  assert.ok(askedBeforeScripts?.includes(session), `asked until then: ${askedBeforeScripts?.join(', ')}`);
  assert.equal(asked.filter((path) => path === session).length, 1);
  // Such as of something that was loaded beforehand and then not used.
  assert.deepEqual(warnings, []);
});

test('nobody signed in: the first page asks for no numbers', async (t) => {
  const { page, server } = await startBrowserTest(t, { isSignedIn: false });
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await page.goto(server.url);
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible();
  expect(asked.filter((path) => path === '/api/tocsin/session').length).toBe(1);
  assert.deepEqual(
    asked.filter((path) => path.startsWith('/api/') && path !== '/api/tocsin/session'),
    [],
  );
});
