import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from '@playwright/test';
import { z } from 'zod';
import { startBrowserTest } from '../support/browser.ts';
import { enqueue, untilState } from '../support/delivered-events.ts';
import { expect } from '../support/expect.ts';
import type { TestServer } from '../support/test-server.ts';

/* The PagerDuty to practise on, by its screen. */

const state = z.object({
  limit: z.number().nullable(),
  moods: z.array(z.object({ mood: z.string(), percent: z.number(), delay: z.number() })),
  counts: z.record(z.string(), z.number()),
});
const stateOf = async (server: TestServer) => state.parse((await server.call('/api/tocsin/sandbox')).body);
const moodOf = async (server: TestServer) => (await stateOf(server)).moods.map(({ mood }) => mood);

const trigger = (dedupKey: string, summary: string) => ({
  eventAction: 'trigger',
  dedupKey,
  summary,
  severity: 'critical',
  source: 'db1',
});
const row = (page: Page, text: string) => page.getByRole('row').filter({ hasText: text });

test('incidents show with their log, and are acknowledged and resolved as a person would', async (t) => {
  const { page, server } = await startBrowserTest(t);
  await page.goto(`${server.url}/sandbox`);
  await expect(page.getByRole('heading', { name: 'No incident yet' })).toBeVisible();
  await untilState(server, await enqueue(server, trigger('disk', 'Disk full')), 'delivered');
  await untilState(server, await enqueue(server, trigger('disk', 'Disk very full')), 'delivered');
  await expect(row(page, 'Disk full')).toContainText('Triggered');
  await page.getByRole('button', { name: 'Disk full', exact: true }).click();
  const drawer = page.getByRole('dialog', { name: 'Incident 1' });
  await expect(drawer.getByRole('row', { name: /Source/ })).toContainText('db1');
  await expect(drawer.getByRole('row', { name: /Newest summary/ })).toContainText('Disk very full');
  await expect(drawer.getByRole('row', { name: /Triggers/ })).toContainText('2');
  await drawer.getByRole('button', { name: 'Acknowledge: Disk full' }).click();
  await expect(drawer.getByText('Acknowledged', { exact: true }).first()).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(drawer).toBeHidden();
  await expect(page.getByRole('button', { name: 'Disk full', exact: true })).toBeFocused();
  await row(page, 'Disk full').getByRole('button', { name: 'Resolve: Disk full' }).click();
  await expect(row(page, 'Disk full')).toContainText('Resolved');
  const { triggered, acknowledged, resolved } = (await stateOf(server)).counts;
  assert.deepEqual([triggered, acknowledged, resolved], [0, 0, 1]);
});

test('incidents are filtered by their status, in the address', async (t) => {
  const { page, server } = await startBrowserTest(t);
  await untilState(server, await enqueue(server, trigger('a', 'Still open')), 'delivered');
  await untilState(server, await enqueue(server, trigger('b', 'Over')), 'delivered');
  await untilState(server, await enqueue(server, { eventAction: 'resolve', dedupKey: 'b' }), 'delivered');
  await page.goto(`${server.url}/sandbox`);
  await expect(row(page, 'Over')).toBeVisible();
  await page.getByText('Triggered 1').click();
  await expect(row(page, 'Over')).toHaveCount(0);
  await expect(row(page, 'Still open')).toBeVisible();
  await expect(page).toHaveURL(/status=triggered/);
  await page.reload();
  await expect(row(page, 'Still open')).toBeVisible();
  await expect(row(page, 'Over')).toHaveCount(0);
});

test('a mood is one click, makes events wait, is told of, and ends with another click', async (t) => {
  const { page, server } = await startBrowserTest(t);
  await page.goto(`${server.url}/sandbox`);
  await page.getByRole('radio', { name: 'Broken (500)' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'Broken (500)' })).toBeVisible();
  assert.deepEqual(await moodOf(server), ['500']);
  const id = await enqueue(server, trigger('storm', 'In the storm'));
  await page.getByRole('tab', { name: 'Calls' }).click();
  await expect(page.getByRole('button', { name: /Failed.*500.*storm/ }).first()).toBeVisible();
  await page.getByRole('button', { name: 'All is well again' }).click();
  await expect(page.getByRole('alert')).toHaveCount(0);
  await expect(page.getByRole('radio', { name: 'All is well' })).toBeChecked();
  await untilState(server, id, 'delivered');
  await expect(page.getByRole('button', { name: /Opened.*202.*storm/ })).toBeVisible();
});

