import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from '@playwright/test';
import { z } from 'zod';
import { assertAccessible, startBrowserTest } from '../support/browser.ts';
import { deadLetter, enqueue, mood, untilState } from '../support/delivered-events.ts';
import { expect } from '../support/expect.ts';
import { serve } from '../support/serving.ts';
import { settled } from '../support/settled-page.ts';
import { fillWithStories } from '../support/stories.ts';

/* Whether everything is delivered, in one line; and the first visit. */

const headline = (page: Page) => page.locator('[data-tone] h2');
const sandboxIncidents = z.object({ items: z.array(z.object({ status: z.string(), title: z.string() })) });

test('a first visit leads, with the mouse alone, from nothing to an incident that was acknowledged and resolved', async (t) => {
  const { page, server } = await startBrowserTest(t);
  const began = performance.now();
  await expect(headline(page)).toHaveText('Nothing was sent yet.');
  await page.getByRole('button', { name: 'Create a sandbox connector' }).click();
  await expect(page.getByText('“Sandbox practice” is there.')).toBeVisible();
  await page.getByRole('button', { name: 'Send a trigger' }).click();
  await expect(page.getByText('Answered: Event processed.')).toBeVisible();
  await expect(page.getByText('Triggered', { exact: true })).toBeVisible();
  await expect(headline(page)).toHaveText('1 event delivered; 1 incident open.');
  await page.getByRole('button', { name: 'Acknowledge' }).click();
  await expect(page.getByText('Acknowledged: whoever was paged has taken it.')).toBeVisible();
  await page.getByRole('button', { name: 'Resolve' }).click();
  await expect(
    page.getByText('Resolved. You have seen an incident open, be acknowledged and closed.'),
  ).toBeVisible();
  t.diagnostic(`${Math.round(performance.now() - began)} ms from the first page to the resolved incident`);
  const { items } = sandboxIncidents.parse((await server.call('/api/tocsin/sandbox/incidents')).body);
  assert.deepEqual(
    items.map(({ status }) => status),
    ['resolved'],
  );
  await expect(headline(page)).toHaveText('All 3 events delivered; no incident open.');
  await page.getByRole('button', { name: 'Close', exact: true }).click();
  await page.reload();
  await expect(headline(page)).toBeVisible();
  await expect(page.getByText('From nothing to a closed incident')).toHaveCount(0);
});

test('the first steps that are put away stay away, after a reload too', async (t) => {
  const { page } = await startBrowserTest(t);
  const steps = page.getByRole('heading', { name: 'From nothing to a closed incident, in three steps' });
  await expect(steps).toBeVisible();
  await page.getByRole('button', { name: 'Not now' }).click();
  await expect(steps).toHaveCount(0);
  await page.reload();
  await expect(headline(page)).toBeVisible();
  await expect(steps).toHaveCount(0);
});

test('a key for PagerDuty is checked in the first step as it is anywhere', async (t) => {
  const { page } = await startBrowserTest(t);
  await page.getByLabel('Connector name').fill('On-call');
  await page.getByLabel('Integration key', { exact: true }).fill('abc');
  await page.getByRole('button', { name: 'Create the connector' }).click();
  await expect(page.getByText(/this one has 3 characters, not 32/)).toBeVisible();
  await page.getByLabel('Integration key', { exact: true }).fill('0123456789abcdef0123456789abcdef');
  await page.getByRole('button', { name: 'Create the connector' }).click();
  await expect(page.getByText('“On-call” is there.')).toBeVisible();
  await expect(page.getByText(/PagerDuty takes it for real/)).toBeVisible();
});

