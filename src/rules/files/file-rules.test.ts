import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { idleRunner } from '../../../test/support/idle-runner.ts';
import { noLimits, rulesOf } from '../../../test/support/rules-of-files.ts';
import type { Connector } from '../../connectors/connector.ts';
import { Refusal } from '../../refusal.ts';
import { openSuiteStore } from '../../store/sqlite/store-for-test.ts';
import type { RuleChange } from '../rule-change.ts';
import { Rules } from '../rules.ts';
import { ruleTypes } from '../types/rule-types.ts';
import { FileRules } from './file-rules.ts';

const begun = Date.UTC(2026, 0, 1, 12);
const settings = {
  rules: { ...noLimits, run: { timeout: 300_000, ruleTypeOverrides: [] } },
};

/** Rules on a real store; a commit fails when `world.fails` says so of its rule. */
async function opened(t: TestContext) {
  const suite = await openSuiteStore();
  t.after(() => suite.cleanup());
  const { store } = suite;
  const world = {
    now: begun,
    changes: [] as string[],
    warnings: [] as string[],
    fails: (_ruleId: string) => false,
    secrets: new Set<string>(),
    connectors: new Map<string, Connector>([
      ['c', { id: 'c', name: 'C', typeId: '.pagerduty', isPreconfigured: false, isMissingSecrets: false }],
    ]),
  };
  const connector = async (id: string) => {
    const found = world.connectors.get(id);
    if (found === undefined) throw new Refusal('not_found', `Saved object [action/${id}] not found`);
    return found;
  };
  const open = async () => {
    const rules = await Rules.open({
      store: store.rules,
      delivery: {
        acceptWith: async (_, runOf) => {
          const run = runOf([]);
          if (world.fails(run.ruleId)) throw new Refusal('unavailable', 'the disk is full');
          await store.delivery.commit({ accepted: [], settled: [], open: [], runs: [run] });
          return [];
        },
      },
      connector,
      secrets: world.secrets,
      types: ruleTypes,
      settings,
      runner: {
        ...idleRunner,
        changed: ({ kind, rule }: RuleChange) => void world.changes.push(`${kind} ${rule.id}`),
      },
      now: () => world.now,
      newUuid: () => 'uuid',
      warn: () => {},
    });
    const fileRules = new FileRules({
      rules,
      secrets: world.secrets,
      now: () => world.now,
      warn: (message) => void world.warnings.push(message),
    });
    const context = { connector, settings: settings.rules };
    return {
      rules,
      faultsOf: (files: Record<string, string>, limits: object = {}) =>
        fileRules.faultsOf(wantedBy(files), { connector, settings: { ...settings.rules, ...limits } }),
      apply: (files: Record<string, string>) => {
        world.changes = [];
        return fileRules.apply(wantedBy(files), context);
      },
    };
  };
  return { world, reopen: open, ...(await open()) };
}

function wantedBy(files: Record<string, string>) {
  const { rules, faults } = rulesOf(files);
  assert.deepEqual(faults, []);
  return rules;
}

const each = 'frequency: {summary: false, notify_when: onActionGroupChange}';

/** A rule of a file in one line; `more`: further keys. */
const line = (id: string, more = '') =>
  `  - {id: ${id}, name: ${id}, rule_type_id: external, schedule: {interval: 1m}${more}}\n`;
const file = (...lines: readonly string[]) => `rules:\n${lines.join('')}`;
const action = (params = '{summary: x}', connector = 'c') =>
  `, actions: [{id: ${connector}, group: default, ${each}, params: ${params}}]`;

const nothing = { created: [], changed: [], moved: [], removed: [], same: [], failed: [] };

test('a difference is applied, and the same files again are none, over a restart too', async (t) => {
  const { apply, rules, world, reopen } = await opened(t);
  const first = { 'a.yml': file(line('kept', action()), line('edited'), line('gone'), line('moved')) };
  const ids = ['kept', 'edited', 'gone', 'moved'];
  assert.deepEqual(await apply(first), { ...nothing, created: ids });
  assert.deepEqual(await apply(first), { ...nothing, same: ids });
  assert.deepEqual(world.changes, []);
  const again = await reopen();
  assert.deepEqual(await again.apply(first), { ...nothing, same: ids });
  const kept = rules.get('kept').rule;

  world.now += 1000;
  const second = {
    'a.yml': file(line('new'), line('edited', ', tags: [a]'), line('kept', action())),
    'b.yml': file(line('moved')),
  };
  assert.deepEqual(await apply(second), {
    ...nothing,
    created: ['new'],
    changed: ['edited'],
    moved: ['moved'],
    removed: ['gone'],
    same: ['kept'],
  });
  assert.deepEqual(world.changes.toSorted(), [
    'created new',
    'deleted gone',
    'quieted moved',
    'updated edited',
  ]);
  assert.equal(rules.get('kept').rule, kept);
  const { rule: moved } = rules.get('moved');
  assert.deepEqual([moved.revision, moved.updatedAt, moved.managedBy], [0, begun, { file: 'b.yml' }]);
  const { rule: edited } = rules.get('edited');
  assert.deepEqual([edited.revision, edited.updatedAt, edited.createdAt], [1, begun + 1000, begun]);
  assert.deepEqual((await reopen()).rules.get('edited').rule, edited);
});

