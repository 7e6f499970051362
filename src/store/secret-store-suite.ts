import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SecretRow } from './secret-store.ts';
import type { OpenForTest } from './store-suite.ts';

const sealedBytes = (seed: number) => Uint8Array.from({ length: 40 }, (_, n) => (n * seed) % 256);

/** A secret with every field filled, and those given in their place. */
export function secretRow(given: Partial<SecretRow> = {}): SecretRow {
  return {
    name: 'prometheus',
    type: 'basic',
    sealed: sealedBytes(7),
    createdAt: 1_700_000_000_000,
    updatedAt: 1_700_000_060_000,
    ...given,
  };
}

/** What `SecretStore` promises, as tests. */
export function secretStoreSuite(open: OpenForTest): void {
  for (const row of [secretRow(), secretRow({ sealed: null, name: 'A.b-c_1', createdAt: 0, updatedAt: 0 })]) {
    test(`a secret ${row.sealed === null ? 'that is lost' : ''} comes back as it was kept`, async (t) => {
      const { secrets } = (await open(t)).store;
      await secrets.put(row);
      assert.deepEqual(await secrets.find(row.name), row);
      assert.deepEqual(await secrets.list(), [row]);
    });
  }

  test('a secret that is kept again is replaced, but for when it was made', async (t) => {
    const { secrets } = (await open(t)).store;
    await secrets.put(secretRow());
    const again = secretRow({ type: 'bearer', sealed: sealedBytes(3), createdAt: 5, updatedAt: 6 });
    await secrets.put(again);
    assert.deepEqual(await secrets.list(), [{ ...again, createdAt: secretRow().createdAt }]);
  });

  test('a secret that is not there is found by nobody, and can not be deleted', async (t) => {
    const { secrets } = (await open(t)).store;
    assert.equal(await secrets.find('nothing'), undefined);
    assert.equal(await secrets.delete('nothing'), false);
    assert.deepEqual(await secrets.list(), []);
  });

  test('secrets are listed by name, and a deleted one is gone, alone', async (t) => {
    const { secrets } = (await open(t)).store;
    for (const name of ['b', 'a', 'B', 'c']) await secrets.put(secretRow({ name }));
    assert.equal(await secrets.delete('b'), true);
    assert.equal(await secrets.delete('b'), false);
    assert.deepEqual(
      (await secrets.list()).map(({ name }) => name),
      ['B', 'a', 'c'],
    );
  });

  test('secrets are sealed anew only where they are still what they were', async (t) => {
    const { secrets } = (await open(t)).store;
    const [first, second, third] = [sealedBytes(1), sealedBytes(2), sealedBytes(3)];
    for (const [name, sealed] of Object.entries({ a: first, b: second, c: third }))
      await secrets.put(secretRow({ name, sealed }));
    const changes = [
      { id: 'a', was: first, now: sealedBytes(9) },
      { id: 'b', was: first, now: sealedBytes(9) },
      { id: 'c', was: third, now: null },
    ];
    assert.equal(await secrets.reseal(changes), 2);
    assert.deepEqual(await secrets.list(), [
      secretRow({ name: 'a', sealed: sealedBytes(9) }),
      secretRow({ name: 'b', sealed: second }),
      secretRow({ name: 'c', sealed: null }),
    ]);
  });
}
