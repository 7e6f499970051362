import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertAccessible, startBrowserTest } from '../support/browser.ts';
import { expect } from '../support/expect.ts';
import type { TestServer } from '../support/test-server.ts';

/* Rules and alerts as a person goes about them: found, changed many at once, and one alert from its first match on. */

async function call(server: TestServer, path: string, body?: object): Promise<object> {
  const { status, text, body: answer } = await server.call(path, body === undefined ? {} : { body });
  assert.ok(status < 300, `${path}: ${status} ${text}`);
  return Object(answer);
}

const rule = (server: TestServer, id: string, name: string, more: object = {}) =>
  call(server, `/api/alerting/rule/${id}`, {
    name,
    rule_type_id: 'external',
    consumer: 'alerts',
    schedule: { interval: '1h' },
    params: { timeout: '10m' },
    actions: [
      {
        id: 'sandbox',
        group: 'default',
        frequency: { summary: false, notify_when: 'onActionGroupChange', throttle: null },
        params: {
          eventAction: 'trigger',
          summary: '{{context.summary}}',
          severity: '{{context.severity}}',
        },
      },
    ],
    ...more,
  });

const report = (server: TestServer, id: string, ...alerts: object[]) =>
  call(server, `/api/tocsin/rule/${id}/alerts`, { alerts });

