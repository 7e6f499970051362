import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { startBrowserTest } from '../support/browser.ts';
import { deadLetter, enqueue, mood, untilState } from '../support/delivered-events.ts';
import { expect } from '../support/expect.ts';
import type { TestServer } from '../support/test-server.ts';

/* What was not delivered: read, edited and sent again, purged. */

const trigger = (dedupKey: string, summary: string, more: object = {}) => {
  return { eventAction: 'trigger', dedupKey, summary, severity: 'error', ...more };
};

async function deadLetters(server: TestServer, count: number): Promise<void> {
  for (let n = 1; n <= count; n++) await deadLetter(server, trigger(`dead/${n}`, `Refused ${n}`));
}

const sandboxIncidents = z.object({ items: z.array(z.object({ title: z.string(), dedup_key: z.string() })) });

test('a dead letter tells why in PagerDuty’s words, is edited and sent again, and the sandbox has it', async (t) => {
  const { page, server } = await startBrowserTest(t);
  await deadLetter(server, trigger('db1/disk', 'Disk ful', { customDetails: { used: '97 %' } }));
  await page.goto(`${server.url}/dead-letters`);
  const row = page.getByRole('row').filter({ hasText: 'Disk ful' });
  await expect(row).toContainText('Invalid event');
  await expect(row).toContainText('The sandbox is in the mood to refuse');
  await row.getByRole('link').click();
  await expect(page.getByText('PagerDuty refused what the event says.').first()).toBeVisible();
  await page.getByRole('button', { name: 'Edit and resend' }).click();
  const summary = page.getByLabel('Summary');
  await expect(summary).toHaveValue('Disk ful');
  await summary.fill('Disk full, spelled right');
  await page.getByRole('button', { name: 'Send the edited event' }).click();
  await expect(page.getByText(/^Delivered at the first attempt/)).toBeVisible();
  await expect(page.getByText('Sends again')).toBeVisible();
  const { items } = sandboxIncidents.parse((await server.call('/api/tocsin/sandbox/incidents')).body);
  assert.deepEqual(
    items.map(({ title, dedup_key }) => [title, dedup_key]),
    [['Disk full, spelled right', 'db1/disk']],
  );
  await page.goto(`${server.url}/dead-letters`);
  await expect(page.getByRole('heading', { name: 'No dead letters' })).toBeVisible();
});

test('an edit that is refused says why, and nothing that was typed is lost', async (t) => {
  const { page, server } = await startBrowserTest(t);
  const id = await deadLetter(server, trigger('db1/disk', 'Disk full'));
  await page.goto(`${server.url}/dead-letters/${id}`);
  await page.getByRole('button', { name: 'Edit and resend' }).click();
  await page.getByLabel('Summary').fill('');
  await page.getByRole('button', { name: 'Send the edited event' }).click();
  await expect(page.getByLabel('Summary')).toHaveAttribute('aria-invalid', 'true');
  await page.getByLabel('Summary').fill('Typed before it was purged');
  await server.call(`/api/tocsin/dead-letters/${id}`, { method: 'DELETE' });
  await page.getByRole('button', { name: 'Send the edited event' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'it was purged' })).toBeVisible();
  await expect(page.getByLabel('Summary')).toHaveValue('Typed before it was purged');
});

test('an outdated dead letter says what came after, and goes when somebody insists', async (t) => {
  const { page, server } = await startBrowserTest(t);
  const id = await deadLetter(server, trigger('db1/disk', 'Disk full'));
  const resolve = await enqueue(server, { eventAction: 'resolve', dedupKey: 'db1/disk' });
  await untilState(server, resolve, 'delivered');
  await page.goto(`${server.url}/dead-letters/${id}`);
  await page.getByRole('button', { name: 'Resend as it is' }).click();
  await expect(page.getByRole('alert').filter({ hasText: `the resolve ${resolve}` })).toBeVisible();
  await page.getByRole('button', { name: 'Send anyway' }).click();
  await expect(page.getByText(/^Delivered at the first attempt/)).toBeVisible();
});

test('many are sent again at once, and what became of each is told', async (t) => {
  const { page, server } = await startBrowserTest(t);
  await deadLetters(server, 3);
  const resolve = await enqueue(server, { eventAction: 'resolve', dedupKey: 'dead/2' });
  await untilState(server, resolve, 'delivered');
  await page.goto(`${server.url}/dead-letters`);
  await page.getByLabel('Select all shown').check();
  await expect(page.getByText('3 dead letters selected')).toBeVisible();
  await page.getByRole('button', { name: 'Resend', exact: true }).click();
  const results = page.getByRole('status').filter({ hasText: 'What became of them' });
  await expect(results).toContainText('2 dead letters sent again.');
  await expect(results).toContainText(`1 dead letter not sent:`);
  await expect(results).toContainText(`the resolve ${resolve}`);
  await expect(page.getByRole('row')).toHaveCount(2);
  await page.getByRole('button', { name: 'Send anyway' }).click();
  await expect(results).toContainText('1 dead letter sent again.');
  await expect(page.getByRole('heading', { name: 'No dead letters' })).toBeVisible();
});

test('some are purged by hand, the rest by what they are, each after a question', async (t) => {
  const { page, server } = await startBrowserTest(t);
  await deadLetters(server, 3);
  await mood(server, 'slow', { delay: 60_000 });
  await enqueue(server, trigger('busy', 'On its way'));
  const waits = await enqueue(server, { eventAction: 'acknowledge', dedupKey: 'busy' });
  await server.call('/api/tocsin/events/_cancel', { body: { ids: [waits] } });
  await page.goto(`${server.url}/dead-letters`);
  await expect(page.getByRole('row')).toHaveCount(5);
  const filters = page.getByRole('region', { name: 'Filters' });
  await filters.getByLabel('Reason').selectOption('Invalid event');
  await expect(page).toHaveURL(/reason=invalid_event/);
  await expect(page.getByRole('row')).toHaveCount(4);
  await page.getByRole('row').filter({ hasText: 'Refused 1' }).getByRole('checkbox').check();
  await page.getByRole('button', { name: 'Purge', exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Purge 1 dead letter' }).click();
  await expect(page.getByRole('row')).toHaveCount(3);
  await expect(page.getByText('Refused 1')).toHaveCount(0);
  await page.getByRole('button', { name: 'Purge all that match' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Purge all that match' }).click();
  await expect(page.getByRole('heading', { name: 'No dead letter is like that' })).toBeVisible();
  await page.getByRole('button', { name: 'Clear filters' }).first().click();
  await expect(page.getByRole('row')).toHaveCount(2);
  await expect(page.getByRole('row').last()).toContainText('Cancelled');
});