test('a refused key, and dead letters behind it, are told in the first line with what to do', async (t) => {
  const { page, server } = await startBrowserTest(t);
  const { connectors } = await fillWithStories(server);
  await page.reload();
  await expect(headline(page)).toHaveText('1 event waits: the key of Old data team is refused.');
  await expect(page.locator('[data-tone]')).toHaveAttribute('data-tone', 'held');
  const held = page.getByRole('region', { name: 'What holds events back' });
  await expect(held).toContainText('Key of Old data team');
  await expect(held).toContainText('The integration key was refused.');
  await held.getByRole('link', { name: 'See what waits' }).click();
  await expect(page).toHaveURL(new RegExp(`/deliveries\\?state=waiting&connector_id=${connectors.revoked}$`));
  await expect(page.getByText('Nightly load has failed twice')).toBeVisible();
});

test('each connector has its numbers, which lead to what they count', async (t) => {
  const { page, server } = await startBrowserTest(t);
  const { connectors } = await fillWithStories(server);
  await page.reload();
  const table = page.getByRole('region', { name: 'Connectors' });
  const row = table.getByRole('row').filter({ hasText: 'Old data team' });
  await expect(row).toContainText('Held back');
  await row.getByRole('link', { name: 'Old data team', exact: true }).click();
  await expect(page).toHaveURL(new RegExp(`/connectors/${connectors.revoked}`));
});

test('dead letters alone turn the first line, and sending them again turns it back, live', async (t) => {
  const { page, server } = await startBrowserTest(t);
  const id = await deadLetter(server, {
    eventAction: 'trigger',
    dedupKey: 'mail',
    summary: 'Mail bounces',
    severity: 'error',
  });
  await expect(headline(page)).toHaveText('1 event was not delivered: it is a dead letter.', {
    timeout: 15_000,
  });
  const { status, text } = await server.call('/api/tocsin/dead-letters/_resend', { body: { ids: [id] } });
  assert.equal(status, 200, text);
  await expect(headline(page)).toHaveText('1 event delivered; 1 incident open.', { timeout: 15_000 });
});

test('an event that is sent, and then one that PagerDuty does not take, change the first line without a reload', async (t) => {
  const { page, server } = await startBrowserTest(t);
  const first = { eventAction: 'trigger', dedupKey: 'a', summary: 'First', severity: 'critical' };
  await untilState(server, await enqueue(server, first), 'delivered');
  await expect(headline(page)).toHaveText('1 event delivered; 1 incident open.');
  await mood(server, '500');
  await enqueue(server, { ...first, dedupKey: 'b', summary: 'Second' });
  await expect(headline(page)).toHaveText(/^1 event (is on its way|waits)/);
  await mood(server, 'ok');
  await expect(headline(page)).toHaveText('All 2 events delivered; 2 incidents open.', { timeout: 15_000 });
});

