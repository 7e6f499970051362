import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { settingsReference } from '../src/config/settings-reference.ts';
import { actionParamsSchema } from '../src/pagerduty/action-params.ts';
import { rulesOf } from './support/rules-of-files.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const pages = globSync(['*.md', 'docs/*.md'], { cwd: root }).sort();
const read = (page: string) => readFileSync(join(root, page), 'utf8');

test('docs/settings.md is what the settings’ schema says (else: npm run docs)', () => {
  assert.equal(read('docs/settings.md'), settingsReference());
});

test('docs/pagerduty.md names every property of an event', () => {
  const page = read('docs/pagerduty.md');
  const missing = Object.keys(actionParamsSchema.shape).filter((name) => !page.includes(`| \`${name}\` |`));
  assert.deepEqual(missing, []);
});

test('the files of rules in docs/rules.md are right', () => {
  const blocks = [...read('docs/rules.md').matchAll(/```yaml\n(.*?)```/gs)].map(([, text = '']) => text);
  const files = blocks.filter((text) => /^rules:/m.test(text));
  assert.ok(files.length > 1);
  for (const text of files) assert.deepEqual(rulesOf({ 'rules.yml': text }).faults, []);
});

for (const page of pages) {
  test(`every link of ${page} leads to a file that is there`, () => {
    const links = [...read(page).matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, link = '']) => link);
    const broken = links.filter((link) => globSync(join(dirname(join(root, page)), link)).length === 0);
    assert.deepEqual(broken, []);
  });
}
