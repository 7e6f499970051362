import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clientErrorAnswer } from './client-error.ts';

const cases: [code: string | undefined, status: number, error: string, words: RegExp][] = [
  ['HPE_HEADER_OVERFLOW', 431, 'Request Header Fields Too Large', /larger than 16 KiB/],
  ['ERR_HTTP_REQUEST_TIMEOUT', 408, 'Request Timeout', /headers have 10 seconds, all of it has 30/],
  ['HPE_INVALID_METHOD', 400, 'Bad Request', /Look at the method, the header lines and Content-Length/],
  [undefined, 400, 'Bad Request', /HTTP\/1\.1 is spoken here/],
];
for (const [code, status, error, words] of cases) {
  test(`a request that fails with ${code ?? 'nothing known'} is ${status}`, () => {
    const answer = clientErrorAnswer(code);
    assert.deepEqual([answer.statusCode, answer.error], [status, error]);
    assert.match(answer.message, words);
  });
}
