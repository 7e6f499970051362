import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SourceAnswer } from '../../sources.ts';
import { runForTest } from '../run-for-test.ts';
import { executeHttpCheck } from './execute.ts';
import { compileBodyConditions } from './judge-body.ts';
import { httpCheckParams } from './params.ts';
import { answered, failed, ScriptedSources } from './scripted-sources-for-test.ts';

const day = 86_400_000;
const now = Date.UTC(2026, 4, 6, 10, 0, 0);

type Script = Readonly<Record<string, SourceAnswer | readonly SourceAnswer[]>>;

/** Runs a rule whose targets are the hosts of the script. */
async function run(script: Script, params: object = {}, facts: { state?: unknown; now?: number } = {}) {
  const sources = new ScriptedSources(script);
  const targets = Object.keys(script).map((host) => ({ url: `https://${host}/health?full=1` }));
  const read = httpCheckParams.parse({ targets, ...params });
  const pauses: number[] = [];
  const report = await executeHttpCheck(
    runForTest(read, { sources, state: facts.state, startedAt: facts.now ?? now }),
    {
      judgeBody: async ({ bytes, isCut }, conditions) =>
        compileBodyConditions(conditions)({ text: new TextDecoder().decode(bytes), isCut }),
      pause: async (milliseconds) => {
        pauses.push(milliseconds);
      },
    },
  );
  return { report, sources, pauses };
}

const inDays = (days: number) => now + days * day;

const verdicts: readonly [
  name: string,
  answer: SourceAnswer,
  params: object,
  group: string | undefined,
  reason: string,
][] = [
  ['status 200', answered(), {}, undefined, ''],
  ['status 299 of 2xx', answered({ status: 299 }), {}, undefined, ''],
  ['status 503', answered({ status: 503 }), {}, 'down', 'status 503, expected 2xx'],
  ['a status that is asked for by number', answered({ status: 404 }), { status: [404] }, undefined, ''],
  [
    'a status outside of the range',
    answered({ status: 400 }),
    { status: ['200-399', 401] },
    'down',
    'status 400, expected 200-399, 401',
  ],
  ['a redirect that is not followed', answered({ status: 302 }), {}, 'down', 'status 302, expected 2xx'],
  ['no answer', failed('connect ECONNREFUSED'), {}, 'down', 'connect ECONNREFUSED'],
  ['a certificate that is not trusted', failed('expired', 'tls'), {}, 'down', 'expired'],
  ['an answer that hangs', failed('no answer within 10 s', 'timeout'), {}, 'down', 'no answer within 10 s'],
  ['an answer in time', answered({ duration: 500 }), { maxLatency: '500ms' }, undefined, ''],
  [
    'an answer too late',
    answered({ duration: 1200.4 }),
    { maxLatency: '1s' },
    'degraded',
    'answered after 1200 ms, expected 1000 ms at most',
  ],
  ['a text in the body', answered({ body: 'all fine' }), { bodyContains: 'fine' }, undefined, ''],
  [
    'a text not in it',
    answered({ body: 'no' }),
    { bodyContains: 'fine' },
    'down',
    '"fine" is not in the body',
  ],
  ['a pattern in the body', answered({ body: 'v1.22' }), { bodyMatches: '^v1\\.\\d+$' }, undefined, ''],
  [
    'a pattern not in it',
    answered({ body: 'v2.0' }),
    { bodyMatches: '^v1\\.' },
    'down',
    'nothing in the body matches ^v1\\.',
  ],
  [
    'JSON as it should be',
    answered({ body: '{"status":"up","queue":3}' }),
    {
      bodyJson: [
        { path: '$.status', value: 'up' },
        { path: '$.queue', operator: '<', value: 10 },
      ],
    },
    undefined,
    '',
  ],
  [
    'JSON with another value',
    answered({ body: '{"status":"down"}' }),
    { bodyJson: [{ path: '$.status', value: 'up' }] },
    'down',
    '$.status is "down", expected == "up"',
  ],
  [
    'garbage instead of JSON',
    answered({ body: '<html>' }),
    { bodyJson: [{ path: '$', operator: 'exists' }] },
    'down',
    'the body is no JSON',
  ],
  [
    'more than may be read, with what is looked for in the part that was',
    answered({ body: 'fine…', isCut: true }),
    { bodyContains: 'fine' },
    undefined,
    '',
  ],
  [
    'more than may be read, without it',
    answered({ body: 'x', isCut: true }),
    { bodyContains: 'fine' },
    'down',
    '"fine" is not in the part of the body that was read',
  ],
  [
    'more JSON than may be read',
    answered({ body: '{"status":', isCut: true }),
    { bodyJson: [{ path: '$.status', value: 'up' }] },
    'down',
    'the body is larger than rules.maxResponseSize',
  ],
  ['more than may be read, of which nothing is asked', answered({ isCut: true }), {}, undefined, ''],
  ['a certificate that lasts', answered({ certificateUntil: inDays(14) }), {}, undefined, ''],
  [
    'a certificate that ends',
    answered({ certificateUntil: inDays(13.5) }),
    {},
    'certificate',
    'its certificate ends in 13 days, at 2026-05-19T22:00:00.000Z',
  ],
  [
    'a certificate that ends within hours',
    answered({ certificateUntil: inDays(0.1) }),
    {},
    'certificate',
    'its certificate ends today, at ',
  ],
  [
    'a certificate that has ended, and is put up with',
    answered({ certificateUntil: inDays(-1) }),
    {},
    'certificate',
    'its certificate ended at 2026-05-05T10:00:00.000Z',
  ],
  [
    'a certificate of which nobody wants to know',
    answered({ certificateUntil: inDays(-1) }),
    { certificateDays: null },
    undefined,
    '',
  ],
  [
    'several troubles: the worst is the group, and all are told',
    answered({ status: 500, duration: 3000, certificateUntil: inDays(1) }),
    { maxLatency: '2s' },
    'down',
    'status 500, expected 2xx; answered after 3000 ms, expected 2000 ms at most; its certificate ends in a day',
  ],
];
for (const [name, answer, params, group, reason] of verdicts) {
  test(`${group ?? 'well'}: ${name}`, async () => {
    const { report } = await run({ 'a.example': answer }, { retries: 0, ...params });
    const [alert] = report.alerts;
    assert.equal(alert?.group, group);
    const told = alert?.context.reason ?? '';
    assert.ok(typeof told === 'string' && told.startsWith(reason), `${told}`);
  });
}

