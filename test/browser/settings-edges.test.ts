import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { assertAccessible, signIn, startBrowserTest } from '../support/browser.ts';
import { expect } from '../support/expect.ts';
import { settled } from '../support/settled-page.ts';
import { fillWithStories } from '../support/stories.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { adminPassword } from '../support/test-server.ts';

/* The settings when something is odd: refused, over, in trouble, or narrow. */

const longEnough = 'a password of some length';

test('a setting from the file names its line, and a secret is shown masked', async (t) => {
  await using folder = await temporaryFolder();
  const file = join(folder.path, 'tocsin.yml');
  await writeFile(file, 'delivery:\n  maxAge: 2d\n');
  const key = 'c'.repeat(64);
  const { page, server } = await startBrowserTest(t, {
    server: { words: ['--config', file], env: { TOCSIN_ENCRYPTION_KEYS: key } },
  });
  server.secrets.add(key);
  await page.goto(`${server.url}/settings`);
  await expect(page.getByText(`Read from ${file}.`)).toBeVisible();
  await page.getByRole('textbox', { name: /^Search/ }).fill('maxAge');
  await expect(page.getByText('tocsin.yml:2', { exact: true })).toBeVisible();
  await page.getByRole('textbox', { name: /^Search/ }).fill('encryption.keys');
  await expect(page.getByText('secret, masked')).toBeVisible();
  await expect(page.getByText('TOCSIN_ENCRYPTION_KEYS', { exact: true })).toBeVisible();
  const shown = await page.content();
  server.remember(shown);
  assert.ok(shown.includes('********'));
});

test('the rules of a password are told while it is typed, and nothing that is still empty is called wrong', async (t) => {
  const { page, server } = await startBrowserTest(t);
  await page.goto(`${server.url}/settings/users`);
  await page.getByRole('button', { name: 'Add user' }).click();
  const dialog = page.getByRole('dialog', { name: 'Add a user' });
  const password = dialog.getByLabel('Password', { exact: true });
  await password.pressSequentially('short');
  await expect(dialog.getByText('At least 12 characters: 7 to go.')).toBeVisible();
  await password.pressSequentially(' no more');
  await expect(dialog.getByText('Long enough.')).toBeVisible();
  await dialog.getByRole('button', { name: 'Suggest a password' }).click();
  await expect(dialog.getByLabel('User name')).not.toHaveAttribute('aria-invalid', 'true');
  await dialog.getByLabel('User name').fill('_alice');
  await password.focus();
  await expect(dialog.getByText(/begins with a letter or digit/)).toBeVisible();
});

test('what was refused is not held against the next try', async (t) => {
  const { page, server } = await startBrowserTest(t);
  await page.goto(`${server.url}/settings/users`);
  await page.getByRole('button', { name: 'Add user' }).click();
  const dialog = page.getByRole('dialog', { name: 'Add a user' });
  await dialog.getByLabel('User name').fill('admin');
  await dialog.getByLabel('Password', { exact: true }).fill(longEnough);
  await dialog.getByRole('button', { name: 'Add user' }).click();
  await expect(dialog.getByRole('alert')).toContainText('There is a user "admin" already');
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await page.getByRole('button', { name: 'Add user' }).click();
  await expect(dialog.getByLabel('User name')).toHaveValue('');
  await expect(dialog.getByRole('alert')).toHaveCount(0);
  await page.keyboard.press('Escape');

  const question = page.getByRole('dialog', { name: 'Remove admin?' });
  await page.getByRole('button', { name: 'Remove admin' }).click();
  await question.getByRole('button', { name: 'Remove' }).click();
  await expect(question.getByRole('alert')).toContainText('"admin" is the only user');
  await page.keyboard.press('Escape');
  await expect(question).toHaveCount(0);
  await page.getByRole('button', { name: 'Remove admin' }).click();
  await expect(question.getByRole('button', { name: 'Remove' })).toBeVisible();
  await expect(question.getByRole('alert')).toHaveCount(0);
});

test('whoever removes the own user is told so before, and stands at the sign-in after', async (t) => {
  const { page, server } = await startBrowserTest(t);
  const added = await server.call('/api/tocsin/users', { body: { name: 'alice', password: longEnough } });
  assert.equal(added.status, 200, added.text);
  await page.goto(`${server.url}/settings/users`);
  await page.getByRole('button', { name: 'Remove admin' }).click();
  const question = page.getByRole('dialog', { name: 'Remove admin?' });
  await expect(question).toContainText('You are signed out at once, here too.');
  await question.getByRole('button', { name: 'Remove' }).click();
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible();
  await expect(page.getByRole('navigation')).toHaveCount(0);
  await page.getByLabel('User').fill('alice');
  await page.getByLabel('Password', { exact: true }).fill(longEnough);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('row').filter({ hasText: 'you' })).toContainText('alice');
  await expect(page.getByRole('row')).toHaveCount(2);
});

