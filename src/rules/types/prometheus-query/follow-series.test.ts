import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Conditions, type Followed, followSeries } from './follow-series.ts';
import type { Labels } from './labels.ts';
import { QueryFailed } from './query-failed.ts';
import { mostSeries } from './read-result.ts';
import { isSameTrack, keptTracks, readTracks, type Track } from './tracks.ts';

const minute = 60_000;
const start = Date.UTC(2026, 4, 6, 10);
const nothing = Number.NaN;

const usual: Conditions = {
  critical: { comparator: '>', threshold: [90] },
  warning: { comparator: '>', threshold: [80] },
  noData: 'recover',
  holdFor: 0,
  forgetAfter: 60 * minute,
};

function follow(
  values: Readonly<Record<string, number>>,
  before: ReadonlyMap<string, Track>,
  conditions: Conditions,
  now: number,
): Followed {
  const samples = Object.entries(values).map(([name, value]) => ({
    labels: { __name__: name },
    value,
    at: now,
  }));
  const steps = followSeries(samples, before, conditions, now);
  for (let step = steps.next(); ; step = steps.next()) if (step.done === true) return step.value;
}

/** The alerts after each run, a minute apart, such as `a critical, b warning`; what is remembered goes through JSON. */
function story(
  runs: readonly Readonly<Record<string, number>>[],
  change: Partial<Conditions> = {},
): readonly string[] {
  let state: unknown;
  return runs.map((values, index) => {
    const before = readTracks(state).tracks;
    const { tracks } = follow(values, before, { ...usual, ...change }, start + index * minute);
    state = tracks.size === 0 ? undefined : JSON.parse(JSON.stringify(keptTracks(tracks, 'q')));
    return Array.from(tracks)
      .flatMap(([id, { group }]) => (group === undefined ? [] : [`${id} ${group}`]))
      .join(', ');
  });
}

const a = (value: number) => ({ a: value });
const holdFor = 2 * minute;

const stories: readonly [
  name: string,
  change: Partial<Conditions>,
  runs: readonly Readonly<Record<string, number>>[],
  alerts: readonly string[],
][] = [
  [
    'a value moves through the groups and back',
    {},
    [a(70), a(85), a(95), a(85), a(80)],
    ['', 'a warning', 'a critical', 'a warning', ''],
  ],
  [
    'each series has an alert of its own',
    {},
    [
      { a: 95, b: 85, c: 1 },
      { a: 1, b: 95, c: 1 },
    ],
    ['a critical, b warning', 'b critical'],
  ],
  ['without warning there is only critical', { warning: null }, [a(85), a(95)], ['', 'a critical']],
  [
    'without critical there is only warning',
    { critical: null },
    [a(85), a(95), a(1)],
    ['a warning', 'a warning', ''],
  ],
  [
    'an infinity is a number',
    {},
    [a(Number.POSITIVE_INFINITY), a(Number.NEGATIVE_INFINITY)],
    ['a critical', ''],
  ],

  [
    'with a duration the condition has to be met in every run for so long',
    { holdFor },
    [a(95), a(95), a(95), a(1), a(95), a(95), a(95)],
    ['', '', 'a critical', '', '', '', 'a critical'],
  ],
  [
    'a run in between that does not meet it begins anew',
    { holdFor },
    [a(95), a(1), a(95), a(95)],
    ['', '', '', ''],
  ],
  [
    'while critical has not been met for so long, warning goes on',
    { holdFor },
    [a(85), a(85), a(85), a(95), a(95), a(95)],
    ['', '', 'a warning', 'a warning', 'a warning', 'a critical'],
  ],
  [
    'critical values count for warning, be the ranges apart',
    {
      holdFor,
      critical: { comparator: '>', threshold: [90] },
      warning: { comparator: 'between', threshold: [80, 90] },
    },
    [a(95), a(85), a(95), a(95), a(95)],
    ['', '', 'a warning', 'a warning', 'a critical'],
  ],
  [
    'from critical it falls to warning at once',
    { holdFor },
    [a(95), a(95), a(95), a(85)],
    ['', '', 'a critical', 'a warning'],
  ],

  [
    'recover: a series that is gone is over',
    {},
    [{ a: 95, b: 95 }, { b: 95 }],
    ['a critical, b critical', 'b critical'],
  ],
  [
    'recover: so is one that is NaN, and one of an empty result',
    {},
    [a(95), a(nothing), a(95), {}],
    ['a critical', '', 'a critical', ''],
  ],
  ['recover: an empty result is nothing', {}, [{}, {}], ['', '']],
  [
    'recover: a gap begins the duration anew',
    { holdFor },
    [a(95), a(95), {}, a(95), a(95)],
    ['', '', '', '', ''],
  ],

  [
    'keep: an alert stays as it was while its series is gone, NaN, or everything is',
    { noData: 'keep' },
    [{ a: 85, b: 1 }, { b: 1 }, { a: nothing, b: 1 }, {}, a(1)],
    ['a warning', 'a warning', 'a warning', 'a warning', ''],
  ],
  ['keep: a series without an alert is not missed', { noData: 'keep' }, [a(1), {}, {}], ['', '', '']],
  [
    'keep: a gap is as if nobody had looked',
    { noData: 'keep', holdFor },
    [a(95), {}, a(95)],
    ['', '', 'a critical'],
  ],
  [
    'keep: a series that stays away is over after a while',
    { noData: 'keep', forgetAfter: 2 * minute },
    [{ a: 95, b: 1 }, { b: 1 }, { b: 1 }, { b: 1 }],
    ['a critical', 'a critical', 'a critical', ''],
  ],
  [
    'keep: but not while there is nothing at all',
    { noData: 'keep', forgetAfter: 2 * minute },
    [a(95), {}, {}, {}, {}, { b: 1 }],
    ['a critical', 'a critical', 'a critical', 'a critical', 'a critical', ''],
  ],

  [
    'alert: a series that was there and is gone is an alert until it is back',
    { noData: 'alert' },
    [{ a: 1, b: 1 }, { b: 1 }, { b: 1 }, { a: 1, b: 1 }],
    ['', 'a critical', 'a critical', ''],
  ],
  [
    'alert: so is one that is NaN, even at first',
    { noData: 'alert' },
    [a(nothing), a(1)],
    ['a critical', ''],
  ],
  [
    'alert: without critical it is a warning',
    { noData: 'alert', critical: null },
    [a(1), {}],
    ['', 'a warning'],
  ],
  [
    'alert: an empty result of a query that never had one is an alert of its own, until there is something',
    { noData: 'alert' },
    [{}, {}, a(1), {}],
    ['no data critical', 'no data critical', '', 'a critical'],
  ],
  [
    'alert: that one ends also when what is there is NaN',
    { noData: 'alert' },
    [{}, a(nothing)],
    ['no data critical', 'a critical'],
  ],
  [
    'alert: the duration counts for missing data too, and what was an alert stays one meanwhile',
    { noData: 'alert', holdFor },
    [{ a: 1, b: 85 }, { a: 1, b: 85 }, { a: 1, b: 85 }, {}, {}, {}],
    ['', '', 'b warning', 'b warning', 'b warning', 'a critical, b critical'],
  ],
  [
    'alert: a series that stays away is over after a while, and is not missed again',
    { noData: 'alert', forgetAfter: 2 * minute },
    [{ a: 1, b: 1 }, { b: 1 }, { b: 1 }, { b: 1 }, { b: 1 }],
    ['', 'a critical', 'a critical', '', ''],
  ],
  [
    'alert: but not while there is nothing at all',
    { noData: 'alert', forgetAfter: minute },
    [a(1), {}, {}, {}],
    ['', 'a critical', 'a critical', 'a critical'],
  ],
  [
    'alert: a series that is back is judged by its value',
    { noData: 'alert' },
    [a(85), {}, a(85), a(1)],
    ['a warning', 'a critical', 'a warning', ''],
  ],
];
for (const [name, change, runs, alerts] of stories) {
  test(name, () => assert.deepEqual(story(runs, change), alerts));
}

