import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runForTest } from '../run-for-test.ts';
import { alertmanager } from './alertmanager.ts';
import { alertmanagerParams } from './params.ts';
import { pushAlerts } from './push-alerts.ts';
import { readPostableAlerts } from './read-postable-alerts.ts';
import { readWebhook } from './read-webhook.ts';
import type { ToldAlert } from './told-alert.ts';

const start = Date.UTC(2026, 4, 6, 10, 0, 0);
/** Minutes after the start, as a time in JSON. */
const at = (minutes: number) => new Date(start + minutes * 60_000).toISOString();
const none = '0001-01-01T00:00:00Z';

/** A rule that is told things and runs, with all that is kept going through JSON. */
class Rule {
  readonly params: Record<string, unknown>;
  state: unknown;
  minute = 0;
  listeningSince = 0;
  max = 1000;
  left = 0;

  constructor(params: Record<string, unknown> = {}) {
    this.params = params;
  }

  /** What a push shows step by step: the ids that fire, each with its group. */
  async tell(told: readonly ToldAlert[], minute: number): Promise<string[]> {
    this.minute = minute;
    const pushed = pushAlerts(told).apply({
      state: this.state,
      params: this.params,
      now: start + minute * 60_000,
      listeningSince: this.listeningSince,
      max: this.max,
    });
    this.left = pushed.left ?? 0;
    const shown: string[] = [];
    for (const state of [...(pushed.through ?? []), pushed.state]) {
      this.state = JSON.parse(JSON.stringify(state));
      shown.push(await this.shows());
    }
    return shown;
  }

  push(minute: number, ...alerts: object[]): Promise<string[]> {
    return this.tell(readPostableAlerts(alerts).alerts, minute);
  }

  notify(minute: number, ...alerts: object[]): Promise<string[]> {
    return this.tell(readWebhook({ receiver: 'tocsin', alerts }).alerts, minute);
  }

  async report(minute = this.minute) {
    const run = runForTest(alertmanagerParams.parse(this.params), {
      state: this.state,
      now: start + minute * 60_000,
      listeningSince: this.listeningSince,
    });
    const report = await alertmanager.execute(run);
    this.state = JSON.parse(JSON.stringify(report.state ?? null));
    return report;
  }

  async shows(minute = this.minute): Promise<string> {
    const { alerts } = await this.report(minute);
    return alerts.map(({ id, group }) => (group === 'critical' ? id : `${id} ${group}`)).join(', ');
  }
}

const down = (more: object = {}) => ({ labels: { alertname: 'Down' }, ...more });

test('before the first push nothing fires', async () => {
  assert.equal(await new Rule().shows(), '');
});

/* A story: what is told at a minute, and what fires after it, step by step. */
type Step = readonly [minute: number, told: object | null, ...shown: string[]];

