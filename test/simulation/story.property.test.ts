import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { hour, SimulatedWorld } from '../support/simulated-world.ts';
import { actionOf, triggerOf } from '../support/simulation/events-of.ts';
import type { Fate } from '../support/simulation/simulated-network.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/*
 * The same random story told to two worlds, one that supersedes and one that sends every event as it came: over a few
 * incidents and two connectors with one key, with refusals, lost requests and answers, stops and kills.
 */

type Action = 'trigger' | 'acknowledge' | 'resolve';

type Step =
  | { readonly kind: 'told'; readonly connector: string; readonly key: string; readonly action: Action }
  | { readonly kind: 'pass'; readonly milliseconds: number }
  | { readonly kind: 'fates'; readonly fates: readonly Fate[] }
  | { readonly kind: 'restart'; readonly how: 'stopped' | 'killed' };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 10,
    arbitrary: fc.record({
      kind: fc.constant('told' as const),
      connector: fc.constantFrom('one', 'two'),
      key: fc.constantFrom('x', 'y', 'z'),
      action: fc.constantFrom<Action>('trigger', 'acknowledge', 'resolve'),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('pass' as const),
      milliseconds: fc.constantFrom(5, 15, 40, 400, 5000, 40_000),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('fates' as const),
      fates: fc.array(
        fc.constantFrom<Fate>(
          { kind: 'answer_lost' },
          { kind: 'request_lost' },
          { kind: 'no_connection' },
          { kind: 'hangs', arrives: true },
          { kind: 'says', status: 429 },
          { kind: 'says', status: 500 },
          { kind: 'says', status: 401 },
          { kind: 'answered', latency: 900 },
        ),
        { minLength: 1, maxLength: 6 },
      ),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('restart' as const),
      how: fc.constantFrom<'stopped' | 'killed'>('stopped', 'killed'),
    }),
  },
);
const story = fc.array(step, { minLength: 5, maxLength: 60 }).map(heldTwiceAtMost);

/** An event that is held three times is rejected after all, and then the two worlds may differ. */
function heldTwiceAtMost(steps: readonly Step[]): readonly Step[] {
  let held = 0;
  const isHeld = (fate: Fate) => fate.kind === 'says' && fate.status === 401 && ++held > 2;
  return steps.map((each) => {
    if (each.kind !== 'fates') return each;
    return { ...each, fates: each.fates.map((fate) => (isHeld(fate) ? { ...fate, status: 500 } : fate)) };
  });
}

interface Told {
  readonly seq: number;
  readonly key: string;
  readonly action: Action;
}

interface Played {
  readonly told: readonly Told[];
  readonly states: ReadonlyMap<number, string>;
  /** What arrived for a key, such as `T1 A R`, triggers with the number of their event. */
  readonly arrived: (key: string) => string[];
  /** Whether anything is open, and what a person sees of it. */
  readonly shown: (key: string) => string;
  readonly opened: (key: string) => number;
}

async function play(steps: readonly Step[], superseding: 'on' | 'off'): Promise<Played> {
  await using folder = await temporaryFolder();
  await using world = new SimulatedWorld(folder.path, { settings: { superseding } });
  await world.start();
  await world.connector('one');
  await world.connector('two');
  const told: Told[] = [];
  for (const each of steps) {
    if (each.kind === 'pass') await world.run(each.milliseconds);
    else if (each.kind === 'fates') world.next(...each.fates);
    else if (each.kind === 'restart') await world.restart(each.how);
    else {
      const { connector, key, action } = each;
      const summary = `${told.length}`;
      const event =
        action === 'trigger' ? triggerOf(connector, key, { summary }) : actionOf(connector, action, key);
      const [accepted] = await world.accept([event]);
      told.push({ seq: accepted?.seq ?? 0, key, action });
    }
  }
  await world.drain(6 * hour);
  await world.run(1000);
  const states = new Map<number, string>();
  for (const { seq } of told) states.set(seq, (await world.event(seq)).state);
  assert.deepEqual(world.network.faults, []);
  assert.deepEqual(world.problems, []);
  await rememberedAsItIs(world);
  await world.restart('stopped');
  await rememberedAsItIs(world);
  const { posts, sandbox } = world;
  return {
    told,
    states,
    arrived: (key) =>
      posts
        .filter(({ arrivedAt, dedupKey }) => arrivedAt !== undefined && dedupKey === key)
        .map(({ action, summary = '' }) => action.slice(0, 1).toUpperCase() + summary),
    shown: (key) => {
      const [newest] = sandbox.incidents({ dedupKey: key, limit: 1 });
      return newest === undefined || newest.status === 'resolved' ? 'nothing open' : newest.status;
    },
    opened: (key) => sandbox.incidents({ dedupKey: key, limit: 1000 }).length,
  };
}

/** Nothing waits, memory and disk agree, and whatever is open at PagerDuty is remembered. */
async function rememberedAsItIs(world: SimulatedWorld): Promise<void> {
  const { backlog, openIncidents } = world.delivery.status();
  assert.deepEqual([backlog.events, backlog.lanes], [0, 0]);
  const { rows } = await world.store.incidents({}, null, 100);
  assert.equal(openIncidents, rows.length);
  const remembered = new Set(rows.map(({ dedupKey }) => dedupKey));
  const open = world.sandbox.incidents({ limit: 1000 }).filter(({ status }) => status !== 'resolved');
  for (const { dedupKey } of open) assert.ok(remembered.has(dedupKey), `${dedupKey} is open`);
}

/** How often the callers told of something new: a trigger at first, or after a resolve. */
function occurrences(told: readonly Told[], key: string): number {
  let count = 0;
  let isOpen = false;
  for (const { action, key: own } of told) {
    if (own !== key) continue;
    if (action === 'trigger' && !isOpen) count++;
    if (action !== 'acknowledge') isOpen = action === 'trigger';
  }
  return count;
}

const triggersOf = (arrived: readonly string[]) =>
  arrived.filter((each) => each.startsWith('T')).map((each) => Number(each.slice(1)));

test('rule 10: whatever is told, lost and killed, PagerDuty finally shows the same with superseding as without, order holds, and nothing is opened twice', async () => {
  await fc.assert(
    fc.asyncProperty(story, async (steps) => {
      const on = await play(steps, 'on');
      const off = await play(steps, 'off');
      for (const key of ['x', 'y', 'z']) {
        assert.equal(on.shown(key), off.shown(key), `${key}: ${on.arrived(key)} and ${off.arrived(key)}`);
        const most = occurrences(off.told, key);
        assert.equal(off.opened(key), most, `${key}: ${off.arrived(key)}`);
        assert.ok(on.opened(key) <= most, `${key}: ${on.arrived(key)}`);
        const order = off.told.filter((each) => each.key === key).map(({ action }) => action.slice(0, 1));
        const plain = off.arrived(key).map((each) => each.slice(0, 1));
        assert.match(
          plain.join(''),
          new RegExp(`^${order.map((each) => `${each.toUpperCase()}+`).join('')}$`),
        );
        const triggers = triggersOf(on.arrived(key));
        assert.deepEqual(
          triggers,
          triggers.toSorted((a, b) => a - b),
        );
      }
      assert.deepEqual(new Set(off.states.values()).difference(new Set(['delivered'])), new Set());
      const ends = new Set(['delivered', 'superseded', 'dead']);
      assert.deepEqual(new Set(on.states.values()).difference(ends), new Set());
    }),
    { numRuns: Number(process.env.TOCSIN_FUZZ_RUNS ?? 10), endOnFailure: true },
  );
});