test('a mood may be for some calls, late, and for a while', async (t) => {
  const { page, server } = await startBrowserTest(t);
  await page.goto(`${server.url}/sandbox`);
  await page.getByRole('button', { name: 'Only some calls, or for a while' }).click();
  await page.getByLabel('Of the calls, in percent').fill('25');
  await page.getByLabel('Delay in milliseconds').fill('1500');
  await page.getByLabel('Lasts').selectOption('5 minutes');
  await page.getByRole('combobox', { name: 'Only for this integration key' }).fill('too short');
  await page.getByRole('radio', { name: 'Answer lost' }).click();
  await expect(page.getByText('An integration key has 32 letters and digits.')).toBeVisible();
  assert.deepEqual(await moodOf(server), ['ok']);
  await page.getByRole('combobox', { name: 'Only for this integration key' }).fill('');
  await page.getByRole('radio', { name: 'Answer lost' }).click();
  const told = page.getByRole('alert').filter({ hasText: 'Answer lost' });
  await expect(told).toContainText('25 % of the calls');
  await expect(told).toContainText('after 1.5 s');
  await expect(told).toContainText(/in [45] minutes/);
  const { moods } = await stateOf(server);
  assert.deepEqual(moods[0] && [moods[0].mood, moods[0].percent, moods[0].delay], ['lose-answer', 25, 1500]);
});

test('a call tells what came, without its key, and what was answered', async (t) => {
  const { page, server } = await startBrowserTest(t);
  await untilState(server, await enqueue(server, trigger('disk', 'Disk full')), 'delivered');
  await page.goto(`${server.url}/sandbox/calls`);
  await page.getByRole('button', { name: /Opened.*202.*disk/ }).click();
  const call = page.getByRole('region', { name: /Body received/ });
  await expect(call).toContainText('Disk full');
  await expect(call).toContainText('"routing_key"');
  await expect(call).not.toContainText(/[A-Za-z0-9]{32}/);
});

test('the rate limit is set, told, refused when it is none, and taken away', async (t) => {
  const { page, server } = await startBrowserTest(t);
  await page.goto(`${server.url}/sandbox`);
  const field = page.getByLabel('Calls per key in any 60 seconds');
  await field.fill('2');
  await page.getByRole('button', { name: 'Set the limit' }).click();
  await expect(page.getByText('Now: 2 calls a minute for each key.')).toBeVisible();
  assert.equal((await stateOf(server)).limit, 2);
  await field.fill('');
  await page.getByRole('button', { name: 'Set the limit' }).click();
  await expect(page.getByText('There is no limit.')).toBeVisible();
  assert.equal((await stateOf(server)).limit, null);
  await page.getByRole('button', { name: 'Reset' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Reset the sandbox' }).click();
  await expect(page.getByText('Now: 120 calls a minute for each key.')).toBeVisible();
  await expect(field).toHaveValue('120');
});

test('a key that was made works at once, and no more when it is revoked', async (t) => {
  const { page, server } = await startBrowserTest(t);
  await page.goto(`${server.url}/sandbox/keys`);
  await page.getByRole('radio', { name: 'Only keys that are listed here' }).click();
  await page.getByRole('button', { name: 'Make an integration key' }).click();
  const made = page.getByRole('status').filter({ hasText: 'The key is made' });
  const key = (await made.getByRole('region', { name: 'Integration key' }).innerText()).trim();
  const send = () =>
    server.call('/sandbox/v2/enqueue', {
      authorization: null,
      body: {
        routing_key: key,
        event_action: 'trigger',
        dedup_key: 'k',
        payload: { summary: 'It works', source: 'here', severity: 'info' },
      },
    });
  assert.equal((await send()).status, 202);
  await page.getByRole('button', { name: `Revoke the key ${key}` }).click();
  await expect(page.getByRole('button', { name: `Admit the key ${key} again` })).toBeVisible();
  assert.equal((await send()).status, 400);
  await page.getByRole('button', { name: `Admit the key ${key} again` }).click();
  await expect(page.getByRole('button', { name: `Revoke the key ${key}` })).toBeVisible();
  assert.equal((await send()).status, 202);
});

test('a server without a sandbox says how to have one', async (t) => {
  const { page, server } = await startBrowserTest(t, {
    server: { env: { TOCSIN_SANDBOX_ENABLED: 'false' } },
  });
  await page.goto(`${server.url}/sandbox`);
  await expect(page.getByRole('heading', { name: 'The sandbox is not enabled' })).toBeVisible();
  await expect(page.getByText('enabled: true')).toBeVisible();
});
