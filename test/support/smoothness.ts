import type { Page } from '@playwright/test';
import { z } from 'zod';

const begin = `(() => {
  const seen = { longest: 0, frames: 0, last: performance.now(), isOver: false };
  globalThis.tocsinFrames = seen;
  const frame = (now) => {
    seen.longest = Math.max(seen.longest, now - seen.last);
    seen.last = now;
    seen.frames++;
    if (!seen.isOver) requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
})()`;
const end = `(() => {
  const seen = globalThis.tocsinFrames;
  seen.isOver = true;
  return { longest: Math.max(seen.longest, performance.now() - seen.last), frames: seen.frames };
})()`;
const result = z.object({ longest: z.number(), frames: z.number() });

/**
 * How smoothly a page is drawn while something is done to it: the longest time between two frames in milliseconds, the
 * wait for the one that has not come included, and how many there were.
 */
export async function whileDrawing(page: Page, what: () => Promise<void>) {
  await page.evaluate(begin);
  await what();
  return result.parse(await page.evaluate(end));
}
