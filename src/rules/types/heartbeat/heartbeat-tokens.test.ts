import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { type TestContext, test } from 'node:test';
import { createKeyHash } from '../../../connectors/secrets/key-hash.ts';
import { fixedKeys } from '../../../connectors/secrets/key-source.ts';
import { Keyring } from '../../../connectors/secrets/keyring.ts';
import { rotateKeys } from '../../../connectors/secrets/rotate-keys.ts';
import { openSuiteStore } from '../../../store/sqlite/store-for-test.ts';
import { HeartbeatTokens } from './heartbeat-tokens.ts';

const key = (byte: number) => new Uint8Array(32).fill(byte);
const hash = createKeyHash(key(7));
const rule = { id: 'backup', createdAt: 1000 };

async function world(t: TestContext) {
  const suite = await openSuiteStore();
  t.after(() => suite.cleanup());
  const { store } = suite;
  const open = (keys = [key(1)]) =>
    HeartbeatTokens.open({
      store: store.heartbeatTokens,
      keyring: new Keyring(fixedKeys(keys)),
      hash,
      random: randomBytes,
    });
  return { store, open };
}

test('a token is made when it is asked for first, and shown again as it was, also after a restart', async (t) => {
  const { open } = await world(t);
  const tokens = await open();
  const token = await tokens.of(rule);
  assert.match(token, /^[0-9a-f]{40}$/);
  assert.equal(await tokens.of(rule), token);
  const later = await open();
  assert.equal(await later.of(rule), token);
  for (const each of [tokens, later]) assert.deepEqual(each.ownerOf(token), rule);
});

test('a token that nobody was given is nobody’s', async (t) => {
  const { open } = await world(t);
  const tokens = await open();
  const token = await tokens.of(rule);
  for (const other of ['', 'backup', token.slice(1), `${token}0`, token.toUpperCase()])
    assert.equal(tokens.ownerOf(other), token === other ? rule : undefined, other);
});

test('another token takes the place of the first', async (t) => {
  const { open } = await world(t);
  const tokens = await open();
  const first = await tokens.of(rule);
  const second = await tokens.make(rule);
  assert.notEqual(second, first);
  for (const each of [tokens, await open()]) {
    assert.equal(each.ownerOf(first), undefined);
    assert.deepEqual(each.ownerOf(second), rule);
    assert.equal(await each.of(rule), second);
  }
});

test('another rule of the same id has another token, and the first is not its', async (t) => {
  const { open } = await world(t);
  const tokens = await open();
  const first = await tokens.of(rule);
  const another = { ...rule, createdAt: 2000 };
  assert.notEqual(await tokens.of(another), first);
  assert.equal(tokens.ownerOf(first), undefined);
});

test('no token stands in the database as it is', async (t) => {
  const { store, open } = await world(t);
  const token = await (await open()).of(rule);
  const [row] = await store.heartbeatTokens.list();
  for (const bytes of [row?.hash, row?.sealed])
    assert.ok(bytes instanceof Uint8Array && !Buffer.from(bytes).includes(token));
});

test('a rotation seals tokens anew; the server that runs shows them all the same', async (t) => {
  const { store, open } = await world(t);
  const running = await open([key(2), key(1)]);
  const token = await (await open([key(1)])).of(rule);
  await rotateKeys(fixedKeys([key(2), key(1)]), store, false);
  assert.equal(await (await open([key(2)])).of(rule), token);
  assert.equal(await running.of(rule), token);
});

test('a token whose key is lost stops a rotation; given up, calls with it are still known', async (t) => {
  const { store, open } = await world(t);
  const token = await (await open([key(1)])).of(rule);
  await assert.rejects(rotateKeys(fixedKeys([key(2)]), store, false), { name: 'Refusal' });
  const { forgottenHeartbeats } = await rotateKeys(fixedKeys([key(2)]), store, true);
  assert.deepEqual(forgottenHeartbeats, ['heartbeat of the rule backup']);
  const tokens = await open([key(2)]);
  assert.deepEqual(tokens.ownerOf(token), rule);
  await assert.rejects(tokens.of(rule), { name: 'Refusal', message: /can not be shown any more/ });
  assert.deepEqual(tokens.ownerOf(await tokens.make(rule)), rule);
});
