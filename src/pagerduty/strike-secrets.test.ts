import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { strikeSecrets, strikeSecretsDeep } from './strike-secrets.ts';

const key = 'R015abcDEF0123456789abcdef012345';
const hex = (letter: string) => letter.charCodeAt(0).toString(16);
const spelled = (spell: (letter: string) => string) => [...key].map(spell).join('');

const spellings: [string, string][] = [
  ['as it is', key],
  ['in capitals', key.toUpperCase()],
  ['in small letters', key.toLowerCase()],
  ['escaped as in JSON', spelled((letter) => `\\u00${hex(letter)}`)],
  ['escaped as in JSON within JSON', spelled((letter) => `\\\\u00${hex(letter)}`)],
  ['escaped as in JSON, with capital digits', spelled((letter) => `\\u00${hex(letter).toUpperCase()}`)],
  ['percent-encoded', spelled((letter) => `%${hex(letter)}`)],
  ['percent-encoded twice', spelled((letter) => `%25${hex(letter)}`)],
  ['percent-encoded in part', `%52${key.slice(1)}`],
];
for (const [name, spelling] of spellings) {
  test(`a secret ${name} is struck out`, () => {
    assert.equal(
      strikeSecrets(`key=${spelling}&key="${spelling}"`, [key]),
      'key=[integration key]&key="[integration key]"',
    );
  });
}

const odd: [string, string][] = [
  ['JSON’s short escapes', 'a"b\\c\nd'],
  ['a space and a slash', 'secret key/1'],
  ['signs of a pattern', 'a.*(b)[c]{2}|$^'],
  ['letters beyond ASCII', 'schlüssel-🔑'],
];
for (const [name, secret] of odd) {
  test(`a secret with ${name} is struck out in every spelling`, () => {
    const json = JSON.stringify(secret).slice(1, -1);
    for (const spelling of [secret, json, encodeURIComponent(secret), secret.replaceAll(' ', '+')]) {
      assert.equal(strikeSecrets(`<${spelling}>`, [secret]), '<[integration key]>');
    }
  });
}

const hostile: [string, string][] = [
  ['backslashes', '\\'.repeat(1_000_000)],
  ['rows of backslashes', `${'\\'.repeat(50)}u0052`.repeat(20_000)],
  ['percent signs', `%${'25'.repeat(500_000)}`],
  ['beginnings of the secret', key.slice(0, -1).repeat(30_000)],
];
for (const [name, text] of hostile) {
  test(`a long text of ${name} takes no longer than any other`, () => {
    const before = performance.now();
    assert.equal(strikeSecrets(text, [key, 'another secret/with "signs"']), text);
    const took = performance.now() - before;
    assert.ok(took < 1000, `${took} ms`);
  });
}

test('a secret that is escaped very often is struck out', () => {
  const often = `${'\\'.repeat(31)}u0052${key.slice(1)}`;
  assert.equal(strikeSecrets(`<${often}>`, [key]), '<[integration key]>');
  const within = `R${'\\'.repeat(31)}u0030${key.slice(2)}`;
  assert.equal(strikeSecrets(`<${within}>`, [key]), '<[integration key]>');
});

test('of several secrets the longest goes first, and empty ones are ignored', () => {
  assert.equal(strikeSecrets('abcdef abc', ['', 'abc', 'abcdef']), '[integration key] [integration key]');
  assert.equal(strikeSecrets('text', []), 'text');
  assert.equal(strikeSecrets('text', ['']), 'text');
});

test('secrets are struck out of keys and values of JSON, however deep', () => {
  const value = { [key]: [{ a: `x${key}y` }], n: 5, t: true, z: null };
  assert.deepEqual(strikeSecretsDeep(value, [key]), {
    '[integration key]': [{ a: 'x[integration key]y' }],
    n: 5,
    t: true,
    z: null,
  });
  assert.equal(strikeSecretsDeep(undefined, [key]), undefined);
});

test('JSON of 100,000 levels does not harm the stack', () => {
  const deep: unknown = JSON.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`);
  assert.match(JSON.stringify(strikeSecretsDeep(deep, [key])), /left out by Tocsin/);
});

test('no text keeps a secret, and a text without one stays', () => {
  const secret = fc.string({ unit: fc.constantFrom(...'abcdef0123456789'), minLength: 8, maxLength: 40 });
  fc.assert(
    fc.property(secret, fc.string(), fc.string(), (one, before, after) => {
      assert.equal(strikeSecrets(before + one + after, [one]).includes(one), false);
      const without = before.replaceAll(/[a-f0-9%\\]/gi, '');
      assert.equal(strikeSecrets(without, [one]), without);
    }),
  );
});
