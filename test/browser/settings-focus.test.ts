import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from '@playwright/test';
import { startBrowserTest } from '../support/browser.ts';
import { expect } from '../support/expect.ts';

/* The settings by keyboard alone: where the focus goes, and that dialogs keep it and give it back. */

/** The name of a new thing's dialog, and of the button that opens it, by page. */
const dialogs: [path: string, opener: string, dialog: string][] = [
  ['/settings/users', 'Add user', 'Add a user'],
  ['/settings/users', 'Change password of admin', 'Change password of admin'],
  ['/settings/users', 'Remove admin', 'Remove admin?'],
  ['/settings/api-keys', 'Make an API key', 'Make an API key'],
  ['/settings/relay-keys', 'Make a relay key', 'Make a relay key'],
  ['/settings/sessions', 'Sign out admin, Chrome on Linux', 'Sign this browser out?'],
];

const isFocusIn = (page: Page) =>
  page.evaluate<boolean>(
    'document.querySelector("[role=dialog]")?.contains(document.activeElement) === true',
  );

for (const [path, opener, name] of dialogs) {
  test(`the dialog “${name}” keeps the focus both ways, and Escape gives it back`, async (t) => {
    const { page, server } = await startBrowserTest(t);
    await page.goto(server.url + path);
    const button = page.getByRole('button', { name: opener, exact: true });
    await button.focus();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('dialog', { name })).toBeVisible();
    await expect.poll(() => isFocusIn(page)).toBe(true);
    const seen = new Set<string>();
    for (const key of ['Tab', 'Shift+Tab']) {
      for (let n = 0; n < 10; n++) {
        await page.keyboard.press(key);
        assert.ok(await isFocusIn(page), `${key} has left the dialog after ${n + 1}`);
        seen.add(await page.evaluate<string>('document.activeElement.outerHTML'));
      }
    }
    assert.ok(seen.size >= 3, `only ${seen.size} things in the dialog can be reached`);
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await expect(button).toBeFocused();
  });
}

test('a key is made and put away by keyboard, and what is left behind never loses the focus', async (t) => {
  const { page, server } = await startBrowserTest(t);
  await page.goto(`${server.url}/settings/api-keys`);
  const make = page.getByRole('button', { name: 'Make an API key' });
  await make.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByLabel('What is it for?')).toBeFocused();
  await page.keyboard.type('terraform');
  await page.keyboard.press('Enter');
  await expect(page.getByText('The key was made')).toBeVisible();
  await expect(make).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('region', { name: 'API key', exact: true })).toBeFocused();
  await page.getByRole('button', { name: 'I have kept it' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByText('The key was made')).toHaveCount(0);
  await expect(make).toBeFocused();
  await page.getByRole('button', { name: 'Revoke terraform' }).focus();
  await page.keyboard.press('Enter');
  const question = page.getByRole('dialog', { name: 'Revoke the key “terraform”?' });
  await expect(question.getByRole('button', { name: 'Cancel' })).toBeFocused();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'No API key yet' })).toBeVisible();
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
});

test('the tabs are walked through by arrow keys, and each stands in the path', async (t) => {
  const { page, server } = await startBrowserTest(t);
  await page.goto(`${server.url}/settings`);
  await page.getByRole('tab', { name: 'In force' }).focus();
  for (const part of [
    'network',
    'users',
    'api-keys',
    'relay-keys',
    'secrets',
    'sessions',
    'about',
    'in-force',
  ]) {
    await page.keyboard.press('ArrowRight');
    await expect(page).toHaveURL(`${server.url}/settings/${part}`);
  }
  await expect(page.getByRole('tab', { name: 'In force' })).toBeFocused();
});
