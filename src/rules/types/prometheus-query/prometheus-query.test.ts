import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RunReport } from '../../rule-type.ts';
import type { SourceAnswer, SourceCall } from '../../sources.ts';
import { runForTest } from '../run-for-test.ts';
import { answered, scalar, success, vector } from './answer-for-test.ts';
import { prometheusQuery } from './prometheus-query.ts';

const minute = 60_000;
const start = Date.UTC(2026, 4, 6, 10);

const least = {
  url: 'https://prometheus.example:9090/prefix/?tenant=7',
  query: 'load / 2 > 0',
  critical: { comparator: '>', threshold: [90] },
};

interface Ran {
  readonly report: RunReport;
  readonly calls: readonly SourceCall[];
}

async function run(
  answer: SourceAnswer,
  change: object = {},
  { state, at = start }: { readonly state?: unknown; readonly at?: number } = {},
): Promise<Ran> {
  const calls: SourceCall[] = [];
  const call = async (made: SourceCall) => {
    calls.push(made);
    return answer;
  };
  const params = prometheusQuery.params.parse({ ...least, ...change });
  const report = await prometheusQuery.execute(
    runForTest(params, { state, now: at, startedAt: at + 5, ruleName: 'Load', sources: { call } }),
  );
  return { report, calls };
}

const labels = { __name__: 'load', instance: 'a:9100', job: 'node' };

test('a series that meets a condition is an alert that says everything', async () => {
  const { report } = await run(answered(vector([labels, '95.5'], [{ ...labels, instance: 'b:9100' }, '90'])));
  assert.deepEqual(report.alerts, [
    {
      id: 'load{instance="a:9100",job="node"}',
      group: 'critical',
      severity: 'critical',
      context: {
        value: 95.5,
        reason: '95.5 is greater than 90',
        threshold: 90,
        comparator: '>',
        labels,
        series: 'load{instance="a:9100",job="node"}',
        query: 'load / 2 > 0',
        server: 'https://prometheus.example:9090/prefix',
        link: 'https://prometheus.example:9090/prefix/graph?g0.expr=load+%2F+2+%3E+0&g0.tab=0',
        noData: false,
        since: '2026-05-06T10:00:00.000Z',
        evaluatedAt: '2026-05-06T10:00:01.500Z',
        warnings: '',
      },
      defaults: { source: 'a:9100', component: 'node', class: 'Load' },
    },
  ]);
});

test('every variable of the context is listed, and every one that is listed is there', async () => {
  const { report } = await run(answered(vector([labels, '95'])));
  const listed = prometheusQuery.context.map(({ name }) => name).toSorted();
  assert.deepEqual(Object.keys(report.alerts[0]?.context ?? {}).toSorted(), listed);
  assert.deepEqual(Object.keys(report.recoveredContext?.('x') ?? {}).toSorted(), listed);
});

const places: readonly [labels: Record<string, string>, defaults: object][] = [
  [
    { instance: 'i', host: 'h', job: 'j', alertname: 'A' },
    { source: 'i', component: 'j', class: 'A' },
  ],
  [{ host: 'h' }, { source: 'h', class: 'Load' }],
  [
    { instance: '', host: 'h' },
    { source: 'h', class: 'Load' },
  ],
  [{}, { source: 'prometheus.example:9090', class: 'Load' }],
];
for (const [given, defaults] of places) {
  test(`an event of the series ${JSON.stringify(given)} comes from ${JSON.stringify(defaults)}`, async () => {
    const { report } = await run(answered(vector([given, '95'])));
    assert.deepEqual(report.alerts[0]?.defaults, defaults);
  });
}

const shown: readonly [name: string, value: string, change: object, expected: object][] = [
  ['an infinity', '+Inf', {}, { value: '+Inf', reason: '+Inf is greater than 90' }],
  [
    'the other infinity',
    '-Inf',
    { critical: { comparator: '<', threshold: [0] } },
    { value: '-Inf', reason: '-Inf is less than 0' },
  ],
  [
    'a warning',
    '85',
    { warning: { comparator: 'between', threshold: [90, 80] } },
    { comparator: 'between', threshold: '90 and 80', reason: '85 is between 80 and 90' },
  ],
];
for (const [name, value, change, expected] of shown) {
  test(`the context of ${name} says so`, async () => {
    const { report } = await run(answered(vector([labels, value])), change);
    assert.deepEqual({ ...report.alerts[0]?.context, ...expected }, report.alerts[0]?.context);
  });
}

test('a scalar is one alert without labels, named by the query', async () => {
  const { report } = await run(answered(scalar('95')));
  assert.deepEqual(
    report.alerts.map(({ id, context }) => [id, context.series]),
    [['{}', 'load / 2 > 0']],
  );
});

test('an alert that is over says its value, and against what', async () => {
  const first = await run(answered(vector([labels, '95'])));
  const { report } = await run(
    answered(vector([labels, '12'])),
    {},
    { state: first.report.state, at: start + minute },
  );
  assert.deepEqual(report.alerts, []);
  assert.equal(report.state, undefined);
  const context = report.recoveredContext?.('load{instance="a:9100",job="node"}');
  assert.deepEqual(
    [context?.value, context?.reason, context?.labels, context?.since],
    [12, '12 is not greater than 90', labels, '2026-05-06T10:00:00.000Z'],
  );
});

