import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Given, load, refusalOf } from './test-loader.ts';

const address = 'https://ping.example.com/zqxjzqxjkv';

test('the file holds the value, and stands where it is named; nothing of it is shown', async () => {
  const files = { 'etc/tocsin.yml': 'watchdog.urlFile: url', 'etc/url': `${address}\n` };
  const { settings, entries } = await load({ files, flags: { config: 'etc/tocsin.yml' } });
  assert.equal(settings.watchdog.url, address);
  assert.deepEqual(
    entries.find(({ key }) => key === 'watchdog.url'),
    { key: 'watchdog.url', value: '********', source: 'file', where: 'etc/tocsin.yml:1', secret: true },
  );
  assert.ok(!JSON.stringify(entries).includes('zqxjzqxjkv'));
});

const place = 'watchdog.urlFile (tocsin.yml line 1) is "url":';
const bad: [name: string, given: Given, message: string][] = [
  ['the file is not there', {}, `${place} the file does not exist`],
  ['it is empty', { files: { url: ' \n' } }, `${place} the file is empty`],
  [
    'the value is set as well',
    { files: { url: address }, env: { TOCSIN_WATCHDOG_URL: address } },
    `${place} watchdog.url is set too; keep one of them`,
  ],
  [
    'what it holds is no such value',
    { files: { url: 'zqxjzqxjkv' } },
    'watchdog.url (tocsin.yml line 1) is ********: use an http or https address such as "https://ping.example.com/tocsin", without user or fragment',
  ],
];
for (const [name, given, message] of bad) {
  test(`a setting in a file of its own is refused: ${name}`, async () => {
    const refusal = await refusalOf({ yaml: 'watchdog.urlFile: url', ...given });
    assert.equal(refusal.message, message);
  });
}
