import assert from 'node:assert/strict';
import { test } from 'node:test';
import { heartbeatParams } from '../../../src/rules/types/heartbeat/params.ts';
import { httpCheckParams } from '../../../src/rules/types/http-check/params.ts';
import { prometheusQueryParams } from '../../../src/rules/types/prometheus-query/params.ts';
import { heartbeatParamsOf, heartbeatValues } from './heartbeat/heartbeat-values.ts';
import { httpCheckParamsOf, httpCheckValues } from './http-check/http-check-values.ts';
import { missingOfHeartbeat, missingOfHttpCheck, missingOfPrometheus } from './missing.ts';
import { prometheusParamsOf, prometheusValues } from './prometheus-query/prometheus-values.ts';

/* Whatever a rule says comes out of its form as it went in: the server reads both the same. */

const httpChecks: object[] = [
  { targets: [{ url: 'https://example.com' }] },
  {
    targets: [{ url: 'https://example.com/a', name: 'A' }, { url: 'http://127.0.0.1:8080/' }],
    method: 'POST',
    headers: { accept: 'text/plain', 'x-team': 'web' },
    body: '{"a": 1}',
    auth: { secret: 'shop' },
    status: [204, '2xx', '300-399'],
    bodyContains: ' ok ',
    bodyMatches: 'v\\d+',
    bodyJson: [
      { path: '$.status', operator: '==', value: 'ok' },
      { path: '$.n', operator: '>', value: 5 },
      { path: '$.text', operator: '!=', value: '5' },
      { path: '$.empty', operator: '==', value: '' },
      { path: '$.nothing', operator: '==', value: null },
      { path: '$.list[*]', operator: 'exists' },
    ],
    maxLatency: '800ms',
    certificateDays: null,
    timeout: '5s',
    retries: 0,
    followRedirects: false,
    concurrency: 1,
  },
];
for (const params of httpChecks) {
  test(`an HTTP check of ${Object.keys(params).length} params stays as it was`, () => {
    const shown = httpCheckParamsOf(httpCheckValues({ ...params }));
    assert.deepEqual(httpCheckParams.parse(shown), httpCheckParams.parse(params));
  });
}

const queries: object[] = [
  { url: 'http://p:9090', query: 'up', critical: { comparator: '<', threshold: [1] } },
  {
    url: 'https://p/prefix?x=1',
    query: 'rate(a[5m])',
    method: 'GET',
    headers: { 'X-Scope-OrgID': 'a' },
    auth: { secret: 'p' },
    timeout: '1m',
    critical: { comparator: 'notBetween', threshold: [-1.5, 2e3] },
    warning: { comparator: 'between', threshold: [0, 0.5] },
    for: '10m',
    noData: 'alert',
    forgetAfter: '2h',
  },
];
for (const params of queries) {
  test(`a query of ${Object.keys(params).length} params stays as it was`, () => {
    const shown = prometheusParamsOf(prometheusValues({ ...params }));
    assert.deepEqual(prometheusQueryParams.parse(shown), prometheusQueryParams.parse(params));
  });
}

const heartbeats: object[] = [
  {},
  { every: '10m', grace: '1m' },
  {
    cron: '0 3 * * *',
    timezone: 'Europe/Berlin',
    grace: '15m',
    maxRunTime: '2h',
    expectedSources: ['web-1', 'web 2'],
    forgetAfter: '7d',
  },
];
for (const params of heartbeats) {
  test(`a heartbeat of ${Object.keys(params).length} params stays as it was`, () => {
    const shown = heartbeatParamsOf(heartbeatValues({ ...params }));
    assert.deepEqual(heartbeatParams.parse(shown), heartbeatParams.parse(params));
  });
}

test('what is half typed goes to the server, which says what is wrong with it', () => {
  const params = httpCheckParamsOf({ ...httpCheckValues({}), retries: 'x', certificateDays: '' });
  assert.deepEqual([params.retries, params.certificateDays], ['x', null]);
  const query = prometheusParamsOf({
    ...prometheusValues({}),
    critical: { comparator: '>', first: '', second: '' },
  });
  assert.deepEqual(query.critical, { comparator: '>', threshold: [] });
});

const missing: [what: string, found: readonly (readonly [string, string])[], places: string[]][] = [
  [
    'a target without URL',
    missingOfHttpCheck({ targets: [{ url: 'a' }, { url: '' }] }),
    ['params.targets.1.url'],
  ],
  ['an HTTP check that is whole', missingOfHttpCheck({ targets: [{ url: 'a' }] }), []],
  [
    'an empty query',
    missingOfPrometheus({ url: '', query: '', critical: { comparator: '>', threshold: [] } }),
    ['params.url', 'params.query', 'params.critical.threshold'],
  ],
  [
    'half of two numbers',
    missingOfPrometheus({ url: 'a', query: 'b', warning: { comparator: 'between', threshold: [1] } }),
    ['params.warning.threshold'],
  ],
  [
    'a query that is whole',
    missingOfPrometheus({ url: 'a', query: 'b', critical: { comparator: '>', threshold: [0] } }),
    [],
  ],
  ['an empty cron expression', missingOfHeartbeat({ cron: '' }), ['params.cron']],
  ['a heartbeat without one', missingOfHeartbeat({ cron: null }), []],
];
for (const [what, found, places] of missing) {
  test(`${what}: ${places.length === 0 ? 'nothing is missing' : `told at ${places.join(', ')}`}`, () => {
    assert.deepEqual(
      found.map(([path]) => path),
      places,
    );
  });
}
