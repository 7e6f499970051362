import assert from 'node:assert/strict';
import { buildUi } from '../../src/cli/build-ui.ts';
import { packageFolder } from '../../src/cli/package-folder.ts';
import { findChromium } from './chromium.ts';

/** Builds the screens if they are older than their sources, and has a browser at hand. */
export async function prepareBrowser(note: (line: string) => void): Promise<void> {
  const monotonic = () => performance.now();
  const built = await buildUi({ root: packageFolder, env: process.env, monotonic, note });
  assert.notEqual(built, 'failed', 'the screens could not be built');
  await findChromium();
}
