import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import type { Page } from '@playwright/test';
import { z } from 'zod';

const begin = `(() => {
  const seen = { longest: 0, last: performance.now(), isOver: false };
  globalThis.tocsinFrames = seen;
  const frame = (now) => {
    seen.longest = Math.max(seen.longest, now - seen.last);
    seen.last = now;
    if (!seen.isOver) requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
})()`;
const end = `(() => {
  const seen = globalThis.tocsinFrames;
  seen.isOver = true;
  return Math.max(seen.longest, performance.now() - seen.last);
})()`;

/** A page that stands still for so many milliseconds has frozen; it shares two cores with the server that it shows. */
const frozen = 1000;
const turns = 3;

/** The longest time between two frames in milliseconds, the wait for the one that has not come included. */
async function longestPause(page: Page, what: () => Promise<void>): Promise<number> {
  await page.evaluate(begin);
  await what();
  return z.number().parse(await page.evaluate(end));
}

/**
 * Does something to a page, up to three times, and fails when the page stands still each time. What a page takes too
 * long for it takes too long for every time; what else the machine does in one turn it does not in the next.
 *
 * @param what - names it in what is told, such as "scrolling"
 * @param act - is told which turn it is, from 0
 */
export async function assertNeverFrozen(
  t: TestContext,
  page: Page,
  what: string,
  act: (turn: number) => Promise<void>,
): Promise<void> {
  const pauses: number[] = [];
  do pauses.push(Math.round(await longestPause(page, () => act(pauses.length))));
  while (pauses.length < turns && Math.min(...pauses) >= frozen);
  const told = `${what}: the page stood still for ${pauses.join(' ms, then ')} ms at most`;
  t.diagnostic(told);
  assert.ok(Math.min(...pauses) < frozen, told);
}
