import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sessionCookieOf, setSessionCookie } from './session-cookie.ts';

const headers: [cookie: string | undefined, value: string | undefined][] = [
  [undefined, undefined],
  ['', undefined],
  ['tocsin_session=a-b_C.9', 'a-b_C.9'],
  ['theme=dark; tocsin_session=a.b', 'a.b'],
  ['theme=dark;tocsin_session=a.b ; x=y', 'a.b'],
  ['tocsin_session=', undefined],
  ['tocsin_session="a.b"', undefined],
  ['tocsin_session=a.b%20', undefined],
  ['xtocsin_session=a.b', undefined],
  ['x=tocsin_session=a.b', undefined],
  ['TOCSIN_SESSION=a.b', undefined],
  ['tocsin_session=first.one; tocsin_session=second.one', 'first.one'],
];
for (const [cookie, value] of headers) {
  test(`the session in the cookies ${cookie} is ${value}`, () => {
    assert.equal(sessionCookieOf(cookie === undefined ? {} : { cookie }), value);
  });
}

test('the cookie is for the browser alone, on every path, and Secure where asked', () => {
  const plain = 'tocsin_session=a.b; Path=/; Max-Age=60; HttpOnly; SameSite=Strict';
  assert.equal(setSessionCookie('a.b', 60, false), plain);
  assert.equal(setSessionCookie('a.b', 60, true), `${plain}; Secure`);
});