test('one alert a target, named after its name or its URL, in the order of the targets', async () => {
  const down = failed('gone');
  const { report } = await run(
    { 'a.example': down, 'b.example': answered(), 'c.example': down },
    {
      retries: 0,
      targets: [
        { url: 'https://a.example' },
        { url: 'https://b.example' },
        { url: 'https://c.example/x', name: 'Shop' },
        { url: 'https://c.example/x', name: 'Shop again' },
      ],
    },
  );
  assert.deepEqual(
    report.alerts.map(({ id }) => id),
    ['https://a.example', 'Shop', 'Shop again'],
  );
});

test('what templates see of a target, and where its event comes from', async () => {
  const { report } = await run(
    { 'a.example': answered({ status: 503, duration: 12.4, certificateUntil: inDays(90.5) }) },
    { retries: 0, bodyContains: 'up', maxLatency: '2s' },
  );
  assert.deepEqual(report.alerts, [
    {
      id: 'https://a.example/health?full=1',
      group: 'down',
      severity: 'critical',
      defaults: { source: 'a.example', component: '/health', class: 'ping failure' },
      context: {
        target: 'https://a.example/health?full=1',
        url: 'https://a.example/health?full=1',
        host: 'a.example',
        path: '/health',
        status: 503,
        latency: 12,
        reason: 'status 503, expected 2xx; "up" is not in the body',
        error: '',
        expected: 'status 2xx; "up" in the body; an answer within 2000 ms',
        attempts: 1,
        checkedAt: '2026-05-06T10:00:00.000Z',
        since: '2026-05-06T10:00:00.000Z',
        certificateDays: 90,
        certificateUntil: '2026-08-04T22:00:00.000Z',
      },
    },
  ]);
});

test('what is sent', async () => {
  const { sources } = await run(
    { 'a.example': answered() },
    {
      method: 'POST',
      headers: { 'X-Probe': 'tocsin' },
      body: '{}',
      auth: { secret: 'shop' },
      timeout: '3s',
      followRedirects: false,
    },
  );
  const [{ signal: _, ...call } = assert.fail('nobody was called')] = sources.calls;
  assert.deepEqual(call, {
    method: 'POST',
    url: new URL('https://a.example/health?full=1'),
    headers: { 'x-probe': 'tocsin' },
    body: '{}',
    secret: 'shop',
    redirects: 0,
    deadline: 3000,
  });
});

