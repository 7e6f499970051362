import { type Browser, chromium } from '@playwright/test';
import { findChromium } from '../test/support/chromium.ts';
import { prepareBrowser } from '../test/support/prepare-browser.ts';
import { adminPassword, TestServer } from '../test/support/test-server.ts';
import type { Bench, BenchOptions, BenchResult } from './support/bench.ts';
import { type Finding, finding } from './support/finding.ts';
import { seriesOf } from './support/series.ts';

/** Milliseconds within which the first page is usable, and the kB that its first load may weigh as sent. */
const usableGoal = 1000;
const weightGoal = 350;

interface Visit {
  /** Milliseconds from the beginning of the navigation until what is waited for is there. */
  readonly usable: number;
  /** Bytes of scripts and styles as they were sent. */
  readonly bytes: number;
}

/**
 * Tells from the page itself when what one comes for is there, and drawn: to ask again and again from outside takes a
 * few hundred milliseconds of the same two cores.
 */
const tellWhenThere = (selector: string) => `globalThis.usableAt = new Promise((tell) => {
  new MutationObserver((_, observer) => {
    if (document.querySelector(${JSON.stringify(selector)}) === null) return;
    observer.disconnect();
    requestAnimationFrame(() => setTimeout(() => tell(performance.now())));
  }).observe(document, { childList: true, subtree: true });
});`;

/** One visit with nothing in the cache; `isSignedIn`: to the overview, else to the sign-in. */
async function visit(browser: Browser, url: string, isSignedIn: boolean): Promise<Visit> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 860 } });
  try {
    if (isSignedIn) {
      const answer = await context.request.post(`${url}/api/tocsin/session`, {
        headers: { 'kbn-xsrf': 'bench' },
        data: { user: 'admin', password: adminPassword },
      });
      if (answer.status() !== 200) throw new Error(await answer.text());
    }
    const page = await context.newPage();
    let bytes = 0;
    page.on('response', (response) => {
      if (response.url().includes('/assets/')) bytes += Number(response.headers()['content-length'] ?? 0);
    });
    await page.addInitScript(tellWhenThere(isSignedIn ? '[data-tone] h2' : 'form button[type="submit"]'));
    await page.goto(url, { waitUntil: 'commit' });
    // The page's own clock begins with the navigation.
    const usable = await page.evaluate<number>('globalThis.usableAt');
    return { usable, bytes };
  } finally {
    await context.close();
  }
}

async function run({ rounds, say }: BenchOptions): Promise<BenchResult> {
  await prepareBrowser(say);
  const browser = await chromium.launch(await findChromium());
  const server = await TestServer.start();
  const findings: Finding[] = [];
  try {
    // The server's first answer is not the browser's.
    await visit(browser, server.url, false);
    for (const [what, isSignedIn] of [
      ['the sign-in', false],
      ['the overview, signed in', true],
    ] as const) {
      const visits: Visit[] = [];
      for (let round = 0; round < rounds; round++) visits.push(await visit(browser, server.url, isSignedIn));
      const usable = seriesOf(visits.map((each) => each.usable));
      const bytes = seriesOf(visits.map((each) => each.bytes / 1024));
      findings.push(
        finding(`${what}: usable after`, usable, ' ms', { below: usableGoal }),
        finding(`${what}: scripts and styles as sent`, bytes, ' kB', { below: weightGoal }),
      );
    }
  } finally {
    await browser.close();
    await server.stop();
  }
  return {
    setting: `The first page in a real Chromium with nothing in its cache, from the beginning of the navigation until what one came for is there; ${rounds} visits`,
    findings,
  };
}

/** How long somebody waits for the first page. */
export const screensBench: Bench = { name: 'screens', limit: 5, run };
