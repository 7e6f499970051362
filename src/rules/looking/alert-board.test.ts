import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type AlertState, newLifecycle } from '../../alerts/alert-state.ts';
import type { Rule } from '../rule.ts';
import type { RuleNews } from '../rules.ts';
import { AlertBoard, type BoardFilter } from './alert-board.ts';
import { openIncidentsOf } from './open-incidents.ts';

const begun = Date.UTC(2026, 4, 6, 10);

const ruleOf = (id: string, more: Partial<Rule> = {}): Rule => ({
  id,
  name: `Rule ${id}`,
  typeId: 'external',
  consumer: 'alerts',
  enabled: true,
  tags: [],
  params: {},
  interval: { text: '1m', ms: 60_000 },
  actions: [],
  notifyWhen: null,
  throttle: null,
  muteAll: false,
  mutedAlertIds: [],
  snoozes: [],
  createdBy: null,
  apiKeyOwner: null,
  updatedBy: null,
  createdAt: 0,
  updatedAt: 0,
  revision: 0,
  ...more,
});

const alertOf = (id: string, more: Partial<AlertState> = {}): AlertState => ({
  id,
  uuid: `uuid ${id}`,
  status: 'active',
  group: 'default',
  start: begun,
  firstRun: 1,
  changes: [],
  ...more,
});

const critical = (summary: string): Partial<AlertState> => ({ told: { severity: 'critical', summary } });

/** A board over rules that the test changes. */
function setUp(given: Readonly<Record<string, readonly AlertState[]>>, more: Partial<Rule> = {}) {
  const rules = new Map(Object.keys(given).map((id) => [id, ruleOf(id, more)]));
  const memories = new Map(
    Object.entries(given).map(([id, alerts]) => [id, new Map(alerts.map((each) => [each.id, each]))]),
  );
  const onDisk = new Set<string>();
  let listener: (news: RuleNews) => void = () => {};
  const board = new AlertBoard({
    rules: {
      all: () => rules.values(),
      subscribe: (each) => {
        listener = each;
        return () => {};
      },
    },
    runs: {
      loadAll: async () => onDisk.clear(),
      memoryNow: (id) => {
        const alerts = memories.get(id);
        return alerts === undefined || onDisk.has(id) ? undefined : { alerts, lifecycle: newLifecycle };
      },
    },
  });
  return {
    board,
    rules,
    memories,
    onDisk,
    tell: (news: RuleNews) => listener(news),
    ids: async (filter: BoardFilter = {}, from = 0, limit = 100) =>
      (await board.read(filter, from, limit)).alerts.map(({ alert }) => alert.id),
  };
}

test('the worst active alerts come first, the newest of those, and what has recovered last', async () => {
  const { ids, board } = setUp({
    a: [
      alertOf('over', { status: 'recovered', end: begun + 9000, ...critical('Over') }),
      alertOf('nobody said'),
      alertOf('held back', { status: 'delayed' }),
      alertOf('older', critical('Disk')),
    ],
    b: [
      alertOf('newer', { start: begun + 5000, ...critical('CPU') }),
      alertOf('warns', { severity: 'warning' }),
    ],
  });
  assert.deepEqual(await ids(), ['newer', 'older', 'warns', 'nobody said', 'over']);
  assert.deepEqual(await ids({}, 1, 2), ['older', 'warns']);
  assert.deepEqual(await board.activeCounts(), { critical: 2, error: 0, warning: 1, info: 0, unknown: 1 });
});

