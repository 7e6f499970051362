import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { z } from 'zod';
import { authOfSource, plainHeaders, sourceUrl } from './source-params.ts';

const messageOf = (schema: z.ZodType, value: unknown) => {
  const [issue] = schema.safeParse(value).error?.issues ?? [];
  return issue === undefined ? undefined : `${issue.path.join('.')}: ${issue.message}`;
};

for (const name of ['grafana', 'A', 'prom-1.eu_west', 'x'.repeat(64)]) {
  test(`a secret may be named ${name.slice(0, 20)}`, () => {
    assert.deepEqual(authOfSource.parse({ secret: name }), { secret: name });
  });
}

for (const name of ['', '-a', '../a', 'a b', '__proto__', 'x'.repeat(65), 'ä']) {
  test(`a secret may not be named ${JSON.stringify(name).slice(0, 20)}`, () => {
    assert.match(messageOf(authOfSource, { secret: name }) ?? '', /^secret: .* is no name of a secret: use/);
  });
}

test('what a secret holds has no place beside its name', () => {
  assert.match(messageOf(authOfSource, { secret: 'a', password: 'p' }) ?? '', /password/);
});

test('usual headers are taken as they were written', () => {
  const headers = { Accept: 'text/html', 'X-Scope-OrgID': 'team-1', 'If-None-Match': '"a"', 'x-key': 'b' };
  assert.deepEqual(plainHeaders.parse(headers), headers);
});

const credentials = [
  'Authorization',
  'authorization',
  'Proxy-Authorization',
  'X-Authorization',
  'Cookie',
  'X-Api-Key',
  'ApiKey',
  'api_key',
  'X-Auth-Token',
  'X-Auth-User',
  'PRIVATE-TOKEN',
  'X-Vault-Token',
  'X-Amz-Security-Token',
  'X-Access-Key',
  'Ocp-Apim-Subscription-Key',
  'X-Functions-Key',
  'X-Secret',
  'X-Password',
];
for (const name of credentials) {
  test(`${name} is refused with words that say what to do, and without its value`, () => {
    const message = messageOf(plainHeaders, { [name]: 'hunter2' }) ?? '';
    assert.ok(message.startsWith(`${name}: `), message);
    assert.match(message, /make a secret \(PUT \/api\/tocsin\/secrets\/\{name\}\) and refer to it by auth/);
    assert.doesNotMatch(message, /hunter2/);
  });
}

const refused: readonly (readonly [headers: Record<string, string>, message: RegExp])[] = [
  [{ Host: 'example.com' }, /^Host: Tocsin sets this header itself/],
  [{ 'Accept-Encoding': 'gzip' }, /^Accept-Encoding: Tocsin sets/],
  [{ 'a b': 'c' }, /^a b: this is no name of a header/],
  [{ a: 'b\r\nc: d' }, /^a: use a text of one line/],
  [{ a: 'b'.repeat(8193) }, /^a: use a text of one line/],
  [{ Accept: 'a', accept: 'b' }, /^accept: this header is there twice/],
  [
    Object.fromEntries(Array.from({ length: 65 }, (_, i) => [`h${i}`, ''])),
    /^h64: use 64 headers at the most/,
  ],
];
for (const [headers, message] of refused) {
  test(`headers are refused: ${message.source}`, () => {
    assert.match(messageOf(plainHeaders, headers) ?? '', message);
  });
}

test('a source is an http or https URL', () => {
  for (const text of ['http://a', 'https://a.example.com:8443/b?c=d', 'http://[::1]:9090/'])
    assert.equal(sourceUrl.parse(text), text);
  for (const text of ['', 'a', 'ftp://a', 'file:///etc/passwd', 'http://'])
    assert.match(messageOf(sourceUrl, text) ?? '', /use an http or https URL/, text);
});

test('a user and password in a URL are refused, and not repeated', () => {
  const message = messageOf(sourceUrl, 'https://me:hunter2@example.com') ?? '';
  assert.match(message, /must hold no user and password: make a secret/);
  assert.doesNotMatch(message, /hunter2/);
});