const stories: Record<string, { params?: object; by?: 'push' | 'notify'; steps: readonly Step[] }> = {
  'an alert without an end is over after resolveTimeout; a repeat puts that off': {
    steps: [
      [0, down(), 'Down'],
      [4, down(), 'Down'],
      [8.9, null, 'Down'],
      [9, null, ''],
    ],
  },
  'resolveTimeout is a param': {
    params: { resolveTimeout: '1h' },
    steps: [
      [0, down(), 'Down'],
      [59, null, 'Down'],
      [60, null, ''],
    ],
  },
  'an end that is given counts, and each repeat puts it off, as Prometheus does': {
    steps: [
      [0, down({ startsAt: at(0), endsAt: at(4) }), 'Down'],
      [1, down({ startsAt: at(0), endsAt: at(5) }), 'Down'],
      [4.5, null, 'Down'],
      [5, null, ''],
    ],
  },
  'an end in the past is a resolve': {
    steps: [
      [0, down({ startsAt: at(0), endsAt: at(4) }), 'Down'],
      [2, down({ startsAt: at(0), endsAt: at(1.5) }), ''],
    ],
  },
  'an end at this very moment is a resolve': {
    steps: [
      [0, down(), 'Down'],
      [2, down({ endsAt: at(2) }), ''],
    ],
  },
  'an earlier end that is still to come does not draw the later one nearer': {
    steps: [
      [0, down({ startsAt: at(0), endsAt: at(30) }), 'Down'],
      [1, down({ startsAt: at(0), endsAt: at(5) }), 'Down'],
      [6, null, 'Down'],
      [30, null, ''],
    ],
  },
  'nor does a repeat without an end': {
    steps: [
      [0, down({ endsAt: at(30) }), 'Down'],
      [1, down(), 'Down'],
      [7, null, 'Down'],
      [30, null, ''],
    ],
  },
  'an end that is only a timeout is no end to hold on to': {
    params: { resolveTimeout: '1h' },
    steps: [
      [0, down(), 'Down'],
      [1, down({ endsAt: at(5) }), 'Down'],
      [5, null, ''],
    ],
  },
  'a resolve of what nobody knows is nothing': {
    steps: [[0, down({ startsAt: at(-60), endsAt: at(-50) }), '']],
  },
  'a resolve of an earlier firing does not end the present one': {
    steps: [
      [10, down({ startsAt: at(9), endsAt: at(14) }), 'Down'],
      [11, down({ startsAt: at(0), endsAt: at(5) }), 'Down'],
      [12, down({ startsAt: at(9), endsAt: at(11.5) }), ''],
    ],
  },
  'what fires again after it was over fires anew': {
    steps: [
      [0, down({ startsAt: at(0), endsAt: at(4) }), 'Down'],
      [2, down({ startsAt: at(0), endsAt: at(1.5) }), ''],
      [3, down({ startsAt: at(2.5), endsAt: at(7) }), 'Down'],
    ],
  },
  'a repeat that comes late goes on with what it repeats': {
    steps: [
      [0, down({ startsAt: at(0), endsAt: at(4) }), 'Down'],
      [6, down({ startsAt: at(0), endsAt: at(10) }), 'Down'],
    ],
  },
  'one that began after the end that nobody has looked at yet is over first, and then fires anew': {
    steps: [
      [0, down({ startsAt: at(0), endsAt: at(4) }), 'Down'],
      [6, down({ startsAt: at(5), endsAt: at(10) }), '', 'Down'],
    ],
  },
  'the webhook alone ends what it told of, however long that takes': {
    by: 'notify',
    steps: [
      [0, down({ status: 'firing', startsAt: at(-1), endsAt: none }), 'Down'],
      [100_000, null, 'Down'],
      [100_001, down({ status: 'resolved', startsAt: at(-1), endsAt: at(100_000) }), ''],
    ],
  },
  'unless webhookTimeout says otherwise': {
    params: { webhookTimeout: '12h' },
    by: 'notify',
    steps: [
      [0, down({ status: 'firing', startsAt: at(0), endsAt: none }), 'Down'],
      [240, down({ status: 'firing', startsAt: at(0), endsAt: none }), 'Down'],
      [959, null, 'Down'],
      [960, null, ''],
    ],
  },
  'what the webhook calls resolved is over, whatever its clock says': {
    by: 'notify',
    steps: [
      [0, down({ status: 'firing', startsAt: at(0), endsAt: none }), 'Down'],
      [1, down({ status: 'resolved', startsAt: at(0), endsAt: at(9) }), ''],
    ],
  },
  'what it calls firing fires, whatever end it gives': {
    by: 'notify',
    steps: [[1, down({ status: 'firing', startsAt: at(0), endsAt: at(0.5) }), 'Down']],
  },
  'a firing of the webhook that began after it was heard of last pages anew: its resolve was lost': {
    by: 'notify',
    steps: [
      [1, down({ status: 'firing', startsAt: at(0), endsAt: none }), 'Down'],
      [600, down({ status: 'firing', startsAt: at(599), endsAt: none }), '', 'Down'],
      [601, down({ status: 'firing', startsAt: at(599), endsAt: none }), 'Down'],
    ],
  },
  'one of a second Alertmanager that saw it begin a little later does not': {
    by: 'notify',
    steps: [
      [1, down({ status: 'firing', startsAt: at(0), endsAt: none }), 'Down'],
      [2, down({ status: 'firing', startsAt: at(0.5), endsAt: none }), 'Down'],
      [3, down({ status: 'firing', startsAt: at(0), endsAt: none }), 'Down'],
    ],
  },
  'a clock ahead of ours does not make each repeat a new firing': {
    by: 'notify',
    steps: [
      [1, down({ status: 'firing', startsAt: at(5), endsAt: none }), 'Down'],
      [2, down({ status: 'firing', startsAt: at(5), endsAt: none }), 'Down'],
    ],
  },
};

