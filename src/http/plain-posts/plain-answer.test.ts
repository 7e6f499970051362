import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accepted } from '../../sandbox/reply.ts';
import { plainAnswer } from './plain-answer.ts';

const now = Date.UTC(2026, 10, 27, 21, 0, 5, 999);

test('an answer has the headers of its own and those of every answer, and its length in bytes', () => {
  const answer = plainAnswer(accepted('schlüssel'), { now, keepFor: 72 });
  const body = '{"status":"success","message":"Event processed","dedup_key":"schlüssel"}';
  assert.equal(
    answer,
    [
      'HTTP/1.1 202 Accepted',
      'x-content-type-options: nosniff',
      'content-type: application/json; charset=utf-8',
      `content-length: ${body.length + 1}`,
      'date: Fri, 27 Nov 2026 21:00:05 GMT',
      'connection: keep-alive',
      'keep-alive: timeout=72',
      '',
      body,
    ].join('\r\n'),
  );
});

test('the last answer of a connection says so, once', () => {
  const answer = { ...accepted('a'), headers: { connection: 'close' } };
  const [head = ''] = plainAnswer(answer, { now, keepFor: 0 }).split('\r\n\r\n');
  assert.deepEqual(head.match(/^(connection|keep-alive):.*$/gm), ['connection: close']);
});

test('the date is that of each answer', () => {
  const dateOf = (at: number) =>
    /date: (.*)\r/.exec(plainAnswer(accepted('a'), { now: at, keepFor: 1 }))?.[1];
  assert.deepEqual(
    [now, now + 1, now - 1000, now].map(dateOf).map((date) => date?.slice(-6, -4)),
    ['05', '06', '04', '05'],
  );
});
