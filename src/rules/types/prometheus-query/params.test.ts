import assert from 'node:assert/strict';
import { test } from 'node:test';
import { prometheusQueryParams } from './params.ts';

const least = {
  url: 'https://prometheus.example.com',
  query: 'up',
  critical: { comparator: '<', threshold: [1] },
};

test('with a server, a query and a threshold everything else has its default', () => {
  assert.deepEqual(prometheusQueryParams.parse(least), {
    ...least,
    method: 'POST',
    headers: {},
    auth: null,
    timeout: '10s',
    warning: null,
    for: null,
    noData: 'recover',
    forgetAfter: '1d',
  });
});

for (const url of [
  'http://127.0.0.1:9090',
  'https://example.com/prometheus/',
  'https://mimir.example/prometheus?x=1',
]) {
  test(`${url} is the URL of a server`, () => {
    assert.equal(prometheusQueryParams.safeParse({ ...least, url }).success, true);
  });
}

const refused: readonly [what: string, change: object, path: string, message: RegExp][] = [
  ['no threshold at all', { critical: undefined }, 'critical', /set critical, warning or both/],
  ['null thresholds', { critical: null, warning: null }, 'critical', /set critical, warning or both/],
  ['a query of blanks', { query: ' ' }, 'query', /PromQL/],
  ['a very long query', { query: 'x'.repeat(10_001) }, 'query', /10000/],
  ['no URL', { url: 'prometheus:9090' }, 'url', /http or https URL/],
  [
    'the URL of the API',
    { url: 'http://p:9090/api/v1/query' },
    'url',
    /without \/api\/v1 and what follows: Tocsin adds it/,
  ],
  ['a password in the URL', { url: 'http://a:b@p:9090' }, 'url', /secret/],
  [
    'a header that says who asks',
    { headers: { Authorization: 'Bearer x' } },
    'headers.Authorization',
    /secret/,
  ],
  ['a secret that is not named', { auth: { password: 'x' } }, 'auth.secret', /./],
  ['another method', { method: 'PUT' }, 'method', /POST/],
  ['a time-out that is none', { timeout: '10' }, 'timeout', /not a valid duration: 10/],
  ['a time-out beyond the length of a run', { timeout: '5m' }, 'timeout', /240s at the most/],
  ['a duration that is none', { for: '5 minutes' }, 'for', /not a valid duration: 5 minutes/],
  ['another choice for missing data', { noData: 'page' }, 'noData', /alert/],
  [
    'one end of two',
    { warning: { comparator: 'between', threshold: [1] } },
    'warning.threshold',
    /two elements/,
  ],
];
for (const [what, change, path, message] of refused) {
  test(`params are refused: ${what}`, () => {
    const [issue] = prometheusQueryParams.safeParse({ ...least, ...change }).error?.issues ?? [];
    assert.equal(issue?.path.join('.'), path);
    assert.match(issue?.message ?? '', message);
  });
}
