import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runForTest } from '../run-for-test.ts';
import { applyPings } from './apply-pings.ts';
import { heartbeat } from './heartbeat.ts';
import { heartbeatParams } from './params.ts';
import type { Ping } from './ping.ts';
import { mostSources } from './source-name.ts';

const start = Date.UTC(2026, 4, 6, 10, 0, 0);
const minute = 60_000;

/** A heartbeat rule whose clock is set by hand, in minutes since ten o'clock. */
class Story {
  state: unknown;
  listeningSince = start;
  #now = start;
  #params: object;

  constructor(params: object) {
    this.#params = params;
  }

  at(minutes: number): this {
    this.#now = start + minutes * minute;
    return this;
  }

  call(ping: Partial<Ping> = {}): this {
    const call: Ping = { source: 'default', kind: 'success', at: this.#now, ...ping };
    this.state = applyPings(this.state, [call]).state;
    return this;
  }

  edit(params: object): this {
    this.#params = params;
    return this;
  }

  /** Tocsin itself begins anew, its state is what was on disk. */
  restart(): this {
    this.listeningSince = this.#now;
    this.state = JSON.parse(JSON.stringify(this.state));
    return this;
  }

  async look() {
    const params = heartbeatParams.parse(this.#params);
    const { state, listeningSince } = this;
    const report = await heartbeat.execute(
      runForTest(params, { state, now: this.#now, startedAt: this.#now, listeningSince }),
    );
    this.state = report.state;
    return report;
  }

  /** The alerts, such as `default missing late`. */
  async alerts(): Promise<string> {
    const { alerts } = await this.look();
    return alerts.map(({ id, group, context }) => `${id} ${group} ${String(context.reason)}`).join(', ');
  }

  async contextOf(id: string) {
    const { alerts } = await this.look();
    return alerts.find((alert) => alert.id === id)?.context;
  }
}

type Step = readonly [minutes: number, what: string, alerts: string];

const late = 'default missing late';
const overrun = 'default missing overrun';
const failed = 'default failed failed';
const fine = '';

/* Each step happens at its minute, and then these are the alerts. */
const stories: readonly (readonly [name: string, params: object, steps: readonly Step[]])[] = [
  ['nobody is expected who never called', { every: '10m' }, [[10_000, 'look', fine]]],
  [
    'a call that does not come is missing when the grace is over, and a call ends that',
    { every: '10m', grace: '5m' },
    [
      [0, 'success', fine],
      [14.99, 'look', fine],
      [15, 'look', late],
      [500, 'look', late],
      [501, 'success', fine],
      [515.99, 'look', fine],
      [516, 'look', late],
    ],
  ],
  [
    'calls in time are all that is asked for',
    { every: '10m', grace: '5m' },
    [0, 10, 24, 30, 31, 45.9].map((at) => [at, 'success', fine] as const),
  ],
  [
    'an expected source is waited for from the start of the rule',
    { every: '10m', grace: '5m', expectedSources: ['default'] },
    [
      [0, 'look', fine],
      [14.99, 'look', fine],
      [15, 'look', late],
      [16, 'success', fine],
    ],
  ],
  [
    'a failure is an alert at once, until a success',
    { every: '10m', grace: '5m' },
    [
      [0, 'failure', failed],
      [9, 'failure', failed],
      [10, 'success', fine],
    ],
  ],
  [
    'what has failed and then does not call is missing; what calls again with a failure has failed',
    { every: '10m', grace: '5m' },
    [
      [0, 'failure', failed],
      [15, 'look', late],
      [16, 'failure', failed],
      [17, 'success', fine],
    ],
  ],
  [
    'a start says nothing of how it goes: without a longest run time the end is due as ever',
    { every: '10m', grace: '5m' },
    [
      [0, 'success', fine],
      [10, 'start', fine],
      [15, 'look', late],
      [20, 'success', fine],
    ],
  ],
  [
    'a job that started in time has its longest run time, and not the grace',
    { every: '10m', grace: '5m', maxRunTime: '30m' },
    [
      [0, 'success', fine],
      [12, 'start', fine],
      [41.99, 'look', fine],
      [42, 'look', overrun],
      [60, 'success', fine],
    ],
  ],
  [
    'a job that does not end is missing long before the next one is due',
    { every: '1d', grace: '5m', maxRunTime: '30m' },
    [
      [0, 'start', fine],
      [30, 'look', overrun],
      [31, 'failure', failed],
    ],
  ],
  [
    'a start does not end what is missing, only the end of a job does',
    { every: '10m', grace: '5m', maxRunTime: '30m' },
    [
      [0, 'success', fine],
      [15, 'look', late],
      [16, 'start', late],
      [17, 'success', fine],
      [18, 'start', fine],
      [48, 'look', overrun],
      [49, 'start', overrun],
      [50, 'success', fine],
    ],
  ],
  [
    'a job that starts over and over and never ends is found out',
    { every: '10m', grace: '5m', maxRunTime: '10m' },
    [
      [0, 'success', fine],
      [9, 'start', fine],
      [14, 'start', fine],
      [19, 'start', late],
    ],
  ],
  [
    'a failed job that runs again has failed until it ends well',
    { every: '1d', maxRunTime: '30m' },
    [
      [0, 'failure', failed],
      [1, 'start', failed],
      [2, 'success', fine],
    ],
  ],
  [
    'after a restart a call that could not be heard is waited for once more',
    { every: '10m', grace: '5m' },
    [
      [0, 'success', fine],
      [20, 'restart', fine],
      [24.99, 'look', fine],
      [25, 'look', late],
    ],
  ],
  [
    'after a restart a job whose end could not be heard is waited for once more',
    { every: '1d', grace: '5m', maxRunTime: '30m' },
    [
      [0, 'start', fine],
      [40, 'restart', fine],
      [44.99, 'look', fine],
      [45, 'look', overrun],
    ],
  ],
  [
    'what was missing or had failed before a restart is so after it',
    { every: '10m', grace: '5m' },
    [
      [0, 'success', fine],
      [15, 'look', late],
      [16, 'restart', late],
      [17, 'failure', failed],
      [18, 'restart', failed],
    ],
  ],
  [
    'a clock that was put back resolves nothing and waits no longer than it has to',
    { every: '10m', grace: '5m' },
    [
      [100, 'success', fine],
      [115, 'look', late],
      [50, 'look', late],
      [51, 'success', fine],
      [0, 'look', fine],
      [14.99, 'look', fine],
      [15, 'look', late],
    ],
  ],
];

for (const [name, params, steps] of stories) {
  test(name, async () => {
    const story = new Story(params);
    for (const [at, what, alerts] of steps) {
      story.at(at);
      if (what === 'restart') story.restart();
      if (what === 'success' || what === 'failure' || what === 'start') story.call({ kind: what });
      assert.equal(await story.alerts(), alerts, `at minute ${at}, after ${what}`);
    }
  });
}

for (const [what, zone, calls, fineUntil, lateAt] of [
  ['clocks go forward', 'Europe/Berlin', '2026-03-28T02:31Z', '2026-03-29T01:44Z', '2026-03-29T01:45Z'],
  ['clocks go back', 'Europe/Berlin', '2026-10-24T01:31Z', '2026-10-25T02:44Z', '2026-10-25T02:45Z'],
  ['clocks go forward', 'America/New_York', '2026-03-07T08:31Z', '2026-03-08T07:44Z', '2026-03-08T07:45Z'],
  ['clocks go back', 'America/New_York', '2026-10-31T07:31Z', '2026-11-01T08:44Z', '2026-11-01T08:45Z'],
] as const) {
  test(`half past three at night is due when it is half past three, where ${what} in ${zone}`, async () => {
    const story = new Story({ cron: '30 3 * * *', timezone: zone, grace: '15m' });
    const minutes = (time: string) => (Date.parse(time) - start) / minute;
    story.listeningSince = 0;
    assert.equal(await story.at(minutes(calls)).call().alerts(), fine);
    assert.equal(await story.at(minutes(fineUntil)).alerts(), fine);
    assert.equal(await story.at(minutes(lateAt)).alerts(), late);
  });
}

test('each source has an alert of its own', async () => {
  const story = new Story({ every: '10m', grace: '5m', expectedSources: ['c'] });
  story.call({ source: 'a' }).call({ source: 'b', kind: 'failure' });
  assert.equal(await story.alerts(), 'b failed failed');
  story.at(10).call({ source: 'a' });
  assert.equal(await story.at(15).alerts(), 'b missing late, c missing late');
});

test('a source may be called anything', async () => {
  const story = new Story({ every: '10m', grace: '5m' });
  story.call({ source: '__proto__' }).call({ source: 'constructor', kind: 'failure' });
  assert.equal(await story.restart().alerts(), 'constructor failed failed');
});

test('a source that was missing for long enough is forgotten, and expected again when it calls', async () => {
  const story = new Story({ every: '10m', grace: '5m', forgetAfter: '1h', expectedSources: ['kept'] });
  story.call().call({ source: 'kept' });
  assert.equal(await story.at(15).alerts(), 'default missing late, kept missing late');
  const { lookAgainAt } = await story.at(74.99).look();
  assert.equal(lookAgainAt, start + 75 * minute);
  assert.equal(await story.at(75).alerts(), 'kept missing late');
  assert.equal(await story.at(900).alerts(), 'kept missing late');
  story.call();
  assert.equal(await story.at(915).alerts(), 'kept missing late, default missing late');
});

test('an expected source that never called is nobody when it is expected no more', async () => {
  const story = new Story({ every: '10m', expectedSources: ['a', 'b'] });
  story.call({ source: 'b' });
  await story.look();
  story.edit({ every: '10m' });
  assert.equal(await story.at(100).alerts(), 'b missing late');
});

test('a rule has room for so many sources; those it knows can call on', async () => {
  const calls = Array.from(
    { length: mostSources },
    (_, n): Ping => ({
      source: `s${n}`,
      kind: 'success',
      at: start,
    }),
  );
  const { state, refused } = applyPings(undefined, calls);
  assert.deepEqual(refused, []);
  const more: Ping = { source: 'more', kind: 'success', at: start };
  const known: Ping = { source: 's1', kind: 'failure', at: start };
  const then = applyPings(state, [more, known]);
  assert.deepEqual(then.refused, [more]);
  assert.equal(then.state.sources.size, mostSources);
  assert.equal(then.state.sources.get('s1')?.hasFailed, true);
});

test('by another timetable nobody is late who was not, and who was may not be any more', async () => {
  const story = new Story({ every: '1d', grace: '5m' });
  await story.call().look();
  story.edit({ every: '10m', grace: '5m' });
  assert.equal(await story.at(60).alerts(), fine);
  assert.equal(await story.at(74.99).alerts(), fine);
  assert.equal(await story.at(75).alerts(), late);
  story.edit({ every: '20m', grace: '5m' });
  assert.equal(await story.alerts(), late);
  story.edit({ every: '2h', grace: '5m' });
  assert.equal(await story.alerts(), fine);
  assert.equal(await story.at(125).alerts(), late, 'two hours after its last call');
});

test('a rule that is edited to be more patient has nothing missing any more', async () => {
  const story = new Story({ every: '10m', grace: '5m' });
  story.call();
  assert.equal(await story.at(15).alerts(), late);
  assert.equal(await story.edit({ every: '10m', grace: '10m' }).alerts(), fine);
  assert.equal(await story.at(20).alerts(), late);
});

test('a run without news hands its state back as it was', async () => {
  const story = new Story({ every: '10m', grace: '5m', expectedSources: ['other'] });
  story.call({ output: 'x' }).call({ source: 'failed', kind: 'failure', output: 'y', exitCode: 2 });
  for (const at of [1, 15]) {
    await story.at(at).look();
    const before = story.restart().state;
    assert.equal((await story.at(at + 0.5).look()).state, before);
  }
});

test('the rule is to run when a source would be missing, whatever its interval', async () => {
  const story = new Story({ every: '10m', grace: '5m', maxRunTime: '2m' });
  assert.equal((await story.call().look()).lookAgainAt, start + 15 * minute);
  assert.equal(
    (await story.at(1).call({ source: 'a', kind: 'start' }).look()).lookAgainAt,
    start + 3 * minute,
  );
  assert.equal((await new Story({}).look()).lookAgainAt, Number.POSITIVE_INFINITY);
});

test('templates see what is known of a source that is missing', async () => {
  const story = new Story({ every: '10m', grace: '5m' });
  story.call({ source: 'web-1' });
  assert.deepEqual(await story.at(75).contextOf('web-1'), {
    message:
      'web-1 has not called: that was due at 2026-05-06T10:10:00.000Z, the last time was 2026-05-06T10:00:00.000Z',
    reason: 'late',
    source: 'web-1',
    lastBeat: '2026-05-06T10:00:00.000Z',
    dueAt: '2026-05-06T10:10:00.000Z',
    late: '1h 5m',
    startedAt: '',
    exitCode: '',
    output: '',
    duration: '',
    durationSeconds: '',
  });
});

test('templates see how a job has failed, and what it said, shorter in later runs', async () => {
  const story = new Story({ every: '1d' });
  const output = `${'x'.repeat(2000)} no space left`;
  story.call({ kind: 'start' }).at(12.5).call({ kind: 'failure', exitCode: 137, output });
  const context = await story.contextOf('default');
  assert.deepEqual(context, {
    message: 'the job has failed with exit code 137',
    reason: 'failed',
    source: 'default',
    lastBeat: '2026-05-06T10:12:30.000Z',
    dueAt: '2026-05-07T10:12:30.000Z',
    late: '',
    startedAt: '',
    exitCode: 137,
    output,
    duration: '12m 30s',
    durationSeconds: 750,
  });
  assert.equal((await story.at(13).contextOf('default'))?.output, output.slice(-1000));
});

test('templates see how a job has gone that is well again', async () => {
  const story = new Story({ every: '1d' });
  await story.call({ kind: 'failure' }).look();
  const { alerts, recoveredContext } = await story.at(1).call({ exitCode: 0, output: 'all done' }).look();
  assert.deepEqual(alerts, []);
  const context = recoveredContext?.('default');
  assert.equal(context?.message, 'the job is well again');
  assert.equal(context?.reason, 'ok');
  assert.equal(context?.output, 'all done');
  assert.equal(context?.exitCode, 0);
  assert.deepEqual(recoveredContext?.('nobody'), {});
});

for (const [what, calls, words] of [
  ['never called', [], /^web has not called: that was due at .*, it never has$/],
  [
    'has started and not ended',
    ['start'],
    /^web has not called: that was due at .*, it started at .* and has not ended$/,
  ],
  ['called before', ['success'], /^web has not called: .*, the last time was 2026-05-06T10:00:00\.000Z$/],
] as const) {
  test(`the message of what is missing tells when it ${what}`, async () => {
    const story = new Story({ every: '10m', grace: '5m', expectedSources: ['web'] });
    for (const kind of calls) story.call({ source: 'web', kind });
    await story.look();
    assert.match(String((await story.at(60).contextOf('web'))?.message), words);
  });
}

test('the example of a preview has one alert of each group, whatever the rule is told', async () => {
  for (const params of [
    {},
    { every: '5s', grace: '1s' },
    { cron: '0 3 * * *', forgetAfter: '1s', maxRunTime: '1s' },
  ]) {
    const story = new Story(params);
    story.listeningSince = 0;
    story.state = heartbeat.example?.(heartbeatParams.parse(params), start);
    const { recoveredContext } = await story.look();
    assert.equal(await story.alerts(), 'default missing late, example failed failed');
    assert.equal(recoveredContext?.('example').message, 'example is well again');
  }
});

test('the event of an alert comes from its source, and is as bad as its group unless the action says otherwise', async () => {
  const story = new Story({ every: '10m', grace: '5m' });
  story.call({ source: 'web-1' }).call({ kind: 'failure' });
  await story.look();
  story.at(14).call({ kind: 'failure' });
  const { alerts } = await story.at(15).look();
  assert.deepEqual(
    alerts.map(({ id, severity, defaults }) => [id, severity, defaults]),
    [
      ['web-1', 'critical', { class: 'heartbeat', source: 'web-1' }],
      ['default', 'error', { class: 'heartbeat' }],
    ],
  );
});
