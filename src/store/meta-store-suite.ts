import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { OpenForTest } from './store-suite.ts';

/** What `MetaStore` promises, as tests. */
export function metaStoreSuite(open: OpenForTest): void {
  test('a fact that was never set is undefined', async (t) => {
    const { meta } = (await open(t)).store;
    assert.equal(await meta.get('installation'), undefined);
  });

  for (const value of ['', 'plain', '🚨 "quoted"\n', 'x'.repeat(1_000_000)]) {
    test(`a fact of ${value.length} characters comes back as it was set`, async (t) => {
      const { meta } = (await open(t)).store;
      await meta.set('installation', value);
      assert.equal(await meta.get('installation'), value);
      assert.equal(await meta.get('Installation'), undefined);
    });
  }

  test('a fact that is set again has the new value', async (t) => {
    const { meta } = (await open(t)).store;
    await meta.set('installation', 'a');
    await meta.set('installation', 'b');
    assert.equal(await meta.get('installation'), 'b');
  });

  test('a fact that is set if absent keeps its first value', async (t) => {
    const { meta } = (await open(t)).store;
    assert.equal(await meta.setIfAbsent('installation', 'a'), 'a');
    assert.equal(await meta.setIfAbsent('installation', 'b'), 'a');
    assert.equal(await meta.get('installation'), 'a');
  });

  test('20 callers who set a fact if absent, at once, agree on one value', async (t) => {
    const { meta } = (await open(t)).store;
    const values = Array.from({ length: 20 }, (_, n) => `value ${n}`);
    const kept = await Promise.all(values.map((value) => meta.setIfAbsent('installation', value)));
    assert.deepEqual(new Set(kept), new Set([await meta.get('installation')]));
  });
}
