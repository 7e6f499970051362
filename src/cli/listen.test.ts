import assert from 'node:assert/strict';
import { test } from 'node:test';
import { listenProblem } from './listen.ts';

const failure = (code: string) => Object.assign(new Error(`listen ${code}`), { code });

const cases: [code: string, host: string, port: number, message: string][] = [
  [
    'EADDRINUSE',
    '127.0.0.1',
    5640,
    'Port 5640 on 127.0.0.1 is in use by another program. Stop it, or choose another port: --port 5641',
  ],
  [
    'EADDRINUSE',
    '::1',
    65_535,
    'Port 65535 on ::1 is in use by another program. Stop it, or choose another port: --port 65534',
  ],
  [
    'EACCES',
    '127.0.0.1',
    80,
    'This user may not listen on 127.0.0.1:80. Ports below 1024 are for root; choose a higher one with --port.',
  ],
  [
    'EADDRNOTAVAIL',
    '192.0.2.1',
    5640,
    '"192.0.2.1" is no address of this machine. Use 127.0.0.1, 0.0.0.0 or one of its own with --host.',
  ],
  [
    'ENOTFOUND',
    'nowhere.invalid',
    5640,
    '"nowhere.invalid" is no address of this machine. Use 127.0.0.1, 0.0.0.0 or one of its own with --host.',
  ],
  ['EMFILE', '127.0.0.1', 5640, '127.0.0.1:5640 can not be listened to [EMFILE].'],
];
for (const [code, host, port, message] of cases) {
  test(`${code} on ${host}:${port} is told in words, and the cause is kept`, () => {
    const cause = failure(code);
    const problem = listenProblem(cause, host, port);
    assert.deepEqual([problem.message, problem.exitCode, problem.cause], [message, 1, cause]);
  });
}

test('what is no error of the system is told as well', () => {
  assert.equal(listenProblem('odd', '::1', 1).message, '::1:1 can not be listened to.');
});
