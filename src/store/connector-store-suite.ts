import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ConnectorRow, Json } from './connector-store.ts';
import type { OpenForTest } from './store-suite.ts';

/** A connector with every field filled, and those given in their place. */
export function connectorRow(given: Partial<ConnectorRow> = {}): ConnectorRow {
  return {
    id: 'on-call',
    name: 'On call',
    typeId: '.pagerduty',
    config: { apiUrl: 'https://events.pagerduty.com/v2/enqueue' },
    secrets: Uint8Array.of(1, 2, 3),
    options: { rateLimit: 'auto' },
    createdAt: 1_700_000_000_000,
    updatedAt: 1_700_000_000_001,
    ...given,
  };
}

const everyByte = Uint8Array.from({ length: 256 }, (_, value) => value);

const rows: { what: string; row: ConnectorRow }[] = [
  { what: 'every field filled', row: connectorRow() },
  { what: 'secrets that are missing', row: connectorRow({ secrets: null }) },
  { what: 'secrets of no bytes', row: connectorRow({ secrets: new Uint8Array(0) }) },
  { what: 'secrets of every byte', row: connectorRow({ secrets: everyByte }) },
  {
    what: 'secrets that are a part of a larger buffer',
    row: connectorRow({ secrets: everyByte.subarray(100, 132) }),
  },
  { what: 'empty config and options', row: connectorRow({ config: {}, options: {} }) },
  {
    what: 'an id and a name of other scripts, emoji and quotes',
    row: connectorRow({ id: '夜勤-🚨-é', name: `'"; DROP TABLE connectors; -- 👩🏽‍🚒 Ünïcödé \u2028` }),
  },
  {
    what: 'a name of 100,000 characters',
    row: connectorRow({ name: '🚨'.repeat(50_000) }),
  },
  { what: 'an empty name', row: connectorRow({ name: '' }) },
  {
    what: 'the largest time that a number can hold exactly',
    row: connectorRow({ createdAt: Number.MAX_SAFE_INTEGER, updatedAt: 0 }),
  },
];

const configs: { what: string; config: { [key: string]: Json } }[] = [
  { what: 'nested objects and lists', config: { a: { b: [{ c: [[], {}, [1, [2]]] }] } } },
  { what: 'every kind of value', config: { text: '', yes: true, no: false, nothing: null, number: 0 } },
  { what: 'numbers', config: { tiny: 5e-324, huge: 1.7976931348623157e308, minus: -1.5, big: 2 ** 60 } },
  { what: 'strange keys', config: { '': 1, 'a.b': 2, '🚨': 3, constructor: 4, $id: 5 } },
  { what: 'a key named __proto__', config: JSON.parse('{"__proto__": {"polluted": true}}') },
  { what: 'escapes', config: { text: '\u0000 \\ " \n \u2028 \ud800 🚨' } },
  { what: '1 MB of text', config: { text: 'x'.repeat(1_000_000) } },
];

