import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from '@playwright/test';
import { z } from 'zod';
import { assertAccessible, startBrowserTest } from '../support/browser.ts';
import { enqueue, mood, untilState } from '../support/delivered-events.ts';
import { expect } from '../support/expect.ts';
import { keepConnector } from '../support/kept-connector.ts';
import type { TestServer } from '../support/test-server.ts';

/* The tabs Test and Deliveries of a connector, against the sandbox. */

const incidents = z.object({
  items: z.array(z.object({ dedup_key: z.string(), status: z.string(), title: z.string() })),
});

/** What the sandbox has, newest first: key and status of each incident. */
async function sandboxIncidents(server: TestServer): Promise<string[][]> {
  const { body } = await server.call('/api/tocsin/sandbox/incidents');
  return incidents.parse(body).items.map(({ dedup_key, status }) => [dedup_key, status]);
}

const runButton = (page: Page) => page.getByRole('button', { name: 'Run', exact: true });
const choose = (page: Page, action: string) => page.locator('label').filter({ hasText: action }).click();
const openNotice = (page: Page) => page.getByRole('status').filter({ hasText: 'A test incident is' });

async function runTrigger(page: Page, dedupKey: string): Promise<void> {
  await page.getByLabel('DedupKey').fill(dedupKey);
  await page.getByLabel('Summary').fill('It works');
  await runButton(page).click();
  await expect(page.getByText('Test was successful')).toBeVisible();
  // Of an earlier run it may have said so as well.
  await expect(page.getByRole('region', { name: 'Body sent' })).toContainText(dedupKey);
}

