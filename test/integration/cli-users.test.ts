import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { type CommandOptions, tocsin } from '../support/child.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { adminPassword, basic, TestServer } from '../support/test-server.ts';

/*
 * `tocsin user` works on the data directory itself: beside a running server, which must notice at once, and without.
 */

let server: TestServer;
before(async () => {
  server = await TestServer.start();
});
after(() => server.stop());

const user = (data: string, words: readonly string[], options: CommandOptions = {}) =>
  tocsin(['user', ...words, '--data', data], options);
const here = (words: readonly string[], options: CommandOptions = {}) => user(server.data, words, options);

async function signIn(name: string, password: string): Promise<number> {
  const { status } = await server.call('/api/tocsin/users', { authorization: basic(name, password) });
  return status;
}

test('a user added with a password from standard input can sign in at once, and it is not repeated', async () => {
  const password = 'alices own password';
  server.secrets.add(password);
  const added = await here(['add', 'alice'], { input: `${password}\nanother line\n` });
  assert.deepEqual(added, { code: 0, stdout: '', stderr: 'User "alice" may sign in.\n' });
  assert.equal(await signIn('alice', password), 200);
  assert.equal(await signIn('alice', `${password}\nanother line`), 401);
});

test('--generate prints a password and nothing else, and it works', async () => {
  const added = await here(['add', 'bob', '--generate']);
  assert.equal(added.code, 0, added.stderr);
  assert.match(added.stdout, /^[A-Za-z0-9_-]{20}\n$/);
  assert.equal(await signIn('bob', added.stdout.trim()), 200);
  const changed = await here(['password', 'bob', '--generate']);
  assert.equal(await signIn('bob', added.stdout.trim()), 401, 'the old one is over at once');
  assert.equal(await signIn('bob', changed.stdout.trim()), 200);
});

test('a removed user can not sign in any more, and keys that the user made are named', async () => {
  const password = 'carols own password';
  server.secrets.add(password);
  await here(['add', 'carol'], { input: password });
  const authorization = basic('carol', password);
  const made = await server.call('/api/tocsin/api-keys', { body: { name: 'of carol' }, authorization });
  const { id, encoded } = Object(made.body);

  const removed = await here(['remove', 'carol']);
  assert.equal(removed.code, 0);
  assert.equal(
    removed.stderr,
    `User "carol" is removed.\nAPI key ${id} ("of carol"), which carol made, still works: tocsin key revoke ${id}\n`,
  );
  assert.equal(await signIn('carol', password), 401);
  const byKey = await server.call('/api/tocsin/users', { authorization: `ApiKey ${encoded}` });
  assert.equal(byKey.status, 200);
});

test('the list shows who may sign in, by name, and no hash', async () => {
  await here(['add', 'dave', '--generate']);
  const { code, stdout } = await here(['list']);
  assert.equal(code, 0);
  const [heading, ...rows] = stdout.trimEnd().split('\n');
  assert.match(heading ?? '', /^NAME +CREATED +PASSWORD SET$/);
  const { body } = await server.call('/api/tocsin/users');
  const names = Object(body).items.map(({ name }: { name: string }) => name);
  assert.deepEqual(
    rows.map((row) => row.split(' ')[0]),
    names,
  );
  assert.ok(names.includes('dave') && !stdout.includes('argon2'));
});

const refusals: [name: string, words: string[], input: string, code: number, message: string][] = [
  [
    'a password that is too short',
    ['add', 'eve'],
    'elevenchars',
    1,
    'The password has 11 characters; it needs at least 12.',
  ],
  [
    'a password that is too short for a change',
    ['password', 'admin'],
    'short',
    1,
    'The password has 5 characters; it needs at least 12.',
  ],
  [
    'no password',
    ['add', 'eve'],
    '',
    2,
    'No password came on standard input. Pipe it in, use --generate, or run the command at a terminal.',
  ],
  [
    'a name with a colon, before a password is made up',
    ['add', 'e:ve', '--generate'],
    '',
    1,
    '"e:ve" can not be a user name. Use 1 to 64 letters, digits or . _ @ - and begin with a letter or digit.',
  ],
  [
    'a name that is taken',
    ['add', 'admin', '--generate'],
    '',
    1,
    'There is a user "admin" already. Choose another name.',
  ],
  ['a password for nobody', ['password', 'nobody', '--generate'], '', 1, 'There is no user "nobody".'],
  ['to remove nobody', ['remove', 'nobody'], '', 1, 'There is no user "nobody".'],
];
for (const [name, words, input, code, message] of refusals) {
  test(`refused: ${name}`, async () => {
    assert.deepEqual(await here(words, { input }), { code, stdout: '', stderr: `tocsin: ${message}\n` });
    assert.equal(await signIn('admin', adminPassword), 200);
  });
}

test('with the server stopped: the last user stays, a lost password is replaced, a user is added', async () => {
  await using folder = await temporaryFolder();
  const data = join(folder.path, 'data');
  await (await TestServer.start({ data })).stop();

  const refused = await user(data, ['remove', 'admin']);
  assert.equal(refused.code, 1);
  assert.match(refused.stderr, /^tocsin: "admin" is the only user\. Add another one first;/);
  const replaced = await user(data, ['password', 'admin'], { input: 'a new password for admin\n' });
  assert.deepEqual([replaced.code, replaced.stderr], [0, 'The password of "admin" is set.\n']);
  assert.equal((await user(data, ['add', 'alice'], { input: 'alices own password' })).code, 0);

  await using again = await TestServer.start({ data });
  const status = async (authorization: string) =>
    (await again.call('/api/tocsin/users', { authorization })).status;
  assert.equal(await status(basic('admin', 'a new password for admin')), 200);
  assert.equal(await status(basic('alice', 'alices own password')), 200);
  assert.equal(await status(basic('admin', adminPassword)), 401);
});

test('a folder without data is refused rather than filled', async () => {
  await using folder = await temporaryFolder();
  const data = join(folder.path, 'wrong');
  const { code, stderr } = await user(data, ['add', 'alice', '--generate']);
  assert.equal(code, 1);
  assert.equal(
    stderr,
    `tocsin: There is no Tocsin data in ${data}. Name the right folder with --data, or start the server once to make it.\n`,
  );
});
