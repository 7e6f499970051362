import type { Page } from '@playwright/test';
import { texts } from '../../ui/texts/common.ts';
import { expect } from './expect.ts';

/**
 * Waits until a page stands: its heading, nothing on its way any more, nothing that moves. Never for a silent network,
 * since the live stream is none.
 */
export async function settled(page: Page): Promise<void> {
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.getByRole('status', { name: texts.loading })).toHaveCount(0);
  // A colour that is still changing has no contrast of its own. By polling: the page's policy forbids to wait inside.
  await expect
    .poll(() =>
      page.evaluate<boolean>('document.getAnimations().every(({ playState }) => playState !== "running")'),
    )
    .toBe(true);
}

const nowhere = '/no-such-page';

/**
 * Goes to another page of the screens as a link does, without loading them anew, which takes half of the time. By way
 * of a page that is none: what was shown before is gone for sure when its heading is there, and that is easily told
 * from what comes next.
 */
export async function goWithin(page: Page, path: string): Promise<void> {
  const go = (to: string) =>
    page.evaluate<void>(
      `history.pushState(null, '', ${JSON.stringify(to)}); dispatchEvent(new PopStateEvent('popstate'));`,
    );
  const noPage = page.getByRole('heading', { level: 1, name: texts.errors.notFoundTitle });
  await go(nowhere);
  await expect(noPage).toBeVisible();
  if (path === nowhere) return;
  await go(path);
  await expect(noPage).toBeHidden();
}
