import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from '@playwright/test';
import { startBrowserTest } from '../support/browser.ts';
import { enqueue, untilState } from '../support/delivered-events.ts';
import { expect } from '../support/expect.ts';
import { withStreamOfItsOwn } from '../support/own-stream.ts';

/* What all pages have in common. */

const scheme = (page: Page) =>
  page.evaluate<string | null>('document.documentElement.getAttribute("data-mantine-color-scheme")');

test('dark and light follow the system until somebody chooses, and the choice is kept', async (t) => {
  const { page } = await startBrowserTest(t, { context: { colorScheme: 'dark' } });
  await expect.poll(() => scheme(page)).toBe('dark');
  await page.getByRole('button', { name: 'Switch to light' }).click();
  await expect.poll(() => scheme(page)).toBe('light');
  await page.reload();
  await expect(page.getByRole('button', { name: 'Switch to dark' })).toBeVisible();
  assert.equal(await scheme(page), 'light');
});

test('a time is relative, and the exact one comes by hovering over it', async (t) => {
  const { page, server } = await startBrowserTest(t);
  const event = { eventAction: 'trigger', dedupKey: 'time', summary: 'When?', severity: 'info' };
  await untilState(server, await enqueue(server, event), 'delivered');
  await page.goto(`${server.url}/deliveries`);
  const time = page.getByRole('row').filter({ hasText: 'When?' }).locator('time');
  await expect(time).toHaveText(/^(now|\d+ seconds? ago)$/);
  const exact = new Date((await time.getAttribute('datetime')) ?? '');
  await time.hover();
  await expect(page.getByRole('tooltip')).toContainText(String(exact.getFullYear()));
  await expect(page.getByRole('tooltip')).toContainText(String(exact.getMinutes()).padStart(2, '0'));
});

test('on a narrow screen the list of pages opens by a button, leads on, and closes', async (t) => {
  const { page } = await startBrowserTest(t, { context: { viewport: { width: 390, height: 844 } } });
  const link = page.getByRole('link', { name: 'Incidents', exact: true });
  await expect(link).not.toBeInViewport();
  await page.getByRole('button', { name: 'Open the list of pages' }).click();
  await expect(link).toBeInViewport();
  await link.click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Incidents');
  await expect(link).not.toBeInViewport();
});

test('the first press of Tab leads past the list of pages', async (t) => {
  const { page } = await startBrowserTest(t);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to the page' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.locator('#page')).toBeFocused();
});

test('a server that can not be reached is told in words, and asking again brings the page', async (t) => {
  const { page, server } = await startBrowserTest(t);
  // Without a stream, whose opening would bring the page by itself.
  await withStreamOfItsOwn(page);
  await page.route('**/api/tocsin/stream', (route) => route.abort());
  await page.goto(server.url);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.route('**/api/tocsin/incidents*', (route) => route.abort());
  await page.getByRole('link', { name: 'Incidents', exact: true }).click();
  await expect(page.getByRole('alert')).toContainText('Tocsin does not answer.');
  await page.unroute('**/api/tocsin/incidents*');
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('alert')).toHaveCount(0);
  assert.equal((await server.call('/api/tocsin/incidents')).status, 200);
});
