import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { hour, SimulatedWorld, second } from '../support/simulated-world.ts';
import { actionOf, triggerOf } from '../support/simulation/events-of.ts';
import type { Fate } from '../support/simulation/simulated-network.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/*
 * Random stories in which keys change: two connectors go from key to key while PagerDuty refuses some of them, loses
 * requests and answers, and the process is stopped and killed.
 */

type Action = 'trigger' | 'acknowledge' | 'resolve';

type Step =
  | { readonly kind: 'told'; readonly connector: string; readonly key: string; readonly action: Action }
  | { readonly kind: 'pass'; readonly milliseconds: number }
  | { readonly kind: 'fates'; readonly fates: readonly Fate[] }
  | { readonly kind: 'refuses'; readonly letters: string }
  | { readonly kind: 'edit'; readonly connector: string; readonly letter: string }
  | { readonly kind: 'restart'; readonly how: 'stopped' | 'killed' };

const letters = ['a', 'b', 'd'] as const;
const connector = fc.constantFrom('one', 'two');

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('told' as const),
      connector,
      key: fc.constantFrom('x', 'y'),
      action: fc.constantFrom<Action>('trigger', 'trigger', 'acknowledge', 'resolve'),
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
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('fates' as const),
      fates: fc.array(
        fc.constantFrom<Fate>(
          { kind: 'answer_lost' },
          { kind: 'request_lost' },
          { kind: 'no_connection' },
          { kind: 'says', status: 500 },
          { kind: 'answered', latency: 900 },
        ),
        { minLength: 1, maxLength: 4 },
      ),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('refuses' as const),
      letters: fc.constantFrom('', 'a', 'b', 'ab', 'abd'),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('edit' as const),
      connector,
      letter: fc.constantFrom(...letters),
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

const story = fc.record({
  steps: fc.array(step, { minLength: 5, maxLength: 50 }),
  superseding: fc.constantFrom<'on' | 'off'>('on', 'on', 'off'),
  end: fc.constantFrom<'stopped' | 'killed'>('stopped', 'killed'),
});

type Story = typeof story extends fc.Arbitrary<infer Value> ? Value : never;

/** What is open at PagerDuty, such as `a x`: of which key, and which incident. */
function openAt(world: SimulatedWorld): string[] {
  const open = world.sandbox.incidents({ limit: 1000 }).filter(({ status }) => status !== 'resolved');
  return open.map(({ routingKey, dedupKey }) => `${routingKey.slice(0, 1)} ${dedupKey}`);
}

/** Plays a story to its end, when everything is delivered that will be; returns the numbers of all events. */
async function play(world: SimulatedWorld, { steps }: Story, letterOf: Map<number, string>) {
  const refused = new Set<string>();
  world.script(({ routingKey }) =>
    refused.has(routingKey.slice(0, 1)) ? { kind: 'says', status: 401 } : undefined,
  );
  const edit = async (id: string, letter: string) => {
    await world.edit(id, { letter });
    letterOf.set((await world.delivery.connector(id)).targetId, letter);
  };
  for (const id of ['one', 'two']) {
    await world.connector(id);
    await edit(id, 'a');
  }
  const told: number[] = [];
  for (const each of steps) {
    if (each.kind === 'pass') await world.run(each.milliseconds);
    else if (each.kind === 'fates') world.next(...each.fates);
    else if (each.kind === 'restart') await world.restart(each.how);
    else if (each.kind === 'edit') await edit(each.connector, each.letter);
    else if (each.kind === 'refuses') {
      refused.clear();
      for (const letter of each.letters) refused.add(letter);
    } else {
      const { connector: id, key, action } = each;
      const summary = `${told.length}`;
      const event = action === 'trigger' ? triggerOf(id, key, { summary }) : actionOf(id, action, key);
      told.push(...(await world.accept([event])).map(({ seq }) => seq));
    }
  }
  refused.clear();
  await world.drain(6 * hour);
  await world.run(second);
  return told;
}

/** Whatever is open at PagerDuty is remembered, at its own key; memory and disk agree. */
async function rememberedAsItIs(world: SimulatedWorld, letterOf: ReadonlyMap<number, string>): Promise<void> {
  const { rows } = await world.store.incidents({}, null, 100);
  assert.equal(world.delivery.status().openIncidents, rows.length, 'memory and disk agree');
  const remembered = rows.map(({ targetId, dedupKey }) => `${letterOf.get(targetId)} ${dedupKey}`);
  const forgotten = new Set(openAt(world)).difference(new Set(remembered));
  assert.deepEqual(forgotten, new Set(), 'open, and not remembered');
  for (const { dedupKey, seq } of rows) {
    const found = await world.store.incidents({ dedupKey }, null, 100);
    assert.ok(
      found.rows.some((row) => row.seq === seq),
      `${dedupKey} is found`,
    );
  }
}

test('rule 19: whichever keys a story goes through, what was opened is remembered at each, and a resolve closes it everywhere', async () => {
  await fc.assert(
    fc.asyncProperty(story, async (each) => {
      await using folder = await temporaryFolder();
      await using world = new SimulatedWorld(folder.path, { settings: { superseding: each.superseding } });
      await world.start();
      const letterOf = new Map<number, string>();
      const told = await play(world, each, letterOf);
      await rememberedAsItIs(world, letterOf);
      await world.restart(each.end);
      await rememberedAsItIs(world, letterOf);
      for (const id of ['one', 'two']) for (const key of ['x', 'y']) await world.resolve(id, key);
      await world.drain();
      assert.deepEqual(openAt(world), []);
      assert.deepEqual((await world.store.incidents({}, null, 100)).rows, []);
      const ends = new Set(['delivered', 'superseded', 'dead']);
      for (const seq of told) assert.ok(ends.has((await world.event(seq)).state), `event ${seq} has ended`);
      assert.deepEqual([world.network.faults, world.problems], [[], []]);
    }),
    { numRuns: Number(process.env.TOCSIN_FUZZ_RUNS ?? 15), endOnFailure: false },
  );
});
