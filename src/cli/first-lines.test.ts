import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type FirstLines, firstLines } from './first-lines.ts';

const facts: FirstLines = { version: '1.2.3', url: 'http://127.0.0.1:5640', sandbox: true, connectors: 0 };
const line = (change: Partial<FirstLines>, heading: string) =>
  firstLines({ ...facts, ...change }).find((each) => each.startsWith(heading));

test('without a sandbox nothing is named that is not there', () => {
  assert.deepEqual(firstLines({ ...facts, sandbox: false, connectors: 2 }), [
    'Tocsin 1.2.3 is running at http://127.0.0.1:5640',
    '',
    'Sign in    user and password; lost it? bin/tocsin.js user password admin',
    'API        http://127.0.0.1:5640/docs/api',
    '',
    '2 connectors are ready to send.',
  ]);
});

const last: [connectors: number, line: string][] = [
  [0, 'Nothing leaves this machine until you add a PagerDuty key.'],
  [1, '1 connector is ready to send.'],
  [2, '2 connectors are ready to send.'],
];
for (const [connectors, expected] of last) {
  test(`the last line tells of ${connectors} connectors`, () => {
    assert.equal(firstLines({ ...facts, connectors }).at(-1), expected);
  });
}

test('a password that was made up stands in the lines, quoted where a shell reads it', () => {
  const madePassword = "a'b c";
  assert.equal(
    line({ madePassword }, 'Sign in'),
    "Sign in    user admin, password a'b c (shown this once: keep it)",
  );
  assert.ok(line({ madePassword }, 'Fire it')?.includes(`curl -u 'admin:a'\\''b c' http`));
});

test('a link that was made signs in before anything is typed', () => {
  const signInLink = 'http://127.0.0.1:5640/sign-in#token';
  const lines = firstLines({ ...facts, signInLink });
  assert.equal(
    lines[2],
    'Open       http://127.0.0.1:5640/sign-in#token  (signs you in once, within the hour)',
  );
  assert.match(lines[3] ?? '', /^Sign in /);
  assert.equal(line({}, 'Open'), undefined);
});

test('a password from the environment is named by its variable alone', () => {
  assert.equal(
    line({ passwordFromEnvironment: true }, 'Sign in'),
    'Sign in    user admin, with the password in TOCSIN_ADMIN_PASSWORD',
  );
  assert.ok(
    line({ passwordFromEnvironment: true }, 'See it')?.includes('-u "admin:$TOCSIN_ADMIN_PASSWORD" '),
  );
});

test('a data directory of one’s own and a certificate go with the commands', () => {
  assert.ok(line({ data: '/srv/my data' }, 'Sign in')?.endsWith(" admin --data '/srv/my data'"));
  assert.ok(
    line({ certificate: '/etc/tocsin.crt' }, 'Fire it')?.includes(
      "curl --cacert '/etc/tocsin.crt' -u admin ",
    ),
  );
});
