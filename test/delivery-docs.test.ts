import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const page = readFileSync(join(root, 'docs/delivery.md'), 'utf8');
const sources = globSync(['src/**/*.ts', 'test/**/*.test.ts'], { cwd: root })
  .filter((file) => file.endsWith('.test.ts') || file.endsWith('-suite.ts'))
  .map((file) => readFileSync(join(root, file), 'utf8'))
  .join('\n');

const rules = Array.from({ length: 21 }, (_, n) => n + 1);
const named = [...page.matchAll(/^- (rule (\d+): .+)$/gm)].map(([, name = '', rule]) => ({
  name,
  rule: Number(rule),
}));

/** The part of the page that is about a rule. */
function sectionOf(rule: number): string {
  const [, section = ''] = new RegExp(`^### ${rule}\\. (.*?)(?=^##)`, 'ms').exec(page) ?? [];
  return section;
}

test('docs/delivery.md names only tests that there are, by their exact sentences', () => {
  const missing = named.filter(
    ({ name }) => !["'", '"', '`'].some((quote) => sources.includes(quote + name + quote)),
  );
  assert.deepEqual(missing, []);
});

for (const rule of rules) {
  test(`docs/delivery.md tells of rule ${rule}, with a test that holds it`, () => {
    const own = named.filter((each) => each.rule === rule);
    assert.ok(own.length > 0, 'a test is named');
    assert.deepEqual(
      own.filter(({ name }) => !sectionOf(rule).includes(`- ${name}\n`)),
      [],
      'it stands under its own rule',
    );
  });
}