test('rules are listed, found, snoozed and muted, and what ends with them is said before it ends', {
  timeout: 90_000,
}, async (t) => {
  const { page, server } = await startBrowserTest(t);
  await page.getByRole('link', { name: 'Rules', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'No rules yet' })).toBeVisible();
  await expect(page.getByRole('region', { name: 'A command that makes a rule' })).toContainText(
    `${server.url}/api/alerting/rule/disks`,
  );

  // What is made elsewhere shows by itself.
  await rule(server, 'disks', 'Disks', { tags: ['storage'] });
  const disks = page.getByRole('row').filter({ hasText: 'Disks' });
  await expect(disks).toContainText('OK');
  await report(server, 'disks', { id: 'db1', summary: 'Disk full', severity: 'critical' }, { id: 'db2' });
  await expect(disks).toContainText('Active alerts');
  await expect(disks).toContainText('sandbox');
  await rule(server, 'web', 'Web', { tags: ['payments'] });
  await report(server, 'web', { id: 'eu', summary: 'Slow', severity: 'warning' });
  await rule(server, 'mail', 'Mail', { enabled: false });
  await expect(page.getByRole('row')).toHaveCount(4);

  const filters = page.getByRole('region', { name: 'Filters' });
  await filters.getByLabel('Search').fill('stor');
  await expect(page.getByRole('row')).toHaveCount(2);
  await expect(page).toHaveURL(/search=stor/);
  await filters.getByRole('button', { name: 'Clear filters' }).click();
  await filters.getByLabel('State').selectOption('Disabled');
  await expect(page.getByRole('row')).toHaveCount(2);
  await expect(page.getByRole('row').last()).toContainText('Mail');
  await filters.getByRole('button', { name: 'Clear filters' }).click();

  // By the keyboard alone: every second week, on two days.
  await page.getByRole('button', { name: 'Actions for “Web”' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('menuitem', { name: 'Snooze …' }).press('Enter');
  const dialog = page.getByRole('dialog');
  await dialog.getByText('On a schedule', { exact: true }).click();
  await dialog.getByLabel('How many').fill('0');
  await dialog.getByRole('button', { name: 'Snooze' }).click();
  await expect(dialog.getByLabel('How many')).toHaveAttribute('aria-invalid', 'true');
  await dialog.getByLabel('How many').fill('2');
  await dialog.getByLabel('Begins').fill('2030-01-07T20:00');
  await dialog.getByLabel('Time zone').selectOption('Europe/Berlin');
  await dialog.getByLabel('Repeat every').fill('2');
  await dialog.getByLabel('Mon').press('Space');
  await dialog.getByLabel('Thu').press('Space');
  await assertAccessible(page, 'the dialog that snoozes');
  await dialog.getByRole('button', { name: 'Snooze' }).click();
  await expect(page.getByText('Snoozed: “Web”.')).toBeVisible();
  await page.getByRole('link', { name: 'Web', exact: true }).click();
  await page.getByRole('tab', { name: 'Definition' }).click();
  await expect(page.getByText('Every 2 weeks on Mon, Thu at 20:00 (Europe/Berlin), for 2 h')).toBeVisible();
  await expect(page.getByText('When an alert is in “Reported”')).toBeVisible();
  await page.getByRole('button', { name: /^Remove the snooze/ }).click();
  await expect(page.getByRole('heading', { name: 'Snoozes' })).toHaveCount(0);
  await page.getByRole('tab', { name: 'History' }).click();
  await expect(page.getByText(/runs?, none failed/)).toBeVisible();
  await expect(page.getByRole('list', { name: 'What has happened, the newest first' })).toContainText(
    'eu: Became active',
  );
  await page.getByRole('tab', { name: 'Events' }).click();
  await expect(page.getByRole('row').filter({ hasText: 'Slow' })).toContainText('Delivered');
  await page.goBack();

  // Many at once: what is open is told, and resolved with them.
  await page.goto(`${server.url}/rules`);
  await page.getByLabel('Select all 3').click();
  await page.getByRole('button', { name: 'Actions for 3 rules' }).click();
  await page.getByRole('menuitem', { name: 'Mute', exact: true }).click();
  await expect(page.getByText('Muted: 3 rules.')).toBeVisible();
  await assertAccessible(page, 'rules with a notification');
  await expect(page.getByRole('row').filter({ hasText: 'Muted' })).toHaveCount(3);
  await page.getByRole('button', { name: 'Actions for 3 rules' }).click();
  await page.getByRole('menuitem', { name: 'Disable … (2)' }).click();
  await expect(page.getByRole('dialog')).toContainText('3 open incidents will be resolved.');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Actions for 3 rules' })).toBeFocused();
  await page.keyboard.press('Enter');
  await page.getByRole('menuitem', { name: 'Disable … (2)' }).click();
  await page.getByLabel('Leave it open').check();
  await expect(page.getByRole('dialog')).toContainText('3 open incidents will stay open at PagerDuty.');
  await page.getByLabel('Resolve it').check();
  await page.getByRole('dialog').getByRole('button', { name: 'Disable' }).click();
  await expect(page.getByText('Disabled: 2 rules.')).toBeVisible();
  await expect(page.getByRole('row').filter({ hasText: 'Disabled' })).toHaveCount(3);
  await expect.poll(async () => Object(await call(server, '/api/tocsin/incidents')).items.length).toBe(0);

  // The connector knows who uses it.
  await page.goto(`${server.url}/connectors/sandbox?tab=rules`);
  await expect(page.getByRole('table', { name: 'Rules that use this connector' })).toContainText('Mail');

  await page.goto(`${server.url}/rules/mail`);
  await page.getByRole('button', { name: 'Actions for “Mail”' }).click();
  await page.getByRole('menuitem', { name: 'Delete …' }).click();
  await expect(page.getByRole('dialog')).toContainText('No incident of it is open.');
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await expect(page).toHaveURL(`${server.url}/rules`);
  await expect(page.getByRole('row')).toHaveCount(3);
});

test('an alert is seen as it comes, acknowledged, resolved and muted, and tells its whole story', {
  timeout: 90_000,
}, async (t) => {
  const { page, server } = await startBrowserTest(t);
  await rule(server, 'disks', 'Disks', { tags: ['storage'] });
  await page.goto(`${server.url}/alerts`);
  await expect(page.getByRole('heading', { name: 'No alerts', exact: true })).toBeVisible();
  await report(
    server,
    'disks',
    { id: 'db/2', summary: 'Disk 81 % full', severity: 'warning' },
    { id: 'db/1', summary: 'Disk full', severity: 'critical' },
  );
  const rows = page.getByRole('row');
  await expect(rows).toHaveCount(3);
  await expect(rows.nth(1)).toContainText('Critical');
  await expect(rows.nth(1)).toContainText('1 open incident');
  await page.getByLabel('Severity').selectOption('Warning');
  await expect(rows).toHaveCount(2);
  await page.getByRole('button', { name: 'Actions for db/2' }).click();
  await page.getByRole('menuitem', { name: 'Mute' }).click();
  await expect(rows.nth(1)).toContainText('Muted');
  await page.getByRole('button', { name: 'Clear filters' }).click();

  await page.getByRole('link', { name: 'Disk full', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Disk full' })).toBeVisible();
  await expect(page.getByText('Became active')).toBeVisible();
  await expect(page.getByText('PagerDuty took it (202)')).toHaveCount(1);
  await page.getByRole('button', { name: 'Acknowledge' }).click();
  await expect(page.getByText('Acknowledge accepted')).toBeVisible();
  await expect(page.getByText('PagerDuty took it (202)')).toHaveCount(2);
  await page.getByRole('button', { name: 'Resolve …' }).click();
  await expect(page.getByRole('dialog')).toContainText('1 open incident will be resolved.');
  await expect(page.getByRole('dialog')).toContainText('nobody hears of it again');
  await page.getByRole('dialog').getByRole('button', { name: 'Resolve' }).click();
  await expect(page.getByText('Muted until it recovers')).toBeVisible();
  await expect(page.getByText('PagerDuty took it (202)')).toHaveCount(3);
  await report(server, 'disks', { id: 'db/1', state: 'recovered' });
  await expect(page.getByText('Recovered', { exact: true }).first()).toBeVisible();
  await report(server, 'disks', { id: 'db/1', summary: 'Disk full again', severity: 'critical' });
  await expect(page.getByRole('heading', { name: 'Disk full again' })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'An earlier time' })).toBeVisible();

  await page.goto(server.url);
  const figures = page.getByRole('region', { name: 'Active alerts by severity, and rules' });
  await expect(figures.getByRole('link', { name: 'Critical 1' })).toBeVisible();
  await figures.getByRole('link', { name: 'Warning 1' }).click();
  await expect(rows).toHaveCount(2);
  await expect(rows.nth(1)).toContainText('Disk 81 % full');

  await page.goto(`${server.url}/alerts/disks/nothing`);
  await expect(page.getByRole('heading', { name: 'There is no such alert' })).toBeVisible();
  await page.goto(`${server.url}/rules/nothing`);
  await expect(page.getByRole('heading', { name: 'There is no such rule' })).toBeVisible();
});
