import assert from 'node:assert/strict';
import type { IncomingHttpHeaders } from 'node:http';
import { test } from 'node:test';
import { challengeFor } from './challenge-for.ts';

const both = 'Basic realm="Tocsin", charset="UTF-8", ApiKey';
const cases: [headers: IncomingHttpHeaders, challenge: string][] = [
  [{}, both],
  [{ accept: 'text/html', 'sec-fetch-mode': 'navigate' }, both],
  [{ accept: '*/*', 'kbn-xsrf': '' }, both],
  [{ 'kbn-xsrf': 'true' }, 'ApiKey'],
  [{ 'sec-fetch-mode': 'cors' }, 'ApiKey'],
  [{ 'sec-fetch-mode': 'same-origin' }, 'ApiKey'],
  [{ 'sec-fetch-mode': 'no-cors' }, 'ApiKey'],
  [{ accept: 'text/event-stream' }, 'ApiKey'],
];
for (const [headers, challenge] of cases) {
  test(`a 401 for ${JSON.stringify(headers)} asks for ${challenge}`, () => {
    assert.equal(challengeFor(headers), challenge);
  });
}
