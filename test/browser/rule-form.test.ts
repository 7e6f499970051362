import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { Page } from '@playwright/test';
import { assertAccessible, startBrowserTest } from '../support/browser.ts';
import { keyField, nameField, saveButton } from '../support/connector-form.ts';
import { expect } from '../support/expect.ts';
import { portOf } from '../support/port-of.ts';
import { settled } from '../support/settled-page.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/* The form of a rule as a person goes about it, from nothing to an incident that opens and resolves, and back to an edit. */

/** Something to watch that can be broken and mended. */
async function startTarget(t: TestContext) {
  const state = { status: 200 };
  const server = createServer((_, answer) => {
    answer.statusCode = state.status;
    answer.end('{"status":"ok"}');
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  t.after(() => server.close());
  return { state, url: `http://127.0.0.1:${portOf(server)}/health` };
}

const action = (page: Page, n: number) => page.getByRole('region', { name: `Action ${n}` });
const preview = (page: Page) => page.getByRole('region', { name: 'Preview' });

test('a newcomer makes a rule and its connector with the mouse, breaks the target, and finds the incident opened and resolved', {
  timeout: 100_000,
}, async (t) => {
  const { page, server } = await startBrowserTest(t);
  const target = await startTarget(t);
  await page.getByRole('link', { name: 'Rules', exact: true }).click();
  await page.getByRole('link', { name: 'Create rule' }).click();
  await page.getByRole('link', { name: /^HTTP check/ }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Create rule: HTTP check');

  // Nothing is red before somebody was wrong; what is wrong is said at its field, in the server's words.
  await expect(page.locator('[aria-invalid="true"]')).toHaveCount(0);
  await page.getByRole('button', { name: 'Run it now' }).click();
  await expect(page.getByLabel('URL 1')).toBeFocused();
  await page.getByLabel('URL 1').fill('no url');
  await page.getByLabel('URL 1').blur();
  await expect(page.getByLabel('URL 1')).toHaveAccessibleDescription(/use an http or https URL/);
  await page.getByLabel('URL 1').fill(target.url);
  await page.getByLabel('Name 1').fill('Shop');
  await expect(preview(page)).toContainText('All is well: no alert');
  target.state.status = 503;
  await page.getByRole('button', { name: 'Run it now' }).click();
  await expect(preview(page)).toContainText('It would have 1 alert');
  await expect(preview(page).getByRole('region', { name: 'The event: Trigger, Shop' })).toContainText(
    '"summary": "Shop is down: status 503, expected 2xx"',
  );

  // A connector in place: the form stays as it was, and both actions have it.
  await action(page, 1).getByRole('button', { name: 'Create connector' }).click();
  const drawer = page.getByRole('dialog', { name: 'Create connector' });
  await nameField(page).fill('On-call');
  await drawer.getByRole('radio', { name: 'Sandbox' }).check();
  await drawer.getByRole('button', { name: 'Make an integration key' }).click();
  await expect(keyField(page)).toHaveValue(/^[A-Za-z0-9]{32}$/);
  await drawer.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(drawer).toHaveCount(0);
  await expect(page.getByLabel('URL 1')).toHaveValue(target.url);
  for (const n of [1, 2]) {
    await expect(
      action(page, n).getByLabel('Connector', { exact: true }).locator('option:checked'),
    ).toHaveText('On-call (PagerDuty)');
  }
  await expect(preview(page)).toContainText('Action 1 through On-call');

  // A variable by the mouse, found by what it is about.
  const summary = action(page, 1).getByLabel('Summary', { exact: true });
  await summary.fill('Broken: ');
  await action(page, 1).getByRole('button', { name: 'Add a variable to Summary' }).click();
  await page.getByRole('textbox', { name: 'Search variables' }).fill('in words such');
  await expect(page.getByRole('option', { name: /context\.reason/ })).toContainText('now: status 503');
  await page.getByRole('option', { name: /context\.reason/ }).click();
  await expect(summary).toHaveValue('Broken: {{context.reason}}');
  await expect(summary).toBeFocused();
  // And by the keyboard alone, in the middle of the text.
  await page.keyboard.press('Home');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('textbox', { name: 'Search variables' })).toBeFocused();
  await page.keyboard.type('context.target');
  await page.keyboard.press('Enter');
  await expect(summary).toHaveValue('{{context.target}}Broken: {{context.reason}}');
  await page.keyboard.type(' ');
  await expect(preview(page)).toContainText('"summary": "Shop Broken: status 503, expected 2xx"');

  // Nothing can be saved without a name; the button leads to it.
  await page.getByRole('button', { name: 'Create rule' }).click();
  await expect(page.getByLabel('Name', { exact: true })).toBeFocused();
  await expect(page.getByLabel('Name', { exact: true })).toHaveAccessibleDescription(/Name is required/);
  await page.getByLabel('Name', { exact: true }).fill('Shop is up');
  await page.getByRole('textbox', { name: 'Check every' }).fill('1');
  await page.getByLabel('Unit of “Check every”').selectOption('seconds');
  await page.getByRole('button', { name: 'Create rule' }).click();
  await expect(page.getByText('Shop is up was created.')).toBeVisible();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Shop is up');

  const incidents = async () => {
    const { body } = await server.call('/api/tocsin/sandbox/incidents');
    return JSON.stringify(body);
  };
  await expect.poll(incidents, { timeout: 20_000 }).toContain('Shop Broken: status 503, expected 2xx');
  await page.getByRole('tab', { name: 'Alerts' }).click();
  await expect(page.getByRole('row').filter({ hasText: 'Shop' }).first()).toBeVisible();

  // An edit that ends something says so first.
  await page.getByRole('link', { name: 'Edit' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Edit Shop is up');
  await expect(page.getByLabel('URL 1')).toHaveValue(target.url);
  await action(page, 1)
    .getByRole('textbox', { name: /^DedupKey/ })
    .fill('shop');
  await expect(page.getByText('The action for “Down” through On-call ends so.')).toBeVisible();
  await expect(page.getByText('will be resolved when you save')).toBeVisible();
  await page.getByRole('link', { name: 'Cancel' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
  await action(page, 1)
    .getByRole('textbox', { name: /^DedupKey/ })
    .fill('');
  await expect(page.getByText('ends so.')).toHaveCount(0);
  await page.getByLabel('Name', { exact: true }).fill('Shop');
  await saveButton(page).click();
  await expect(page.getByText('Shop was saved.')).toBeVisible();

  target.state.status = 200;
  await expect.poll(incidents, { timeout: 20_000 }).toMatch(/"status":"resolved"/);
});

test('a program’s rule has custom details that complete variables, and shows how it is told', {
  timeout: 100_000,
}, async (t) => {
  const { page, server } = await startBrowserTest(t);
  await page.goto(`${server.url}/rules/new?type=external`);
  await page.getByLabel('Name', { exact: true }).fill('Backups');
  await expect(preview(page)).toContainText('This is an example of what it may be told.');
  const details = action(page, 1).getByRole('textbox', { name: /^Custom details/ });
  await details.click();
  // The editor closes quotes and braces itself.
  await page.keyboard.type('{"said": "{{context.summ');
  await page.getByRole('option', { name: /context\.summary/ }).click();
  await expect(details).toHaveText('{"said": "{{context.summary}}"}');
  await expect(preview(page)).toContainText('"said": "What the program says in a sentence"');
  await action(page, 1).getByRole('button', { name: 'Add a variable to Custom details' }).click();
  await page.getByRole('option', { name: /^alert\.id/ }).click();
  await expect(details).toHaveText('{"said": "{{context.summary}}{{alert.id}}"}');
  await expect(details).toBeFocused();
  await action(page, 1).getByRole('button', { name: 'Add Link' }).click();
  await action(page, 1).getByLabel('Label of link 1', { exact: true }).fill('Runbook');
  await page.getByRole('button', { name: 'Create rule' }).click();
  await expect(action(page, 1).getByText('Link properties cannot be empty.')).toBeVisible();
  await action(page, 1).getByLabel('URL of link 1', { exact: true }).fill('https://example.com/{{alert.id');
  await expect(action(page, 1).getByText(/malformed template/)).toBeVisible();
  await action(page, 1).getByLabel('URL of link 1', { exact: true }).fill('https://example.com/{{alert.id}}');
  await expect(preview(page)).toContainText('https://example.com/example');
  await page.getByRole('button', { name: 'Create rule' }).click();
  await expect(page).toHaveURL(/\/rules\/[^/]+\/told$/);
  const curl = await page.getByRole('region', { name: 'Report an alert' }).first().textContent();
  const [, path = ''] = /(\/api\/tocsin\/rule\/[^/]+\/alerts)/.exec(curl ?? '') ?? [];
  const report = await server.call(path, { body: { alerts: [{ id: 'db1', summary: 'Disk full' }] } });
  assert.equal(report.status, 200, report.text);
  await page.getByRole('tab', { name: 'Alerts' }).click();
  await expect(page.getByRole('row').filter({ hasText: 'db1' }).first()).toBeVisible();
});

test('secrets are made in place, what may change something is asked for by hand, and faults of actions stand at them', {
  timeout: 100_000,
}, async (t) => {
  const { page, server } = await startBrowserTest(t);
  const target = await startTarget(t);
  server.secrets.add('swordfish-7');
  await page.goto(`${server.url}/rules/new?type=http-check`);
  await page.getByLabel('Name', { exact: true }).fill('Shop');
  await page.getByLabel('URL 1').fill(target.url);
  await page.getByRole('button', { name: /^What it says/ }).click();
  await page.getByRole('button', { name: 'Create secret' }).click();
  const dialog = page.getByRole('dialog', { name: 'Create secret' });
  await dialog.getByLabel('Name of the secret').fill('the shop');
  await dialog.getByRole('radio', { name: 'Token' }).check();
  await dialog.getByRole('button', { name: 'Create secret' }).click();
  await expect(dialog.getByLabel('Name of the secret')).toHaveAccessibleDescription(/is no name of a secret/);
  await dialog.getByLabel('Name of the secret').fill('shop');
  await dialog.getByRole('textbox', { name: 'Token' }).fill('swordfish-7');
  await dialog.getByRole('button', { name: 'Create secret' }).click();
  await expect(page.getByLabel('Who asks')).toHaveValue('shop');
  await expect(preview(page)).toContainText('All is well');

  let calls = 0;
  page.on('request', (request) => {
    if (request.url().endsWith('/_preview')) calls++;
  });
  await page.getByLabel('Method').selectOption('POST');
  await expect(preview(page)).toContainText('made only when you press the button');
  await page.getByLabel('Name 1').fill('Checkout');
  target.state.status = 500;
  await page.getByRole('button', { name: 'Run it now' }).click();
  await expect(preview(page)).toContainText('Trigger: Checkout');
  assert.equal(calls, 1);
  await page.getByLabel('Method').selectOption('GET');

  // A throttle that is shorter than the schedule is the server's to refuse, and stands at its action.
  await action(page, 1).getByLabel('How often').selectOption('For each alert, at custom intervals');
  await action(page, 1).getByRole('textbox', { name: 'Every' }).fill('5');
  await action(page, 1).getByLabel('Unit of “Every”').selectOption('seconds');
  await page.getByRole('button', { name: 'Create rule' }).click();
  await expect(action(page, 1).getByRole('textbox', { name: 'Every' })).toHaveAccessibleDescription(
    /cannot be shorter than the schedule interval/,
  );
  await action(page, 1).getByLabel('How often').selectOption('A summary of alerts, on check intervals');
  await expect(action(page, 1).getByRole('textbox', { name: 'Summary' })).toHaveValue(/alerts\.new\.count/);
  await expect(preview(page)).toContainText('"summary": "Shop: 1 new, 0 ongoing, 0 recovered"');
  await page.getByText('Only at certain hours').first().click();
  await action(page, 1).getByLabel('From').fill('17:00');
  await expect(action(page, 1).getByText(/time range has an invalid value/)).toBeVisible();

  // Nothing is lost by a slip.
  await page.getByRole('button', { name: 'Choose another type' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByLabel('Name 1')).toHaveValue('Checkout');
  await page.getByRole('button', { name: 'Choose another type' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Discard Changes' }).click();
  await page.getByRole('link', { name: /^Heartbeat/ }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Create rule: Heartbeat');
});

test('a rule that comes from a file is not edited here, and says where it is', async (t) => {
  const folder = await temporaryFolder();
  t.after(() => folder[Symbol.asyncDispose]());
  const config = join(folder.path, 'tocsin.yml');
  await writeFile(config, 'rules.files: [rules.yml]\n');
  const rules = ['rules:', '  - {id: disks, name: Disks, rule_type_id: external, schedule: {interval: 1m}}'];
  await writeFile(join(folder.path, 'rules.yml'), rules.join('\n'));
  const { page, server } = await startBrowserTest(t, { server: { words: ['--config', config] } });
  await page.goto(`${server.url}/rules/disks`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Disks');
  await expect(page.getByRole('link', { name: 'Edit' })).toHaveCount(0);
  await page.goto(`${server.url}/rules/disks/edit`);
  await expect(page.getByText(/It comes from .*rules\.yml, and is changed there alone/)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Save' })).toHaveCount(0);
  await page.goto(`${server.url}/rules/nothing/edit`);
  await expect(page.getByRole('alert')).toBeVisible();
});

const unfold = /^(More settings|What it says, how|Who asks, and how|How long jobs|How alerts are taken)/;

test('each type has its form, which axe finds nothing in and 390 pixels hold', {
  timeout: 100_000,
}, async (t) => {
  const { page, server } = await startBrowserTest(t, { context: { colorScheme: 'dark' } });
  // The largest in both schemes, others in one; the small ones are made of the same parts.
  for (const [type, scheme] of [
    ['http-check', 'dark'],
    ['http-check', 'light'],
    ['prometheus-query', 'dark'],
    ['heartbeat'],
    ['alertmanager'],
    ['external'],
    ['always-firing'],
  ] as const) {
    if (scheme !== undefined) await page.emulateMedia({ colorScheme: scheme });
    await page.goto(`${server.url}/rules/new?type=${type}`);
    const folded = page.getByRole('button', { name: unfold, expanded: false });
    while ((await folded.count()) > 0) await folded.first().click();
    if (scheme !== undefined) await assertAccessible(page, `${type}, ${scheme}`);
    await page.setViewportSize({ width: 390, height: 844 });
    await settled(page);
    const tooWide = await page.evaluate<number>(
      'document.documentElement.scrollWidth - document.documentElement.clientWidth',
    );
    assert.ok(tooWide <= 0, `${type} is wider than 390 pixels by ${tooWide}`);
    await page.setViewportSize({ width: 1280, height: 900 });
  }
});
