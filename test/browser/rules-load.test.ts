import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { openSqliteStore } from '../../src/store/sqlite/open-sqlite-store.ts';
import { startBrowserTest } from '../support/browser.ts';
import { expect } from '../support/expect.ts';
import { assertNeverFrozen } from '../support/smoothness.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/* The lists of rules and alerts with as much to show as a large installation has. */

const [rules, alerting, alertsEach] = [10_000, 100, 1000];

const named = (n: number) => `Rule ${String(n).padStart(5, '0')}`;

const ruleOf = (n: number) => ({
  id: `rule-${n}`,
  name: named(n),
  typeId: 'external',
  consumer: 'alerts',
  enabled: true,
  tags: [n % 2 === 0 ? 'even' : 'odd'],
  params: { timeout: null },
  interval: { text: '1h', ms: 3_600_000 },
  actions: [],
  notifyWhen: null,
  throttle: null,
  muteAll: false,
  mutedAlertIds: [],
  snoozes: [],
  createdBy: null,
  apiKeyOwner: null,
  updatedBy: null,
  createdAt: 0,
  updatedAt: 0,
  revision: 0,
});

const alertOf = (n: number, i: number) => ({
  id: `host ${n}-${i}`,
  uuid: `${n}-${i}`,
  status: 'active',
  group: 'default',
  start: Date.UTC(2026, 4, 6, 10, n % 60) + i,
  firstRun: 1,
  changes: [],
  told: { severity: 'error', summary: `Host ${n}-${i} is slow` },
});

/** What external rules remember of what was reported to them, so that their next run does not end it. */
const stateOf = (n: number) => ({
  alerts: Array.from({ length: alertsEach }, (_, i) => [
    `host ${n}-${i}`,
    { at: Date.UTC(2026, 4, 6, 10), severity: 'error' },
  ]),
});

/** Writes them where the server will find them: through the API they would take a minute. */
async function fill(data: string): Promise<void> {
  await mkdir(data, { recursive: true, mode: 0o700 });
  const store = await openSqliteStore({ file: join(data, 'tocsin.db'), now: Date.now });
  const atOnce = 500;
  for (let from = 0; from < rules; from += atOnce) {
    const runs = Array.from({ length: atOnce }, (_, i) => {
      const n = from + i;
      const rule = { id: `rule-${n}`, body: JSON.stringify(ruleOf(n)) };
      if (n >= alerting) return { ruleId: rule.id, rule };
      const alerts = Array.from({ length: alertsEach }, (_, j) => alertOf(n, j));
      return {
        ruleId: rule.id,
        rule,
        ruleState: JSON.stringify({ lifecycle: { run: 1 }, state: stateOf(n) }),
        alerts: alerts.map((alert) => ({ id: alert.id, state: JSON.stringify(alert) })),
      };
    });
    await store.delivery.commit({ accepted: [], settled: [], open: [], runs });
  }
  await store.close();
}

test('10,000 rules and 100,000 alerts are listed, scrolled and searched without freezing', {
  timeout: 180_000,
}, async (t) => {
  const folder = await temporaryFolder();
  t.after(() => folder[Symbol.asyncDispose]());
  const data = join(folder.path, 'data');
  await fill(data);
  const { page, server } = await startBrowserTest(t, { server: { data } });
  await page.goto(`${server.url}/rules`);
  await expect(page.getByRole('link', { name: named(0), exact: true })).toBeVisible({ timeout: 30_000 });
  const search = page.getByLabel('Search', { exact: true });
  await assertNeverFrozen(t, page, 'rules', async () => {
    await search.fill('');
    await expect(page.getByRole('link', { name: named(0), exact: true })).toBeVisible();
    await page.evaluate('window.scrollTo(0, document.body.scrollHeight)');
    await expect(page.getByRole('link', { name: named(rules - 1), exact: true })).toBeVisible();
    await page.evaluate('window.scrollTo(0, document.body.scrollHeight / 2)');
    await expect(page.getByRole('link', { name: named(rules / 2), exact: true })).toBeVisible();
    await page.evaluate('window.scrollTo(0, 0)');
    await search.fill('77 odd');
    await expect(page.getByRole('link', { name: named(77), exact: true })).toBeVisible();
    await expect(page.getByRole('link', { name: named(0), exact: true })).toHaveCount(0);
  });
  assert.ok((await page.getByRole('row').count()) < 80, 'only what is seen is drawn');

  await page.goto(`${server.url}/alerts`);
  // The server reads them for the first time.
  await expect(page.getByText('100,000 alerts')).toBeVisible({ timeout: 30_000 });
  await assertNeverFrozen(t, page, 'alerts', async () => {
    await search.fill('');
    await expect(page.getByText('100,000 alerts')).toBeVisible();
    await page.evaluate('window.scrollTo(0, document.body.scrollHeight)');
    await expect(page.getByRole('link', { name: /is slow$/ }).last()).toBeVisible();
    await page.evaluate('window.scrollTo(0, document.body.scrollHeight / 2)');
    await expect(page.getByRole('link', { name: /is slow$/ }).last()).toBeVisible();
    await page.evaluate('window.scrollTo(0, 0)');
    await search.fill('host 42-777');
    await expect(page.getByText('1 alert', { exact: true })).toBeVisible();
    await expect(page.getByRole('link', { name: 'Host 42-777 is slow', exact: true })).toBeVisible();
  });

  const asked = async (path: string): Promise<number> => {
    const began = performance.now();
    assert.equal((await server.call(path)).status, 200);
    return performance.now() - began;
  };
  const took: string[] = [];
  for (const path of [
    '/api/tocsin/rules?from=9000&limit=50',
    '/api/tocsin/rules?search=77&limit=50',
    '/api/tocsin/rules/overview',
    '/api/tocsin/alerts?from=90000&limit=50',
    '/api/tocsin/alerts?search=host+77&limit=50',
    '/api/alerting/rules/_find?page=90&per_page=100',
  ])
    took.push(`${path} ${(await asked(path)).toFixed(0)} ms`);
  t.diagnostic(took.join('; '));
});
