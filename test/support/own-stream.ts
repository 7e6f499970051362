import type { Page } from '@playwright/test';

/** Makes a page that is loaded from now on read the live stream itself: what a shared worker asks for can not be held up. */
export async function withStreamOfItsOwn(page: Page): Promise<void> {
  await page.addInitScript('Object.defineProperty(globalThis, "SharedWorker", { value: undefined })');
}
