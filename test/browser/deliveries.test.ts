import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startBrowserTest } from '../support/browser.ts';
import { enqueue, mood, untilState } from '../support/delivered-events.ts';
import { expect } from '../support/expect.ts';
import type { TestServer } from '../support/test-server.ts';

/* The lists of events and of incidents, and one event. */

const trigger = (dedupKey: string, summary: string, more: object = {}) => {
  return { eventAction: 'trigger', dedupKey, summary, severity: 'critical', ...more };
};

async function delivered(server: TestServer, params: object): Promise<string> {
  const id = await enqueue(server, params);
  await untilState(server, id, 'delivered');
  return id;
}

/** Many events at once, a thousand a request, the oldest first. */
async function enqueueMany(server: TestServer, count: number): Promise<void> {
  for (let from = 0; from < count; from += 1000) {
    const events = Array.from({ length: Math.min(1000, count - from) }, (_, i) => {
      return { eventAction: 'change', summary: `Change ${from + i + 1}` };
    });
    const { status, text } = await server.call('/api/tocsin/connector/sandbox/_enqueue', { body: events });
    assert.equal(status, 202, text.slice(0, 500));
  }
}

test('an event appears by itself when it is accepted, and leads to its page', async (t) => {
  const { page, server } = await startBrowserTest(t);
  await page.goto(`${server.url}/deliveries`);
  await expect(page.getByRole('heading', { name: 'No events yet' })).toBeVisible();
  const id = await enqueue(server, trigger('live', 'Seen without a reload'));
  const row = page.getByRole('row').filter({ hasText: 'Seen without a reload' });
  await expect(row).toContainText('Delivered');
  await expect(row).toContainText('Critical');
  await row.getByRole('link').click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`Event ${id}`);
});

test('filters stand in the URL: they survive a reload, and the way back leads through them', async (t) => {
  const { page, server } = await startBrowserTest(t);
  await delivered(server, trigger('one', 'The first'));
  await delivered(server, trigger('two', 'The second'));
  await delivered(server, { eventAction: 'resolve', dedupKey: 'two' });
  await page.goto(`${server.url}/deliveries`);
  const filters = page.getByRole('region', { name: 'Filters' });
  await expect(page.getByRole('row')).toHaveCount(4);
  await filters.getByLabel('Dedup key', { exact: true }).fill('two');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('row')).toHaveCount(3);
  await filters.getByLabel('Action').selectOption('Resolve');
  await expect(page.getByRole('row')).toHaveCount(2);
  await filters.getByLabel('Accepted').selectOption('In the last hour');
  await filters.getByLabel('State').selectOption('Delivered');
  await expect(page).toHaveURL(/dedup_key=two&action=resolve&within=hour&state=delivered/);
  await page.reload();
  await expect(filters.getByLabel('Action')).toHaveValue('resolve');
  await expect(filters.getByLabel('Dedup key', { exact: true })).toHaveValue('two');
  await expect(page.getByRole('row')).toHaveCount(2);
  await page.getByRole('link', { name: 'Resolves two' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Event');
  await page.goBack();
  await expect(page.getByRole('row')).toHaveCount(2);
  for (let n = 0; n < 3; n++) await page.goBack();
  await expect(filters.getByLabel('Action')).toHaveValue('');
  await expect(page.getByRole('row')).toHaveCount(3);
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await expect(page.getByRole('row')).toHaveCount(4);
  await filters.getByLabel('Dedup key', { exact: true }).fill('tw');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'No event is like that' })).toBeVisible();
});

test('one event tells its attempts, their reasons and what it waits for, live, until it is delivered', async (t) => {
  const { page, server } = await startBrowserTest(t);
  await mood(server, '500');
  const id = await enqueue(server, trigger('retried', 'Not at the first try'));
  await page.goto(`${server.url}/deliveries/${id}`);
  await expect(page.getByText(/^Waits/).first()).toBeVisible();
  await expect(page.getByText('2nd attempt')).toBeVisible();
  await expect(page.getByText('HTTP 500').first()).toBeVisible();
  await expect(page.getByText('answered that it is broken (5xx)').first()).toBeVisible();
  await mood(server, 'ok');
  await expect(
    page.getByText(/^Delivered on the \d+(st|nd|rd|th) attempt, .+ after it was accepted\.$/),
  ).toBeVisible();
  await page.getByRole('button', { name: 'Show the answer' }).last().click();
  await expect(page.getByRole('region', { name: /^Answer to the/ })).toContainText('Event processed');
  const body = page.getByRole('region', { name: 'The body as JSON' });
  await expect(body).toContainText('"dedup_key": "retried"');
  await expect(body).not.toContainText('routing_key');
});

