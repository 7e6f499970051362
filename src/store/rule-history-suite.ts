import assert from 'node:assert/strict';
import { test } from 'node:test';
import { allPages } from './delivery-rows-for-test.ts';
import { commitRuns, RUN_START, ruleRow, runEntry, runRow } from './rule-rows-for-test.ts';
import { keptQuietRuns, type QuietRuns, type RunRow } from './rule-store.ts';
import type { OpenForTest } from './store-suite.ts';

const hour = 3_600_000;
const runOf = (startedAt: number) => startedAt * 1000;

const rows: { what: string; row: RunRow }[] = [
  { what: 'every field filled', row: runRow({ result: 'warning', message: 'Too many 🚨', ignored: 7 }) },
  { what: 'a failure', row: runRow({ result: 'failed', message: 'no answer', active: 0, new: 0 }) },
  { what: 'no result, since somebody did it by hand', row: runRow({ result: null }) },
];

/** What `RuleStore` promises of the history of rules and alerts, as tests. */
export function ruleHistorySuite(open: OpenForTest): void {
  for (const { what, row } of rows) {
    test(`a run with ${what} comes back as it was kept`, async (t) => {
      const { delivery, rules } = (await open(t)).store;
      await commitRuns(delivery, { ruleId: 'rule', rule: ruleRow(), run: row });
      const { rows: shown, next } = await rules.runs('rule', { quiet: true }, null, 10);
      assert.deepEqual(shown, [{ ...row, entries: 0, run: runOf(RUN_START), isQuiet: false }]);
      assert.equal(next, null);
    });
  }

  test('the events of a rule are told by their numbers, those of its newest runs first', async (t) => {
    const { delivery, rules } = (await open(t)).store;
    const sent = (...seqs: (number | null)[]) =>
      seqs.map((eventSeq) => runEntry({ what: 'action', eventSeq }));
    await commitRuns(
      delivery,
      { ruleId: 'rule', rule: ruleRow(), run: runRow({ entries: sent(4, null, 5) }) },
      { ruleId: 'rule', run: runRow({ startedAt: RUN_START + 1000, entries: sent(9) }) },
      { ruleId: 'other', rule: ruleRow({ id: 'other' }), run: runRow({ entries: sent(7) }) },
    );
    assert.deepEqual(await rules.eventSeqs('rule', 10), [9, 5, 4]);
    assert.deepEqual(await rules.eventSeqs('rule', 2), [9, 5]);
    assert.deepEqual(await rules.eventSeqs('unknown', 10), []);
  });

  test('entries come back in their order, of their run and of their alert', async (t) => {
    const { delivery, rules } = (await open(t)).store;
    const full = runEntry({ what: 'action', actionUuid: 'u', eventSeq: 42, detail: 'resolved "it"' });
    const ofRule = runEntry({ alertId: null, alertUuid: null, group: null, what: 'rule_error' });
    const other = runEntry({ alertId: 'host-2' });
    const first = runRow({ entries: [runEntry(), full, ofRule, other] });
    const second = runRow({ startedAt: RUN_START + 1000, entries: [other, runEntry({ what: 'recovered' })] });
    await commitRuns(
      delivery,
      { ruleId: 'rule', rule: ruleRow(), run: first },
      { ruleId: 'rule', run: second },
    );
    const run = runOf(RUN_START);
    assert.deepEqual(await rules.runEntries('rule', run, -1, 10), [
      { ...runEntry(), run, n: 0, at: RUN_START },
      { ...full, run, n: 1, at: RUN_START },
      { ...ofRule, run, n: 2, at: RUN_START },
      { ...other, run, n: 3, at: RUN_START },
    ]);
    assert.deepEqual(
      (await rules.runEntries('rule', run, 1, 1)).map(({ n }) => n),
      [2],
    );
    const timeline = await rules.alertEntries('rule', 'host-1', null, 10);
    assert.deepEqual(
      timeline.map(({ what }) => what),
      ['recovered', 'action', 'new'],
    );
    const [newest] = timeline;
    assert.ok(newest);
    assert.deepEqual(
      (await rules.alertEntries('rule', 'host-1', newest, 1)).map(({ what }) => what),
      ['action'],
    );
    assert.deepEqual(
      (await rules.alertEntries('rule', null, null, 10)).map(({ what }) => what),
      ['rule_error'],
    );
    assert.deepEqual(await rules.alertEntries('other', 'host-1', null, 10), []);
  });

  test('runs are told newest first, part by part, quiet ones among them or left out', async (t) => {
    const { delivery, rules } = (await open(t)).store;
    await commitRuns(delivery, { ruleId: 'rule', rule: ruleRow() });
    const quiet: QuietRuns['runs'][number][] = [];
    for (let n = 0; n < 20; n++) {
      const startedAt = RUN_START + n * 1000;
      if (n % 3 === 0) await commitRuns(delivery, { ruleId: 'rule', run: runRow({ startedAt }) });
      else quiet.push({ startedAt, duration: 2.4, active: 1 });
    }
    await rules.keepQuiet([{ ruleId: 'rule', status: null, runs: quiet }]);
    const all = await allPages((before, limit) => rules.runs('rule', { quiet: true }, before, limit), 6);
    assert.equal(all.pages, 4);
    assert.deepEqual(
      all.rows.map(({ startedAt, isQuiet }) => [(startedAt - RUN_START) / 1000, isQuiet]),
      Array.from({ length: 20 }, (_, n) => [19 - n, (19 - n) % 3 !== 0]),
    );
    assert.equal(all.rows[0]?.duration, 2);
    const loud = await allPages((before, limit) => rules.runs('rule', { quiet: false }, before, limit), 3);
    assert.equal(loud.rows.length, 7);
    assert.equal(loud.pages, 3);
  });

  test('runs of one millisecond, and of a clock that went back, are all kept, in the order they came', async (t) => {
    const { delivery, rules } = (await open(t)).store;
    await commitRuns(delivery, { ruleId: 'rule', rule: ruleRow() });
    for (const [n, startedAt] of [RUN_START, RUN_START, RUN_START - 5000].entries())
      await commitRuns(delivery, { ruleId: 'rule', run: runRow({ startedAt, active: n }) });
    const { rows: shown } = await rules.runs('rule', { quiet: false }, null, 10);
    assert.deepEqual(
      shown.map(({ active }) => active),
      [2, 1, 0],
    );
  });

  test(`the last ${keptQuietRuns} quiet runs are kept one by one, and older ones counted by the hour`, async (t) => {
    const { delivery, rules } = (await open(t)).store;
    await commitRuns(delivery, { ruleId: 'rule', rule: ruleRow() });
    const begun = Math.floor(RUN_START / hour) * hour;
    const minute = (n: number) => ({ startedAt: begun + n * 60_000, duration: 10, active: 0 });
    const from = (first: number, count: number) => Array.from({ length: count }, (_, n) => minute(first + n));
    await rules.keepQuiet([{ ruleId: 'rule', status: 'one', runs: from(0, 100) }]);
    assert.deepEqual(await rules.quietHours('rule', 10), []);
    await rules.keepQuiet([{ ruleId: 'rule', status: null, runs: from(100, 70) }]);
    await rules.keepQuiet([{ ruleId: 'rule', status: 'two', runs: from(170, 1) }]);
    assert.deepEqual(await rules.quietHours('rule', 10), [
      { hour: begun + hour, runs: 11, duration: 110 },
      { hour: begun, runs: 60, duration: 600 },
    ]);
    const { rows: shown } = await rules.runs('rule', { quiet: true }, null, 1000);
    assert.equal(shown.length, 100);
    assert.equal(shown.at(-1)?.startedAt, minute(71).startedAt);
    assert.equal((await rules.find('rule'))?.status, 'two');
  });

  test('pruning forgets runs before a time with their entries, in steps, and nothing later', async (t) => {
    const { delivery, rules } = (await open(t)).store;
    for (const id of ['a', 'b']) {
      await commitRuns(delivery, { ruleId: id, rule: ruleRow({ id }) });
      for (let n = 0; n < 10; n++) {
        const entries = [runEntry(), runEntry({ what: 'action' })];
        await commitRuns(delivery, {
          ruleId: id,
          run: runRow({ startedAt: RUN_START + n * 1000, entries }),
        });
      }
    }
    const before = RUN_START + 5000;
    let removed = 0;
    let steps = 0;
    for (let rowsGone = -1; rowsGone !== 0; steps++) {
      rowsGone = await rules.prune(before, 7);
      assert.ok(rowsGone <= 7 + 3, `${rowsGone}`);
      removed += rowsGone;
    }
    assert.equal(removed, 2 * 5 * 3);
    assert.ok(steps > 3);
    for (const id of ['a', 'b']) {
      const { rows: shown } = await rules.runs(id, { quiet: true }, null, 100);
      assert.equal(shown.length, 5);
      assert.equal(shown.at(-1)?.startedAt, before);
      assert.equal((await rules.alertEntries(id, 'host-1', null, 100)).length, 10);
    }
  });

  test('pruning forgets the counts of old hours', async (t) => {
    const { delivery, rules } = (await open(t)).store;
    await commitRuns(delivery, { ruleId: 'rule', rule: ruleRow() });
    const runs = Array.from({ length: 102 }, (_, n) => ({ startedAt: n * hour, duration: 1, active: 0 }));
    await rules.keepQuiet([{ ruleId: 'rule', status: null, runs }]);
    assert.equal((await rules.quietHours('rule', 10)).length, 2);
    assert.equal(await rules.prune(hour, 100), 1);
    assert.deepEqual(await rules.quietHours('rule', 10), [{ hour, runs: 1, duration: 1 }]);
  });
}
