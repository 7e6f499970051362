import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Environment, environmentProxy } from './environment-proxy.ts';

const proxy = 'http://proxy.example:3128';
const rows: [name: string, url: string, env: Environment, variable: string | undefined][] = [
  ['nothing is set', 'https://a.example/', {}, undefined],
  ['a variable is empty', 'https://a.example/', { HTTPS_PROXY: '' }, undefined],
  ['https goes by HTTPS_PROXY', 'https://a.example/', { HTTPS_PROXY: proxy, HTTP_PROXY: 'x' }, 'HTTPS_PROXY'],
  ['http goes by HTTP_PROXY', 'http://a.example/', { HTTPS_PROXY: 'x', HTTP_PROXY: proxy }, 'HTTP_PROXY'],
  ['https does not go by HTTP_PROXY', 'https://a.example/', { HTTP_PROXY: proxy }, undefined],
  ['small letters count', 'https://a.example/', { https_proxy: proxy }, 'https_proxy'],
  ['ALL_PROXY stands in', 'https://a.example/', { ALL_PROXY: proxy }, 'ALL_PROXY'],
];
for (const [name, url, env, variable] of rows) {
  test(name, () => {
    const expected = variable === undefined ? undefined : { variable, value: proxy };
    assert.deepEqual(environmentProxy(new URL(url), env), expected);
  });
}

const exclusions: [list: string, url: string, excluded: boolean][] = [
  ['a.example', 'https://a.example/', true],
  ['a.example', 'https://b.a.example/', true],
  ['.a.example', 'https://b.a.example/', true],
  ['*.a.example', 'https://b.a.example/', true],
  ['a.example', 'https://ba.example/', false],
  ['x.example, A.EXAMPLE', 'https://a.example/', true],
  ['x.example a.example', 'https://a.example/', true],
  ['a.example:443', 'https://a.example/', true],
  ['a.example:8443', 'https://a.example/', false],
  ['a.example:8443', 'https://a.example:8443/', true],
  ['a.example:80', 'http://a.example/', true],
  ['*', 'https://a.example/', true],
  ['10.0.0.0/8', 'https://10.1.2.3/', true],
  ['10.0.0.0/8', 'https://11.1.2.3/', false],
  ['10.0.0.1', 'https://10.0.0.1/', true],
  ['::1', 'https://[::1]:8443/', true],
  ['[::1]:443', 'https://[::1]/', true],
  ['fd00::/8', 'https://[fd12::1]/', true],
  ['10.0.0.0/99', 'https://10.1.2.3/', false],
  [',', 'https://a.example/', false],
];
for (const [list, url, excluded] of exclusions) {
  test(`NO_PROXY ${list} ${excluded ? 'keeps' : 'does not keep'} ${url} from the proxy`, () => {
    const found = environmentProxy(new URL(url), { ALL_PROXY: proxy, NO_PROXY: list });
    assert.equal(found === undefined, excluded);
  });
}
