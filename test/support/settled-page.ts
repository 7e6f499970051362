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
