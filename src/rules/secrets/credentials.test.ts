import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SecretBody, SecretValue } from '../../api/secrets.ts';
import { Refusal } from '../../refusal.ts';
import { credentialsOf } from './credentials.ts';
import type { ValueSources } from './secret-values.ts';

const hidden = 'hunter2-hunter2';
const files: Readonly<Record<string, string>> = {
  '/run/secrets/token': `  ${hidden}\n`,
  '/run/secrets/below/token': 'below',
  '/run/secrets/empty': ' \n',
  '/run/secrets/lines': `${hidden}\nmore`,
  '/run/secrets/large': 'x'.repeat(70_000),
  '/run/secrets-not/token': hidden,
  '/etc/shadow': hidden,
};
const links: Readonly<Record<string, string>> = {
  '/mounted': '/run/secrets',
  '/mounted/token': '/run/secrets/token',
  '/run/secrets/link': '/etc/shadow',
  '/run/secrets/../../etc/shadow': '/etc/shadow',
};

const sources: ValueSources = {
  settings: { variables: ['TOKEN', 'RULES_*', 'EMPTY', 'UNSET'], folders: ['/run/secrets', '/not/there'] },
  env: { TOKEN: hidden, RULES_USER: 'me', EMPTY: '', TOCSIN_ENCRYPTION_KEYS: 'key', TOKEN_2: 'other' },
  realPath: async (path) => {
    const real = links[path] ?? path;
    if (files[real] === undefined && real !== '/run/secrets') throw new Error('ENOENT');
    return real;
  },
  readFile: async (path) => Buffer.from(files[path] ?? assert.fail(`${path} was read`)),
};

/** As a secret names an environment variable. */
const named = (variable: string) => `\${${variable}}`;
const base64 = (text: string) => Buffer.from(text).toString('base64');

const good: readonly (readonly [name: string, secret: SecretBody, headers: Record<string, string>])[] = [
  [
    'a user and password',
    { type: 'basic', username: 'me', password: 'pä:ss' },
    { authorization: `Basic ${base64('me:pä:ss')}` },
  ],
  [
    'a user and password that are empty',
    { type: 'basic', username: '', password: '' },
    { authorization: `Basic ${base64(':')}` },
  ],
  ['a token', { type: 'bearer', token: 'abc.def' }, { authorization: 'Bearer abc.def' }],
  ['a header', { type: 'header', name: 'X-Api-Key', value: 'a b' }, { 'x-api-key': 'a b' }],
  ['a variable', { type: 'bearer', token: named('TOKEN') }, { authorization: `Bearer ${hidden}` }],
  [
    'a variable by the beginning of its name',
    { type: 'basic', username: named('RULES_USER'), password: 'p' },
    { authorization: `Basic ${base64('me:p')}` },
  ],
  [
    'a text with a variable in it',
    { type: 'bearer', token: `a${named('TOKEN')}` },
    { authorization: `Bearer a${named('TOKEN')}` },
  ],
  [
    'a file, trimmed',
    { type: 'bearer', token: { file: '/run/secrets/token' } },
    { authorization: `Bearer ${hidden}` },
  ],
  [
    'a file below',
    { type: 'bearer', token: { file: '/run/secrets/below/token' } },
    { authorization: 'Bearer below' },
  ],
  [
    'a file behind a link',
    { type: 'bearer', token: { file: '/mounted/token' } },
    { authorization: `Bearer ${hidden}` },
  ],
];
for (const [name, secret, headers] of good) {
  test(`a header is made of ${name}`, async () => {
    assert.deepEqual((await credentialsOf(secret, sources)).headers, headers);
  });
}

const token = (value: SecretValue): SecretBody => ({ type: 'bearer', token: value });
const outside = /which is in none of the folders of rules\.secrets\.folders$/;
const bad: readonly (readonly [name: string, secret: SecretBody, message: RegExp])[] = [
  ['a user with a colon', { type: 'basic', username: 'a:b', password: hidden }, /^username can not be sent/],
  [
    'a password of two lines',
    { type: 'basic', username: 'a', password: `${hidden}\nx` },
    /^password can not be/,
  ],
  ['an empty token', token(''), /^token can not be sent in a header/],
  ['a token with blanks', token(`${hidden} x`), /^token can not be sent in a header/],
  [
    'a header of two lines',
    { type: 'header', name: 'a', value: `${hidden}\r\nb: c` },
    /^value can not be sent/,
  ],
  ['a blank header', { type: 'header', name: 'a', value: ' ' }, /^value can not be sent/],
  [
    'a variable that is not named in the settings',
    token(named('TOCSIN_ENCRYPTION_KEYS')),
    /^token names the environment variable TOCSIN_ENCRYPTION_KEYS, which secrets may not use: add it to rules\.secrets\.variables$/,
  ],
  [
    'a variable whose name only begins like one',
    token(named('TOKEN_2')),
    /TOKEN_2, which secrets may not use/,
  ],
  ['a variable that is not set', token(named('UNSET')), /UNSET, which is not set$/],
  ['a variable that is empty', token(named('EMPTY')), /EMPTY, which is not set$/],
  ['a file elsewhere', token({ file: '/etc/shadow' }), outside],
  ['a file elsewhere that begins alike', token({ file: '/run/secrets-not/token' }), outside],
  ['a link to elsewhere', token({ file: '/run/secrets/link' }), outside],
  ['a way around', token({ file: '/run/secrets/../../etc/shadow' }), outside],
  ['the folder itself', token({ file: '/run/secrets' }), outside],
  ['a file that is not there', token({ file: '/run/secrets/other' }), outside],
  ['a path that is not absolute', token({ file: 'token' }), /file token, which has no absolute path$/],
  ['an empty file', token({ file: '/run/secrets/empty' }), /which is empty$/],
  ['a large file', token({ file: '/run/secrets/large' }), /which is larger than 64 KB$/],
  ['a file of two lines', token({ file: '/run/secrets/lines' }), /^token can not be sent in a header/],
];
for (const [name, secret, message] of bad) {
  test(`${name} is refused, and not repeated`, async () => {
    await assert.rejects(credentialsOf(secret, sources), (error) => {
      assert.ok(error instanceof Refusal);
      assert.equal(error.code, 'invalid');
      assert.match(error.message, message);
      assert.doesNotMatch(error.message, /hunter2/);
      return true;
    });
  });
}

test('what was sent is struck out of what comes back, however it is written', async () => {
  const { strike } = await credentialsOf({ type: 'basic', username: 'me', password: 'p@ss "word"' }, sources);
  const seen = ['p@ss "word"', 'P@SS "WORD"', encodeURIComponent('p@ss "word"'), base64('me:p@ss "word"')];
  for (const text of [...seen, JSON.stringify('p@ss "word"')])
    assert.match(strike(`<${text}>`), /^<"?\[secret\]"?>$/, text);
});

test('only what says itself can not change', async () => {
  const changing = async (secret: SecretBody) => (await credentialsOf(secret, sources)).canChange;
  assert.equal(await changing(token('abc')), false);
  assert.equal(await changing(token(named('TOKEN'))), true, 'rules.secrets.variables may change');
  assert.equal(
    await changing({ type: 'basic', username: 'a', password: { file: '/run/secrets/token' } }),
    true,
  );
});
