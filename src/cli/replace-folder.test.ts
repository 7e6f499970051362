import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { temporaryFolder } from '../../test/support/temporary-folder.ts';
import { replaceFolder } from './replace-folder.ts';

async function freshFolder(root: string, name: string): Promise<{ fresh: string; aside: string }> {
  const aside = join(root, name);
  const fresh = join(aside, 'fresh');
  await mkdir(fresh, { recursive: true });
  await writeFile(join(fresh, 'name'), name);
  return { fresh, aside };
}

test('a folder takes the place of another, or of none', async () => {
  await using root = await temporaryFolder();
  const folder = join(root.path, 'folder');
  for (const name of ['one', 'two']) {
    const { fresh, aside } = await freshFolder(root.path, name);
    await replaceFolder(fresh, folder, aside);
    assert.equal(await readFile(join(folder, 'name'), 'utf8'), name);
  }
  assert.equal(await readFile(join(root.path, 'two/before-1/name'), 'utf8'), 'one');
});

test('of many that do so at the same moment one stays, whole, and nobody fails', async () => {
  await using root = await temporaryFolder();
  const folder = join(root.path, 'folder');
  const names = Array.from({ length: 8 }, (_, n) => `each-${n}`);
  const all = await Promise.all(names.map((name) => freshFolder(root.path, name)));
  await Promise.all(all.map(({ fresh, aside }) => replaceFolder(fresh, folder, aside)));
  assert.deepEqual(await readdir(folder), ['name']);
  assert.ok(names.includes(await readFile(join(folder, 'name'), 'utf8')));
});

test('what can not be done is thrown', async () => {
  await using root = await temporaryFolder();
  const gone = join(root.path, 'gone');
  await assert.rejects(replaceFolder(gone, join(root.path, 'folder'), root.path), { code: 'ENOENT' });
});
