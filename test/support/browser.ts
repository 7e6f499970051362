import assert from 'node:assert/strict';
import { after, type TestContext } from 'node:test';
import { AxeBuilder } from '@axe-core/playwright';
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
} from '@playwright/test';
import { findChromium } from './chromium.ts';
import { prepareBrowser } from './prepare-browser.ts';
import { settled } from './settled-page.ts';
import { adminPassword, TestServer, type TestServerOptions } from './test-server.ts';

let browser: Promise<Browser> | undefined;
after(async () => (await browser)?.close());

async function launch(): Promise<Browser> {
  await prepareBrowser(() => {});
  return chromium.launch({ ...(await findChromium()), timeout: 60_000 });
}

export interface BrowserTestOptions {
  readonly server?: TestServerOptions;
  readonly context?: BrowserContextOptions;
  /** Default: signed in as admin, on the first page. */
  readonly isSignedIn?: boolean;
}

export interface BrowserTest {
  readonly server: TestServer;
  readonly context: BrowserContext;
  readonly page: Page;
  /** Lets the page meet errors whose text matches: of a test that breaks things on purpose. */
  expectErrors(pattern: RegExp): void;
}

/** Signs a browser in, without the form. */
export async function signIn(context: BrowserContext, url: string, password = adminPassword): Promise<void> {
  const answer = await context.request.post(`${url}/api/tocsin/session`, {
    headers: { 'kbn-xsrf': 'test' },
    data: { user: 'admin', password },
  });
  assert.equal(answer.status(), 200, await answer.text());
}

/**
 * A real server with the real screens, and a page in a real Chromium. Both end with the test. A page that throws, that
 * the Content-Security-Policy has to stop, or that asks another host for anything, fails it.
 */
export async function startBrowserTest(
  t: TestContext,
  { server: serverOptions, context: contextOptions, isSignedIn = true }: BrowserTestOptions = {},
): Promise<BrowserTest> {
  browser ??= launch();
  const opened = await browser;
  const server = await TestServer.start(serverOptions);
  const context = await opened.newContext({
    viewport: { width: 1280, height: 900 },
    reducedMotion: 'reduce',
    ...contextOptions,
  });
  context.setDefaultTimeout(15_000);
  const faults: string[] = [];
  const expected: RegExp[] = [];
  context.on('weberror', (error) => faults.push(`thrown: ${error.error().message}`));
  context.on('console', (message) => {
    // What a refused request leaves in the console is judged by what the page says of it.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
      faults.push(`console: ${message.text()}`);
  });
  context.on('request', (request) => {
    if (!request.url().startsWith(`${server.url}/`)) faults.push(`asked ${request.url()}`);
  });
  t.after(async () => {
    await context.close();
    await server.stop();
    const unexpected = faults.filter((fault) => !expected.some((pattern) => pattern.test(fault)));
    assert.deepEqual(unexpected, []);
  });
  if (isSignedIn) await signIn(context, server.url);
  const page = await context.newPage();
  await page.goto(server.url);
  return { server, context, page, expectErrors: (pattern) => void expected.push(pattern) };
}

/** Fails when axe finds something serious or critical on the page as it is. */
export async function assertAccessible(page: Page, what: string): Promise<void> {
  await settled(page);
  // In the page itself: our pages hold no frames, whose results would be put together in another tab each time. What is
  // right is not described in full. Both together take a third of the time.
  const { violations } = await new AxeBuilder({ page })
    .setLegacyMode(true)
    .options({ resultTypes: ['violations'] })
    .analyze();
  const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  const told = grave.map(
    ({ id, help, nodes }) => `${id}: ${help}\n    ${nodes.map(({ html }) => html).join('\n    ')}`,
  );
  assert.deepEqual(told, [], `${what}:\n  ${told.join('\n  ')}`);
}
