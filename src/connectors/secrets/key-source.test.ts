import assert from 'node:assert/strict';
import { readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { folderForTest } from './folder-for-test.ts';
import { fixedKeys, KeyFile } from './key-source.ts';

const key = (byte: number) => new Uint8Array(32).fill(byte);
const line = (byte: number) => Buffer.alloc(32, byte).toString('base64');

test('keys in the settings are given as they are', async () => {
  const source = fixedKeys([key(1), key(2)]);
  assert.deepEqual(await source.keys(), [key(1), key(2)]);
  assert.equal(source.description, 'the setting encryption.keys');
});

test('a file that is not there holds no keys', async (t) => {
  const file = join(await folderForTest(t), 'secret.key');
  assert.deepEqual(await new KeyFile(file).keys(), []);
  assert.equal(new KeyFile(file).description, file);
});

test('what was written is read, by its owner alone, and says what it is', async (t) => {
  const folder = await folderForTest(t);
  const file = join(folder, 'secret.key');
  const source = new KeyFile(file);
  await source.write([key(1), key(2)]);
  assert.deepEqual(await source.keys(), [key(1), key(2)]);
  assert.deepEqual(await new KeyFile(file).keys(), [key(1), key(2)]);
  assert.equal((await stat(file)).mode & 0o777, 0o600);
  assert.match(
    await readFile(file, 'utf8'),
    /^# Tocsin's encryption keys: the first encrypts, all decrypt\./,
  );
  assert.deepEqual(await readdir(folder), ['secret.key'], 'nothing is left beside it');
});

test('comments, blank lines and line ends of Windows are no keys', async (t) => {
  const file = join(await folderForTest(t), 'secret.key');
  await writeFile(file, `# old\r\n\r\n  ${line(3)}  \r\n${line(4)}`);
  assert.deepEqual(await new KeyFile(file).keys(), [key(3), key(4)]);
});

test('a changed file is read again, so that a running server follows a rotation', async (t) => {
  const file = join(await folderForTest(t), 'secret.key');
  const [server, command] = [new KeyFile(file), new KeyFile(file)];
  await command.write([key(1)]);
  assert.deepEqual(await server.keys(), [key(1)]);
  await command.write([key(2), key(1)]);
  assert.deepEqual(await server.keys(), [key(2), key(1)]);
  // Same size and same time: the file is another one all the same.
  const { mtime } = await stat(file);
  await command.write([key(3), key(2)]);
  await utimes(file, mtime, mtime);
  assert.deepEqual(await server.keys(), [key(3), key(2)]);
  await rm(file);
  assert.deepEqual(await server.keys(), []);
});

const wrong: [name: string, text: string][] = [
  ['31 bytes', Buffer.alloc(31).toString('base64')],
  ['33 bytes', Buffer.alloc(33).toString('base64')],
  ['words', 'correct horse battery staple'],
  ['a key with a letter that base64 does not have', `${line(1).slice(0, 20)}!${line(1).slice(20)}`],
];
for (const [name, text] of wrong) {
  test(`a line of ${name} is refused by its number, without showing it`, async (t) => {
    const file = join(await folderForTest(t), 'secret.key');
    await writeFile(file, `# one\n${line(1)}\n${text}\n`);
    await assert.rejects(new KeyFile(file).keys(), {
      name: 'Refusal',
      code: 'invalid',
      message: `Line 3 of ${file} is not an encryption key: it should be the base64 of 32 bytes. Put back the file as it was.`,
    });
  });
}

test('what can not be read or written is a refusal that names the file', async (t) => {
  const folder = await folderForTest(t);
  await writeFile(join(folder, 'file'), '');
  const below = new KeyFile(join(folder, 'file', 'secret.key'));
  const refusal = { name: 'Refusal', code: 'unavailable' };
  await assert.rejects(below.keys(), {
    ...refusal,
    message: `The encryption keys in ${below.file} can not be read [ENOTDIR].`,
  });
  await assert.rejects(below.write([key(1)]), { ...refusal, message: /can not be written to .*\[ENOTDIR\]/ });
  await assert.rejects(new KeyFile(folder).keys(), refusal, 'a folder in its place');
});
