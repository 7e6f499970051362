import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RelayKeyRow } from './delivery-store.ts';
import type { OpenForTest } from './store-suite.ts';

/** A relay key with every field filled, and those given in their place. */
function relayKeyRow(given: Partial<RelayKeyRow> = {}): RelayKeyRow {
  return {
    id: 'key-1',
    connectorId: 'on-call',
    name: 'Alertmanager',
    hash: Uint8Array.from({ length: 32 }, (_, n) => 255 - n * 8),
    hint: 'aBc4',
    createdBy: 'admin',
    createdAt: 1_700_000_000_000,
    ...given,
  };
}

const otherHash = new Uint8Array(32);

/** What `RelayKeyStore` promises, as tests. */
export function relayKeyStoreSuite(open: OpenForTest): void {
  for (const { what, row } of [
    { what: 'every field filled', row: relayKeyRow() },
    { what: 'no maker', row: relayKeyRow({ createdBy: null }) },
    {
      what: 'texts of other scripts and quotes',
      row: relayKeyRow({ name: `'" 🚒`, connectorId: '夜勤', hint: '' }),
    },
  ]) {
    test(`a relay key with ${what} comes back as it was kept, also after the store was opened again`, async (t) => {
      const { store, reopen } = await open(t);
      assert.equal(await store.delivery.relayKeys.insert(row), 'inserted');
      assert.deepEqual(await store.delivery.relayKeys.list(), [row]);
      assert.deepEqual(await (await reopen()).delivery.relayKeys.list(), [row]);
    });
  }

  for (const [what, row] of [
    ['id', relayKeyRow({ hash: otherHash })],
    ['hash', relayKeyRow({ id: 'key-2' })],
  ] as const) {
    test(`a relay key whose ${what} is taken is a conflict, and the first one stays`, async (t) => {
      const { relayKeys } = (await open(t)).store.delivery;
      await relayKeys.insert(relayKeyRow());
      assert.equal(await relayKeys.insert({ ...row, name: 'Other' }), 'conflict');
      assert.deepEqual(await relayKeys.list(), [relayKeyRow()]);
    });
  }

  test('relay keys are listed oldest first, those of one time by id', async (t) => {
    const { relayKeys } = (await open(t)).store.delivery;
    const ids = ['z', 'a', 'b', 'y'];
    const ordered = ids.map((id, n) =>
      relayKeyRow({ id, hash: new Uint8Array(32).fill(n), createdAt: [1, 2, 2, 3][n] ?? 0 }),
    );
    for (const row of ordered.toReversed()) await relayKeys.insert(row);
    assert.deepEqual(await relayKeys.list(), ordered);
  });

  test('a deleted relay key is gone, alone', async (t) => {
    const { relayKeys } = (await open(t)).store.delivery;
    await relayKeys.insert(relayKeyRow());
    await relayKeys.insert(relayKeyRow({ id: 'key-2', hash: otherHash }));
    assert.equal(await relayKeys.delete('key-2'), true);
    assert.equal(await relayKeys.delete('key-2'), false);
    assert.deepEqual(await relayKeys.list(), [relayKeyRow()]);
  });

  test('the relay keys of a connector are deleted with it', async (t) => {
    const { relayKeys } = (await open(t)).store.delivery;
    for (const [n, connectorId] of ['on-call', 'other', 'on-call'].entries()) {
      await relayKeys.insert(relayKeyRow({ id: `key-${n}`, connectorId, hash: new Uint8Array(32).fill(n) }));
    }
    assert.equal(await relayKeys.deleteOfConnector('on-call'), 2);
    assert.equal(await relayKeys.deleteOfConnector('on-call'), 0);
    assert.deepEqual(
      (await relayKeys.list()).map(({ id }) => id),
      ['key-1'],
    );
  });
}