test('no files leave no rule of files, and those of the API alone', async (t) => {
  const { apply, rules } = await opened(t);
  await rules.create(
    {
      id: 'mine',
      name: 'Mine',
      typeId: 'external',
      consumer: 'alerts',
      enabled: true,
      tags: [],
      params: {},
      interval: '1m',
      actions: [],
    },
    'ann',
  );
  await apply({ 'a.yml': file(line('a'), line('b')) });
  assert.deepEqual(await apply({}), { ...nothing, removed: ['a', 'b'] });
  assert.deepEqual(
    [...rules.all()].map(({ id }) => id),
    ['mine'],
  );
});

const changes: [name: string, before: string, after: string, changes: readonly string[]][] = [
  ['another name', line('r'), line('r').replace('name: r', 'name: s'), ['updated r']],
  ['a param', line('r'), line('r', ', params: {timeout: 5m}'), ['updated r']],
  ['a default that is written down', line('r'), line('r', ', params: {timeout: ~}, tags: []'), []],
  ['an action', line('r'), line('r', action()), ['updated r']],
  ['the text of an action', line('r', action()), line('r', action('{summary: y}')), ['updated r']],
  ['an option', line('r', ', on_rule_end: leave'), line('r'), ['updated r']],
  ['a consumer', line('r'), line('r', ', consumer: infra'), ['updated r']],
  ['that it is disabled', line('r'), line('r', ', enabled: false'), ['disabled r']],
  ['that it is enabled', line('r', ', enabled: false'), line('r'), ['enabled r']],
  ['that and more', line('r'), line('r', ', enabled: false, tags: [a]'), ['updated r', 'disabled r']],
  ['its type', line('r'), line('r').replace('external', 'always-firing'), ['deleted r', 'created r']],
];
for (const [name, before, after, expected] of changes) {
  test(`a rule changes as its file does: ${name}`, async (t) => {
    const { apply, rules, world } = await opened(t);
    await apply({ 'a.yml': file(before) });
    await rules.muteAlert('r', 'host', false, 'ann');
    await apply({ 'a.yml': file(after) });
    assert.deepEqual(world.changes, expected);
    const { rule } = rules.get('r');
    assert.equal(rule.enabled, !after.includes('enabled: false'));
    assert.equal(rule.revision, expected.includes('updated r') ? 1 : 0);
    assert.deepEqual(rule.mutedAlertIds, expected.includes('created r') ? [] : ['host']);
    assert.deepEqual(await apply({ 'a.yml': file(after) }), { ...nothing, same: ['r'] });
  });
}

test('what could not be put on disk is told, and done the next time; so is what a crash has interrupted', async (t) => {
  const { apply, world, reopen } = await opened(t);
  await apply({ 'a.yml': file(line('old')) });
  world.fails = (id) => id === 'b' || id === 'old';
  const files = { 'a.yml': file(line('a'), line('b')) };
  const reason = 'the disk is full';
  assert.deepEqual(await apply(files), {
    ...nothing,
    created: ['a'],
    failed: [
      { id: 'old', reason },
      { id: 'b', reason },
    ],
  });
  world.fails = () => false;
  const again = await reopen();
  assert.deepEqual(await again.apply(files), { ...nothing, created: ['b'], removed: ['old'], same: ['a'] });
});

test('a change of which only the first half was kept is completed', async (t) => {
  const { apply, world, reopen } = await opened(t);
  await apply({ 'a.yml': file(line('r')) });
  let commits = 0;
  world.fails = () => commits++ > 0;
  const after = { 'a.yml': file(line('r', ', enabled: false, tags: [a]')) };
  assert.equal((await apply(after)).failed.length, 1);
  world.fails = () => false;
  const again = await reopen();
  assert.equal(again.rules.get('r').rule.enabled, true);
  assert.deepEqual(await again.apply(after), { ...nothing, changed: ['r'] });
  assert.equal(again.rules.get('r').rule.enabled, false);
  assert.equal(again.rules.get('r').rule.revision, 1);
});

