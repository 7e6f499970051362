import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from '@playwright/test';
import { assertAccessible, startBrowserTest } from '../support/browser.ts';
import { connectorNamed, keyField, nameField, saveButton } from '../support/connector-form.ts';
import { enqueue, mood, untilState } from '../support/delivered-events.ts';
import { expect } from '../support/expect.ts';
import { keepConnector } from '../support/kept-connector.ts';

/* The list of connectors, and the flyout over it. */

const goodKey = '0123456789abcdef0123456789abcdef';

const row = (page: Page, name: string) => page.getByRole('row').filter({ hasText: name });

test('without any connector the list says what one is, and the form offers no sandbox', async (t) => {
  const { page, server } = await startBrowserTest(t, {
    server: { env: { TOCSIN_SANDBOX_ENABLED: 'false' } },
  });
  await page.goto(`${server.url}/connectors`);
  await expect(page.getByRole('heading', { name: 'There is no connector yet' })).toBeVisible();
  await page.getByRole('button', { name: 'Create connector' }).click();
  await expect(page.getByRole('radio', { name: 'Europe' })).toBeVisible();
  await expect(page.getByRole('radio', { name: 'Sandbox' })).toHaveCount(0);
});

test('by the keyboard alone: the name opens the flyout, arrows choose a tab, Escape closes, the focus is where it was', async (t) => {
  const { page, server } = await startBrowserTest(t);
  const id = await keepConnector(server, 'By keyboard');
  await page.goto(`${server.url}/connectors`);
  const link = page.getByRole('link', { name: 'By keyboard' });
  await link.focus();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(`/connectors/${id}$`));
  await page.getByRole('tab', { name: 'Configuration' }).focus();
  await page.keyboard.press('ArrowRight');
  await expect(page).toHaveURL(/tab=test$/);
  await page.keyboard.press('ArrowRight');
  await expect(page).toHaveURL(/tab=deliveries$/);
  await expect(page.getByRole('heading', { name: 'Nothing was sent through it yet' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page).toHaveURL(/\/connectors$/);
  await expect(link).toBeFocused();
  const create = page.getByRole('button', { name: 'Create connector' });
  await create.focus();
  await page.keyboard.press('Enter');
  await expect(nameField(page)).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(create).toBeFocused();
  // Opened by its address, the flyout knows of no place to return to but the row.
  await page.goto(`${server.url}/connectors/${id}?tab=deliveries`);
  await expect(page.getByRole('tab', { name: 'Deliveries' })).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Escape');
  await expect(link).toBeFocused();
});

test('an id that nothing is known of says so, and leads back to the list', async (t) => {
  const { page, server } = await startBrowserTest(t);
  await page.goto(`${server.url}/connectors/no-such-connector?tab=test`);
  await expect(page.getByRole('heading', { name: 'There is no such connector' })).toBeVisible();
  await page.getByRole('button', { name: 'Show all connectors' }).click();
  await expect(page).toHaveURL(/\/connectors$/);
  await expect(page.getByRole('heading', { name: 'There is no such connector' })).toHaveCount(0);
});

test('the sandbox’s connector is preconfigured: read, not changed, not deleted', async (t) => {
  const { page, server } = await startBrowserTest(t);
  await page.goto(`${server.url}/connectors`);
  await expect(row(page, 'sandbox')).toContainText('Preconfigured');
  await expect(page.getByRole('button', { name: 'Delete sandbox' })).toHaveCount(0);
  await page.getByRole('link', { name: 'sandbox', exact: true }).click();
  await expect(page.getByText('This connector is preconfigured')).toBeVisible();
  await expect(page.getByText('It leads to the sandbox of this server')).toBeVisible();
  await expect(page.getByRole('dialog')).toContainText(`${server.url}/sandbox/v2/enqueue`);
  await expect(page.getByRole('textbox')).toHaveCount(1); // The search of the list.
  await expect(saveButton(page)).toHaveCount(0);
});

test('a search finds by name, type and id, says how many there are, and what to do when there is none', async (t) => {
  const { page, server } = await startBrowserTest(t);
  const id = await keepConnector(server, 'Payments');
  await keepConnector(server, 'Web shop');
  await page.goto(`${server.url}/connectors`);
  const search = page.getByRole('textbox', { name: 'Search by name, type or id' });
  await expect(page.getByText('3 connectors')).toBeVisible();
  await search.fill('pay');
  await expect(page.getByText('1 of 3 connectors')).toBeVisible();
  await expect(page.getByRole('row')).toHaveCount(2);
  await search.fill(id.slice(0, 13));
  await expect(row(page, 'Payments')).toBeVisible();
  await expect(page.getByRole('row')).toHaveCount(2);
  await search.fill('pagerduty');
  await expect(page.getByRole('row')).toHaveCount(4);
  await search.fill('nobody');
  await expect(page.getByRole('heading', { name: 'No connector matches' })).toBeVisible();
  await page.getByRole('button', { name: 'Clear the search' }).click();
  await expect(page.getByRole('row')).toHaveCount(4);
});

test('the list tells how each connector is, and why, live', async (t) => {
  const { page, server } = await startBrowserTest(t);
  const id = await keepConnector(server, 'Payments');
  await page.goto(`${server.url}/connectors`);
  await expect(row(page, 'Payments')).toContainText('Unused');
  await untilState(server, await enqueue(server, { summary: 'Well' }, id), 'delivered');
  await expect(row(page, 'Payments')).toContainText('Working');
  await expect(row(page, 'Payments').getByRole('time')).toBeVisible();
  await mood(server, '500');
  await enqueue(server, { summary: 'Not well' }, id);
  await expect(row(page, 'Payments')).toContainText('Failing');
  await expect(row(page, 'Payments')).toContainText('answered that it is broken (5xx)');
});

test('a connector is deleted after a question, and the focus goes on to what is there', async (t) => {
  const { page, server } = await startBrowserTest(t);
  await keepConnector(server, 'Old team');
  await page.goto(`${server.url}/connectors`);
  const button = page.getByRole('button', { name: 'Delete Old team' });
  await button.click();
  const dialog = page.getByRole('dialog', { name: 'Delete Old team?' });
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(button).toBeFocused();
  await button.click();
  await dialog.getByRole('button', { name: 'Delete', exact: true }).click();
  await expect(page.getByText('Old team was deleted.')).toBeVisible();
  await expect(row(page, 'Old team')).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Create connector' })).toBeFocused();
  assert.equal(await connectorNamed(server, 'Old team'), undefined);
});

const endings: [string, string, string][] = [
  ['resolved', 'Resolve them, then delete it', 'resolved'],
  ['left open', 'Leave the incidents open', 'triggered'],
];
for (const [what, choice, status] of endings) {
  test(`a connector whose incident is open is not simply deleted: on demand the incident is ${what}`, async (t) => {
    const { page, server } = await startBrowserTest(t);
    const id = await keepConnector(server, 'In use');
    const event = await enqueue(server, { summary: 'Disk full', dedupKey: 'db1/disk' }, id);
    await untilState(server, event, 'delivered');
    await page.goto(`${server.url}/connectors`);
    await page.getByRole('button', { name: 'Delete In use' }).click();
    const dialog = page.getByRole('dialog', { name: 'Delete In use?' });
    await dialog.getByRole('button', { name: 'Delete', exact: true }).click();
    await expect(dialog.getByRole('alert')).toContainText('1 incident that it opened may be open');
    await expect(dialog.getByRole('alert')).not.toContainText('force=true');
    assert.notEqual(await connectorNamed(server, 'In use'), undefined);
    await dialog.getByRole('radio', { name: choice }).check();
    await dialog.getByRole('button', { name: 'Delete it anyway' }).click();
    await expect(page.getByText('In use was deleted.')).toBeVisible();
    await expect(row(page, 'In use')).toHaveCount(0);
    await expect
      .poll(async () => (await server.call('/api/tocsin/sandbox/incidents?dedup_key=db1/disk')).text)
      .toContain(`"status":"${status}"`);
  });
}

test('a connector made in one tab stands in the other by itself', async (t) => {
  const { page, context, server } = await startBrowserTest(t);
  await page.goto(`${server.url}/connectors`);
  await expect(page.getByText('1 connector', { exact: true })).toBeVisible();
  const other = await context.newPage();
  await other.goto(`${server.url}/connectors/new`);
  await nameField(other).fill('Made elsewhere');
  await keyField(other).fill(goodKey);
  await saveButton(other).click();
  await expect(other.getByRole('button', { name: 'Changes Saved' })).toBeVisible();
  await expect(row(page, 'Made elsewhere')).toBeVisible();
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing serious or critical where a connector is made, ${colorScheme}`, async (t) => {
    const { page, server } = await startBrowserTest(t, { context: { colorScheme } });
    const id = await keepConnector(server, 'In use');
    const event = await enqueue(server, { summary: 'Disk full', dedupKey: 'db1/disk' }, id);
    await untilState(server, event, 'delivered');
    await page.goto(`${server.url}/connectors/new`);
    await page.getByRole('button', { name: 'Where do I find this?' }).click();
    await page.getByRole('radio', { name: 'Other' }).check();
    await nameField(page).fill('x');
    await saveButton(page).click();
    await expect(page.getByText('There are errors in the form')).toBeVisible();
    await assertAccessible(page, 'errors and help');
    await page.keyboard.press('Escape');
    await expect(page.getByRole('button', { name: 'Discard Changes' })).toBeVisible();
    await assertAccessible(page, 'the question');
    await page.goto(`${server.url}/connectors`);
    await page.getByRole('button', { name: 'Delete In use' }).click();
    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    await expect(page.getByRole('button', { name: 'Delete it anyway' })).toBeVisible();
    await assertAccessible(page, 'deleting');
    for (const path of ['sandbox', `${id}?tab=configuration`, 'unknown']) {
      await page.goto(`${server.url}/connectors/${path}`);
      await assertAccessible(page, path);
    }
  });
}

test('at 390 pixels the list is cards, and nothing scrolls sideways', async (t) => {
  const { page, server } = await startBrowserTest(t, { context: { viewport: { width: 390, height: 844 } } });
  const id = await keepConnector(
    server,
    'A name that is as long as names are in larger companies, production',
  );
  const isTooWide = () =>
    page.evaluate<number>(
      'Math.max(...["html", "[role=dialog]"].flatMap((each) => [...document.querySelectorAll(each)]).map((each) => each.scrollWidth - each.clientWidth))',
    );
  await page.goto(`${server.url}/connectors`);
  const cards = page.getByRole('list', { name: 'Connectors' });
  await expect(cards.getByRole('listitem')).toHaveCount(2);
  expect(await isTooWide()).toBeLessThanOrEqual(0);
  await cards.getByRole('link').first().click();
  for (const tab of ['Configuration', 'Test', 'Deliveries']) {
    await page.getByRole('tab', { name: tab }).click();
    await expect(page.getByRole('tabpanel', { name: tab })).toBeVisible();
    expect(await isTooWide(), tab).toBeLessThanOrEqual(0);
  }
  await expect(page).toHaveURL(new RegExp(id));
});
