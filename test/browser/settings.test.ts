import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from '@playwright/test';
import { assertAccessible, signIn, startBrowserTest } from '../support/browser.ts';
import { untilState } from '../support/delivered-events.ts';
import { expect } from '../support/expect.ts';

/* What the server runs with, and who may use it. */

/** The row of a table that says this. */
const row = (page: Page, text: string) => page.getByRole('row').filter({ hasText: text });

test('a setting is found by a word of what it means, and says where it was set', async (t) => {
  const { page, server } = await startBrowserTest(t, {
    server: { env: { TOCSIN_DELIVERY_MAX_AGE: '24h' } },
  });
  await page.goto(`${server.url}/settings`);
  await page.getByRole('checkbox', { name: 'Only what is not the default' }).check();
  await expect(page.getByText('delivery.maxAge', { exact: true })).toBeVisible();
  await expect(page.getByText('TOCSIN_DELIVERY_MAX_AGE')).toBeVisible();
  await expect(page.getByText('Default: 72h')).toBeVisible();
  await expect(page.getByText('delivery.order', { exact: true })).toHaveCount(0);
  await page.getByRole('checkbox', { name: 'Only what is not the default' }).uncheck();
  await page.getByRole('textbox', { name: 'Search by name, value or meaning' }).fill('urgent critical');
  await expect(page.getByText('delivery.order', { exact: true })).toBeVisible();
  await expect(page.getByRole('status').filter({ hasText: /of \d+ settings/ })).toBeVisible();
  await page.getByRole('textbox').fill('no such setting');
  await expect(page.getByRole('heading', { name: 'No setting matches' })).toBeVisible();
  await page.getByRole('button', { name: 'Clear the search' }).click();
  await expect(page.getByText('delivery.order', { exact: true })).toBeVisible();
});