for (const [name, { params = {}, by = 'push', steps }] of Object.entries(stories)) {
  test(name, async () => {
    const rule = new Rule({ ...params });
    for (const [minute, told, ...shown] of steps) {
      const seen = told === null ? [await rule.shows(minute)] : await rule[by](minute, told);
      assert.deepEqual(seen, shown, `at minute ${minute}`);
    }
  });
}

test('of several alerts on one thing in a push the last holds: over and firing anew are told apart', async () => {
  const rule = new Rule();
  const over = down({ startsAt: at(0), endsAt: at(2) });
  const again = down({ startsAt: at(2.5), endsAt: at(9) });
  await rule.push(1, down({ startsAt: at(0), endsAt: at(5) }));
  assert.deepEqual(await rule.push(3, over, again), ['', 'Down']);
  const over2 = down({ startsAt: at(2.5), endsAt: at(4) });
  assert.deepEqual(await rule.push(5, over2, down({ startsAt: at(4.5) }), down({ endsAt: at(5) })), ['']);
});

test('the earliest start and the newest annotations hold', async () => {
  const rule = new Rule();
  const said = (summary: string, startsAt: number) =>
    down({ annotations: { summary }, startsAt: at(startsAt), endsAt: at(9) });
  await rule.push(1, said('first', 0));
  await rule.push(2, said('second', 1));
  const [alert] = (await rule.report()).alerts;
  assert.deepEqual([alert?.context.summary, alert?.context.startsAt], ['second', at(0)]);
});

test('time in which nobody was there to hear repeats does not count as their absence', async () => {
  const rule = new Rule({ webhookTimeout: '10m' });
  await rule.push(0, down({ startsAt: at(0), endsAt: at(4) }), { labels: { alertname: 'NoEnd' } });
  rule.listeningSince = start + 30 * 60_000;
  assert.equal(await rule.shows(33.9), 'Down, NoEnd');
  assert.equal(await rule.shows(34), 'NoEnd');
  assert.equal(await rule.shows(35), '');
});

test('a resolve counts also after a time in which nobody listened', async () => {
  const rule = new Rule();
  await rule.push(0, down({ startsAt: at(0), endsAt: at(4) }));
  rule.listeningSince = start + 30 * 60_000;
  assert.deepEqual(await rule.push(31, down({ startsAt: at(0), endsAt: at(10) })), ['']);
});

test('the rule asks to be looked at again when the first of its alerts may be over', async () => {
  const rule = new Rule();
  await rule.push(0, down({ endsAt: at(4) }), { labels: { alertname: 'Later' }, endsAt: at(9) });
  assert.equal((await rule.report()).lookAgainAt, start + 4 * 60_000);
  await rule.notify(1, { status: 'firing', labels: { alertname: 'Down' } });
  await rule.notify(1, { status: 'firing', labels: { alertname: 'Later' } });
  assert.equal((await rule.report()).lookAgainAt, undefined);
});

test('a run in which nothing is over leaves the very state it was given', async () => {
  const { state } = pushAlerts(readPostableAlerts([down()]).alerts).apply({
    state: undefined,
    params: {},
    now: start,
    listeningSince: 0,
    max: 10,
  });
  const run = runForTest(alertmanagerParams.parse({}), { state, now: start + 1000 });
  assert.equal((await alertmanager.execute(run)).state, state);
});

test('both doors know an alert by the same id, whatever the order of its labels', async () => {
  const rule = new Rule();
  await rule.push(0, { labels: { alertname: 'Down', job: 'node', instance: 'a:1' } });
  assert.deepEqual(
    await rule.notify(1, { status: 'firing', labels: { instance: 'a:1', job: 'node', alertname: 'Down' } }),
    ['Down{instance="a:1",job="node"}'],
  );
  assert.deepEqual(
    await rule.push(2, { labels: { job: 'node', alertname: 'Down', instance: 'a:1' }, endsAt: at(1) }),
    [''],
  );
});