const unchanged: readonly [
  name: string,
  noData: Conditions['noData'],
  first: Record<string, number>,
  second: Record<string, number>,
  same: boolean,
][] = [
  ['quiet', 'recover', a(1), a(2), true],
  ['an alert that goes on, with another value', 'recover', a(95), a(96), true],
  ['an alert that goes on without its series', 'keep', a(95), {}, false],
  ['a new alert', 'recover', a(1), a(95), false],
  ['an alert that is over', 'recover', a(95), a(1), false],
  ['another group', 'recover', a(85), a(95), false],
  ['series that are to be missed', 'alert', a(1), a(2), true],
  ['a new series that is to be missed', 'alert', a(1), { a: 1, b: 1 }, false],
];
for (const [name, noData, first, second, same] of unchanged) {
  test(`nothing has to be kept anew (${same}): ${name}`, () => {
    const conditions = { ...usual, noData };
    const { tracks } = follow(first, new Map(), conditions, start);
    assert.equal(follow(second, tracks, conditions, start + minute).isUnchanged, same);
  });
}

test('two series of one name are an error of the run', () => {
  const labels: Labels = { job: 'a' };
  const twice = [1, 2].map((value) => ({ labels, value, at: start }));
  assert.throws(
    () => followSeries(twice, new Map(), usual, start).next(),
    (thrown) => thrown instanceof QueryFailed && /has the series \{job="a"\} twice/.test(thrown.message),
  );
});

test('of series that come and go no more are waited for than a result may have; the longest gone are forgotten', () => {
  const conditions: Conditions = { ...usual, noData: 'alert' };
  const names = (prefix: string, count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`${prefix}${index}`, 1]));
  const first = follow(names('old', mostSeries), new Map(), conditions, start);
  const second = follow(names('young', mostSeries), first.tracks, conditions, start + minute);
  const third = follow({ one: 1 }, second.tracks, conditions, start + 2 * minute);
  assert.equal(second.tracks.size, 2 * mostSeries);
  assert.equal(third.tracks.size, mostSeries + 1);
  assert.deepEqual(
    [...third.tracks.keys()].filter((id) => id.startsWith('old')),
    [],
    'those gone for longer go first',
  );
});

test('what is kept is read again, with what it is of; at first there is nothing', () => {
  const { tracks } = follow(a(95), new Map(), usual, start);
  assert.deepEqual(readTracks(JSON.parse(JSON.stringify(keptTracks(tracks, 'one query')))), {
    subject: 'one query',
    tracks,
  });
  assert.equal(readTracks(undefined).tracks.size, 0);
  assert.equal(keptTracks(new Map(), 'one query'), undefined);
});

test('a track is the same when nothing but its labels could tell it apart', () => {
  const track: Track = { labels: {}, critical: 1, warning: 2, missing: 3, group: 'critical' };
  assert.ok(isSameTrack(track, { ...track }));
  for (const change of [{ critical: 9 }, { warning: 9 }, { missing: 9 }, { group: 'warning' }] as const) {
    assert.ok(!isSameTrack(track, { ...track, ...change }));
  }
});
