import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readCallUrl } from './call-url.ts';

const good: [text: string, value: string][] = [
  ['https://ping.example.com/3f1c9a52', 'https://ping.example.com/3f1c9a52'],
  ['HTTP://Ping.Example.com:8080', 'http://ping.example.com:8080/'],
  ['https://ping.example.com/a?b=c&d', 'https://ping.example.com/a?b=c&d'],
];
for (const [text, value] of good) {
  test(`"${text}" can be called`, () => assert.deepEqual(readCallUrl(text), { ok: true, value }));
}

const bad: [text: string, rule: string | undefined][] = [
  ['ping.example.com', undefined],
  ['ftp://ping.example.com', undefined],
  ['https:ping.example.com', undefined],
  [' https://ping.example.com', undefined],
  ['https:\\\\ping.example.com', undefined],
  ['https://', undefined],
  ['', undefined],
  ['https://me:pass@ping.example.com', 'a user and password in it would not be sent; write it without'],
  ['https://me@ping.example.com', 'a user and password in it would not be sent; write it without'],
  ['https://ping.example.com/#top', 'what follows a # is never sent; write it without'],
];
for (const [text, rule] of bad) {
  test(`"${text}" is nothing to call`, () => {
    assert.deepEqual(readCallUrl(text), rule === undefined ? { ok: false } : { ok: false, rule });
  });
}
