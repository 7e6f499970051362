import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';

/** A folder that is there while the test runs. */
export async function folderForTest(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tocsin-secrets-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}
