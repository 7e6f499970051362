import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type StormAccount, type StormCall, stormAccount } from './storm-account.ts';
import type { Told } from './storm-story.ts';

type Severity = Told['severity'];

const trigger = (at: number, dedupKey: string, severity: Severity = 'error'): Told => ({
  at,
  dedupKey,
  action: 'trigger',
  severity,
});
const resolve = (at: number, dedupKey: string): Told => ({
  at,
  dedupKey,
  action: 'resolve',
  severity: 'error',
});
const call = (at: number, dedupKey: string, action: string, status = 202): StormCall => ({
  at,
  endedAt: at + 20,
  dedupKey,
  action,
  status,
});

interface Case {
  readonly name: string;
  readonly told: readonly Told[];
  readonly calls: readonly StormCall[];
  readonly expected: Partial<StormAccount>;
}

const cases: readonly Case[] = [
  {
    name: 'a trigger and its resolve are two calls for two changes',
    told: [trigger(0, 'a'), resolve(100, 'a')],
    calls: [call(1, 'a', 'trigger'), call(101, 'a', 'resolve')],
    expected: { callsPerChange: 1, wrong: 0, openedTwice: 0, spared: 0, lasted: 0.121 },
  },
  {
    name: 'an incident that is over before it was told is spared',
    told: [trigger(0, 'a'), resolve(100, 'a'), trigger(0, 'b')],
    calls: [call(200, 'b', 'trigger')],
    expected: { callsPerChange: 1, wrong: 0, spared: 1 },
  },
  {
    name: 'an incident that lasts and is not shown is wrong, and so is one that is over and is shown',
    told: [trigger(0, 'a'), trigger(0, 'b'), resolve(100, 'b')],
    calls: [call(1, 'b', 'trigger')],
    expected: { wrong: 2 },
  },
  {
    name: 'refused calls and repeats change nothing',
    told: [trigger(0, 'a')],
    calls: [call(1, 'a', 'trigger', 429), call(50, 'a', 'trigger'), call(90, 'a', 'trigger')],
    expected: { callsPerChange: 3, throttled: 1, wrong: 0, openedTwice: 0 },
  },
  {
    name: 'a trigger after the resolve of its incident opens it twice',
    told: [trigger(0, 'a')],
    calls: [call(1, 'a', 'trigger'), call(50, 'a', 'resolve'), call(90, 'a', 'trigger')],
    expected: { openedTwice: 1, wrong: 0 },
  },
  {
    name: 'less urgent triggers overtake while a critical one waits, and not while it is on its way or taken',
    told: [trigger(0, 'a'), trigger(0, 'b'), trigger(0, 'c'), trigger(10, 'urgent', 'critical')],
    calls: [
      call(5, 'a', 'trigger'),
      call(15, 'b', 'trigger'),
      call(20, 'urgent', 'trigger'),
      call(30, 'c', 'trigger'),
    ],
    expected: { overtaken: 1 },
  },
  {
    name: 'a critical trigger that was refused waits again',
    told: [trigger(0, 'a'), trigger(10, 'urgent', 'critical')],
    calls: [call(20, 'urgent', 'trigger', 429), call(50, 'a', 'trigger'), call(100, 'urgent', 'trigger')],
    expected: { overtaken: 1, lastCritical: 0.08, criticalWait: { p50: 0.11, longest: 0.11 } },
  },
  {
    name: 'resolves overtake nobody',
    told: [trigger(0, 'a'), trigger(10, 'urgent', 'critical'), resolve(12, 'a')],
    calls: [call(5, 'a', 'trigger'), call(40, 'a', 'resolve'), call(50, 'urgent', 'trigger')],
    expected: { overtaken: 0, lastCritical: undefined },
  },
];

for (const { name, told, calls, expected } of cases) {
  test(name, () => {
    const account = stormAccount(told, calls);
    assert.deepEqual({ ...account, ...expected }, account);
  });
}
