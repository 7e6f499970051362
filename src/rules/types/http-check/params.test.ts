import assert from 'node:assert/strict';
import { test } from 'node:test';
import { httpCheckParams } from './params.ts';

const targets = [{ url: 'https://example.com/health' }];

test('a target is all that has to be said', () => {
  assert.deepEqual(httpCheckParams.parse({ targets }), {
    targets,
    method: 'GET',
    headers: {},
    body: null,
    auth: null,
    status: ['2xx'],
    bodyContains: null,
    bodyMatches: null,
    bodyJson: [],
    maxLatency: null,
    certificateDays: 14,
    timeout: '10s',
    retries: 1,
    followRedirects: true,
    concurrency: 10,
  });
});

test('params that were kept are read again as they are', () => {
  const params = {
    targets: [{ url: 'https://example.com', name: ' Shop ' }],
    status: [200, '3xx', '400-404'],
    bodyMatches: '(?i)fine',
    bodyJson: [
      { path: "$.parts[?@.name == 'db'].state", value: 'up' },
      { path: '$.errors', operator: 'missing' },
    ],
    maxLatency: '800ms',
    certificateDays: null,
  };
  const kept = httpCheckParams.parse(params);
  assert.equal(kept.targets[0]?.name, 'Shop');
  assert.deepEqual(httpCheckParams.parse(JSON.parse(JSON.stringify(kept))), kept);
});

const many = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ url: `https://h${index}.example` }));

const wrong: readonly [name: string, params: object, path: string, words: RegExp][] = [
  ['no targets', {}, 'targets', /expected array/],
  ['an empty list of targets', { targets: [] }, 'targets', />=1/],
  ['too many targets', { targets: many(1001) }, 'targets', /<=1000/],
  [
    'a target that is no URL',
    { targets: [{ url: 'example.com' }] },
    'targets.0.url',
    /use an http or https URL/,
  ],
  [
    'another protocol',
    { targets: [{ url: 'ftp://example.com' }] },
    'targets.0.url',
    /use an http or https URL/,
  ],
  [
    'a password in a URL',
    { targets: [{ url: 'https://u:p@example.com' }] },
    'targets.0.url',
    /make a secret/,
  ],
  [
    'the same target twice',
    { targets: [...targets, ...targets] },
    'targets.1',
    /"https:\/\/example.com\/health" is targets.0 too; give each a name of its own/,
  ],
  [
    'the same name twice',
    {
      targets: [
        { url: 'https://a.example', name: 'x' },
        { url: 'https://b.example', name: 'x' },
      ],
    },
    'targets.1',
    /"x" is targets.0 too/,
  ],
  ['an unknown method', { method: 'FETCH' }, 'method', /GET/],
  [
    'a header that says who asks',
    { headers: { Authorization: 'Bearer x' } },
    'headers.Authorization',
    /make a secret/,
  ],
  ['a secret that is no name', { auth: { secret: 'a b/c' } }, 'auth.secret', /./],
  ['a body with GET', { body: 'x' }, 'body', /a GET request has no body; use POST/],
  ['a body to look at with HEAD', { method: 'HEAD', bodyContains: 'x' }, 'method', /HEAD has no body/],
  ['no status', { status: [] }, 'status', />=1/],
  ['a status that is none', { status: ['6xx'] }, 'status.0', /no such status: "6xx"/],
  ['a range upside down', { status: ['299-200'] }, 'status.0', /no such status: "299-200"/],
  ['a number that is no status', { status: [99] }, 'status.0', /no such status: 99/],
  ['a broken pattern', { bodyMatches: '(a' }, 'bodyMatches', /missing closing \)/],
  [
    'a pattern that looks around',
    { bodyMatches: 'a(?=b)' },
    'bodyMatches',
    /unsupported Perl syntax: `\(\?=`/,
  ],
  [
    'a pattern that is too large',
    { bodyMatches: 'a{900}' },
    'bodyMatches',
    /too large: it comes to \d+ instructions/,
  ],
  ['a broken path', { bodyJson: [{ path: 'status', value: 1 }] }, 'bodyJson.0.path', /no JSONPath/],
  [
    'a path with a script',
    { bodyJson: [{ path: '$..[?(process.exit())]', value: 1 }] },
    'bodyJson.0.path',
    /no JSONPath/,
  ],
  [
    'a condition without a value',
    { bodyJson: [{ path: '$.a' }] },
    'bodyJson.0.value',
    /say what to compare with by ==/,
  ],
  [
    'a value for a condition that takes none',
    { bodyJson: [{ path: '$.a', operator: 'exists', value: 1 }] },
    'bodyJson.0.value',
    /exists compares with nothing/,
  ],
  [
    'an order of what has none',
    { bodyJson: [{ path: '$.a', operator: '<', value: true }] },
    'bodyJson.0.value',
    /< compares numbers or texts/,
  ],
  [
    'a latency without a unit',
    { maxLatency: '800' },
    'maxLatency',
    /not a valid duration: 800; use "800ms" or "2s"/,
  ],
  ['a time-out of milliseconds', { timeout: '800ms' }, 'timeout', /not a valid duration: 800ms/],
  ['more retries than are', { retries: 11 }, 'retries', /<=10/],
  ['nothing at once', { concurrency: 0 }, 'concurrency', />=1/],
  [
    'a run that may last longer than runs may',
    { targets: many(1000) },
    'targets',
    /1000 targets that hang would take 2100 s at 10 at once, 10s each and 1 retries after 1 s, and a run has 240 s; raise concurrency, or lower timeout or retries/,
  ],
];
for (const [name, params, path, words] of wrong) {
  test(`params are refused: ${name}`, () => {
    const { error } = httpCheckParams.safeParse({ ...(name === 'no targets' ? {} : { targets }), ...params });
    const [issue] = error?.issues ?? [];
    assert.equal(issue?.path.join('.'), path, `${error?.message}`);
    assert.match(issue?.message ?? '', words);
  });
}

test('a thousand targets can be checked, if they are asked soon enough', () => {
  const params = { targets: many(1000), concurrency: 50, timeout: '5s' };
  assert.equal(httpCheckParams.safeParse(params).success, true);
});
