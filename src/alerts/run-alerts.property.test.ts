import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { actionForTest, RuleForTest } from './rule-for-test.ts';

/* Whatever happens to a rule: when all is quiet, no incident that it opened is open. */

const ids = ['a', 'b', 'a:urgent', 'c'];
const step = fc.oneof(
  { weight: 6, arbitrary: fc.subarray(ids).map((found) => ({ kind: 'run', found }) as const) },
  fc.constant({ kind: 'fail' } as const),
  fc.boolean().map((on) => ({ kind: 'snooze', on }) as const),
  fc.boolean().map((on) => ({ kind: 'mute', on }) as const),
  fc.subarray(['a', 'b']).map((muted) => ({ kind: 'mute alerts', muted }) as const),
  fc
    .constantFrom('new {{alert.id}}', 'one', undefined)
    .map((dedupKey) => ({ kind: 'edit', dedupKey }) as const),
  fc.constant({ kind: 'end' } as const),
);

test('whatever runs, mutes, snoozes, edits and ends come, nothing stays open when all is quiet', () => {
  fc.assert(
    fc.property(
      fc.array(step, { maxLength: 40 }),
      fc.constantFrom(1, 3),
      fc.constantFrom('onActiveAlert' as const, 'onActionGroupChange' as const),
      fc.boolean(),
      (steps, delay, notifyWhen, hasRecovery) => {
        const actions = (dedupKey: string | undefined) => [
          actionForTest({ notifyWhen, params: { eventAction: 'trigger', dedupKey } }),
          actionForTest({
            uuid: 'urgent',
            group: 'urgent',
            notifyWhen,
            params: { eventAction: 'trigger', dedupKey },
          }),
          ...(hasRecovery
            ? [
                actionForTest({
                  uuid: 'recovery',
                  group: 'recovered',
                  params: { eventAction: 'resolve', dedupKey },
                }),
              ]
            : []),
        ];
        const world = new RuleForTest({ delay, actions: actions(undefined) });
        const open = new Set<string>();
        const heed = (events: readonly string[]) => {
          for (const event of events) {
            const [, what = '', rest = ''] = /^(\w+) (.*)$/.exec(event) ?? [];
            const key = what === 'trigger' ? rest.replace(/ (critical|error)$/, '') : rest;
            if (what === 'trigger') open.add(key);
            else if (what === 'resolve') open.delete(key);
          }
        };
        for (const each of steps) {
          if (each.kind === 'run')
            heed(world.run(...new Map(each.found.map((id) => [id.split(':')[0], id])).values()));
          else if (each.kind === 'fail') heed(world.fail());
          else if (each.kind === 'snooze') world.isSnoozed = each.on;
          else if (each.kind === 'mute') world.rule = { ...world.rule, muteAll: each.on };
          else if (each.kind === 'mute alerts')
            world.rule = { ...world.rule, mutedAlertIds: new Set(each.muted) };
          else if (each.kind === 'edit') heed(world.edit({ actions: actions(each.dedupKey) }));
          else heed(world.end());
        }
        // As long as a flapping alert may be shown as active, and what is remembered of it counts.
        for (let n = 0; n < 30; n++) heed(world.run());
        assert.deepEqual([...open], []);
        assert.equal(world.alerts.size, 0, 'and nothing is remembered');
      },
    ),
    { numRuns: 500 },
  );
});
