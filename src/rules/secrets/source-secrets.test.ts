import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SecretBody } from '../../api/secrets.ts';
import { fixedKeys } from '../../connectors/secrets/key-source.ts';
import { Keyring } from '../../connectors/secrets/keyring.ts';
import type { SecretRow, SecretStore } from '../../store/secret-store.ts';
import type { Rule } from '../rule.ts';
import { checkSecrets } from './check-secrets.ts';
import { rulesThatUse, SourceSecrets } from './source-secrets.ts';

const hidden = 'hunter2-hunter2';
const key = (byte: number) => new Uint8Array(32).fill(byte);

/** A store in memory, which counts what it is asked. */
function memoryStore() {
  const rows = new Map<string, SecretRow>();
  const asked = { finds: 0 };
  const store: SecretStore = {
    put: async (row) =>
      void rows.set(row.name, { ...row, createdAt: rows.get(row.name)?.createdAt ?? row.createdAt }),
    find: async (name) => {
      asked.finds++;
      return rows.get(name);
    },
    list: async () => [...rows.values()],
    delete: async (name) => rows.delete(name),
    reseal: async () => 0,
  };
  return { store, rows, asked };
}

function world(keys = [key(1)]) {
  const memory = memoryStore();
  const clock = { now: 1_790_000_000_000 };
  const file = { text: hidden };
  const brought = { secrets: new Map<string, SecretBody>() };
  const open = () =>
    SourceSecrets.open({
      store: memory.store,
      keyring: new Keyring(fixedKeys(keys)),
      preconfigured: () => brought.secrets,
      values: {
        settings: { variables: [], folders: ['/run'] },
        env: {},
        realPath: async (path) => path,
        readFile: async () => Buffer.from(file.text),
      },
      now: () => clock.now,
    });
  return { ...memory, clock, file, brought, keys, open };
}

const tokenOf = async (secrets: SourceSecrets, name: string) =>
  (await secrets.credentialsOf(name)).headers.authorization;

test('a secret is sealed in the store, shown without what is in it, and made a header of', async () => {
  const { open, rows, clock } = world();
  const secrets = await open();
  const shown = await secrets.put('prom', { type: 'bearer', token: hidden });
  const times = { createdAt: clock.now, updatedAt: clock.now };
  assert.deepEqual(shown, {
    name: 'prom',
    type: 'bearer',
    isMissing: false,
    isPreconfigured: false,
    ...times,
  });
  assert.deepEqual(secrets.list(), [shown]);
  const sealed = Buffer.from(rows.get('prom')?.sealed ?? []).toString('latin1');
  assert.ok(sealed.length > 32 && !sealed.includes(hidden) && !sealed.includes('bearer'));
  assert.equal(await tokenOf(secrets, 'prom'), `Bearer ${hidden}`);
  assert.equal(await tokenOf(await open(), 'prom'), `Bearer ${hidden}`, 'also after a restart');
});

test('a sealed secret opens under no other name', async () => {
  const { open, rows } = world();
  const secrets = await open();
  await secrets.put('mine', { type: 'bearer', token: hidden });
  const row = rows.get('mine');
  assert.ok(row !== undefined);
  rows.set('other', { ...row, name: 'other' });
  await assert.rejects((await open()).credentialsOf('other'), {
    message: /^the secret "other" can not be used: The secret is damaged/,
  });
});

test('a secret that is replaced counts with the next call, and was made when it was made', async () => {
  const { open, clock } = world();
  const secrets = await open();
  await secrets.put('prom', { type: 'bearer', token: 'first' });
  assert.equal(await tokenOf(secrets, 'prom'), 'Bearer first');
  const madeAt = clock.now;
  clock.now += 5;
  const second = await secrets.put('prom', { type: 'basic', username: 'a', password: 'b' });
  assert.deepEqual([second.createdAt, second.updatedAt, second.type], [madeAt, madeAt + 5, 'basic']);
  assert.match((await tokenOf(secrets, 'prom')) ?? '', /^Basic /);
});

test('what could not be used is not kept', async () => {
  const { open, rows } = world();
  const secrets = await open();
  await assert.rejects(secrets.put('prom', { type: 'bearer', token: `\${HOME}` }), { code: 'invalid' });
  assert.deepEqual([secrets.list(), rows.size], [[], 0]);
});

test('the store is asked once for what can not change, and every five seconds for a file', async () => {
  const { open, asked, file, clock } = world();
  const secrets = await open();
  await secrets.put('literal', { type: 'bearer', token: 'literal' });
  await secrets.put('file', { type: 'bearer', token: { file: '/run/token' } });
  for (let n = 0; n < 10; n++) {
    await tokenOf(secrets, 'literal');
    clock.now += 60_000;
  }
  assert.equal(asked.finds, 1);
  assert.equal(await tokenOf(secrets, 'file'), `Bearer ${hidden}`);
  file.text = 'changed';
  clock.now += 4999;
  assert.equal(await tokenOf(secrets, 'file'), `Bearer ${hidden}`);
  clock.now += 1;
  assert.equal(await tokenOf(secrets, 'file'), 'Bearer changed');
  file.text = '';
  clock.now += 5000;
  await assert.rejects(secrets.credentialsOf('file'), {
    message: 'the secret "file" can not be used: token names the file /run/token, which is empty',
  });
  file.text = 'back';
  assert.equal(await tokenOf(secrets, 'file'), 'Bearer back', 'a failure is not remembered');
});