test('a user is added, signs in, gets another password, and is removed', async (t) => {
  const { page, server, context } = await startBrowserTest(t);
  await page.goto(`${server.url}/settings/users`);
  await page.getByRole('button', { name: 'Add user' }).click();
  const dialog = page.getByRole('dialog', { name: 'Add a user' });
  await expect(dialog.getByLabel('User name')).toBeFocused();
  await dialog.getByLabel('User name').fill('al ice');
  await dialog.getByLabel('Password', { exact: true }).fill('short');
  await dialog.getByRole('button', { name: 'Add user' }).click();
  await expect(dialog.getByText('A user name has 1 to 64 letters, digits or . _ @ -')).toBeVisible();
  await expect(dialog.getByText('A password has at least 12 characters; this one has 5.')).toBeVisible();
  await dialog.getByLabel('User name').fill('alice');
  await dialog.getByRole('button', { name: 'Suggest a password' }).click();
  const password = await dialog.getByLabel('Password', { exact: true }).inputValue();
  assert.match(password, /^[A-Za-z0-9]{20}$/);
  await dialog.getByRole('button', { name: 'Add user' }).click();
  await expect(row(page, 'alice')).toBeVisible();
  await expect(row(page, 'admin').getByText('you', { exact: true })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Add user' })).toBeFocused();

  const other = await context.browser()?.newContext();
  assert.ok(other);
  t.after(() => other.close());
  const as = (secret: string) =>
    other.request.post(`${server.url}/api/tocsin/session`, {
      headers: { 'kbn-xsrf': 'test' },
      data: { user: 'alice', password: secret },
    });
  assert.equal((await as(password)).status(), 200);

  await page.getByRole('button', { name: 'Change password of alice' }).click();
  const change = page.getByRole('dialog', { name: 'Change password of alice' });
  await expect(change.getByLabel('Password', { exact: true })).toHaveValue('');
  await change.getByLabel('Password', { exact: true }).fill('quite another password');
  await page.keyboard.press('Enter');
  await expect(page.getByText('The password of alice was changed.')).toBeVisible();
  assert.equal((await other.request.get(`${server.url}/api/tocsin/session`)).status(), 401);
  assert.equal((await as('quite another password')).status(), 200);

  await page.getByRole('button', { name: 'Remove alice' }).click();
  await page.getByRole('dialog', { name: 'Remove alice?' }).getByRole('button', { name: 'Remove' }).click();
  await expect(row(page, 'alice')).toHaveCount(0);
  assert.equal((await as('quite another password')).status(), 401);
});

test('a name that is taken and the last user that would go are refused in the server’s words', async (t) => {
  const { page, server } = await startBrowserTest(t);
  await page.goto(`${server.url}/settings/users`);
  await page.getByRole('button', { name: 'Add user' }).click();
  const dialog = page.getByRole('dialog', { name: 'Add a user' });
  await dialog.getByLabel('User name').fill('admin');
  await dialog.getByLabel('Password', { exact: true }).fill('a long enough password');
  await dialog.getByRole('button', { name: 'Add user' }).click();
  await expect(dialog.getByRole('alert')).toContainText('admin');
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await page.getByRole('button', { name: 'Remove admin' }).click();
  const question = page.getByRole('dialog', { name: 'Remove admin?' });
  await question.getByRole('button', { name: 'Remove' }).click();
  await expect(question.getByRole('alert')).toContainText('only user');
  assert.equal((await server.call('/api/tocsin/users')).status, 200);
});

test('an API key works, is shown this once, and ends when it is revoked', async (t) => {
  const { page, server } = await startBrowserTest(t);
  await page.goto(`${server.url}/settings/api-keys`);
  await expect(page.getByRole('heading', { name: 'No API key yet' })).toBeVisible();
  await page.getByRole('button', { name: 'Make an API key' }).click();
  await page.getByRole('button', { name: 'Make it' }).click();
  await expect(page.getByText('Say what the key is for.')).toBeVisible();
  await page.getByLabel('What is it for?').fill('terraform');
  await page.getByLabel('Expires after').selectOption('30 days');
  await page.getByRole('button', { name: 'Make it' }).click();
  const made = page.getByRole('status').filter({ hasText: 'The key was made' });
  const key = (await made.getByRole('region', { name: 'API key' }).innerText()).trim();
  const call = () => server.call('/api/actions/connectors', { authorization: `ApiKey ${key}` });
  assert.equal((await call()).status, 200);
  await expect(row(page, 'terraform')).toContainText('made by admin');
  await expect(row(page, 'terraform')).toContainText(/in (29|30) days/);
  await page.reload();
  await expect(row(page, 'terraform')).toBeVisible();
  assert.ok(!(await page.content()).includes(key));
  await page.getByRole('button', { name: 'Revoke terraform' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
  await expect(page.getByRole('heading', { name: 'No API key yet' })).toBeVisible();
  assert.equal((await call()).status, 401);
});

test('a relay key takes an event for its connector, and none after it was revoked', async (t) => {
  const { page, server } = await startBrowserTest(t);
  await page.goto(`${server.url}/settings/relay-keys`);
  await page.getByRole('button', { name: 'Make a relay key' }).click();
  await page.getByRole('button', { name: 'Make it' }).click();
  await expect(page.getByText('Choose a connector.')).toBeVisible();
  await page.getByLabel('Who shall use it?').fill('alertmanager in Paris');
  await page.getByLabel('Through which connector?').selectOption('sandbox');
  await page.getByRole('button', { name: 'Make it' }).click();
  const made = page.getByRole('status').filter({ hasText: 'The relay key was made' });
  const key = (await made.getByRole('region', { name: 'Relay key', exact: true }).innerText()).trim();
  assert.match(key, /^[A-Za-z0-9]{32}$/);
  await expect(made.getByText(`- routing_key: ${key}`)).toBeVisible();
  const send = () =>
    server.call('/v2/enqueue', {
      authorization: null,
      body: {
        routing_key: key,
        event_action: 'trigger',
        dedup_key: 'paris',
        payload: { summary: 'It works', source: 'here', severity: 'info' },
      },
    });
  assert.equal((await send()).status, 202);
  const { body } = await server.call('/api/tocsin/events?dedup_key=paris');
  const [event] = Object(body).items;
  assert.equal(event.connector_id, 'sandbox');
  await untilState(server, event.id, 'delivered');
  await made.getByRole('button', { name: 'I have kept it' }).click();
  await expect(made).toHaveCount(0);
  await page.getByRole('button', { name: 'Revoke alertmanager in Paris' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
  await expect(page.getByRole('heading', { name: 'No relay key yet' })).toBeVisible();
  assert.equal((await send()).status, 400);
});

test('a secret is made, replaced, kept while a rule uses it, and deleted, and is shown nowhere', async (t) => {
  const { page, server } = await startBrowserTest(t);
  for (const secret of ['first-token-of-ours', 'second-token-of-ours']) server.secrets.add(secret);
  await page.goto(`${server.url}/settings/secrets`);
  await expect(page.getByRole('heading', { name: 'No secret yet' })).toBeVisible();
  const make = page.getByRole('button', { name: 'Create secret' });
  await make.click();
  await page.keyboard.press('Escape');
  await expect(make).toBeFocused();
  await make.click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Create secret' }).click();
  await expect(dialog.getByText('This is missing.').first()).toBeVisible();
  await dialog.getByLabel('Name of the secret').fill('prometheus');
  await dialog.getByLabel('Token').check();
  await dialog.getByRole('textbox', { name: 'Token' }).fill('first-token-of-ours');
  await dialog.getByRole('button', { name: 'Create secret' }).click();
  await expect(row(page, 'prometheus')).toContainText('no rule');

  await page.getByRole('button', { name: 'Replace the secret prometheus' }).click();
  await dialog.getByRole('textbox', { name: 'Token' }).fill('second-token-of-ours');
  await dialog.getByRole('button', { name: 'Replace prometheus' }).click();
  await expect(page.getByText('The secret prometheus was replaced.')).toBeVisible();

  const rule = await server.call('/api/alerting/rule/load', {
    body: {
      name: 'Load',
      rule_type_id: 'prometheus-query',
      consumer: 'alerts',
      schedule: { interval: '1d' },
      enabled: false,
      params: {
        url: 'http://127.0.0.1:9',
        query: 'up',
        critical: { comparator: '<', threshold: [1] },
        auth: { secret: 'prometheus' },
      },
      actions: [],
    },
  });
  assert.equal(rule.status, 200, rule.text);
  await page.reload();
  await expect(row(page, 'prometheus').getByRole('link', { name: 'Load' })).toBeVisible();
  await page.getByRole('button', { name: 'Delete the secret prometheus' }).click();
  await dialog.getByRole('button', { name: 'Delete it' }).click();
  await expect(dialog.getByText(/is used by rules: "Load" \(load\)/)).toBeVisible();
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  assert.equal((await server.call('/api/alerting/rule/load', { method: 'DELETE' })).status, 204);
  await page.reload();
  await page.getByRole('button', { name: 'Delete the secret prometheus' }).click();
  await dialog.getByRole('button', { name: 'Delete it' }).click();
  await expect(page.getByRole('heading', { name: 'No secret yet' })).toBeVisible();
});

test('another browser is signed out from here, and one’s own leads to the sign-in', async (t) => {
  const { page, server, context } = await startBrowserTest(t);
  const other = await context.browser()?.newContext();
  assert.ok(other);
  t.after(() => other.close());
  await signIn(other, server.url);
  await page.goto(`${server.url}/settings/sessions`);
  await expect(page.getByRole('row')).toHaveCount(3);
  await page.getByRole('button', { name: 'Sign out all others' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Sign them out' }).click();
  await expect(page.getByRole('row')).toHaveCount(2);
  assert.equal((await other.request.get(`${server.url}/api/tocsin/session`)).status(), 401);
  await expect(row(page, 'this one')).toContainText('Chrome on Linux');
  await row(page, 'this one')
    .getByRole('button', { name: /^Sign out admin/ })
    .click();
  await page.getByRole('dialog').getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible();
});

test('the server tells what it is, and where to read on', async (t) => {
  const { page, server } = await startBrowserTest(t);
  await page.goto(`${server.url}/settings/about`);
  await expect(page.getByText('working', { exact: true })).toBeVisible();
  await expect(page.getByText('Not affiliated with Elastic or PagerDuty')).toBeVisible();
  for (const name of [
    'The API, to read and try',
    'The API as an OpenAPI document',
    'Metrics for Prometheus',
  ]) {
    const href = await page.getByRole('link', { name }).getAttribute('href');
    assert.equal((await page.request.get(`${server.url}${href}`)).status(), 200, name);
  }
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing serious in dialogs and in keys that were just made, ${colorScheme}`, async (t) => {
    const { page, server } = await startBrowserTest(t, { context: { colorScheme } });
    await page.goto(`${server.url}/settings/users`);
    await page.getByRole('button', { name: 'Add user' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Add user' }).click();
    await assertAccessible(page, 'the dialog with faults');
    await page.goto(`${server.url}/settings/api-keys`);
    await page.getByRole('button', { name: 'Make an API key' }).click();
    await page.getByLabel('What is it for?').fill('axe');
    await page.getByRole('button', { name: 'Make it' }).click();
    await expect(page.getByText('The key was made')).toBeVisible();
    await assertAccessible(page, 'a key just made');
  });
}