test('the charts come after the page, and each says in a sentence what it shows', async (t) => {
  const { page, server } = await startBrowserTest(t);
  await fillWithStories(server);
  await page.reload();
  const backlog = page.getByRole('figure', { name: 'Backlog and its age' });
  await expect(backlog).toContainText(/1 event now/);
  const deliveries = page.getByRole('figure', { name: 'Deliveries and failed attempts, a minute' });
  await expect(deliveries).toContainText(/17 events delivered/);
  for (const chart of [backlog, deliveries]) {
    const box = await chart.locator('canvas').boundingBox();
    assert.ok(box !== null && box.width > 200 && box.height > 100, JSON.stringify(box));
  }
  await page.getByText('24 hours').click();
  await expect(backlog).toContainText(/1 event now/);
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing serious on a first visit, nor where something is held back, ${colorScheme}`, async (t) => {
    const { page, server } = await startBrowserTest(t, { context: { colorScheme } });
    await assertAccessible(page, 'the first visit');
    await page.getByRole('button', { name: 'Create a sandbox connector' }).click();
    await page.getByRole('button', { name: 'Send a trigger' }).click();
    await expect(page.getByRole('button', { name: 'Acknowledge' })).toBeVisible();
    await assertAccessible(page, 'the third step');
    await fillWithStories(server);
    await page.reload();
    await expect(page.locator('canvas').first()).toBeVisible();
    await assertAccessible(page, 'the overview with something held back');
  });
}

test('a restart of the server is lived through: the first line says that it may be old, and is true again by itself', async (t) => {
  const { page, server } = await startBrowserTest(t);
  const event = { eventAction: 'trigger', dedupKey: 'a', summary: 'Before', severity: 'critical' };
  await untilState(server, await enqueue(server, event), 'delivered');
  await expect(headline(page)).toHaveText('1 event delivered; 1 incident open.');
  await server.child.kill('SIGTERM');
  await expect(page.locator('[data-tone]')).toHaveAttribute('data-tone', 'stale');
  await expect(headline(page)).toHaveText(
    'Not live. The last known state: 1 event delivered; 1 incident open.',
  );
  await using again = await serve(server.data, { words: ['--port', new URL(server.url).port] });
  assert.equal(again.url, server.url);
  // It counts since its start, and remembers what is open.
  await expect(headline(page)).toHaveText('Nothing waits; 1 incident open.', { timeout: 20_000 });
  await expect(page.getByRole('alert')).toHaveCount(0);
});

test('the first steps go by keyboard alone: the focus follows to the next step, and to the page when they are closed', async (t) => {
  const { page } = await startBrowserTest(t);
  const focused = page.locator(':focus');
  await page.getByRole('button', { name: 'Create a sandbox connector' }).focus();
  await page.keyboard.press('Enter');
  await expect(focused).toHaveText('Now: Send a test');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(focused).toHaveText('Now: See it, and end it');
  await page.getByRole('button', { name: 'Resolve' }).focus();
  await page.keyboard.press('Enter');
  await expect(focused).toHaveText('Resolved. You have seen an incident open and be closed.');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(focused).toHaveAttribute('id', 'page');
});

test('the first steps go on after a reload where they were', async (t) => {
  const { page } = await startBrowserTest(t);
  await page.getByRole('button', { name: 'Create a sandbox connector' }).click();
  await page.getByRole('button', { name: 'Send a trigger' }).click();
  await page.getByRole('link', { name: 'See it in the sandbox' }).click();
  await expect(page.getByRole('dialog', { name: 'Incident 1' })).toContainText('can you hear the bell?');
  await page.goto(new URL('/', page.url()).href);
  await expect(page.getByText('“Sandbox practice” is there.')).toBeVisible();
  await page.getByRole('button', { name: 'Resolve' }).click();
  await expect(page.getByText('Resolved. You have seen an incident open and be closed.')).toBeVisible();
});

test('no step of the first visit, and nothing below it, is wider than 390 pixels', async (t) => {
  const { page } = await startBrowserTest(t, { context: { viewport: { width: 390, height: 844 } } });
  const fits = async (what: string) => {
    await settled(page);
    const tooWide = await page.evaluate<number>(
      'document.documentElement.scrollWidth - document.documentElement.clientWidth',
    );
    assert.ok(tooWide <= 0, `${what} is wider than the screen by ${tooWide} pixels`);
    for (const button of await page.getByRole('main').getByRole('button').all()) {
      const [right = 0, edge = 0] = await button.evaluate((it) =>
        [it, it.parentElement ?? it].map((each) => each.getBoundingClientRect().right),
      );
      assert.ok(right <= edge + 1, `a button of ${what} stands out of its card: ${right} > ${edge}`);
    }
  };
  await fits('the first step');
  await page.getByRole('button', { name: 'Create a sandbox connector' }).click();
  await expect(page.getByRole('button', { name: 'Send a trigger' })).toBeVisible();
  await fits('the second step');
  await page.getByRole('button', { name: 'Send a trigger' }).click();
  await expect(page.getByText('Triggered', { exact: true })).toBeVisible();
  await expect(page.locator('canvas').first()).toBeVisible();
  await fits('the third step');
  await page.getByRole('button', { name: 'Resolve' }).click();
  await expect(page.getByText(/^Resolved\. You have seen/)).toBeVisible();
  await fits('the end');
});
