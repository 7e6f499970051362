import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SourceAnswer } from '../../sources.ts';
import { answered, scalar, success, vector } from './answer-for-test.ts';
import { QueryFailed } from './query-failed.ts';
import { readAnswer } from './read-answer.ts';

function read(answer: SourceAnswer) {
  const steps = readAnswer(answer);
  for (let step = steps.next(); ; step = steps.next()) if (step.done === true) return step.value;
}
const at = Date.UTC(2026, 4, 6, 10, 0, 1, 500);

test('a vector is its series with their values, and when they were evaluated', () => {
  assert.deepEqual(read(answered(vector([{ __name__: 'up', job: 'a' }, '1'], [{ job: 'b' }, '-2.5e-3']))), {
    samples: [
      { labels: { __name__: 'up', job: 'a' }, value: 1, at },
      { labels: { job: 'b' }, value: -0.0025, at },
    ],
    warnings: [],
  });
});

const values: readonly [text: string, value: number][] = [
  ['NaN', Number.NaN],
  ['+Inf', Number.POSITIVE_INFINITY],
  ['-Inf', Number.NEGATIVE_INFINITY],
  ['1e+06', 1_000_000],
  ['0', 0],
  ['.5', 0.5],
];
for (const [text, value] of values) {
  test(`the value ${text} is ${value}`, () => {
    assert.deepEqual(read(answered(vector([{}, text]))).samples, [{ labels: {}, value, at }]);
  });
}

test('a scalar is one series without labels', () => {
  assert.deepEqual(read(answered(scalar('42'))).samples, [{ labels: {}, value: 42, at }]);
});

test('a result without series is none', () => {
  assert.deepEqual(read(answered(vector())), { samples: [], warnings: [] });
});

test('what the server warns of is told, in lines of a bounded length and number', () => {
  const warnings = ['one\nof two lines', 'y'.repeat(9000), ...Array.from({ length: 30 }, () => 'more')];
  const told = read(answered(success('vector', [], { warnings }))).warnings;
  assert.equal(told[0], 'one of two lines');
  assert.equal(told[1], `${'y'.repeat(500)}…`);
  assert.equal(told.length, 10);
});

const series = (count: number) =>
  vector(...Array.from({ length: count }, (_, index) => [{ i: String(index) }, '1'] as const));

test('ten thousand series are read', () => {
  assert.equal(read(answered(series(10_000))).samples.length, 10_000);
});

const error = (errorType: string, text: string) => ({ status: 'error', errorType, error: text });
const page = answered('<html><p>routing key 0123456789abcdef</p></html>', {
  headers: { 'content-type': 'text/html; charset=utf-8' },
});

const failures: readonly [what: string, answer: SourceAnswer, message: RegExp][] = [
  [
    'nobody answers',
    { kind: 'failed', cause: 'network', message: 'connection refused', duration: 1 },
    /^connection refused$/,
  ],
  [
    'bad PromQL',
    answered(error('bad_data', '1:4: parse error: unexpected end of input'), { status: 400 }),
    /^it refuses the query \(bad_data\): 1:4: parse error: unexpected end of input$/,
  ],
  [
    'a query that can not be evaluated',
    answered(error('execution', 'many-to-many matching not allowed'), { status: 422 }),
    /^it could not evaluate the query \(execution\): many-to-many/,
  ],
  [
    'a query that takes too long',
    answered(error('timeout', 'query timed out'), { status: 503 }),
    /took too long \(timeout\)/,
  ],
  [
    'another error',
    answered(error('too_many_requests', 'slow down'), { status: 429 }),
    /an error \(too_many_requests\): slow down/,
  ],
  ['an error with status 200', answered(error('bad_data', 'no')), /refuses the query/],
  ['an error that does not say why', answered({ status: 'error' }), /unknown\): it does not say why/],
  [
    'an error of many lines',
    answered(error('internal', `a\n\u0000b${'c'.repeat(9999)}`)),
    /\(internal\): a bc{497}…$/,
  ],
  ['nobody is let in', answered('Unauthorized', { status: 401 }), /status 401: it wants to know who asks/],
  ['this one is not let in', answered('', { status: 403 }), /status 403: .*the right/],
  [
    'no such path',
    answered('404 page not found', { status: 404 }),
    /status 404: .*the prefix of its paths\?$/,
  ],
  ['a method that is not taken', answered('', { status: 405 }), /other method/],
  ['a query too long for a URL', answered('', { status: 414 }), /use the method POST/],
  ['a server that is broken', answered('<html>', { status: 502 }), /^it answers with status 502$/],
  [
    'a redirect',
    answered('', { status: 302, headers: { location: 'https://new.example/x?token=s3cret' } }),
    /status 302 and sends us to https:\/\/new\.example\/x: use/,
  ],
  ['a redirect to a path', answered('', { status: 301, headers: { location: '/graph' } }), /to another path/],
  ['a page for people', page, /none of Prometheus' HTTP API but text\/html; is this the URL of the server/],
  ['garbage', answered('\u0000\u0001{"status"', { headers: {} }), /none of Prometheus' HTTP API; is this/],
  ['nothing', answered('', { headers: {} }), /none of Prometheus' HTTP API; is this/],
  [
    'JSON of something else',
    answered({ status: 'ok' }),
    /none of Prometheus' HTTP API but application\/json/,
  ],
  ['very deep JSON', answered('['.repeat(500_000)), /none of Prometheus' HTTP API/],
  ['no data', answered({ status: 'success' }), /none of Prometheus' HTTP API/],
  [
    'a series without labels',
    answered(success('vector', [{ value: [1, '1'] }])),
    /none of Prometheus' HTTP API: metric/,
  ],
  [
    'a value that is none',
    answered(vector([{}, '0x10'])),
    /^its answer has "0x10" where a number should be$/,
  ],
  ['an empty value', answered(vector([{}, ''])), /has "" where a number/],
  [
    'a value that is a number',
    answered(success('vector', [{ metric: {}, value: [1, 1] }])),
    /value\.1: .*string/,
  ],
  ['ranges', answered(success('matrix', [])), /ranges of values: .*rate/],
  ['a text', answered(success('string', [1, 'x'])), /gives a text/],
  ['another kind of result', answered(success('streams', [])), /of the type "streams"/],
  ['histograms', answered(success('vector', [{ metric: {}, histogram: [1, {}] }])), /histogram_quantile/],
  ['an answer that was too large', answered(vector(), { isCut: true }), /larger than rules\.maxResponseSize/],
  ['10,001 series', answered(series(10_001)), /more than 10000 series/],
  ['100,000 series', answered(series(100_000)), /more than 10000 series.*fewer/],
  [
    '10,001 series written with spaces',
    answered(JSON.stringify(series(10_001), null, 1)),
    /more than 10000 series/,
  ],
];
for (const [what, answer, message] of failures) {
  test(`it is an error of the run: ${what}`, () => {
    assert.throws(
      () => read(answer),
      (thrown) => {
        assert.ok(thrown instanceof QueryFailed, String(thrown));
        assert.match(thrown.message, message);
        return true;
      },
    );
  });
}

test('of a page that is none of Prometheus nothing is quoted', () => {
  for (const status of [200, 500]) {
    assert.throws(
      () => read({ ...page, status }),
      ({ message }: Error) => !message.includes('0123'),
    );
  }
});

test('100,000 series are refused without being parsed', () => {
  const broken = `${JSON.stringify(series(100_000)).slice(0, -1)}!`;
  assert.throws(() => read(answered(broken)), /more than 10000 series/);
});
