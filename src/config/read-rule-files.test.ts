import assert from 'node:assert/strict';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { temporaryFolder } from '../../test/support/temporary-folder.ts';
import { findFiles } from './sources/find-files.ts';
import { load, ref } from './test-loader.ts';

const yaml = 'rules.files: [rules/*.yml, "**/*.yml"]';

/** What is found, with mistakes in the files told as everywhere. */
const found = async (files: Record<string, string | Uint8Array>, env: Record<string, string> = {}) => {
  const { ruleFiles } = await load({ yaml, files, env });
  return ruleFiles;
};

test('files are found by patterns, each once, in the order of their names, and the settings are none', async () => {
  const { files, problems } = await found({
    'rules/b.yml': 'rules: []',
    'rules/a.yml': '',
    'rules/deep/c.yml': '# nothing',
    'rules/no.txt': 'x',
  });
  assert.deepEqual(problems, []);
  assert.deepEqual(
    files.map(({ name, value }) => [name, value]),
    [
      ['rules/a.yml', null],
      ['rules/b.yml', { rules: [] }],
      ['rules/deep/c.yml', null],
    ],
  );
});

test('texts name variables, which are then no unknown settings; a doubled sign keeps them as they are', async () => {
  const text = `rules:\n  - name: ${ref('TOCSIN_TEAM')} and ${ref('NOBODY:none')}\n  - $${ref('HERE')}\n`;
  const { files } = await found({ 'rules/a.yml': text }, { TOCSIN_TEAM: 'Web: {x}' });
  assert.deepEqual(files[0]?.value, { rules: [{ name: 'Web: {x} and none' }, ref('HERE')] });
});

test('lines are told of keys and entries, through anchors, and of the nearest that there is', async () => {
  const text = 'rules:\n  - &a\n    id: x\n    actions:\n      - id: c\n  - *a\n';
  const [file] = (await found({ 'rules/a.yml': text })).files;
  assert.deepEqual(
    [
      file?.lineOf([]),
      file?.lineOf(['rules', 0, 'actions', 0, 'group']),
      file?.lineOf(['rules', 0, 'nothing', 3]),
      file?.lineOf(['rules', 1, 'id']),
      file?.lineOf(['other']),
    ],
    [1, 5, 3, 3, 1],
  );
});

const faults: [name: string, text: string | Uint8Array, message: string][] = [
  ['no YAML', 'rules: [', 'line 1: the indentation does not fit, or a bracket or quote is not closed'],
  ['two documents', 'a: 1\n---\nb: 1', 'line 2: this file is one document; remove the second "---"'],
  ['a key twice', 'rules:\n - id: a\n   id: b', 'line 3: "id" is there twice, in line 2 and here: keep one'],
  [
    'no anchor',
    'rules: *nobody',
    'line 1: the aliases (*name) in it can not be followed, or it is nested too deeply',
  ],
  ['no UTF-8', new Uint8Array([0xff, 0xfe]), 'the file is not UTF-8 text: save it as UTF-8'],
  ['too much', 'x'.repeat(1024 * 1024 + 1), 'the file is larger than 1 MiB: divide it into several'],
  [
    'a variable that is not set',
    `rules:\n  - id: ${ref('GONE')}`,
    `line 2: rules.0.id names the environment variable GONE, which is not set: set it where Tocsin is started, or write $${ref('GONE')} for a text that stays as it is`,
  ],
];
for (const [name, text, message] of faults) {
  test(`a file of rules with ${name} is told, and the others are read`, async () => {
    const { files, problems } = await found({ 'rules/a.yml': text, 'rules/b.yml': 'rules: []' });
    const where = message.startsWith('line') ? 'rules/a.yml ' : 'rules/a.yml: ';
    assert.deepEqual(
      problems.map((problem) => problem.message),
      [`${where}${message}`],
    );
    assert.ok(files.some((file) => file.name === 'rules/b.yml'));
  });
}

test('a pattern that nothing matches is told with its place', async () => {
  const given = 'rules.files:\n  - rules/*.yml\n  - nowhere/*.yml\n';
  const { ruleFiles } = await load({ yaml: given, files: { 'rules/a.yml': '' } });
  assert.deepEqual(
    ruleFiles.problems.map(({ message }) => message),
    [
      'rules.files (tocsin.yml line 3), entry 2, is "nowhere/*.yml": no file matches: make one (it may be empty), or remove this entry',
    ],
  );
});

test('patterns start from the current folder in the environment, and more files than anybody has are refused', async () => {
  const files = Object.fromEntries(Array.from({ length: 1001 }, (_, n) => [`rules/${n}.yml`, '']));
  const { ruleFiles } = await load({
    files: { 'rules/1.yml': '' },
    env: { TOCSIN_RULES_FILES: 'rules/*.yml' },
  });
  assert.deepEqual(
    ruleFiles.files.map(({ name }) => name),
    ['rules/1.yml'],
  );
  const many = await load({ yaml: 'rules.files: [rules/*.yml]', files }).then(({ ruleFiles: read }) => read);
  assert.deepEqual(many.files, []);
  assert.match(many.problems[0]?.message ?? '', /more than 1000 files match/);
});

test('on the disk a link to a file is one, and a folder is none', async () => {
  await using place = await temporaryFolder();
  await mkdir(join(place.path, 'rules', 'folder.yml'), { recursive: true });
  await writeFile(join(place.path, 'elsewhere'), '');
  await symlink(join(place.path, 'elsewhere'), join(place.path, 'rules', 'link.yml'));
  await writeFile(join(place.path, 'rules', 'file.yml'), '');
  const names = async (pattern: string, most = 10) =>
    (await findFiles(pattern, place.path, most)).map((path) => path.slice(place.path.length)).sort();
  assert.deepEqual(await names('rules/*.yml'), ['/rules/file.yml', '/rules/link.yml']);
  assert.deepEqual(await names(join(place.path, 'rules', 'f*.yml')), ['/rules/file.yml']);
  assert.deepEqual(await names('nowhere/*.yml'), []);
  assert.equal((await names('rules/*', 0)).length, 1);
});
