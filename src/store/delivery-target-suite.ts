import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { OpenForTest } from './store-suite.ts';

const url = 'https://events.pagerduty.com/v2/enqueue';
const key = Uint8Array.of(1, 2, 3);
const hash = (n: number) => new Uint8Array(32).fill(n);

/** What `DeliveryStore` promises of targets, and of who uses them, as tests. */
export function deliveryTargetSuite(open: OpenForTest): void {
  test('a target comes back as it was made, and is there after the store was opened again', async (t) => {
    const { store, reopen } = await open(t);
    const id = await store.delivery.addTarget({ hash: hash(1), url, key });
    const other = await store.delivery.addTarget({ hash: hash(2), url: 'https://é/', key: null });
    assert.notEqual(id, other);
    const { delivery } = await reopen();
    assert.deepEqual(await delivery.targets(), {
      targets: [
        { id, hash: hash(1), url, key, learnedLimit: null },
        { id: other, hash: hash(2), url: 'https://é/', key: null, learnedLimit: null },
      ],
      connectors: [],
    });
  });

  test('a target with a hash that is known is that target, and has its key again where that was erased', async (t) => {
    const { delivery } = (await open(t)).store;
    const id = await delivery.addTarget({ hash: hash(1), url, key });
    const again = Uint8Array.of(4);
    assert.equal(await delivery.addTarget({ hash: hash(1), url, key: again }), id);
    assert.deepEqual((await delivery.targets()).targets[0]?.key, key);
    await delivery.setTarget(id, { key: null });
    assert.equal((await delivery.targets()).targets[0]?.key, null);
    assert.equal(await delivery.addTarget({ hash: hash(1), url, key: again }), id);
    assert.deepEqual((await delivery.targets()).targets[0]?.key, again);
  });

  test('key and learned limit of a target are set one by one, and a target that is not there without harm', async (t) => {
    const { delivery } = (await open(t)).store;
    const id = await delivery.addTarget({ hash: hash(1), url, key });
    await delivery.setTarget(id, { learnedLimit: 240 });
    await delivery.setTarget(id, {});
    await delivery.setTarget(id + 1, { key: null, learnedLimit: 1 });
    const target = { id, hash: hash(1), url, key, learnedLimit: 240 };
    assert.deepEqual((await delivery.targets()).targets, [target]);
    await delivery.setTarget(id, { key: null, learnedLimit: null });
    assert.deepEqual((await delivery.targets()).targets, [{ ...target, key: null, learnedLimit: null }]);
  });

  test('a connector uses one target now, and those before it stay as former ones', async (t) => {
    const { store, reopen } = await open(t);
    await store.delivery.useTarget('a', 1);
    await store.delivery.useTarget('b', 1);
    await store.delivery.useTarget('a', 2);
    await store.delivery.useTarget('a', 2);
    const { delivery } = await reopen();
    assert.deepEqual((await delivery.targets()).connectors, [
      { connectorId: 'a', targetId: 1, current: false },
      { connectorId: 'a', targetId: 2, current: true },
      { connectorId: 'b', targetId: 1, current: true },
    ]);
    await delivery.useTarget('a', 1);
    await delivery.forgetConnector('b');
    await delivery.forgetConnector('nobody');
    assert.deepEqual((await delivery.targets()).connectors, [
      { connectorId: 'a', targetId: 1, current: true },
      { connectorId: 'a', targetId: 2, current: false },
    ]);
  });

  test('rule 19: a target that is forgotten keeps its number and nothing else, unless a connector uses it', async (t) => {
    const { store, reopen } = await open(t);
    const ids: number[] = [];
    for (const n of [1, 2, 3]) {
      const id = await store.delivery.addTarget({ hash: hash(n), url, key });
      await store.delivery.setTarget(id, { learnedLimit: 240 });
      ids.push(id);
    }
    const [gone = 0, used = 0, other = 0] = ids;
    for (const id of [gone, used]) await store.delivery.useTarget('a', id);
    await store.delivery.useTarget('b', used);
    await store.delivery.useTarget('b', gone);
    await store.delivery.useTarget('b', used);
    await store.delivery.forgetTargets([gone, used, 77]);
    const { delivery } = await reopen();
    const { targets, connectors } = await delivery.targets();
    const whole = { url, key, learnedLimit: 240 };
    assert.deepEqual(targets, [
      { id: gone, hash: hash(1), url, key: null, learnedLimit: null },
      { id: used, hash: hash(2), ...whole },
      { id: other, hash: hash(3), ...whole },
    ]);
    assert.deepEqual(connectors, [
      { connectorId: 'a', targetId: used, current: true },
      { connectorId: 'b', targetId: used, current: true },
    ]);
    assert.equal(await delivery.addTarget({ hash: hash(1), url, key }), gone);
  });

  test('keys of targets are sealed anew where they still are what they were', async (t) => {
    const { delivery } = (await open(t)).store;
    const [was, now, other] = [Uint8Array.of(1), Uint8Array.of(2), Uint8Array.of(1, 0)];
    const one = await delivery.addTarget({ hash: hash(1), url, key: was });
    const two = await delivery.addTarget({ hash: hash(2), url, key: other });
    const three = await delivery.addTarget({ hash: hash(3), url, key: was });
    const four = await delivery.addTarget({ hash: hash(4), url, key: null });
    const changes = [one, two, four, 77].map((id) => ({ id, was, now }));
    assert.equal(await delivery.resealTargets([...changes, { id: three, was, now: null }]), 2);
    assert.deepEqual(
      (await delivery.targets()).targets.map((target) => target.key),
      [now, other, null, null],
    );
    assert.equal(await delivery.resealTargets([]), 0);
  });
}
