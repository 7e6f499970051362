import assert from 'node:assert/strict';
import { test } from 'node:test';
import { expect, type Page } from '@playwright/test';
import { z } from 'zod';
import { assertAccessible, startBrowserTest } from '../support/browser.ts';
import { enqueue, mood, untilState } from '../support/delivered-events.ts';
import { keepConnector } from '../support/kept-connector.ts';
import type { TestServer } from '../support/test-server.ts';

/* The list of connectors, and the flyout in which one is made, changed and taken away. */

const goodKey = '0123456789abcdef0123456789abcdef';
const listed = z.array(z.object({ id: z.string(), name: z.string(), config: z.unknown() }));

async function connectorNamed(server: TestServer, name: string) {
  const { body } = await server.call('/api/actions/connectors');
  return listed.parse(body).find((each) => each.name === name);
}

const nameField = (page: Page) => page.getByLabel('Connector name');
const keyField = (page: Page) => page.getByLabel('Integration key', { exact: true });
const saveButton = (page: Page) => page.getByRole('button', { name: 'Save', exact: true });
const row = (page: Page, name: string) => page.getByRole('row').filter({ hasText: name });

test('a connector is made on the screen: kept as it was typed, in the list at once, and told of with the key hidden', async (t) => {
  const { page, server } = await startBrowserTest(t);
  server.secrets.add(goodKey);
  await page.goto(`${server.url}/connectors`);
  await page.getByRole('button', { name: 'Create connector' }).click();
  await expect(page).toHaveURL(/\/connectors\/new$/);
  await expect(saveButton(page)).toBeDisabled();
  await expect(nameField(page)).toBeFocused();
  await nameField(page).fill('On-call');
  await page.getByRole('radio', { name: 'Europe' }).check();
  await keyField(page).fill(goodKey);
  await expect(keyField(page)).toHaveAttribute('type', 'password');
  await page.getByRole('button', { name: 'Show or hide the integration key' }).click();
  await expect(keyField(page)).toHaveAttribute('type', 'text');
  await saveButton(page).click();
  await expect(page.getByText('On-call was created.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Changes Saved' })).toBeDisabled();
  const kept = await connectorNamed(server, 'On-call');
  assert.deepEqual(kept?.config, { apiUrl: 'https://events.eu.pagerduty.com/v2/enqueue' });
  await expect(page).toHaveURL(new RegExp(`/connectors/${kept.id}\\?tab=configuration$`));
  await expect(keyField(page)).toHaveValue('');
  await expect(page.getByText('The integration key is encrypted and is not shown.')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page).toHaveURL(/\/connectors$/);
  await expect(row(page, 'On-call')).toContainText('Unused');
});

test('a change needs the key again, replaces what was there, and shows at once what was odd about it', async (t) => {
  const { page, server } = await startBrowserTest(t);
  const id = await keepConnector(server, 'Gateway');
  await page.goto(`${server.url}/connectors/${id}`);
  await expect(page.getByRole('radio', { name: 'Sandbox' })).toBeChecked();
  await nameField(page).fill('Gateway, second');
  await saveButton(page).click();
  await expect(page.getByText('An integration key / routing key is required.')).toBeVisible();
  await expect(page.getByText('There are errors in the form')).toBeVisible();
  await expect(keyField(page)).toBeFocused();
  await page.getByRole('radio', { name: 'Other' }).check();
  await page.getByLabel('API URL of your own').fill('https://gateway.example.org/v2/enqueue');
  await keyField(page).fill('team-7');
  await expect(page.getByText('PagerDuty itself would refuse it.')).toBeVisible();
  await saveButton(page).click();
  await expect(page.getByRole('button', { name: 'Changes Saved' })).toBeDisabled();
  await expect(page.getByRole('status').filter({ hasText: 'It was saved, but look at this' })).toContainText(
    'integration key',
  );
  await expect(page.getByText('There are errors in the form')).toHaveCount(0);
  assert.deepEqual((await connectorNamed(server, 'Gateway, second'))?.config, {
    apiUrl: 'https://gateway.example.org/v2/enqueue',
  });
  // Modified again, it can be saved again.
  await nameField(page).fill('Gateway, third');
  await expect(saveButton(page)).toBeEnabled();
});

