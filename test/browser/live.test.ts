import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { Page } from '@playwright/test';
import { Agent, fetch } from 'undici';
import { startBrowserTest } from '../support/browser.ts';
import { enqueue, untilState } from '../support/delivered-events.ts';
import { expect } from '../support/expect.ts';
import { withStreamOfItsOwn } from '../support/own-stream.ts';
import { serve } from '../support/serving.ts';
import type { TestServer } from '../support/test-server.ts';
import { adminPassword, basic } from '../support/test-server.ts';

/* One live stream for all tabs of a browser: what it costs the server, and how it ends and comes back. */

const tabs = 8;
/** As many as a server lets be open (src/http/change-feed.ts). */
const mostStreams = 100;

const trigger = (summary: string) => ({
  eventAction: 'trigger',
  dedupKey: summary,
  summary,
  severity: 'info',
});
const shown = (page: Page, summary: string) => page.getByRole('link', { name: summary, exact: true });

async function openTabs(t: TestContext) {
  const opened = await startBrowserTest(t);
  const pages = [opened.page];
  while (pages.length < tabs) pages.push(await opened.context.newPage());
  for (const page of pages) {
    await page.goto(`${opened.server.url}/deliveries`);
    await expect(page.locator('[data-live="open"]')).toBeVisible();
  }
  return { ...opened, pages };
}

/** How many streams are open: the server's most, less those that it still lets us open. */
async function openStreams(server: TestServer): Promise<number> {
  const leave = new AbortController();
  // Kept, or the streams would end when their answers are collected as garbage.
  const own: unknown[] = [];
  // Connections of its own: one that was opened for nothing is answered with a 408, and might be used again.
  const dispatcher = new Agent();
  try {
    while (own.length <= mostStreams) {
      const answer = await fetch(`${server.url}/api/tocsin/stream`, {
        headers: { authorization: basic('admin', adminPassword) },
        signal: leave.signal,
        dispatcher,
      });
      if (answer.status === 503) return mostStreams - own.length;
      assert.equal(answer.status, 200);
      own.push(answer);
    }
    return assert.fail(`more than ${mostStreams} streams were let in`);
  } finally {
    leave.abort();
    await dispatcher.destroy();
  }
}

/** Until what has changed was told to all who listen, and they have looked again. */
const told = () => new Promise<void>((resolve) => setTimeout(resolve, 1500));

/** Holds the first answer at a path up until `change` is over; `isRead`: the server has answered before it begins. */
async function holdUp(page: Page, path: string, isRead: boolean, change: () => Promise<void>): Promise<void> {
  await page.route(
    (url) => url.pathname === path,
    async (route) => {
      const answer = isRead ? await route.fetch() : undefined;
      await change();
      await (answer === undefined ? route.continue() : route.fulfill({ response: answer }));
    },
    { times: 1 },
  );
}

test('what happens between the first reading of a page and the opening of its stream is shown all the same', async (t) => {
  const { server, context } = await startBrowserTest(t);
  const page = await context.newPage();
  await withStreamOfItsOwn(page);
  await holdUp(page, '/api/tocsin/stream', false, async () => {
    await expect(page.locator('[data-tone] h2')).toHaveText('Nothing was sent yet.');
    await untilState(server, await enqueue(server, trigger('unheard')), 'delivered');
    await told();
  });
  await page.goto(server.url);
  await expect(page.locator('[data-live="open"]')).toBeVisible();
  // Long before the page reads anew by itself.
  await expect(page.locator('[data-tone] h2')).toHaveText('1 event delivered; 1 incident open.', {
    timeout: 5000,
  });
});

test('what is answered before a change and arrives after it is read once more', async (t) => {
  // Nothing follows the acceptance that would be told as well.
  const { server, page } = await startBrowserTest(t, { server: { env: { TOCSIN_DELIVERY_PAUSED: 'true' } } });
  await holdUp(page, '/api/tocsin/status', true, async () => {
    await expect(page.locator('[data-live="open"]')).toBeVisible();
    await told();
    await enqueue(server, trigger('meanwhile'));
    await told();
  });
  await page.goto(server.url);
  await expect(page.locator('[data-tone] h2')).toHaveText('1 event is on its way.', { timeout: 8000 });
});

test('eight tabs hold one stream at the server, and still have connections for all they ask', {
  timeout: 100_000,
}, async (t) => {
  const { server, pages } = await openTabs(t);
  await expect.poll(() => openStreams(server)).toBe(1);
  await enqueue(server, trigger('told to every tab'));
  for (const page of pages) {
    await page.bringToFront();
    await expect(shown(page, 'told to every tab')).toBeVisible();
  }
  // Each at once asks for what it does not have yet.
  await Promise.all(
    pages.map(async (page) => {
      await page.getByRole('link', { name: 'Settings', exact: true }).click();
      await expect(page.getByText('server.port', { exact: true })).toBeVisible();
    }),
  );
  const [first, ...others] = pages;
  for (const page of others) await page.close();
  await expect.poll(() => openStreams(server)).toBe(1);
  await first?.close();
  await expect.poll(() => openStreams(server)).toBe(0);
});

test('a server with eight tabs open stops at once, they say that they are not live, and come back by themselves', {
  timeout: 100_000,
}, async (t) => {
  const { server, pages } = await openTabs(t);
  await enqueue(server, trigger('before the stop'));
  for (const page of pages) {
    await page.bringToFront();
    await expect(shown(page, 'before the stop')).toBeVisible();
  }
  const began = performance.now();
  const { code } = await server.child.kill('SIGTERM');
  const took = performance.now() - began;
  t.diagnostic(`stopped in ${Math.round(took)} ms`);
  assert.equal(code, 0);
  assert.ok(took < 5000, `the stop took ${took} ms`);
  for (const page of pages) {
    await expect(page.locator('[data-live="broken"]')).toHaveText('Not live');
    // What was read stays, however old it is.
    await expect(shown(page, 'before the stop')).toBeVisible();
  }

  await using again = await serve(server.data, { words: ['--port', new URL(server.url).port] });
  assert.equal(again.url, server.url);
  const told = await server.call('/api/tocsin/connector/sandbox/_enqueue', {
    body: trigger('after the start'),
  });
  assert.equal(told.status, 202, told.text);
  for (const page of pages) {
    await page.bringToFront();
    await expect(page.locator('[data-live="open"]')).toBeVisible({ timeout: 20_000 });
    await expect(shown(page, 'after the start')).toBeVisible();
  }
});