test('an alert that is over because its series is gone keeps its labels', async () => {
  const first = await run(answered(vector([labels, '95'])));
  const { report } = await run(answered(vector()), {}, { state: first.report.state, at: start + minute });
  const context = report.recoveredContext?.('load{instance="a:9100",job="node"}');
  assert.deepEqual(
    [context?.value, context?.reason, context?.labels],
    ['', 'the query does not give it any more', labels],
  );
});

test('an alert for missing data says since when', async () => {
  const change = { noData: 'alert' };
  const first = await run(answered(vector([labels, '1'])), change);
  const { report } = await run(answered(vector()), change, {
    state: first.report.state,
    at: start + minute,
  });
  const [alert] = report.alerts;
  assert.deepEqual(
    [alert?.id, alert?.group, alert?.context.noData, alert?.context.value, alert?.context.reason],
    ['load{instance="a:9100",job="node"}', 'critical', true, '', 'no data since 2026-05-06T10:01:00.000Z'],
  );
  assert.deepEqual(alert?.defaults, { source: 'a:9100', component: 'node', class: 'Load' });
  assert.equal(alert?.context.since, '2026-05-06T10:01:00.000Z');
});

test('a run in which nothing changes hands its very state back', async () => {
  const first = await run(answered(vector([labels, '95'])));
  const { report } = await run(
    answered(vector([labels, '96'])),
    {},
    { state: first.report.state, at: start + minute },
  );
  assert.equal(report.state, first.report.state);
  assert.equal(report.alerts[0]?.context.since, '2026-05-06T10:00:00.000Z');
});

test('after another query was written nothing is missed of the one before', async () => {
  const change = { noData: 'alert' };
  const first = await run(answered(vector([labels, '95'])), change);
  const { report } = await run(
    answered(vector([{ __name__: 'other' }, '1'])),
    { ...change, query: 'other' },
    { state: first.report.state, at: start + minute },
  );
  assert.deepEqual(report.alerts, []);
  const context = report.recoveredContext?.('load{instance="a:9100",job="node"}');
  assert.deepEqual([context?.reason, context?.labels], ['the query does not give it any more', labels]);
});

test('what the server warns of is told with the run and in the context', async () => {
  const { report } = await run(
    answered(
      success('vector', [{ metric: {}, value: [1, '95'] }], { warnings: ['store s1 is away', 'and s2'] }),
    ),
  );
  assert.deepEqual(report.warnings, ['store s1 is away', 'and s2']);
  assert.equal(report.alerts[0]?.context.warnings, 'store s1 is away; and s2');
});

test('it asks once by POST, with the query as a form, for as long as it may take', async () => {
  const { calls } = await run(answered(vector()), {
    auth: { secret: 'prom' },
    headers: { 'X-Scope-OrgID': 'team', Accept: 'text/html' },
    timeout: '20s',
  });
  assert.deepEqual(
    calls.map(({ signal: _, url, ...rest }) => ({ url: url.href, ...rest })),
    [
      {
        url: 'https://prometheus.example:9090/prefix/api/v1/query?tenant=7',
        method: 'POST',
        headers: {
          'x-scope-orgid': 'team',
          accept: 'application/json',
          'content-type': 'application/x-www-form-urlencoded',
        },
        body: 'query=load+%2F+2+%3E+0&timeout=20s',
        secret: 'prom',
        redirects: 0,
        deadline: 20_000,
      },
    ],
  );
});

test('it asks by GET, with the query in the URL beside what was there', async () => {
  const { calls } = await run(answered(vector()), { method: 'GET', query: 'a & b{c="ü"}' });
  const [call] = calls;
  assert.equal(call?.method, 'GET');
  assert.equal(call?.body, null);
  assert.equal(call?.headers['content-type'], undefined);
  assert.equal(call?.url.pathname, '/prefix/api/v1/query');
  assert.deepEqual(
    [...(call?.url.searchParams ?? [])],
    [
      ['tenant', '7'],
      ['query', 'a & b{c="ü"}'],
      ['timeout', '10s'],
    ],
  );
});

test('an answer that is none is an error of the run that names the server, without what its URL asks besides', async () => {
  for (const noData of ['alert', 'recover', 'keep']) {
    await assert.rejects(run(answered('<html>', { status: 500 }), { noData }), {
      message: 'https://prometheus.example:9090/prefix: it answers with status 500',
    });
  }
  const refused = {
    kind: 'failed',
    cause: 'refused',
    message: 'there is no secret "x"',
    duration: 0,
  } as const;
  await assert.rejects(run(refused), { message: /prefix: there is no secret "x"$/ });
  const message = 'https://prometheus.example:9090/prefix could not be called: nothing listens there';
  await assert.rejects(run({ ...refused, cause: 'network', message }), { message });
});

test('a run that is told to end says so', async () => {
  const ending = new AbortController();
  const params = prometheusQuery.params.parse(least);
  const call = async () => {
    ending.abort(new Error('told to end'));
    return answered(vector());
  };
  await assert.rejects(
    async () => prometheusQuery.execute(runForTest(params, { signal: ending.signal, sources: { call } })),
    /told to end/,
  );
});

test('ten thousand alerts are found in steps, between which others have their turn', async () => {
  const many = vector(
    ...Array.from({ length: 10_000 }, (_, index) => [{ ...labels, index: String(index) }, '95'] as const),
  );
  let turns = 0;
  let isOver = false;
  const count = () => {
    turns++;
    if (!isOver) setImmediate(count);
  };
  setImmediate(count);
  const { report } = await run(answered(many));
  isOver = true;
  assert.equal(report.alerts.length, 10_000);
  assert.ok(turns >= 50, `${turns} turns`);
});