const down = failed('gone');
const slow = answered({ duration: 3000 });
const retried: readonly [
  name: string,
  answers: readonly SourceAnswer[],
  retries: number,
  group: string | undefined,
  calls: number,
][] = [
  ['well at once: nobody asks again', [answered(), down], 3, undefined, 1],
  ['well the second time', [down, answered()], 1, undefined, 2],
  ['down to the end', [down], 2, 'down', 3],
  ['without retries the first answer counts', [down, answered()], 0, 'down', 1],
  ['slow, then well', [slow, answered()], 1, undefined, 2],
  ['down, then slow: the best counts', [down, slow], 1, 'degraded', 2],
  ['slow, then down: the best counts', [slow, down], 1, 'degraded', 2],
  [
    'a certificate does not last longer if asked again',
    [answered({ certificateUntil: now })],
    3,
    'certificate',
    1,
  ],
];
for (const [name, answers, retries, group, calls] of retried) {
  test(`retries within a run: ${name}`, async () => {
    const { report, sources, pauses } = await run({ 'a.example': answers }, { retries, maxLatency: '2s' });
    assert.equal(report.alerts[0]?.group, group);
    assert.equal(sources.calls.length, calls);
    assert.deepEqual(pauses, new Array(calls - 1).fill(1000));
    if (group !== undefined) assert.equal(report.alerts[0]?.context.attempts, calls);
  });
}

test('since when there is trouble is kept, also when its kind changes, and forgotten when it is over', async () => {
  const minute = 60_000;
  const first = await run({ 'a.example': down, 'b.example': answered() }, { retries: 0 });
  const state = JSON.parse(JSON.stringify(first.report.state));
  const second = await run(
    { 'a.example': slow, 'b.example': down },
    { retries: 0, maxLatency: '1s' },
    { state, now: now + minute },
  );
  assert.deepEqual(
    second.report.alerts.map(({ group, context }) => [group, context.since]),
    [
      ['degraded', '2026-05-06T10:00:00.000Z'],
      ['down', '2026-05-06T10:01:00.000Z'],
    ],
  );
  const third = await run(
    { 'a.example': answered(), 'b.example': answered() },
    {},
    { state: second.report.state, now: now + 2 * minute },
  );
  assert.deepEqual(third.report.alerts, []);
  assert.equal(third.report.state, undefined);
  const context = third.report.recoveredContext?.('https://a.example/health?full=1');
  const { latency, status, since, checkedAt, reason } = context ?? {};
  assert.deepEqual(
    [latency, status, since, checkedAt, reason],
    [20, 200, '2026-05-06T10:00:00.000Z', '2026-05-06T10:02:00.000Z', ''],
  );
});

test('a run that finds the same leaves the same state', async () => {
  const first = await run({ 'a.example': down }, { retries: 0 });
  const later = { state: first.report.state, now: now + 60_000 };
  assert.deepEqual(
    (await run({ 'a.example': down }, { retries: 0 }, later)).report.state,
    first.report.state,
  );
});

test('an alert whose target was taken out of the rule is over, and says why', async () => {
  const { report } = await run({ 'a.example': answered() });
  assert.equal(report.recoveredContext?.('https://gone.example')?.reason, 'it is not checked any more');
});

test('what the settings refuse is an error of the run, which names the target; nothing new is asked', async () => {
  const hosts = Array.from({ length: 30 }, (_, index) => `h${index}.example`);
  const refused = failed('there is no secret "shop"', 'refused');
  const script = Object.fromEntries(
    hosts.map((host) => [host, host === 'h3.example' ? refused : answered()]),
  );
  const sources = new ScriptedSources(script);
  const params = httpCheckParams.parse({
    targets: hosts.map((host) => ({ url: `https://${host}` })),
    concurrency: 5,
  });
  await assert.rejects(
    executeHttpCheck(runForTest(params, { sources }), {
      judgeBody: async () => undefined,
      pause: async () => {},
    }),
    { message: 'https://h3.example could not be checked: there is no secret "shop"' },
  );
  assert.ok(sources.calls.length < 12, `${sources.calls.length} calls`);
});

test('no more targets are asked at once than the rule says, and all of them are', async () => {
  const hosts = Array.from({ length: 100 }, (_, index) => `h${index}.example`);
  const { report, sources } = await run(
    Object.fromEntries(hosts.map((host, index) => [host, index % 10 === 0 ? down : answered()])),
    { concurrency: 7, retries: 0 },
  );
  assert.equal(sources.calls.length, 100);
  assert.equal(sources.mostAtOnce, 7);
  assert.equal(report.alerts.length, 10);
});

test('a run that is told to end while it pauses ends', async () => {
  const control = new AbortController();
  const sources = new ScriptedSources({ 'a.example': down });
  const params = httpCheckParams.parse({ targets: [{ url: 'https://a.example' }], retries: 5 });
  const ended = executeHttpCheck(runForTest(params, { sources, signal: control.signal }), {
    judgeBody: async () => undefined,
    pause: (_milliseconds, signal) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason));
        control.abort(new Error('the run is over'));
      }),
  });
  await assert.rejects(ended, /the run is over/);
  assert.equal(sources.calls.length, 1);
});
