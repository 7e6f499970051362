/**
 * `npm run screenshots`: takes the pictures of `docs/images/` anew, from a real server with stories of the real
 * delivery, wide and at 390 pixels, light and dark where it matters. Names on the command line take only those.
 */
import { fileURLToPath } from 'node:url';
import { type BrowserContext, chromium, type Page } from '@playwright/test';
import { findChromium } from '../test/support/chromium.ts';
import { prepareBrowser } from '../test/support/prepare-browser.ts';
import { settled } from '../test/support/settled-page.ts';
import { fillWithStories, type Stories } from '../test/support/stories.ts';
import { adminPassword, TestServer } from '../test/support/test-server.ts';

const folder = fileURLToPath(new URL('images', import.meta.url));
const wide = { width: 1280, height: 860 };
const narrow = { width: 390, height: 844 };

interface Shot {
  readonly name: string;
  readonly path: (stories: Stories) => string;
  readonly schemes: readonly ('light' | 'dark')[];
  readonly sizes: readonly ('wide' | 'narrow')[];
  /** What is done before the picture. */
  readonly prepare?: (page: Page) => Promise<void>;
}

async function runTest(page: Page): Promise<void> {
  await page.getByLabel('Summary').fill('Can you hear the bell?');
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  const result = page.getByText('Test was successful');
  await result.waitFor();
  await result.scrollIntoViewIfNeeded();
}

async function makeRelayKey(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Make a relay key' }).click();
  await page.getByLabel('Who shall use it?').fill('alertmanager in Paris');
  await page.getByLabel('Through which connector?').selectOption('sandbox');
  await page.getByRole('button', { name: 'Make it' }).click();
  await page.getByText('The relay key was made').waitFor();
}

async function checkNetwork(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Check' }).click();
  await page.getByText('can be reached.').waitFor();
}

async function openSnooze(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Actions for “Checkout is slow”' }).click();
  await page.getByRole('menuitem', { name: 'Snooze …' }).click();
  await page.getByText('On a schedule', { exact: true }).click();
  await page.getByText('Mon', { exact: true }).click();
}

async function openDisable(page: Page): Promise<void> {
  await page.getByLabel('Select Checkout is slow').check();
  await page.getByLabel('Select Disks of the databases').check();
  await page.getByRole('button', { name: 'Actions for 2 rules' }).click();
  await page.getByRole('menuitem', { name: 'Disable …' }).click();
}

const shots: readonly Shot[] = [
  { name: 'overview', path: () => '/', schemes: ['light', 'dark'], sizes: ['wide', 'narrow'] },
  { name: 'connectors', path: () => '/connectors', schemes: ['light'], sizes: ['wide', 'narrow'] },
  { name: 'connector-new', path: () => '/connectors/new', schemes: ['light'], sizes: ['wide', 'narrow'] },
  {
    name: 'connector-where-is-the-key',
    path: () => '/connectors/new',
    schemes: ['light'],
    sizes: ['wide'],
    prepare: (page) => page.getByRole('button', { name: /where do i find this/i }).click(),
  },
  {
    name: 'connector-test',
    path: ({ connectors }) => `/connectors/${connectors.onCall}?tab=test`,
    schemes: ['light', 'dark'],
    sizes: ['wide'],
    prepare: runTest,
  },
  { name: 'deliveries', path: () => '/deliveries', schemes: ['light', 'dark'], sizes: ['wide', 'narrow'] },
  { name: 'event', path: ({ delivered }) => `/deliveries/${delivered}`, schemes: ['light'], sizes: ['wide'] },
  {
    name: 'event-waiting',
    path: ({ waiting }) => `/deliveries/${waiting}`,
    schemes: ['light'],
    sizes: ['wide', 'narrow'],
  },
  { name: 'rules', path: () => '/rules', schemes: ['light', 'dark'], sizes: ['wide', 'narrow'] },
  {
    name: 'rules-snooze',
    path: () => '/rules',
    schemes: ['light'],
    sizes: ['wide', 'narrow'],
    prepare: openSnooze,
  },
  {
    name: 'rules-disable',
    path: () => '/rules',
    schemes: ['light'],
    sizes: ['wide'],
    prepare: openDisable,
  },
  {
    name: 'rule',
    path: ({ rule }) => `/rules/${rule}`,
    schemes: ['light', 'dark'],
    sizes: ['wide', 'narrow'],
  },
  {
    name: 'rule-history',
    path: ({ rule }) => `/rules/${rule}/history`,
    schemes: ['light'],
    sizes: ['wide', 'narrow'],
  },
  {
    name: 'rule-definition',
    path: ({ rule }) => `/rules/${rule}/definition`,
    schemes: ['light'],
    sizes: ['wide'],
  },
  { name: 'alerts', path: () => '/alerts', schemes: ['light', 'dark'], sizes: ['wide', 'narrow'] },
  {
    name: 'alert',
    path: ({ rule, alert }) => `/alerts/${rule}/${encodeURIComponent(alert)}`,
    schemes: ['light'],
    sizes: ['wide', 'narrow'],
  },
  {
    name: 'connector-rules',
    path: ({ connectors }) => `/connectors/${connectors.onCall}?tab=rules`,
    schemes: ['light'],
    sizes: ['wide'],
  },
  { name: 'incidents', path: () => '/incidents', schemes: ['light'], sizes: ['wide'] },
  { name: 'dead-letters', path: () => '/dead-letters', schemes: ['light'], sizes: ['wide', 'narrow'] },
  { name: 'dead-letter', path: ({ dead }) => `/dead-letters/${dead}`, schemes: ['light'], sizes: ['wide'] },
  { name: 'sandbox', path: () => '/sandbox', schemes: ['light', 'dark'], sizes: ['wide', 'narrow'] },
  { name: 'sandbox-calls', path: () => '/sandbox/calls', schemes: ['light'], sizes: ['wide'] },
  { name: 'settings', path: () => '/settings', schemes: ['light'], sizes: ['wide'] },
  { name: 'settings-users', path: () => '/settings/users', schemes: ['light'], sizes: ['wide', 'narrow'] },
  {
    name: 'settings-relay-keys',
    path: () => '/settings/relay-keys',
    schemes: ['dark'],
    sizes: ['wide'],
    prepare: makeRelayKey,
  },
  {
    name: 'settings-network',
    path: () => '/settings/network',
    schemes: ['light'],
    sizes: ['wide', 'narrow'],
    prepare: checkNetwork,
  },
  { name: 'settings-about', path: () => '/settings/about', schemes: ['light'], sizes: ['wide'] },
  { name: 'settings-sessions', path: () => '/settings/sessions', schemes: ['light'], sizes: ['wide'] },
];