const filters: [what: string, filter: BoardFilter, ids: string[]][] = [
  ['a state', { state: 'recovered' }, ['over']],
  ['a severity', { severity: 'critical', state: 'active' }, ['db1']],
  ['no severity', { severity: 'unknown' }, ['db2']],
  ['a group', { group: 'urgent' }, ['db2']],
  ['a rule', { ruleId: 'web' }, ['over']],
  ['words of what was told, in any case', { search: 'FULL disk' }, ['db1']],
  ['words of the rule and of the alert together', { search: 'rule db2' }, ['db2']],
  ['a tag', { search: 'payments' }, ['db1', 'db2', 'over']],
  ['words that are nowhere', { search: 'disk nowhere' }, []],
];
for (const [what, filter, expected] of filters) {
  test(`alerts are found by ${what}`, async () => {
    const { ids, board } = setUp(
      {
        disks: [alertOf('db1', critical('Disk full')), alertOf('db2', { group: 'urgent' })],
        web: [alertOf('over', { status: 'recovered', end: begun, ...critical('Slow') })],
      },
      { tags: ['payments'] },
    );
    assert.deepEqual(await ids(filter), expected);
    assert.equal((await board.read(filter, 0, 1)).total, expected.length);
  });
}

test('what changes is seen at the next look, alerts as well as the name of a rule', async () => {
  const { ids, memories, rules, tell } = setUp({ a: [alertOf('one')] });
  assert.deepEqual(await ids({ search: 'renamed' }), []);
  memories.set('a', new Map([['two', alertOf('two')]]));
  tell({ ruleId: 'a', what: 'ran' });
  assert.deepEqual(await ids(), ['one'], 'a run without change makes nobody put it together again');
  tell({ ruleId: 'a', what: 'alerts' });
  assert.deepEqual(await ids(), ['two']);
  rules.set('a', ruleOf('a', { name: 'Renamed' }));
  tell({ ruleId: 'a', what: 'edited' });
  assert.deepEqual(await ids({ search: 'renamed' }), ['two']);
});

test('alerts of rules that have not run since the start are read from the disk', async () => {
  const { ids, onDisk } = setUp({ a: [alertOf('one')], b: [alertOf('two')] });
  onDisk.add('b');
  assert.deepEqual(await ids(), ['one', 'two']);
});

test('100,000 alerts of 10,000 rules are put together, filtered and searched without a long pause', async (t) => {
  const { board, tell, memories } = setUp(
    Object.fromEntries(
      Array.from({ length: 10_000 }, (_, rule) => [
        `rule ${rule}`,
        Array.from({ length: 10 }, (_, n) =>
          alertOf(`host ${rule}-${n}`, { start: begun + rule * 1000 + n, ...critical(`Disk of host ${n}`) }),
        ),
      ]),
    ),
  );
  const timed = async (what: string, work: () => Promise<unknown>) => {
    const began = performance.now();
    await work();
    const took = performance.now() - began;
    t.diagnostic(`${what}: ${took.toFixed(1)} ms`);
    return took;
  };
  await timed('first look', () => board.read({}, 0, 100));
  memories.set('rule 7', new Map([['changed', alertOf('changed')]]));
  tell({ ruleId: 'rule 7', what: 'alerts' });
  const again = await timed('after one change', () => board.read({}, 99_000, 100));
  await timed('first search', () => board.read({ search: 'host 77-3' }, 0, 100));
  const known = await timed('the next part of it', () => board.read({ search: 'host 77-3' }, 100, 100));
  // Twenty times what it takes, on a machine that does other things too.
  assert.ok(again < 1000, `${again} ms`);
  assert.ok(known < 50, `${known} ms`);
});

test('an incident that two alerts share is open once, and those of summaries and of failing count', () => {
  const opened = (dedupKey: string) => [{ connectorId: 'c', dedupKey, actionUuid: 'u' }];
  const alerts = new Map([
    ['a', alertOf('a', { opened: opened('shared') })],
    ['b', alertOf('b', { opened: [...opened('shared'), ...opened('own')] })],
  ]);
  const lifecycle = {
    run: 1,
    opened: opened('summary'),
    failing: { runs: 3, since: 0, opened: opened('rule error') },
  };
  assert.equal(openIncidentsOf({ alerts, lifecycle }), 4);
});
