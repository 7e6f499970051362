import assert from 'node:assert/strict';
import { test } from 'node:test';
import { signIn, startBrowserTest } from '../support/browser.ts';
import { expect } from '../support/expect.ts';
import { adminPassword } from '../support/test-server.ts';

/* Signing in and out, and sessions that end while somebody works. */

test('user and password sign in, a wrong password says so and keeps the name, and the page that was asked for opens', async (t) => {
  const { page, server } = await startBrowserTest(t, { isSignedIn: false });
  await page.goto(`${server.url}/incidents`);
  await page.getByLabel('User').fill('admin');
  await page.getByLabel('Password', { exact: true }).fill('not the password');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('alert')).toContainText('The user name or the password is wrong');
  await expect(page.getByLabel('User')).toHaveValue('admin');
  await page.getByLabel('Password', { exact: true }).fill(adminPassword);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Incidents');
  assert.equal(new URL(page.url()).pathname, '/incidents');
});

test('an empty form is not sent, and says what is missing', async (t) => {
  const { page } = await startBrowserTest(t, { isSignedIn: false });
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByText('Say who you are.')).toBeVisible();
  await expect(page.getByText('The password is missing.')).toBeVisible();
});

test('signing out ends the session at the server, and shows nothing of what was there', async (t) => {
  const { page, context, server } = await startBrowserTest(t);
  const [cookie] = await context.cookies();
  assert.ok(cookie?.httpOnly && cookie.sameSite === 'Strict', JSON.stringify(cookie));
  await page.getByRole('button', { name: 'Signed in as admin' }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(page.getByText('You have signed out.')).toBeVisible();
  await expect(page.getByRole('navigation')).toHaveCount(0);
  const { status } = await server.call('/api/tocsin/status', {
    authorization: null,
    headers: { cookie: `${cookie.name}=${cookie.value}` },
  });
  assert.equal(status, 401);
});

test('the link that a first start prints signs in once, and its token is gone from the address at once', async (t) => {
  const { page, server } = await startBrowserTest(t, { isSignedIn: false });
  const [, link = ''] = /(http\S+\/sign-in#\S+)/.exec(server.child.stdout) ?? [];
  assert.notEqual(link, '', server.child.stdout);
  await page.goto(link);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Overview');
  assert.ok(!page.url().includes('#'), page.url());
  await page.getByRole('button', { name: 'Signed in as admin' }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(page.getByText('You have signed out.')).toBeVisible();
  await page.goto('about:blank');
  await page.goto(link);
  await expect(page.getByRole('alert')).toContainText('The link does not sign in any more');
});

test('a session that ends in the middle of a form brings the sign-in back, and the form is sent as it was typed', async (t) => {
  const { page, server } = await startBrowserTest(t);
  await page.goto(`${server.url}/connectors/new`);
  await page.getByLabel('Connector name').fill('Typed before the end');
  await page.getByLabel('Integration key', { exact: true }).fill('0123456789abcdef0123456789abcdef');
  const { body } = await server.call('/api/tocsin/sessions');
  for (const { id } of Object(body).items)
    await server.call(`/api/tocsin/sessions/${id}`, { method: 'DELETE' });
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Your session has ended' });
  await expect(dialog).toBeVisible();
  await dialog.getByLabel('Password', { exact: true }).fill(adminPassword);
  await dialog.getByRole('button', { name: 'Sign in' }).click();
  await expect(dialog).toBeHidden();
  await expect
    .poll(async () => JSON.stringify((await server.call('/api/actions/connectors')).body))
    .toContain('Typed before the end');
});

test('what a page of another site makes the browser send is refused, cookie or not', async (t) => {
  const { page, server } = await startBrowserTest(t);
  const withoutHeader = await page.evaluate(async () => {
    const answer = await fetch('/api/tocsin/users', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"name":"mallory","password":"a long enough password"}',
    });
    return { status: answer.status, text: await answer.text() };
  });
  assert.equal(withoutHeader.status, 403, withoutHeader.text);
  assert.match(withoutHeader.text, /kbn-xsrf/);
  const users = await server.call('/api/tocsin/users');
  assert.ok(!users.text.includes('mallory'));
});

test('two browsers of one user have sessions of their own: ending one leaves the other', async (t) => {
  const { page, context, server } = await startBrowserTest(t);
  const other = await context.browser()?.newContext();
  assert.ok(other);
  t.after(() => other.close());
  await signIn(other, server.url);
  await page.getByRole('button', { name: 'Signed in as admin' }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(page.getByText('You have signed out.')).toBeVisible();
  const { status } = await other.request.get(`${server.url}/api/tocsin/session`).then(async (answer) => ({
    status: answer.status(),
  }));
  assert.equal(status, 200);
});
