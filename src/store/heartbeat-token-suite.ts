import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { HeartbeatTokenRow } from './heartbeat-token-store.ts';
import { commitRuns, ruleRow } from './rule-rows-for-test.ts';
import type { OpenForTest } from './store-suite.ts';

const bytesOf = (byte: number, length = 32) => new Uint8Array(length).fill(byte);

/** A token with every field filled, and those given in their place. */
function tokenRow(given: Partial<HeartbeatTokenRow> = {}): HeartbeatTokenRow {
  return {
    ruleId: 'rule',
    ruleCreatedAt: 1_700_000_000_000,
    hash: bytesOf(1),
    sealed: bytesOf(2, 60),
    ...given,
  };
}

/** What `HeartbeatTokenStore` promises, as tests. */
export function heartbeatTokenSuite(open: OpenForTest): void {
  test('a token comes back as it was kept, also after the store was opened again', async (t) => {
    const { store, reopen } = await open(t);
    const rows = [tokenRow({ ruleId: 'a', sealed: null }), tokenRow({ ruleId: '夜勤' })];
    for (const row of rows.toReversed()) await store.heartbeatTokens.put(row);
    assert.deepEqual(await store.heartbeatTokens.list(), rows);
    const again = (await reopen()).heartbeatTokens;
    assert.deepEqual(await again.list(), rows);
    assert.deepEqual(await again.find('a'), rows[0]);
    assert.equal(await again.find('b'), undefined);
  });

  test('another token of the same rule takes the place of the first', async (t) => {
    const { heartbeatTokens } = (await open(t)).store;
    await heartbeatTokens.put(tokenRow());
    const other = tokenRow({ ruleCreatedAt: 1, hash: bytesOf(3), sealed: bytesOf(4, 60) });
    await heartbeatTokens.put(other);
    assert.deepEqual(await heartbeatTokens.list(), [other]);
  });

  test('a token goes with its rule, alone', async (t) => {
    const { store } = await open(t);
    for (const id of ['rule', 'other']) {
      await commitRuns(store.delivery, { ruleId: id, rule: ruleRow({ id }) });
      await store.heartbeatTokens.put(tokenRow({ ruleId: id }));
    }
    await commitRuns(store.delivery, { ruleId: 'rule', rule: 'removed' });
    assert.deepEqual(await store.heartbeatTokens.list(), [tokenRow({ ruleId: 'other' })]);
  });

  test('tokens are sealed anew where they are what they were, and can be given up', async (t) => {
    const { heartbeatTokens } = (await open(t)).store;
    for (const ruleId of ['a', 'b', 'c']) await heartbeatTokens.put(tokenRow({ ruleId }));
    const was = bytesOf(2, 60);
    const replaced = await heartbeatTokens.reseal([
      { id: 'a', was, now: bytesOf(9, 60) },
      { id: 'b', was: bytesOf(8, 60), now: bytesOf(9, 60) },
      { id: 'c', was, now: null },
    ]);
    assert.equal(replaced, 2);
    assert.deepEqual(
      (await heartbeatTokens.list()).map(({ sealed }) => sealed),
      [bytesOf(9, 60), was, null],
    );
  });
}
