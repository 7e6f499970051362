import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Locator, Page } from '@playwright/test';
import { startBrowserTest } from '../support/browser.ts';
import { mood } from '../support/delivered-events.ts';
import { expect } from '../support/expect.ts';
import { settled } from '../support/settled-page.ts';
import { assertNeverFrozen } from '../support/smoothness.ts';
import type { TestServer } from '../support/test-server.ts';

/* Screens while much happens, and with much to show. */

const triggers = (from: number, count: number) =>
  Array.from({ length: count }, (_, index) => ({
    eventAction: 'trigger',
    dedupKey: `load/${from + index}`,
    summary: `Load ${from + index}`,
    severity: 'warning',
  }));

async function enqueueAll(server: TestServer, body: object[]): Promise<void> {
  const { status, text } = await server.call('/api/tocsin/connector/sandbox/_enqueue', { body });
  assert.equal(status, 202, text.slice(0, 500));
}

const [seconds, perSecond] = [5, 1000];

/** Sends a thousand events a second, for five seconds, a hundred at a time, and says how long that took. */
async function stream(server: TestServer, from: number): Promise<number> {
  const began = performance.now();
  for (let tick = 0; tick < seconds * 10; tick++) {
    await enqueueAll(server, triggers(from + tick * 100, 100));
    // An even stream: the next hundred are due a tenth of a second after these.
    await sleep(Math.max(0, began + (tick + 1) * 100 - performance.now()));
  }
  return performance.now() - began;
}

const pages: [name: string, path: string, shown: (page: Page, events: number) => Locator][] = [
  [
    'the deliveries',
    '/deliveries',
    (page, events) => page.getByRole('link', { name: `Load ${events - 1}`, exact: true }),
  ],
  [
    'the overview',
    '/',
    (page, events) => {
      const many = events.toLocaleString('en');
      return page.getByRole('heading', { name: `All ${many} events delivered; ${many} incidents open.` });
    },
  ],
];
for (const [name, path, shown] of pages) {
  test(`a thousand events a second do not freeze ${name}, and what comes is shown`, {
    timeout: 120_000,
  }, async (t) => {
    const { page, server } = await startBrowserTest(t, {
      server: { env: { TOCSIN_DELIVERY_RATE_LIMIT: 'off' } },
    });
    await server.call('/api/tocsin/sandbox/limit', { method: 'PUT', body: { limit: null } });
    await page.goto(server.url + path);
    await settled(page);
    let sent = 0;
    let fastest = 0;
    await assertNeverFrozen(t, page, name, async () => {
      const took = await stream(server, sent);
      sent += seconds * perSecond;
      fastest = Math.max(fastest, (seconds * perSecond) / (took / 1000));
    });
    t.diagnostic(`${Math.round(fastest)} events/s`);
    assert.ok(fastest > perSecond / 2, `${fastest} events/s: that is no thousand`);
    await expect(shown(page, sent)).toBeVisible({ timeout: 15_000 });
  });
}

test('100,000 deliveries scroll and filter without freezing', { timeout: 120_000 }, async (t) => {
  const { page, server } = await startBrowserTest(t);
  await mood(server, 'slow', { delay: 60_000 });
  for (let from = 0; from < 100_000; from += 1000) await enqueueAll(server, triggers(from, 1000));
  await page.goto(`${server.url}/deliveries`);
  await expect(page.getByRole('link', { name: 'Load 99999', exact: true })).toBeVisible();

  await assertNeverFrozen(t, page, 'scrolling', async () => {
    for (let turn = 0; turn < 20; turn++) {
      await page.evaluate('window.scrollTo(0, document.body.scrollHeight)');
      await expect(page.getByRole('row').last()).toBeVisible();
    }
  });
  assert.ok((await page.getByRole('row').count()) < 80, 'only what is seen is drawn');
  await page.evaluate('window.scrollTo(0, 0)');

  await assertNeverFrozen(t, page, 'filtering', async (turn) => {
    // The last turn's.
    if (turn > 0) await page.getByRole('button', { name: 'Clear filters' }).first().click();
    await page.getByLabel('Dedup key').fill('load/17');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('link', { name: 'Load 17', exact: true })).toBeVisible();
    await expect(page.getByRole('row')).toHaveCount(2);
    await page.getByRole('button', { name: 'Clear filters' }).first().click();
    await expect(page.getByRole('link', { name: 'Load 99999', exact: true })).toBeVisible();
    await page.getByLabel('State').selectOption('Dead letter');
    await expect(page.getByRole('link', { name: 'Load 99999', exact: true })).toHaveCount(0);
    await page.getByLabel('State').selectOption('Waiting');
    await expect(page.getByRole('row').nth(5)).toBeVisible();
  });
});