test('save & test: an incident is opened, acknowledged and resolved, and the sandbox says so each time', async (t) => {
  const { page, server } = await startBrowserTest(t);
  await page.goto(`${server.url}/connectors/new`);
  await page.getByLabel('Connector name').fill('Practice');
  await page.getByRole('radio', { name: 'Sandbox' }).check();
  await page.getByRole('button', { name: 'Make an integration key' }).click();
  const keyField = page.getByLabel('Integration key', { exact: true });
  await expect(keyField).toHaveValue(/^\w{32}$/);
  const key = await keyField.inputValue();
  await page.getByRole('button', { name: 'Save & test' }).click();
  await expect(page.getByRole('tab', { name: 'Test' })).toHaveAttribute('aria-selected', 'true');
  await expect(page.getByRole('tab', { name: 'Test' })).toBeFocused();
  await expect(page.getByText('When you run the test, the results will show up here.')).toBeVisible();
  await runTrigger(page, 'from/the-screen');
  assert.deepEqual(await sandboxIncidents(server), [['from/the-screen', 'triggered']]);

  await expect(page.getByRole('region', { name: 'Response' })).toContainText('"Event processed"');
  const sent = page.getByRole('region', { name: 'Body sent' });
  await expect(sent).toContainText('"summary": "It works"');
  await expect(sent).toContainText('the integration key is not shown');
  expect(await page.getByRole('dialog').innerText()).not.toContain(key);
  await expect(page.getByText('HTTP 202')).toBeVisible();
  await expect(page.getByText(/^\d+ ms$/)).toBeVisible();

  await page.getByRole('button', { name: 'Acknowledge it' }).click();
  await expect(page.getByText('The incident is still open. Go on with it:')).toBeVisible();
  await expect(page.getByLabel('DedupKey')).toHaveValue('from/the-screen');
  assert.deepEqual(await sandboxIncidents(server), [['from/the-screen', 'acknowledged']]);
  await page.getByRole('button', { name: 'Resolve it' }).click();
  await expect(sent).toContainText('"event_action": "resolve"');
  await expect(page.getByRole('button', { name: 'Resolve it' })).toHaveCount(0);
  assert.deepEqual(await sandboxIncidents(server), [['from/the-screen', 'resolved']]);

  await page.getByRole('link', { name: 'Show this delivery' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/^Event \d+$/);
  await expect(page.getByText(/^Delivered at the first attempt/)).toBeVisible();
});

test('an acknowledge and a resolve can be typed as well, and ask for a dedup key and nothing else', async (t) => {
  const { page, server } = await startBrowserTest(t);
  const trigger = { dedupKey: 'typed', summary: 'Opened before' };
  await untilState(server, await enqueue(server, trigger), 'delivered');
  await page.goto(`${server.url}/connectors/sandbox?tab=test`);
  await expect(page.getByLabel('Summary')).toBeVisible();
  for (const [action, status] of [
    ['Acknowledge', 'acknowledged'],
    ['Resolve', 'resolved'],
  ] as const) {
    await choose(page, action);
    await expect(page.getByLabel('Summary')).toHaveCount(0);
    await page.getByLabel('DedupKey').fill('');
    await expect(runButton(page)).toBeDisabled();
    await page.getByLabel('DedupKey').blur();
    await expect(
      page.getByText('DedupKey is required when resolving or acknowledging an incident.'),
    ).toBeVisible();
    await page.getByLabel('DedupKey').fill('typed');
    await runButton(page).click();
    await expect(page.getByRole('region', { name: 'Body sent' })).toContainText(
      `"event_action": "${action.toLowerCase()}"`,
    );
    assert.deepEqual(await sandboxIncidents(server), [['typed', status]]);
  }
});

test('a trigger has the fields of Kibana in their order, and each says what is wrong as one types', async (t) => {
  const { page, server } = await startBrowserTest(t);
  await page.goto(`${server.url}/connectors/sandbox?tab=test`);
  const panel = page.getByRole('tabpanel', { name: 'Test' });
  await expect(panel.getByRole('radio', { name: 'Trigger' })).toBeChecked();
  const text = await panel.innerText();
  const labels = [
    'Event action',
    'DedupKey',
    'Summary',
    'Severity',
    'Timestamp',
    'Component',
    'Group',
    'Source',
    'Class',
    'Custom details',
    'Links',
  ];
  const places = labels.map((label) => text.indexOf(label));
  assert.deepEqual(
    places.toSorted((a, b) => a - b),
    places,
    text,
  );
  assert.ok(!places.includes(-1), text);
  await expect(runButton(page)).toBeDisabled();
  await page.getByLabel('Summary').focus();
  await page.getByLabel('Timestamp').focus();
  await expect(page.getByText('Summary is required.')).toBeVisible();
  await page.getByLabel('Summary').fill('x');
  await expect(page.getByText('Summary is required.')).toHaveCount(0);
  await expect(runButton(page)).toBeEnabled();
  await page.getByLabel('Timestamp').fill('tomorrow');
  await page.getByLabel('Component').focus();
  await expect(page.getByText('Timestamp must be a valid date, such as')).toBeVisible();
  await expect(runButton(page)).toBeDisabled();
  await page.getByLabel('Timestamp').fill('2026-11-23');
  await page.getByRole('button', { name: 'Add Link' }).click();
  await page.getByLabel('URL of link 1').focus();
  await page.getByLabel('Component').focus();
  await expect(page.getByText('Link properties cannot be empty.')).toBeVisible();
  await page.getByRole('button', { name: 'Remove link of link 1' }).click();
  await expect(runButton(page)).toBeEnabled();
});

test('a key that PagerDuty does not know fails the test, with its words and in other words', async (t) => {
  const { page, server } = await startBrowserTest(t);
  const id = await keepConnector(server, 'To be revoked');
  const { body } = await server.call('/api/tocsin/sandbox/keys');
  const { keys } = z.object({ keys: z.array(z.object({ key: z.string() })) }).parse(body);
  await server.call(`/api/tocsin/sandbox/keys/${keys[0]?.key}`, { method: 'DELETE' });
  await server.call('/api/tocsin/sandbox/accept', { method: 'PUT', body: { accept: 'known' } });
  await page.goto(`${server.url}/connectors/${id}?tab=test`);
  await page.getByLabel('Summary').fill('Nobody hears this');
  await runButton(page).click();
  const failure = page.getByRole('alert').filter({ hasText: 'Test failed to run' });
  await expect(failure).toContainText('The following error was found:');
  await expect(failure).toContainText('error posting pagerduty event: unexpected status');
  await expect(failure).toContainText('Details:');
  await expect(failure).toContainText('In other words: The integration key was refused.');
  await expect(failure).not.toContainText('The same test may succeed a little later.');
  await expect(openNotice(page)).toHaveCount(0);
  assert.deepEqual(await sandboxIncidents(server), []);
});

test('a failure that passes says that the same test may succeed later, and then it does', async (t) => {
  const { page, server } = await startBrowserTest(t);
  await page.goto(`${server.url}/connectors/sandbox?tab=test`);
  await page.getByLabel('Summary').fill('Again and again');
  await mood(server, '429');
  await runButton(page).click();
  const failure = page.getByRole('alert').filter({ hasText: 'Test failed to run' });
  await expect(failure).toContainText('The same test may succeed a little later.');
  await expect(failure).toContainText('PagerDuty takes no more calls for this key just now (429).');
  await expect(runButton(page)).toBeFocused();
  await mood(server, 'ok');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Test was successful')).toBeVisible();
});

test('a connector that was deleted meanwhile fails its test in words', async (t) => {
  const { page, server } = await startBrowserTest(t);
  const id = await keepConnector(server, 'Gone in a moment');
  await page.goto(`${server.url}/connectors/${id}?tab=test`);
  await page.getByLabel('Summary').fill('Too late');
  await server.call(`/api/actions/connector/${id}`, { method: 'DELETE' });
  await runButton(page).click();
  await expect(page.getByRole('alert').filter({ hasText: 'Test failed to run' })).toContainText('not found');
});

test('a connector with unsaved changes is not tested, what was typed stays on both tabs', async (t) => {
  const { page, server } = await startBrowserTest(t);
  const id = await keepConnector(server, 'Payments');
  await page.goto(`${server.url}/connectors/${id}?tab=test`);
  await page.getByLabel('Summary').fill('Kept');
  await page.getByRole('tab', { name: 'Configuration' }).click();
  await page.getByLabel('Connector name').fill('Payments, new');
  await page.getByRole('tab', { name: 'Test' }).click();
  await expect(page.getByText('Save your changes before testing the connector.')).toBeVisible();
  await expect(page.getByLabel('Summary')).toHaveValue('Kept');
  await expect(runButton(page)).toBeDisabled();
  await page.getByRole('tab', { name: 'Configuration' }).click();
  await expect(page.getByLabel('Connector name')).toHaveValue('Payments, new');
  await page.getByLabel('Connector name').fill('Payments');
  await page.getByRole('tab', { name: 'Test' }).click();
  await expect(runButton(page)).toBeEnabled();
});

test('a test incident that is left open is told of, on the list too and after a reload, until it is resolved', async (t) => {
  const { page, server } = await startBrowserTest(t);
  await page.goto(`${server.url}/connectors/sandbox?tab=test`);
  await runTrigger(page, 'left/open');
  // While the result speaks of it, nothing else does.
  await expect(page.getByRole('button', { name: 'Resolve it' })).toHaveCount(1);
  await page.getByRole('tab', { name: 'Configuration' }).click();
  await expect(openNotice(page)).toContainText('left/open, through sandbox.');
  await page.keyboard.press('Escape');
  await expect(openNotice(page)).toContainText('A test incident is still open');
  await page.reload();
  await expect(openNotice(page)).toContainText('left/open, through sandbox.');
  await page.getByRole('button', { name: 'Resolve it' }).click();
  await expect(page.getByText('The test incident was resolved.')).toBeVisible();
  await expect(openNotice(page)).toHaveCount(0);
  assert.deepEqual(await sandboxIncidents(server), [['left/open', 'resolved']]);
});

test('a test incident may be left open on purpose, and one that was resolved elsewhere is not told of', async (t) => {
  const { page, server } = await startBrowserTest(t);
  await page.goto(`${server.url}/connectors/sandbox?tab=test`);
  await runTrigger(page, 'on/purpose');
  await runTrigger(page, 'elsewhere');
  await page.keyboard.press('Escape');
  await expect(openNotice(page)).toHaveCount(2);
  const resolve = { eventAction: 'resolve', dedupKey: 'elsewhere' };
  await untilState(server, await enqueue(server, resolve), 'delivered');
  await expect(openNotice(page)).toHaveCount(1);
  await expect(openNotice(page)).toContainText('on/purpose');
  await page.getByRole('button', { name: 'Leave it open' }).click();
  await expect(openNotice(page)).toHaveCount(0);
  await page.reload();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Connectors');
  await expect(page.getByRole('row')).toHaveCount(2);
  await expect(openNotice(page)).toHaveCount(0);
  assert.deepEqual(await sandboxIncidents(server), [
    ['elsewhere', 'resolved'],
    ['on/purpose', 'triggered'],
  ]);
});

test('a test incident that can not be resolved says why, and stays told of', async (t) => {
  const { page, server } = await startBrowserTest(t);
  await page.goto(`${server.url}/connectors/sandbox?tab=test`);
  await runTrigger(page, 'stubborn');
  await page.keyboard.press('Escape');
  await mood(server, '500');
  await page.getByRole('button', { name: 'Resolve it' }).click();
  await expect(openNotice(page)).toContainText('The test incident could not be resolved');
  await mood(server, 'ok');
  await page.getByRole('button', { name: 'Resolve it' }).click();
  await expect(openNotice(page)).toHaveCount(0);
  assert.deepEqual(await sandboxIncidents(server), [['stubborn', 'resolved']]);
});

test('the deliveries of a connector come by themselves, and lead on to each and to all of them', async (t) => {
  const { page, server } = await startBrowserTest(t);
  const id = await keepConnector(server, 'Payments');
  await page.goto(`${server.url}/connectors/${id}?tab=deliveries`);
  await expect(page.getByRole('heading', { name: 'Nothing was sent through it yet' })).toBeVisible();
  await enqueue(server, { summary: 'Through another one' });
  await enqueue(server, { summary: 'Through this one', severity: 'critical' }, id);
  const last = page.getByRole('table', { name: 'The last deliveries of this connector' });
  await expect(last.getByRole('row')).toHaveCount(2);
  await expect(last.getByRole('row').last()).toContainText('Critical');
  await expect(last.getByRole('row').last()).toContainText('Delivered');
  await page.getByRole('link', { name: 'All deliveries of this connector' }).click();
  await expect(page).toHaveURL(`${server.url}/deliveries?connector_id=${id}`);
  await expect(page.getByRole('row')).toHaveCount(2);
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing serious or critical in tests and their results, ${colorScheme}`, async (t) => {
    const { page, server } = await startBrowserTest(t, { context: { colorScheme } });
    await page.goto(`${server.url}/connectors/sandbox?tab=test`);
    await runTrigger(page, 'axe');
    await assertAccessible(page, 'a success');
    await page.getByRole('tab', { name: 'Deliveries' }).click();
    await expect(openNotice(page)).toBeVisible();
    await expect(page.getByRole('table', { name: 'The last deliveries' })).toBeVisible();
    await assertAccessible(page, 'the notice and deliveries');
    await mood(server, '500');
    await page.getByRole('tab', { name: 'Test' }).click();
    await runButton(page).click();
    await expect(page.getByText('Test failed to run')).toBeVisible();
    await assertAccessible(page, 'a failure');
  });
}