test('what was superseded leads to the event that took its place', async (t) => {
  const { page, server } = await startBrowserTest(t);
  // Acknowledges wait behind the one that hangs; the newer takes the older one's place.
  await mood(server, 'slow', { delay: 60_000 });
  await enqueue(server, trigger('busy', 'On its way'));
  const older = await enqueue(server, { eventAction: 'acknowledge', dedupKey: 'busy' });
  const newer = await enqueue(server, { eventAction: 'acknowledge', dedupKey: 'busy' });
  await page.goto(`${server.url}/deliveries/${older}`);
  await expect(page.getByText(`Superseded by event ${newer}: a newer event says the same`)).toBeVisible();
  await page.getByRole('link', { name: `event ${newer}` }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`Event ${newer}`);
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel the event' }).click();
  await expect(page.getByText('A dead letter; it was never sent. Somebody cancelled it')).toBeVisible();
  await expect(page.getByRole('link', { name: 'Edit, resend or purge' })).toBeVisible();
});

test('an event that does not exist is a page that says so', async (t) => {
  const { page, server } = await startBrowserTest(t);
  await page.goto(`${server.url}/deliveries/4711`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('There is no such event');
  await page.getByRole('link', { name: 'To the deliveries' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Deliveries');
});

test('markup and javascript: links from outside are shown as text', async (t) => {
  const { page, server } = await startBrowserTest(t);
  const summary = '<img src=x onerror="document.title=1"><b>bold</b>';
  const links = [
    { href: 'javascript:document.title=1', text: 'Not a link' },
    { href: 'https://runbooks.example.net/disk', text: 'A link' },
  ];
  const id = await delivered(server, trigger('<i>key</i>', summary, { links }));
  await page.goto(`${server.url}/deliveries`);
  await page.getByRole('link', { name: summary }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`Event ${id}`);
  await expect(page.getByText(summary, { exact: true })).toBeVisible();
  await expect(page.getByText('Not a link (javascript:document.title=1)')).toBeVisible();
  await expect(page.getByRole('link', { name: 'Not a link' })).toHaveCount(0);
  const link = page.getByRole('link', { name: 'A link' });
  await expect(link).toHaveAttribute('rel', 'noopener noreferrer');
  assert.equal(await page.locator('a[href^="javascript"], main b, main i, main img').count(), 0);
});

test('an incident is resolved after a question, and leaves the list when PagerDuty has confirmed it', async (t) => {
  const { page, server } = await startBrowserTest(t);
  await delivered(server, trigger('open/1', 'Open'));
  await delivered(server, trigger('open/2', 'Open as well'));
  await page.goto(`${server.url}/incidents`);
  await expect(page.getByRole('row')).toHaveCount(3);
  await page.getByLabel('Dedup key', { exact: true }).fill('open/2');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('row')).toHaveCount(2);
  await page.getByRole('button', { name: 'Resolve open/2' }).click();
  const dialog = page.getByRole('dialog', { name: 'Resolve this incident?' });
  await expect(dialog).toContainText('sandbox');
  await dialog.getByRole('button', { name: 'Resolve the incident' }).click();
  await expect(page.getByRole('heading', { name: 'No incident is like that' })).toBeVisible();
  await page.getByRole('button', { name: 'Clear filters' }).last().click();
  await expect(page.getByRole('row')).toHaveCount(2);
  await page.getByRole('link', { name: 'open/1' }).click();
  await expect(page).toHaveURL(/deliveries\?dedup_key=open%2F1/);
  await expect(page.getByRole('row')).toHaveCount(2);
});

test('a long list scrolls, keeps few rows on the page, and stands still while somebody reads further down', {
  timeout: 120_000,
}, async (t) => {
  const { page, server } = await startBrowserTest(t);
  await mood(server, 'slow', { delay: 60_000 });
  await enqueueMany(server, 2000);
  await page.goto(`${server.url}/deliveries`);
  await expect(page.getByRole('link', { name: 'Change 2000', exact: true })).toBeVisible();
  const oldest = page.getByRole('link', { name: 'Change 1', exact: true });
  await expect(async () => {
    await page.evaluate('window.scrollTo(0, document.body.scrollHeight)');
    await expect(oldest).toBeVisible({ timeout: 100 });
  }).toPass({ timeout: 60_000 });
  await expect(page.getByText('That is all.')).toBeVisible();
  assert.ok((await page.getByRole('row').count()) < 80, 'only what is seen is drawn');

  const place = await page.evaluate('window.scrollY');
  await enqueue(server, { eventAction: 'change', summary: 'Newer than all' });
  const newer = page.getByRole('button', { name: /^Newer ones have come/ });
  await expect(newer).toBeVisible();
  assert.equal(await page.evaluate('window.scrollY'), place);
  await expect(oldest).toBeVisible();
  await newer.click();
  await expect(page.getByRole('link', { name: 'Newer than all' })).toBeVisible();
});