test('a connector to the sandbox gets a key with one click, and is good to go', async (t) => {
  const { page, server } = await startBrowserTest(t);
  await page.goto(`${server.url}/connectors/new`);
  await nameField(page).fill('Practice');
  await page.getByRole('radio', { name: 'Sandbox' }).check();
  await page.getByRole('button', { name: 'Make an integration key' }).click();
  await expect(page.getByText('The sandbox made a key, and it is filled in.')).toBeVisible();
  await expect(keyField(page)).toHaveValue(/^[A-Za-z0-9]{32}$/);
  await saveButton(page).click();
  await expect(page.getByRole('button', { name: 'Changes Saved' })).toBeVisible();
  const kept = await connectorNamed(server, 'Practice');
  assert.deepEqual(kept?.config, { apiUrl: `${server.url}/sandbox/v2/enqueue` });
});

const mistaken: [string, string, string][] = [
  ['a URL', 'https://events.pagerduty.com/v2/enqueue', 'This is a URL. The integration key is a text of 32'],
  ['a key of the REST API', 'y_NbAkKc66ryYTWUXYEu', 'This looks like a key of PagerDuty’s REST API.'],
  ['half a key', goodKey.slice(0, 20), 'This looks like a key of PagerDuty’s REST API.'],
  ['a key with something behind it', `${goodKey}-1`, 'this one has 34 characters, not 32'],
];
test('what is mistaken for an integration key is told as soon as it is pasted', async (t) => {
  const { page, server } = await startBrowserTest(t);
  await page.goto(`${server.url}/connectors/new`);
  for (const [what, text, words] of mistaken) {
    await keyField(page).fill('');
    await keyField(page).focus();
    await page.keyboard.insertText(text);
    await expect(page.getByText(words), what).toBeVisible();
    await expect(keyField(page)).toHaveAttribute('aria-invalid', 'true');
  }
  await keyField(page).fill('');
  await page.keyboard.insertText(goodKey);
  await expect(keyField(page)).not.toHaveAttribute('aria-invalid', 'true');
  await keyField(page).fill(`R${goodKey.slice(1)}`);
  await expect(page.getByText('A key that begins with R belongs to an event orchestration')).toBeVisible();
});

test('a field says what is wrong when it is left, and takes it back with the key that makes it right', async (t) => {
  const { page, server } = await startBrowserTest(t);
  await page.goto(`${server.url}/connectors/new`);
  await page.getByRole('radio', { name: 'Other' }).check();
  const url = page.getByLabel('API URL of your own');
  await url.pressSequentially('ev');
  await expect(page.getByText('Invalid API URL')).toHaveCount(0);
  await nameField(page).focus();
  await expect(page.getByText('Invalid API URL')).toBeVisible();
  await keyField(page).focus();
  await expect(page.getByText('Connector name is required.')).toBeVisible();
  await nameField(page).press('x');
  await expect(page.getByText('Connector name is required.')).toHaveCount(0);
  await url.fill('https://events.pagerduty.com/integration/0123/enqueue');
  await expect(page.getByText('This is the address of one integration.')).toBeVisible();
  await url.fill(goodKey);
  await expect(page.getByText('This looks like an integration key.')).toBeVisible();
  await url.fill('https://events.example.org');
  await expect(page.getByText('Invalid API URL')).toHaveCount(0);
});

test('a host that the settings do not name is told at the API URL with the setting, whichever way it was chosen', async (t) => {
  const { page, server } = await startBrowserTest(t, {
    server: { env: { TOCSIN_ACTIONS_ALLOWED_HOSTS: 'events.pagerduty.com' } },
  });
  await page.goto(`${server.url}/connectors/new`);
  await nameField(page).fill('Elsewhere');
  await keyField(page).fill(goodKey);
  await page.getByRole('radio', { name: 'Europe' }).check();
  await saveButton(page).click();
  const refused = page.getByText('The setting actions.allowedHosts does not name events.eu.pagerduty.com.');
  await expect(refused).toBeVisible();
  await expect(page.getByRole('radio', { name: 'Europe' })).toBeFocused();
  await page.getByRole('radio', { name: 'Other' }).check();
  await expect(refused).toHaveCount(0);
  const url = page.getByLabel('API URL of your own');
  await url.fill('https://gateway.example.org/v2/enqueue');
  await saveButton(page).click();
  await expect(
    page.getByText('The setting actions.allowedHosts does not name gateway.example.org.'),
  ).toBeVisible();
  await expect(url).toHaveAttribute('aria-invalid', 'true');
  await expect(url).toBeFocused();
  await expect(keyField(page)).toHaveValue(goodKey);
});