test('a browser that is signed out from another one stands at the sign-in, and goes on where it was', async (t) => {
  const { page, server, context } = await startBrowserTest(t);
  const other = await context.browser()?.newContext();
  assert.ok(other);
  t.after(() => other.close());
  await signIn(other, server.url);
  const there = await other.newPage();
  await there.goto(`${server.url}/settings/users`);
  await expect(there.getByRole('row')).toHaveCount(2);

  await page.goto(`${server.url}/settings/sessions`);
  const others = page.getByRole('row').filter({ hasNotText: 'this one' });
  await others.getByRole('button', { name: 'Sign out admin, Chrome on Linux' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByRole('row')).toHaveCount(2);

  await there.getByRole('tab', { name: 'API keys' }).click();
  const dialog = there.getByRole('dialog', { name: 'Your session has ended' });
  await dialog.getByLabel('Password', { exact: true }).fill(adminPassword);
  await dialog.getByRole('button', { name: 'Sign in' }).click();
  await expect(there.getByRole('heading', { name: 'No API key yet' })).toBeVisible();
  await expect(page.getByRole('row')).toHaveCount(2);
});

test('a session that has ended by itself meanwhile does not keep the others from being ended', async (t) => {
  const { page, server, context } = await startBrowserTest(t);
  for (let n = 0; n < 2; n++) {
    const other = await context.browser()?.newContext();
    assert.ok(other);
    t.after(() => other.close());
    await signIn(other, server.url);
  }
  await page.goto(`${server.url}/settings/sessions`);
  await expect(page.getByRole('row')).toHaveCount(4);
  const own = await page.request.get(`${server.url}/api/tocsin/sessions`);
  const gone = Object(await own.json()).items.find(({ current }: { current: boolean }) => !current);
  const ended = await server.call(`/api/tocsin/sessions/${gone.id}`, { method: 'DELETE' });
  assert.equal(ended.status, 204, ended.text);
  await page.getByRole('button', { name: 'Sign out all others' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Sign them out' }).click();
  await expect(page.getByRole('row')).toHaveCount(2);
  await expect(page.getByRole('button', { name: 'Sign out all others' })).toHaveCount(0);
});

test('an API key that has expired says so', async (t) => {
  const { page, server } = await startBrowserTest(t);
  await server.call('/api/tocsin/api-keys', { body: { name: 'short', expires_in_days: 7 } });
  await server.call('/api/tocsin/api-keys', { body: { name: 'long', expires_in_days: 90 } });
  await page.clock.setFixedTime(Date.now() + 8 * 24 * 60 * 60 * 1000);
  await page.goto(`${server.url}/settings/api-keys`);
  await expect(page.getByRole('row').filter({ hasText: 'short' })).toContainText('expired');
  await expect(page.getByRole('row').filter({ hasText: 'long' })).toContainText('in 81 days');
  await expect(page.getByText('expired')).toHaveCount(1);
});

test('a server that can keep nothing says so and why, and that it works again', async (t) => {
  const { page, server } = await startBrowserTest(t);
  await page.goto(`${server.url}/settings/about`);
  await expect(page.getByText('working', { exact: true })).toBeVisible();
  await expect(page.getByText(server.data, { exact: true })).toBeVisible();
  using database = new DatabaseSync(join(server.data, 'tocsin.db'));
  database.exec('BEGIN IMMEDIATE');
  const alert = page.getByRole('alert').filter({ hasText: 'Nothing can be kept just now' });
  await expect(alert).toContainText('Another process holds the database.', { timeout: 30_000 });
  await expect(page.getByText('in trouble', { exact: true })).toBeVisible();
  await assertAccessible(page, 'a server in trouble');
  database.exec('ROLLBACK');
  await expect(page.getByText('working', { exact: true })).toBeVisible({ timeout: 30_000 });
  await expect(alert).toHaveCount(0);
});

test('keys just made and dialogs fit a screen of 390 pixels', async (t) => {
  const { page, server } = await startBrowserTest(t, { context: { viewport: { width: 390, height: 844 } } });
  await fillWithStories(server);
  const assertFits = async (what: string) => {
    await settled(page);
    const tooWide = await page.evaluate<number>(
      'document.documentElement.scrollWidth - document.documentElement.clientWidth',
    );
    assert.ok(tooWide <= 0, `${what} is wider than the screen by ${tooWide} pixels`);
  };
  await page.goto(`${server.url}/settings/users`);
  await page.getByRole('button', { name: 'Add user' }).click();
  await page.getByRole('button', { name: 'Suggest a password' }).click();
  await assertFits('the dialog of a user');
  await page.goto(`${server.url}/settings/api-keys`);
  await page.getByRole('button', { name: 'Make an API key' }).click();
  await page.getByLabel('What is it for?').fill('a-name-without-any-blank-'.repeat(3));
  await page.getByRole('button', { name: 'Make it' }).click();
  await expect(page.getByText('The key was made')).toBeVisible();
  await assertFits('an API key just made');
  await page.goto(`${server.url}/settings/relay-keys`);
  await page.getByRole('button', { name: 'Make a relay key' }).click();
  await page.getByLabel('Who shall use it?').fill('a-name-without-any-blank-'.repeat(3));
  await page.getByLabel('Through which connector?').selectOption('sandbox');
  await page.getByRole('button', { name: 'Make it' }).click();
  await expect(page.getByText('The relay key was made')).toBeVisible();
  await assertFits('a relay key just made');
});
