import assert from 'node:assert/strict';
import { test } from 'node:test';
import { commit, eventRows, waitingSeqs } from './delivery-rows-for-test.ts';
import { commitRuns, ruleRow, runEntry, runRow } from './rule-rows-for-test.ts';
import type { AlertRow, RunCommit } from './rule-store.ts';
import type { OpenForTest } from './store-suite.ts';

const texts = ['', '夜勤-🚨-é', `'"; DROP TABLE rule; -- \u2028`, 'x'.repeat(100_000)];

/** What `RuleStore` promises of rules, their state and their alerts, as tests. */
export function ruleStoreSuite(open: OpenForTest): void {
  test('a rule comes back as it was saved, with nothing kept of its runs', async (t) => {
    const { delivery, rules } = (await open(t)).store;
    await commitRuns(delivery, { ruleId: 'rule', rule: ruleRow() });
    assert.deepEqual(await rules.find('rule'), { ...ruleRow(), status: null });
    assert.deepEqual(await rules.list(), [{ ...ruleRow(), status: null }]);
    assert.deepEqual(await rules.loadState('rule'), { ruleState: null, alerts: [] });
    assert.equal(await rules.find('other'), undefined);
  });

  for (const text of texts) {
    test(`texts such as ${JSON.stringify(text.slice(0, 30))} come back as they were kept`, async (t) => {
      const { delivery, rules } = (await open(t)).store;
      const rule = ruleRow({ id: text, body: text });
      const alerts = [{ id: text, state: text }];
      const run: RunCommit = { ruleId: text, rule, ruleState: text, status: text, alerts };
      await commitRuns(delivery, run);
      assert.deepEqual(await rules.list(), [{ ...rule, status: text }]);
      assert.deepEqual(await rules.loadState(text), { ruleState: text, alerts });
    });
  }

  test('saving a rule again replaces it, and leaves its state, its status and its alerts', async (t) => {
    const { delivery, rules } = (await open(t)).store;
    const alerts = [{ id: 'a', state: '1' }];
    await commitRuns(delivery, {
      ruleId: 'rule',
      rule: ruleRow(),
      ruleState: 'state',
      status: 'ok',
      alerts,
    });
    await commitRuns(delivery, { ruleId: 'rule', rule: ruleRow({ body: 'new' }) });
    assert.deepEqual(await rules.find('rule'), { id: 'rule', body: 'new', status: 'ok' });
    assert.deepEqual(await rules.loadState('rule'), { ruleState: 'state', alerts });
  });

  test('rules are listed in the order of their ids, and told apart by case', async (t) => {
    const { delivery, rules } = (await open(t)).store;
    const ordered = ['10', '9', 'B', 'a', 'é', '🚨'];
    for (const id of ordered.toReversed()) await commitRuns(delivery, { ruleId: id, rule: ruleRow({ id }) });
    assert.deepEqual(
      (await rules.list()).map(({ id }) => id),
      ordered,
    );
  });

  test('a run replaces what it names, and leaves the rest as it was', async (t) => {
    const { delivery, rules } = (await open(t)).store;
    const state = (id: string, of: string): AlertRow => ({ id, state: of });
    await commitRuns(delivery, { ruleId: 'rule', rule: ruleRow() });
    await commitRuns(delivery, { ruleId: 'other', rule: ruleRow({ id: 'other' }) });
    const first = {
      ruleState: 's1',
      status: 'x1',
      alerts: [state('b', '1'), state('a', '1'), state('c', '1')],
    };
    await commitRuns(delivery, { ruleId: 'rule', ...first }, { ruleId: 'other', ...first });
    await commitRuns(delivery, { ruleId: 'rule', status: 'x2', alerts: [state('b', '2'), state('d', '2')] });
    await commitRuns(delivery, { ruleId: 'rule', ruleState: 's3', removedAlerts: ['a', 'nobody'] });
    assert.deepEqual(await rules.loadState('rule'), {
      ruleState: 's3',
      alerts: [state('b', '2'), state('c', '1'), state('d', '2')],
    });
    assert.equal((await rules.find('rule'))?.status, 'x2');
    assert.deepEqual(await rules.findAlert('rule', 'b'), state('b', '2'));
    assert.equal(await rules.findAlert('rule', 'a'), undefined);
    assert.equal(await rules.findAlert('nobody', 'b'), undefined);
    assert.deepEqual(await rules.loadState('other'), {
      ruleState: 's1',
      alerts: [state('a', '1'), state('b', '1'), state('c', '1')],
    });
  });

  test('an alert that is removed and reported in one run is there', async (t) => {
    const { delivery, rules } = (await open(t)).store;
    const alerts = [{ id: 'a', state: 'new' }];
    await commitRuns(delivery, { ruleId: 'rule', rule: ruleRow(), alerts, removedAlerts: ['a'] });
    assert.deepEqual((await rules.loadState('rule')).alerts, alerts);
  });

  test('a removed rule is gone with everything that was kept of it, alone, and its id is free', async (t) => {
    const { delivery, rules } = (await open(t)).store;
    const run = runRow({ entries: [runEntry()] });
    for (const id of ['rule', 'other']) {
      const alerts = [{ id: 'a', state: '1' }];
      await commitRuns(delivery, {
        ruleId: id,
        rule: ruleRow({ id }),
        ruleState: 's',
        status: 'x',
        alerts,
        run,
      });
    }
    const quiet = Array.from({ length: 101 }, (_, n) => ({ startedAt: n, duration: 1, active: 0 }));
    await rules.keepQuiet([{ ruleId: 'rule', status: null, runs: quiet }]);
    await commitRuns(delivery, { ruleId: 'rule', rule: 'removed' });
    await commitRuns(delivery, { ruleId: 'rule', rule: ruleRow({ body: 'again' }) });
    assert.deepEqual(await rules.find('rule'), { id: 'rule', body: 'again', status: null });
    assert.deepEqual(await rules.loadState('rule'), { ruleState: null, alerts: [] });
    assert.deepEqual((await rules.runs('rule', { quiet: true }, null, 10)).rows, []);
    assert.deepEqual(await rules.alertEntries('rule', 'host-1', null, 10), []);
    assert.deepEqual(await rules.quietHours('rule', 10), []);
    assert.equal((await rules.loadState('other')).alerts.length, 1);
    assert.equal((await rules.alertEntries('other', 'host-1', null, 10)).length, 1);
  });

  test('of a rule that is not there nothing is kept, though its events are', async (t) => {
    const { delivery, rules } = (await open(t)).store;
    const run: RunCommit = {
      ruleId: 'gone',
      ruleState: 's',
      status: 'x',
      alerts: [{ id: 'a', state: '1' }],
      run: runRow({ entries: [runEntry()] }),
    };
    await commit(delivery, { accepted: eventRows(1, 1), runs: [run] });
    await rules.keepQuiet([
      { ruleId: 'gone', status: 'x', runs: [{ startedAt: 1, duration: 1, active: 0 }] },
    ]);
    await commitRuns(delivery, { ruleId: 'gone', rule: ruleRow({ id: 'gone' }) });
    assert.deepEqual(await rules.loadState('gone'), { ruleState: null, alerts: [] });
    assert.deepEqual((await rules.runs('gone', { quiet: true }, null, 10)).rows, []);
    assert.deepEqual(await waitingSeqs(delivery), [1]);
  });

  test('rule 2: a run and its events are kept together, or neither is', async (t) => {
    const { delivery, rules } = (await open(t)).store;
    await commitRuns(delivery, { ruleId: 'rule', rule: ruleRow() });
    const run: RunCommit = { ruleId: 'rule', ruleState: 's', alerts: [{ id: 'a', state: '1' }] };
    await commit(delivery, { accepted: eventRows(1, 2), runs: [run] });
    assert.deepEqual(await waitingSeqs(delivery), [1, 2]);
    const broken = runRow({ active: 0.5 });
    await assert.rejects(
      commit(delivery, {
        accepted: eventRows(3, 3),
        runs: [
          { ruleId: 'rule', ruleState: 'lost' },
          { ruleId: 'rule', run: broken },
        ],
      }),
    );
    assert.deepEqual(await waitingSeqs(delivery), [1, 2]);
    assert.equal((await rules.loadState('rule')).ruleState, 's');
    // The other way round: the event can not be kept, since its number is taken.
    await assert.rejects(
      commit(delivery, { accepted: eventRows(2, 2), runs: [{ ruleId: 'rule', ruleState: 'lost' }] }),
    );
    assert.equal((await rules.loadState('rule')).ruleState, 's');
  });

  test('rules, state and alerts are there after the store was opened again', async (t) => {
    const { store, reopen } = await open(t);
    const alerts = [{ id: 'a', state: '1' }];
    await commitRuns(store.delivery, {
      ruleId: 'rule',
      rule: ruleRow(),
      ruleState: 's',
      status: 'x',
      alerts,
      run: runRow(),
    });
    const { rules } = await reopen();
    assert.deepEqual(await rules.list(), [{ ...ruleRow(), status: 'x' }]);
    assert.deepEqual(await rules.loadState('rule'), { ruleState: 's', alerts });
    assert.equal((await rules.runs('rule', { quiet: false }, null, 10)).rows.length, 1);
  });

  test('ten thousand alerts of one run are kept, and come back in the order of their ids', async (t) => {
    const { delivery, rules } = (await open(t)).store;
    const alerts = Array.from({ length: 10_000 }, (_, n) => ({
      id: `host-${String(n).padStart(5, '0')}`,
      state: `{"n":${n}}`,
    }));
    await commitRuns(delivery, { ruleId: 'rule', rule: ruleRow(), alerts: alerts.toReversed() });
    assert.deepEqual((await rules.loadState('rule')).alerts, alerts);
  });
}