/** What `ConnectorStore` promises, as tests. */
export function connectorStoreSuite(open: OpenForTest): void {
  for (const { what, row } of rows) {
    test(`a connector with ${what} comes back as it was kept`, async (t) => {
      const { connectors } = (await open(t)).store;
      assert.equal(await connectors.insert(row), 'inserted');
      assert.deepEqual(await connectors.find(row.id), row);
      assert.deepEqual(await connectors.list(), [row]);
    });
  }

  for (const { what, config } of configs) {
    test(`config and options with ${what} come back as they were kept`, async (t) => {
      const { connectors } = (await open(t)).store;
      await connectors.insert(connectorRow({ config, options: config }));
      const kept = await connectors.find('on-call');
      assert.deepEqual(kept?.config, config);
      assert.deepEqual(kept?.options, config);
    });
  }

  test('a connector whose id is taken is a conflict, and the first one stays', async (t) => {
    const { connectors } = (await open(t)).store;
    await connectors.insert(connectorRow());
    const second = connectorRow({ name: 'Other', config: {}, secrets: null, options: {}, updatedAt: 9 });
    assert.equal(await connectors.insert(second), 'conflict');
    assert.deepEqual(await connectors.list(), [connectorRow()]);
  });

  test('ids are told apart by case and by every character', async (t) => {
    const { connectors } = (await open(t)).store;
    const ids = ['a', 'A', 'a ', 'é', 'e\u0301'];
    for (const id of ids) assert.equal(await connectors.insert(connectorRow({ id })), 'inserted');
    for (const id of ids) assert.equal((await connectors.find(id))?.id, id);
  });

  test('a connector that is not there is found by nobody', async (t) => {
    const { connectors } = (await open(t)).store;
    assert.equal(await connectors.find('nobody'), undefined);
    assert.deepEqual(await connectors.list(), []);
  });

  test('connectors are listed in the order of the code points of their ids', async (t) => {
    const { connectors } = (await open(t)).store;
    const ordered = ['', '10', '9', 'B', '_', 'a', 'a-b', 'aB', 'ab', 'é', '\uff5e', '🚨'];
    for (const id of ordered.toReversed()) await connectors.insert(connectorRow({ id }));
    assert.deepEqual(
      (await connectors.list()).map(({ id }) => id),
      ordered,
    );
  });

  test('an update replaces name, config and secrets, and leaves the rest', async (t) => {
    const { connectors } = (await open(t)).store;
    await connectors.insert(connectorRow());
    await connectors.insert(connectorRow({ id: 'other' }));
    const change = { name: 'New', config: { new: [1] }, secrets: Uint8Array.of(9), updatedAt: 42 };
    assert.equal(await connectors.update('on-call', change), true);
    assert.deepEqual(await connectors.find('on-call'), connectorRow(change));
    assert.deepEqual(await connectors.find('other'), connectorRow({ id: 'other' }));
  });

  test('an update can take the secrets away', async (t) => {
    const { connectors } = (await open(t)).store;
    await connectors.insert(connectorRow());
    await connectors.update('on-call', { name: 'On call', config: {}, secrets: null, updatedAt: 42 });
    assert.equal((await connectors.find('on-call'))?.secrets, null);
  });

  test('an update of the options replaces them alone', async (t) => {
    const { connectors } = (await open(t)).store;
    await connectors.insert(connectorRow());
    assert.equal(await connectors.updateOptions('on-call', {}, 42), true);
    assert.deepEqual(await connectors.find('on-call'), connectorRow({ options: {}, updatedAt: 42 }));
  });

  test('what is not there can be neither changed nor deleted', async (t) => {
    const { connectors } = (await open(t)).store;
    await connectors.insert(connectorRow());
    const { name, config, secrets, updatedAt } = connectorRow({ name: 'New' });
    assert.equal(await connectors.update('nobody', { name, config, secrets, updatedAt }), false);
    assert.equal(await connectors.updateOptions('nobody', {}, 42), false);
    assert.equal(await connectors.delete('nobody'), false);
    assert.deepEqual(await connectors.list(), [connectorRow()]);
  });

  test('an update that changes nothing says that the connector is there', async (t) => {
    const { connectors } = (await open(t)).store;
    await connectors.insert(connectorRow());
    const { name, config, secrets, updatedAt } = connectorRow();
    assert.equal(await connectors.update('on-call', { name, config, secrets, updatedAt }), true);
  });

  test('a deleted connector is gone, alone, and its id is free', async (t) => {
    const { connectors } = (await open(t)).store;
    await connectors.insert(connectorRow());
    await connectors.insert(connectorRow({ id: 'other' }));
    assert.equal(await connectors.delete('on-call'), true);
    assert.equal(await connectors.delete('on-call'), false);
    assert.deepEqual(await connectors.list(), [connectorRow({ id: 'other' })]);
    assert.equal(await connectors.insert(connectorRow()), 'inserted');
  });

  test('resealing replaces secrets that are still what they were, and touches nothing else', async (t) => {
    const { connectors } = (await open(t)).store;
    const [was, now] = [Uint8Array.of(1), Uint8Array.of(2)];
    for (const id of ['a', 'b', 'c']) await connectors.insert(connectorRow({ id, secrets: was }));
    const changes = [
      { id: 'a', was, now },
      { id: 'b', was, now: null },
      { id: 'nobody', was, now },
    ];
    assert.equal(await connectors.resealSecrets(changes), 2);
    assert.deepEqual(await connectors.list(), [
      connectorRow({ id: 'a', secrets: now }),
      connectorRow({ id: 'b', secrets: null }),
      connectorRow({ id: 'c', secrets: was }),
    ]);
  });

  test('resealing loses against an edit that came between', async (t) => {
    const { connectors } = (await open(t)).store;
    const [was, edited, resealed] = [Uint8Array.of(1), Uint8Array.of(1, 0), Uint8Array.of(2)];
    await connectors.insert(connectorRow({ id: 'edited', secrets: was }));
    await connectors.insert(connectorRow({ id: 'emptied', secrets: was }));
    const { name, config } = connectorRow();
    await connectors.update('edited', { name, config, secrets: edited, updatedAt: 42 });
    await connectors.update('emptied', { name, config, secrets: null, updatedAt: 42 });
    const changes = ['edited', 'emptied'].map((id) => ({ id, was, now: resealed }));
    assert.equal(await connectors.resealSecrets(changes), 0);
    assert.deepEqual((await connectors.find('edited'))?.secrets, edited);
    assert.equal((await connectors.find('emptied'))?.secrets, null);
  });

  test('resealing nothing replaces nothing', async (t) => {
    const { connectors } = (await open(t)).store;
    assert.equal(await connectors.resealSecrets([]), 0);
  });

  test('200 connectors inserted at once are all kept', async (t) => {
    const { connectors } = (await open(t)).store;
    const ids = Array.from({ length: 200 }, (_, n) => String(n).padStart(3, '0'));
    const answers = await Promise.all(ids.map((id) => connectors.insert(connectorRow({ id }))));
    assert.deepEqual(new Set(answers), new Set(['inserted']));
    assert.deepEqual(
      (await connectors.list()).map(({ id }) => id),
      ids,
    );
  });

  test('of 20 connectors with one id inserted at once one is kept', async (t) => {
    const { connectors } = (await open(t)).store;
    const names = Array.from({ length: 20 }, (_, n) => `name ${n}`);
    const answers = await Promise.all(names.map((name) => connectors.insert(connectorRow({ name }))));
    assert.equal(answers.filter((answer) => answer === 'inserted').length, 1);
    assert.equal((await connectors.find('on-call'))?.name, names[answers.indexOf('inserted')]);
  });
}