test('a secret that no key opens says so, and one that was given up asks for its value', async () => {
  const { open, rows, keys } = world();
  const secrets = await open();
  await secrets.put('prom', { type: 'bearer', token: hidden });
  keys.splice(0, 1, key(2));
  await assert.rejects((await open()).credentialsOf('prom'), {
    message: /^the secret "prom" can not be used: None of the encryption keys/,
  });
  const row = rows.get('prom');
  assert.ok(row !== undefined);
  rows.set('prom', { ...row, sealed: null });
  const later = await open();
  assert.equal(later.list()[0]?.isMissing, true);
  await assert.rejects(later.credentialsOf('prom'), {
    message: 'what the secret "prom" held is lost: enter it again',
  });
});

test('secrets of the settings are used like others, can not be changed here, and hide kept ones', async () => {
  const { open, brought, file } = world();
  const secrets = await open();
  await secrets.put('prom', { type: 'bearer', token: 'kept' });
  await secrets.put('a', { type: 'bearer', token: 'a' });
  assert.equal(await tokenOf(secrets, 'prom'), 'Bearer kept');
  // Any file, and no variables: they were put in when the settings were read.
  brought.secrets = new Map<string, SecretBody>([
    ['prom', { type: 'bearer', token: { file: '/etc/token' } }],
    ['shop', { type: 'bearer', token: `\${HOME}` }],
  ]);
  assert.equal(await tokenOf(secrets, 'prom'), `Bearer ${file.text}`);
  assert.equal(await tokenOf(secrets, 'shop'), `Bearer \${HOME}`);
  assert.deepEqual(
    secrets.list().map(({ name, isPreconfigured, createdAt }) => [name, isPreconfigured, createdAt === null]),
    [
      ['a', false, false],
      ['prom', true, true],
      ['shop', true, true],
    ],
  );
  const refusal = (what: string) => ({
    code: 'invalid',
    message: `The secret "shop" comes from the settings (rules.secrets.preconfigured) and can not be ${what} here: change it there.`,
  });
  await assert.rejects(secrets.put('shop', { type: 'bearer', token: 'x' }), refusal('replaced'));
  await assert.rejects(secrets.delete('shop', []), refusal('deleted'));

  brought.secrets = new Map<string, SecretBody>([['prom', { type: 'bearer', token: 'changed' }]]);
  assert.equal(await tokenOf(secrets, 'prom'), 'Bearer changed', 'the settings were read anew');
  assert.equal(secrets.has('shop'), false);
  brought.secrets = new Map();
  assert.equal(await tokenOf(secrets, 'prom'), 'Bearer kept');
});

test('there is nothing to a secret that is not there', async () => {
  const secrets = await world().open();
  assert.equal(secrets.has('other'), false);
  await assert.rejects(secrets.credentialsOf('other'), { message: 'There is no secret "other".' });
  await assert.rejects(secrets.delete('other', []), { code: 'not_found' });
});

/** A rule, as far as it is looked at here. */
const rule = (id: string, params: Rule['params']) => ({ id, name: `Rule ${id}`, params });

test('a secret that rules use is not deleted, and they are named', async () => {
  const secrets = await world().open();
  await secrets.put('prom', { type: 'bearer', token: hidden });
  const rules = [
    rule('a', { auth: { secret: 'prom' } }),
    rule('b', { targets: [{ url: 'x' }, { auth: { secret: 'prom' } }] }),
    rule('c', { auth: { secret: 'other' }, note: 'prom' }),
    rule('d', { auth: null }),
  ];
  assert.deepEqual(
    rulesThatUse('prom', rules).map(({ id }) => id),
    ['a', 'b'],
  );
  await assert.rejects(secrets.delete('prom', rules), {
    code: 'conflict',
    message: 'The secret "prom" is used by rules: "Rule a" (a), "Rule b" (b). Change or delete them first.',
  });
  const many = Array.from({ length: 8 }, (_, n) => rule(`r${n}`, { auth: { secret: 'prom' } }));
  await assert.rejects(secrets.delete('prom', many), { message: /"Rule r4" \(r4\) and 3 more\. Change/ });
  assert.equal(await tokenOf(secrets, 'prom'), `Bearer ${hidden}`);
  await secrets.delete('prom', rules.slice(2));
  assert.equal(secrets.has('prom'), false);
  await assert.rejects(secrets.credentialsOf('prom'), { code: 'not_found' });
});

test('params that refer to a secret that is not there are refused with its place', () => {
  const secrets = { has: (name: string) => name === 'prom' };
  checkSecrets({ auth: { secret: 'prom' }, targets: [{ auth: null }] }, secrets);
  assert.throws(() => checkSecrets({ targets: [{ auth: { secret: 'promm' } }] }, secrets), {
    code: 'invalid',
    message:
      'params invalid: [targets.0.auth.secret]: there is no secret "promm": make it first (PUT /api/tocsin/secrets/promm)',
  });
});