for (const [name, labels, id] of [
  ['a name alone', { alertname: 'Watchdog' }, 'Watchdog'],
  ['no name', { job: 'a' }, '{job="a"}'],
  ['nothing but a severity', { severity: 'critical' }, '{}'],
  ['labels with odd values', { alertname: 'A', b: 'x",c="y' }, 'A{b="x\\",c=\\"y"}'],
  ['a name that looks like labels', { alertname: 'A{b="c"}' }, '"A{b=\\"c\\"}"'],
  ['an odd label', { alertname: 'A', 'ö.b': 'c' }, 'A{"ö.b"="c"}'],
  ['labels without a value', { alertname: 'A', b: '' }, 'A'],
  [
    'names of what every object has',
    JSON.parse('{"alertname":"A","__proto__":"x","constructor":"y"}'),
    'A{__proto__="x",constructor="y"}',
  ],
] as const) {
  test(`the id is told from the labels: ${name}`, async () => {
    assert.deepEqual(await new Rule().push(0, { labels }), [id]);
  });
}

test('a long id is readable in front and ends in its hash; alerts that differ at the very end differ', async () => {
  const rule = new Rule();
  const long = (end: string) => ({ labels: { alertname: 'Down', path: `${'x'.repeat(1_000_000)}${end}` } });
  await rule.push(0, long('a'), long('b'));
  const ids = (await rule.report()).alerts.map(({ id }) => id);
  assert.equal(new Set(ids).size, 2);
  for (const id of ids) assert.match(id, /^Down\{path="x+~[0-9a-f]{64}$/);
  for (const id of ids) assert.equal(id.length, 255);
  assert.ok(JSON.stringify(rule.state).length < 70_000, 'what is kept is bounded');
  assert.deepEqual(await rule.push(1, { ...long('a'), endsAt: at(0.5) }), [ids[1]]);
});

for (const [label, group] of [
  ['critical', 'critical'],
  ['page', 'critical'],
  [' FATAL ', 'critical'],
  ['major', 'critical'],
  ['high', 'error'],
  ['error', 'error'],
  ['minor', 'error'],
  ['medium', 'warning'],
  ['Warn', 'warning'],
  ['warning', 'warning'],
  ['none', 'info'],
  ['info', 'info'],
  ['constructor', 'critical'],
  ['whatever', 'critical'],
  [undefined, 'critical'],
] as const) {
  test(`the severity label ${label} means the group ${group}`, async () => {
    const rule = new Rule();
    await rule.push(0, { labels: { alertname: 'A', ...(label !== undefined && { severity: label }) } });
    const [alert] = (await rule.report()).alerts;
    assert.deepEqual([alert?.group, alert?.severity, alert?.context.severity], [group, group, group]);
  });
}

test('which label says how severe it is, and what holds without it, are params', async () => {
  const rule = new Rule({ severityLabel: 'priority', defaultSeverity: 'info' });
  await rule.push(
    0,
    { labels: { alertname: 'A', priority: 'P2' } },
    { labels: { alertname: 'B', severity: 'page' } },
  );
  assert.equal(await rule.shows(), 'A error, B{severity="page"} info');
});

test('what becomes more severe is the same alert in another group, and the worst that fires counts', async () => {
  const rule = new Rule();
  const disk = (severity: string, more: object = {}) => ({
    labels: { alertname: 'Disk', severity },
    ...more,
  });
  assert.deepEqual(await rule.push(0, disk('warning')), ['Disk warning']);
  assert.deepEqual(await rule.push(1, disk('warning'), disk('critical')), ['Disk']);
  assert.deepEqual(await rule.push(2, disk('critical', { endsAt: at(1.5) })), ['Disk warning']);
  assert.deepEqual(await rule.push(3, disk('warning', { endsAt: at(2.5) }), disk('info')), ['Disk info']);
  assert.deepEqual(await rule.push(4, disk('info', { endsAt: at(4) })), ['']);
});

test('what the labels and annotations say is seen by templates and fills in the event', async () => {
  const rule = new Rule();
  const labels = { alertname: 'Down', instance: 'db1:9100', job: 'node', severity: 'page' };
  const annotations = {
    summary: '{{rule.name}} is not filled in here',
    runbook_url: 'https://example.com/down',
    dashboard: 'javascript:alert(1)',
  };
  await rule.tell(
    readWebhook({
      version: '4',
      receiver: 'tocsin',
      externalURL: 'http://alertmanager:9093',
      groupKey: '{}:{alertname="Down"}',
      groupLabels: { alertname: 'Down' },
      truncatedAlerts: 0,
      alerts: [
        {
          status: 'firing',
          labels,
          annotations,
          startsAt: '2026-05-06T09:59:00.123456789Z',
          endsAt: none,
          generatorURL: 'http://prometheus:9090/graph?g0.expr=up',
          fingerprint: 'a1b2c3',
        },
      ],
    }).alerts,
    0,
  );
  const { alerts } = await rule.report();
  assert.deepEqual(JSON.parse(JSON.stringify(alerts)), [
    {
      id: 'Down{instance="db1:9100",job="node"}',
      group: 'critical',
      severity: 'critical',
      context: {
        alertname: 'Down',
        severity: 'critical',
        summary: '{{rule.name}} is not filled in here',
        labels,
        annotations,
        startsAt: '2026-05-06T09:59:00.123Z',
        endsAt: '',
        generatorURL: 'http://prometheus:9090/graph?g0.expr=up',
        fingerprint: 'a1b2c3',
        receiver: 'tocsin',
        externalURL: 'http://alertmanager:9093',
        groupKey: '{}:{alertname="Down"}',
        groupLabels: { alertname: 'Down' },
      },
      links: [
        { href: 'https://example.com/down', text: 'Runbook' },
        { href: 'http://prometheus:9090/graph?g0.expr=up', text: 'Source of the alert' },
        { href: 'http://alertmanager:9093', text: 'Alertmanager' },
      ],
      defaults: { source: 'db1:9100', component: 'node', class: 'Down' },
    },
  ]);
  for (const key of ['labels', 'annotations', 'groupLabels']) {
    assert.equal(Object.getPrototypeOf(alerts[0]?.context[key]), null, `${key} has names of its own alone`);
  }
});

for (const [labels, more, source] of [
  [{ instance: 'a', host: 'b', cluster: 'c' }, {}, 'a'],
  [{ host: 'b', cluster: 'c' }, {}, 'b'],
  [{ cluster: 'c' }, { generatorURL: 'http://prom:9090/graph' }, 'c'],
  [{ instance: ' ' }, { generatorURL: 'http://prom:9090/graph' }, 'prom:9090'],
  [{ job: 'x' }, { generatorURL: 'prom' }, undefined],
] as const) {
  test(`the source of ${JSON.stringify({ labels, ...more })} is ${source}`, async () => {
    const rule = new Rule();
    await rule.push(0, { labels, ...more });
    assert.equal((await rule.report()).alerts[0]?.defaults?.source, source);
  });
}

test('without a summary the message, the description or the id stands for it', async () => {
  const rule = new Rule();
  await rule.push(
    0,
    { labels: { a: '1' }, annotations: { description: 'd', message: 'm' } },
    { labels: { a: '2' }, annotations: { description: 'd' } },
    { labels: { a: '3' }, annotations: { summary: ' ' } },
  );
  const summaries = (await rule.report()).alerts.map(({ context }) => context.summary);
  assert.deepEqual(summaries, ['m', 'd', '{a="3"}']);
});

test('what recovers still has its labels, and says when it was over where that is known', async () => {
  const rule = new Rule();
  const told = { labels: { alertname: 'A', instance: 'i' }, annotations: { summary: 's' } };
  await rule.push(0, told);
  const [over] = readPostableAlerts([{ ...told, startsAt: at(0), endsAt: at(1) }]).alerts;
  assert.ok(over);
  const { state } = pushAlerts([over]).apply({
    state: rule.state,
    params: {},
    now: start + 120_000,
    listeningSince: 0,
    max: 9,
  });
  const run = runForTest(alertmanagerParams.parse({}), { state, now: start + 120_000 });
  const { recoveredContext } = await alertmanager.execute(run);
  const context = recoveredContext?.('A{instance="i"}');
  assert.deepEqual([context?.summary, context?.endsAt, Object(context?.labels).instance], ['s', at(1), 'i']);
  assert.deepEqual(recoveredContext?.('unknown'), {});
});

test('beyond the limit new alerts are left out; what fires is repeated and ended all the same', async () => {
  const rule = new Rule();
  rule.max = 2;
  const named = (alertname: string, more: object = {}) => ({ labels: { alertname }, ...more });
  await rule.push(0, named('a'), named('b'), named('c'));
  assert.deepEqual([await rule.shows(), rule.left], ['a, b', 1]);
  await rule.push(1, named('b'), named('a', { endsAt: at(0.5) }), named('c'));
  assert.deepEqual([await rule.shows(), rule.left], ['b, c', 0]);
});

test('what was left out, here or by Alertmanager, is a warning of the rule for ten minutes', async () => {
  const rule = new Rule();
  rule.max = 1;
  await rule.push(0, down(), { labels: { alertname: 'Beyond' } });
  assert.deepEqual((await rule.report()).warnings, [
    `1 alert was left out at ${at(0)}, because the rule may have no more active ones (alerting.rules.run.alerts.max)`,
  ]);
  const { alerts, truncated } = readWebhook({ alerts: [], truncatedAlerts: 7 });
  const now = start + 5 * 60_000;
  const before = { state: rule.state, params: {}, now, listeningSince: 0, max: 1 };
  rule.state = JSON.parse(JSON.stringify(pushAlerts(alerts, truncated).apply(before).state));
  assert.equal((await rule.report(9)).warnings?.length, 2);
  assert.deepEqual((await rule.report(10)).warnings, [
    `Alertmanager left 7 alerts out of what it sent at ${at(5)}: set max_alerts of its webhook to 0`,
  ]);
  assert.equal((await rule.report(15)).warnings, undefined);
  assert.deepEqual(rule.state, { alerts: [] });
});

for (const [name, alert, fault] of [
  ['no object', 7, /it must be an object, not number/],
  ['no labels', {}, /labels must be an object/],
  ['a list of labels', { labels: [] }, /labels must be an object/],
  ['labels that are all empty', { labels: { a: '' } }, /at least one label with a value/],
  ['a label that is no text', { labels: { a: 1 } }, /labels\."a" must be a string, not number/],
  ['a label without a name', { labels: { '': 'a' } }, /labels has a name that is empty/],
  [
    'an annotation that is no text',
    { labels: { a: 'b' }, annotations: { c: [] } },
    /annotations\."c" .* not a list/,
  ],
  [
    'a time that is none',
    { labels: { a: 'b' }, startsAt: 'noon' },
    /startsAt "noon" is no time; write it as/,
  ],
  [
    'an end before its start',
    { labels: { a: 'b' }, startsAt: at(2), endsAt: at(1) },
    /endsAt .* lies before startsAt/,
  ],
] as const) {
  test(`an alert is not taken, and costs no other: ${name}`, () => {
    const { alerts, faults } = readPostableAlerts([{ labels: { alertname: 'Good' } }, alert]);
    assert.deepEqual(
      alerts.map(({ key }) => key),
      ['Good'],
    );
    assert.equal(faults.length, 1);
    assert.match(faults[0] ?? '', /^alert 2 of 2: /);
    assert.match(faults[0] ?? '', fault);
  });
}

test('bodies of which nothing can be used are refused', () => {
  for (const body of [undefined, null, {}, 'x', { alerts: [] }]) {
    assert.throws(() => readPostableAlerts(body), /The body must be a list of alerts/);
  }
  for (const body of [undefined, null, [], {}, { alerts: {} }]) {
    assert.throws(() => readWebhook(body), /an object with a list "alerts"/);
  }
  const many = Array.from({ length: 10_001 }, () => down());
  assert.throws(
    () => readPostableAlerts(many),
    /10001 alerts in one body, and 10000 are the most. Nothing was taken/,
  );
});

test('params say what they take', () => {
  for (const [params, words] of [
    [{ resolveTimeout: '5 minutes' }, /not a valid duration: 5 minutes/],
    [{ webhookTimeout: '0s' }, /not a valid duration: 0s/],
    [{ defaultSeverity: 'page' }, /critical/],
    [{ severityLabel: '' }, /use the name of a label/],
  ] as const) {
    assert.match(alertmanagerParams.safeParse(params).error?.issues[0]?.message ?? '', words);
  }
});

test('the example of a preview fires', async () => {
  const params = alertmanagerParams.parse({ severityLabel: 'level' });
  const state = alertmanager.example?.(params, start);
  const { alerts } = await alertmanager.execute(runForTest(params, { state, now: start }));
  assert.deepEqual(
    alerts.map(({ group }) => group),
    ['critical'],
  );
});
