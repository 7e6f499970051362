import { test } from 'node:test';
import { assertAccessible, startBrowserTest } from '../support/browser.ts';
import { expect } from '../support/expect.ts';
import { goWithin, settled } from '../support/settled-page.ts';
import { fillWithStories, type Stories } from '../support/stories.ts';

/* axe, on every page and in both schemes, with something to see on each. */

const paths = [
  '/',
  '/connectors',
  '/connectors/new',
  '/connectors/sandbox?tab=test',
  '/connectors/sandbox?tab=deliveries',
  '/connectors/sandbox?tab=rules',
  '/deliveries',
  '/incidents',
  '/dead-letters',
  '/rules',
  '/rules/new',
  '/rules/new?type=http-check',
  '/alerts',
  '/sandbox',
  '/sandbox/calls',
  '/sandbox/keys',
  '/settings',
  '/settings/users',
  '/settings/api-keys',
  '/settings/network',
  '/settings/relay-keys',
  '/settings/secrets',
  '/settings/sessions',
  '/settings/about',
  '/no-such-page',
];

const pathsOf = ({ delivered, dead, rule, alert }: Stories) => [
  `/deliveries/${delivered}`,
  `/dead-letters/${dead}`,
  `/rules/${rule}`,
  `/rules/${rule}/history`,
  `/rules/${rule}/events`,
  `/rules/${rule}/definition`,
  `/rules/${rule}/edit`,
  `/alerts/${rule}/${encodeURIComponent(alert)}`,
];

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing serious or critical on any page, ${colorScheme}`, {
    timeout: 240_000,
  }, async (t) => {
    const { page, server } = await startBrowserTest(t, { context: { colorScheme } });
    const stories = await fillWithStories(server);
    for (const path of [...paths, ...pathsOf(stories)]) {
      await goWithin(page, path);
      await assertAccessible(page, `${path}, ${colorScheme}`);
    }
  });

  test(`axe finds nothing serious or critical on the sign-in, ${colorScheme}`, async (t) => {
    const { page } = await startBrowserTest(t, { isSignedIn: false, context: { colorScheme } });
    await page.getByRole('button', { name: 'Sign in' }).click();
    await assertAccessible(page, `sign-in, ${colorScheme}`);
  });
}

test('nothing scrolls sideways at 390 pixels', { timeout: 120_000 }, async (t) => {
  const { page, server } = await startBrowserTest(t, { context: { viewport: { width: 390, height: 844 } } });
  const stories = await fillWithStories(server);
  for (const path of [...paths, ...pathsOf(stories)]) {
    await goWithin(page, path);
    await settled(page);
    const tooWide = await page.evaluate<number>(
      'document.documentElement.scrollWidth - document.documentElement.clientWidth',
    );
    expect(tooWide, `${path} is wider than the screen by this many pixels`).toBeLessThanOrEqual(0);
  }
});