async function signIn(context: BrowserContext, url: string): Promise<void> {
  const answer = await context.request.post(`${url}/api/tocsin/session`, {
    headers: { 'kbn-xsrf': 'screenshots' },
    data: { user: 'admin', password: adminPassword },
  });
  if (answer.status() !== 200) throw new Error(await answer.text());
}

async function take(context: BrowserContext, server: TestServer, shot: Shot, stories: Stories, file: string) {
  const page = await context.newPage();
  await page.goto(server.url + shot.path(stories));
  await settled(page);
  await shot.prepare?.(page);
  await settled(page);
  await page.screenshot({ path: `${folder}/${file}`, animations: 'disabled' });
  await page.close();
  console.log(file);
}

/** The first incident, by the three steps of a first visit. */
async function takeFirstSteps(context: BrowserContext, server: TestServer): Promise<void> {
  const page = await context.newPage();
  await page.goto(server.url);
  await page.getByRole('button', { name: 'Create a sandbox connector' }).click();
  await page.getByRole('button', { name: 'Send a trigger' }).click();
  await page.getByText('1 event delivered; 1 incident open.').waitFor();
  await settled(page);
  await page.screenshot({ path: `${folder}/first-incident.png`, animations: 'disabled' });
  await page.getByRole('button', { name: 'Acknowledge' }).click();
  await page.getByText('Acknowledged: whoever was paged').waitFor();
  await page.getByRole('button', { name: 'Resolve' }).click();
  await page.getByText('All 3 events delivered; no incident open.').waitFor();
  await settled(page);
  await page.screenshot({ path: `${folder}/first-resolved.png`, animations: 'disabled' });
  await page.close();
  console.log('first-incident.png, first-resolved.png');
}

const named = process.argv.slice(2);
const wanted = shots.filter(({ name }) => named.length === 0 || named.includes(name));
await prepareBrowser((line) => console.log(line));
const browser = await chromium.launch(await findChromium());
const server = await TestServer.start();
try {
  // Before there is anything to see: what a first visit looks like. The narrow one first: the wide one goes on.
  if (named.length === 0 || named.includes('first-visit')) {
    for (const [size, viewport] of [
      ['narrow', narrow],
      ['wide', wide],
    ] as const) {
      const context = await browser.newContext({ viewport, reducedMotion: 'reduce' });
      const first = { name: 'first-visit', path: () => '/', schemes: ['light'], sizes: [size] } as const;
      const page = await context.newPage();
      await page.goto(server.url);
      await settled(page);
      await page.screenshot({ path: `${folder}/sign-in${size === 'wide' ? '' : '-narrow'}.png` });
      await page.close();
      await signIn(context, server.url);
      const nothing = {
        delivered: '',
        dead: '',
        waiting: '',
        connectors: { onCall: '', payments: '', revoked: '' },
        rule: '',
        alert: '',
      };
      await take(context, server, first, nothing, `first-visit${size === 'wide' ? '' : '-narrow'}.png`);
      if (size === 'wide') await takeFirstSteps(context, server);
      await context.close();
    }
  }
  const stories = await fillWithStories(server);
  for (const shot of wanted) {
    for (const colorScheme of shot.schemes) {
      for (const size of shot.sizes) {
        const viewport = size === 'wide' ? wide : narrow;
        const context = await browser.newContext({ viewport, colorScheme, reducedMotion: 'reduce' });
        await signIn(context, server.url);
        const scheme = colorScheme === 'dark' ? '-dark' : '';
        const file = `${shot.name}${size === 'narrow' ? '-narrow' : ''}${scheme}.png`;
        await take(context, server, shot, stories, file);
        await context.close();
      }
    }
  }
} finally {
  await browser.close();
  await server.stop();
}
