import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from '@playwright/test';
import { startBrowserTest } from '../support/browser.ts';
import { connectorNamed, keyField, nameField, saveButton } from '../support/connector-form.ts';
import { expect } from '../support/expect.ts';
import { keepConnector } from '../support/kept-connector.ts';

/* The form in which a connector is made and changed. */

const goodKey = '0123456789abcdef0123456789abcdef';

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

test('after saving, the focus is not lost: Enter saves, and the arrows go on', async (t) => {
  const { page, server } = await startBrowserTest(t);
  await page.goto(`${server.url}/connectors/new`);
  await nameField(page).fill('Saved by Enter');
  await keyField(page).fill(goodKey);
  await keyField(page).press('Enter');
  await expect(page.getByRole('button', { name: 'Changes Saved' })).toBeVisible();
  await expect(page.getByRole('tab', { name: 'Configuration' })).toBeFocused();
});
