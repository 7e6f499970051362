import { expect as withShortPatience } from '@playwright/test';

/**
 * Playwright's, with the patience of a machine that runs two test files at once and may be half as fast as usual. What
 * holds is seen as soon as ever; only a failure is told later.
 */
export const expect = withShortPatience.configure({ timeout: 15_000 });
