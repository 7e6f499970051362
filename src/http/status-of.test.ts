import assert from 'node:assert/strict';
import { test } from 'node:test';
import fastify from 'fastify';
import { Refusal, type RefusalCode } from '../refusal.ts';
import { StoreError } from '../store/store-error.ts';
import { answerFor, errorAnswer } from './status-of.ts';

const statuses: [code: RefusalCode, status: number, error: string][] = [
  ['invalid', 400, 'Bad Request'],
  ['unauthenticated', 401, 'Unauthorized'],
  ['forbidden', 403, 'Forbidden'],
  ['not_found', 404, 'Not Found'],
  ['conflict', 409, 'Conflict'],
  ['too_many', 429, 'Too Many Requests'],
  ['unavailable', 503, 'Service Unavailable'],
];
for (const [code, statusCode, error] of statuses) {
  test(`a refusal that is ${code} is ${statusCode}, in its own words`, () => {
    const message = 'what was wrong';
    assert.deepEqual(answerFor(new Refusal(code, message)), { statusCode, error, message, isDefect: false });
  });
}

test('a store that takes nothing is 503, and no defect of ours', () => {
  const { statusCode, message, isDefect } = answerFor(new StoreError('unavailable', 'The disk is full.'));
  assert.deepEqual([statusCode, message, isDefect], [503, 'The disk is full.', false]);
});

/** An error as Fastify makes them. */
const fastifyError = (statusCode: number, code = 'FST_ERR_X') =>
  Object.assign(new Error('brief words'), { statusCode, code });

const ofFastify: [error: unknown, status: number, message: RegExp][] = [
  [fastifyError(413), 413, /larger than 1 MiB/],
  [fastifyError(414), 414, /longer than 1,024 characters/],
  [fastifyError(415), 415, /Content-Type: application\/json/],
  [fastifyError(403), 403, /leads out of what may be read/],
  [fastifyError(400, 'FST_ERR_BAD_URL'), 400, /not percent-encoded properly: .* as "%25"/],
  [fastifyError(400), 400, /^brief words$/],
];
for (const [error, status, message] of ofFastify) {
  test(`Fastify's ${status} is told as ${message}`, () => {
    const answer = answerFor(error);
    assert.deepEqual([answer.statusCode, answer.isDefect], [status, false]);
    assert.match(answer.message, message);
  });
}

const defects: [name: string, error: unknown][] = [
  ['an error of any kind', new TypeError('s3cr3t is not a function')],
  ['an error with a status of its own above 499', fastifyError(502)],
  ['an error with a status that is none', Object.assign(new Error('s3cr3t'), { statusCode: '400' })],
  ['something that is no error', 's3cr3t'],
  ['an object that only looks like one', { statusCode: 400, message: 's3cr3t' }],
  ['nothing', undefined],
];
for (const [name, error] of defects) {
  test(`${name} is a 500 that says nothing of itself`, () => {
    const answer = answerFor(error);
    assert.deepEqual(
      [answer.statusCode, answer.error, answer.isDefect],
      [500, 'Internal Server Error', true],
    );
    assert.match(answer.message, /its log says why/);
    assert.doesNotMatch(answer.message, /s3cr3t|brief words/);
  });
}

test('a status without a name is called an error', () => {
  assert.deepEqual(errorAnswer(499, 'x'), { statusCode: 499, error: 'Error', message: 'x' });
});

test('what Fastify really says of a body that is too large is what is expected here', async () => {
  const app = fastify({ bodyLimit: 10 });
  app.setErrorHandler((error, _request, reply) => {
    const { isDefect, ...answer } = answerFor(error);
    return reply.code(answer.statusCode).send({ ...answer, isDefect });
  });
  app.post('/', async () => ({}));
  const answer = await app.inject({ method: 'POST', url: '/', payload: { text: 'much too long' } });
  assert.deepEqual([answer.statusCode, answer.json().isDefect], [413, false]);
});