test('an id of a rule that the API made is a mistake, and it is not touched if it appears in between', async (t) => {
  const { apply, faultsOf, rules } = await opened(t);
  const draft = {
    name: 'Mine',
    typeId: 'external',
    consumer: 'alerts',
    enabled: true,
    tags: [],
    params: {},
    interval: '1m',
    actions: [],
  };
  await rules.create({ ...draft, id: 'r' }, 'ann');
  const files = { 'a.yml': file(line('r')) };
  assert.deepEqual(await faultsOf(files), [
    {
      file: 'a.yml',
      line: 2,
      message:
        'rule "r": a rule that was made by the API has this id already ("Mine"): delete that one there, or give this one another id',
    },
  ]);
  assert.deepEqual((await apply(files)).failed, [
    { id: 'r', reason: 'a rule that was made by the API has the id "r"' },
  ]);
  assert.equal(rules.get('r').rule.name, 'Mine');
});

test('a connector that is not there, or has lost its secrets, is a mistake of rules that are new or changed', async (t) => {
  const { apply, faultsOf, world } = await opened(t);
  const before = { 'a.yml': file(line('r', action())) };
  assert.deepEqual(await faultsOf(before), []);
  await apply(before);
  world.connectors.set('d', {
    id: 'd',
    name: 'D',
    typeId: '.pagerduty',
    isPreconfigured: false,
    isMissingSecrets: true,
  });
  world.connectors.delete('c');
  assert.deepEqual(await faultsOf(before), [], 'one that stays as it is may have lost its connector');
  const disabled = { 'a.yml': file(line('r', `, enabled: false${action()}`)) };
  assert.deepEqual(await faultsOf(disabled), [], 'and be disabled all the same');
  const after = { 'a.yml': file(line('r', action('{summary: y}')), line('s', action('{summary: z}', 'd'))) };
  assert.deepEqual(
    (await faultsOf(after)).map(({ line: at, message }) => [at, message]),
    [
      [2, 'rule "r": actions.0.id: there is no connector "c": make it first, or name another one'],
      [3, 'rule "s": actions.0.id: the connector "d" has lost its secrets: enter them again'],
    ],
  );
});

test('a secret that is not there is a mistake of rules that are new or changed', async (t) => {
  const { apply, faultsOf, world } = await opened(t);
  const check = '  - id: web\n    name: Web\n    rule_type_id: http-check\n    schedule: {interval: 1m}\n';
  const params = '    params:\n      targets: [{url: "https://a.example"}]\n      auth: {secret: team}\n';
  const files = { 'a.yml': `rules:\n${check}${params}` };
  assert.deepEqual(await faultsOf(files), [
    {
      file: 'a.yml',
      line: 8,
      message:
        'rule "web": params.auth.secret: there is no secret "team": make it first (PUT /api/tocsin/secrets/team)',
    },
  ]);
  world.secrets.add('team');
  assert.deepEqual(await faultsOf(files), []);
  await apply(files);
  world.secrets.clear();
  assert.deepEqual(await faultsOf(files), []);
});

test('more runs a minute than the settings allow are a mistake of files that bring more, not of those that stay', async (t) => {
  const { apply, faultsOf } = await opened(t);
  const limit = { maxScheduledPerMinute: 1 };
  const two = { 'a.yml': file(line('a'), line('b')) };
  const [fault] = await faultsOf(two, limit);
  assert.match(
    fault?.message ?? '',
    /would come to 2 runs a minute, and alerting\.rules\.maxScheduledPerMinute allows 1/,
  );
  await apply(two);
  assert.deepEqual(await faultsOf(two, limit), []);
  assert.deepEqual(await faultsOf({ 'a.yml': file(line('a'), line('b', ', enabled: false')) }, limit), []);
});

test('a short interval is told in the log when the rule is new, and not each time that files are read', async (t) => {
  const { apply, world } = await opened(t);
  const files = { 'a.yml': file(line('a').replace('1m', '1s')) };
  const { minimumScheduleInterval } = settings.rules;
  minimumScheduleInterval.value = 10_000;
  t.after(() => {
    minimumScheduleInterval.value = noLimits.minimumScheduleInterval.value;
  });
  await apply(files);
  await apply(files);
  assert.equal(world.warnings.length, 1);
  assert.match(world.warnings[0] ?? '', /^rule "a": Rule schedule interval \(1s\) is less/);
});