test('what the server alone knows of a name is told at the name', async (t) => {
  const { page, server } = await startBrowserTest(t);
  await page.goto(`${server.url}/connectors/new`);
  await keyField(page).fill(goodKey);
  await nameField(page).fill('n'.repeat(1025));
  await saveButton(page).click();
  await expect(nameField(page)).toHaveAttribute('aria-invalid', 'true');
  await expect(nameField(page)).toBeFocused();
  await nameField(page).fill('Short');
  await expect(nameField(page)).not.toHaveAttribute('aria-invalid', 'true');
});

test('a refusal that is about no field is told above the buttons', async (t) => {
  const { page, server } = await startBrowserTest(t, {
    server: { env: { TOCSIN_ACTIONS_ENABLED_ACTION_TYPES: '.webhook' } },
  });
  await page.goto(`${server.url}/connectors/new`);
  await nameField(page).fill('Not enabled');
  await keyField(page).fill(goodKey);
  await saveButton(page).click();
  await expect(page.getByRole('alert').filter({ hasText: 'enabledActionTypes' })).toBeVisible();
  await expect(nameField(page)).toHaveValue('Not enabled');
});

test('where the key is found is told in steps with drawings, for a service that is there and for a new one', async (t) => {
  const { page, server } = await startBrowserTest(t);
  await page.goto(`${server.url}/connectors/new`);
  const toggle = page.getByRole('button', { name: 'Where do I find this?' });
  await toggle.click();
  const help = page.getByRole('region', { name: 'Configure PagerDuty' });
  await expect(help.getByRole('listitem')).toHaveCount(4);
  await expect(help.getByRole('img', { name: /Integrations chosen and the button New/ })).toBeVisible();
  await help.getByText('On a new service').click();
  await expect(help.getByText('click New Service.')).toBeVisible();
  await expect(help.getByRole('img')).toHaveCount(4);
  await toggle.click();
  await expect(help).toHaveCount(0);
});

test('what was typed is not lost without a question: by Escape, the cross, or the way back', async (t) => {
  const { page, server } = await startBrowserTest(t);
  await page.goto(`${server.url}/deliveries`);
  await page.getByRole('link', { name: 'Connectors', exact: true }).click();
  await page.getByRole('button', { name: 'Create connector' }).click();
  await nameField(page).fill('Half a connector');
  const dialog = page.getByRole('dialog', { name: 'Discard unsaved changes to connector?' });
  const ways: [string, () => Promise<unknown>][] = [
    ['Escape', () => page.keyboard.press('Escape')],
    ['the cross', () => page.getByRole('dialog').getByRole('button', { name: 'Close' }).click()],
    ['the way back', () => page.goBack()],
  ];
  for (const [way, go] of ways) {
    await go();
    await expect(dialog, way).toContainText("You can't recover unsaved changes.");
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await expect(dialog).toBeHidden();
    await expect(page).toHaveURL(/\/connectors\/new$/);
    await expect(nameField(page)).toHaveValue('Half a connector');
  }
  await page.keyboard.press('Escape');
  await expect(dialog).toBeVisible();
  // Escape means the question, not what is below it.
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(nameField(page)).toHaveValue('Half a connector');
  await page.keyboard.press('Escape');
  await dialog.getByRole('button', { name: 'Discard Changes' }).click();
  await expect(page).toHaveURL(/\/connectors$/);
  await expect(nameField(page)).toHaveCount(0);
  await page.getByRole('button', { name: 'Create connector' }).click();
  await expect(nameField(page)).toHaveValue('');
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

test('after saving, the focus is not lost: Enter saves, and the arrows go on', async (t) => {
  const { page, server } = await startBrowserTest(t);
  await page.goto(`${server.url}/connectors/new`);
  await nameField(page).fill('Saved by Enter');
  await keyField(page).fill(goodKey);
  await saveButton(page).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Changes Saved' })).toBeVisible();
  await expect(page.getByRole('tab', { name: 'Configuration' })).toBeFocused();
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
