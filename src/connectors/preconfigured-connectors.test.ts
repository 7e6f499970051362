import assert from 'node:assert/strict';
import { test } from 'node:test';
import { changedConnectors } from './changed-connectors.ts';
import { type PreconfiguredEntry, preconfiguredConnectors } from './preconfigured-connectors.ts';

const key = 'abcdef0123456789abcdef0123456789';
const entry = (more: Partial<PreconfiguredEntry> = {}): PreconfiguredEntry => ({
  name: 'A',
  actionTypeId: '.pagerduty',
  config: {},
  secrets: { routingKey: key },
  exposeConfig: false,
  tocsin: {},
  ...more,
});
const made = (more: Partial<PreconfiguredEntry>, id = 'a') =>
  preconfiguredConnectors({ [id]: entry(more) }, { isAllowed: () => true, ownIds: ['sandbox'] });

test('what is right becomes a connector as a saved one would', () => {
  const { connectors, faults, notes } = made({
    config: { apiUrl: ' https://x.example/v2/enqueue ' },
    secrets: { routingKey: `${key}\n` },
    tocsin: { rateLimit: 5 },
  });
  assert.deepEqual([faults, notes], [[], []]);
  assert.deepEqual(connectors, [
    {
      id: 'a',
      name: 'A',
      typeId: '.pagerduty',
      config: { apiUrl: 'https://x.example/v2/enqueue' },
      secrets: { routingKey: key },
      options: { rateLimit: 5 },
      exposeConfig: false,
    },
  ]);
});

const types: [typeId: string, isLeftOut: boolean][] = [
  ['.slack', true],
  ['.server-log', true],
  ['.email', true],
  ['pagerduty', false],
  ['.PagerDuty', false],
  ['.pagerdutty', false],
];
for (const [actionTypeId, isLeftOut] of types) {
  test(`a connector of type ${actionTypeId} is ${isLeftOut ? 'left out and told' : 'taken for a slip'}`, () => {
    const { connectors, faults, notes } = made({ actionTypeId });
    assert.deepEqual([connectors.length, faults.length, notes.length], isLeftOut ? [0, 0, 1] : [0, 1, 0]);
    if (!isLeftOut)
      assert.deepEqual(faults[0], { path: ['a', 'actionTypeId'], rule: 'did you mean ".pagerduty"?' });
  });
}

test('keys that nobody knows are told one by one, and their values never', () => {
  const { faults } = made({ config: { url: 'x' }, secrets: { routingKey: key, token: key } });
  assert.deepEqual(faults, [
    { path: ['a', 'config', 'url'], rule: 'there is no such key' },
    { path: ['a', 'secrets', 'token'], rule: 'there is no such key' },
  ]);
});

test('a key of another shape is odd where a gateway may stand, and wrong at PagerDuty itself', () => {
  const secrets = { routingKey: 'testroutingkey' };
  const odd = made({ config: { apiUrl: 'https://test.host' }, secrets });
  assert.deepEqual([odd.connectors.length, odd.faults.length, odd.notes.length], [1, 0, 1]);
  assert.ok(!odd.notes.join().includes('testroutingkey'));
  assert.deepEqual(
    made({ secrets }).faults.map(({ path }) => path),
    [['a', 'secrets', 'routingKey']],
  );
});

test('an id of Tocsin’s own connectors is refused', () => {
  assert.deepEqual(
    made({}, 'sandbox').faults.map(({ path }) => path),
    [['sandbox']],
  );
});

test('connectors that came, changed and went are told apart', () => {
  const list = (...ids: [id: string, name: string][]) =>
    ids.flatMap(([id, name]) => made({ name }, id).connectors);
  assert.deepEqual(
    changedConnectors(list(['a', 'A'], ['b', 'B'], ['c', 'C']), list(['d', 'D'], ['a', 'A'], ['b', 'X'])),
    { added: ['d'], edited: ['b'], gone: ['c'] },
  );
});
