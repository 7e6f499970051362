import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import { Client } from 'undici';
import { arbitraryAnswer, cutAt, mutatedAnswer } from '../../../test/support/network/arbitrary-answer.ts';
import { portOf } from '../../../test/support/port-of.ts';
import { AnswerReader } from './answer-reader.ts';
import { WireError } from './wire-error.ts';

/*
 * Whatever comes: what our reader takes for an answer undici takes for the same one. That undici reads more than ours
 * does no harm. What ours reads on purpose and undici does not:
 *
 * - 100 Continue although nobody waits for it, which a client has to read (RFC 9110, 15.2);
 * - what follows an announcement (1xx) that says that the connection will close;
 * - the same length twice (RFC 9110, 8.6);
 * - space around what extensions of chunks are made of (RFC 9112, 7.1.1);
 * - space behind a length, which undici takes for figures, or a tab behind "chunked", which it takes for another
 *   encoding (RFC 9110, 5.5).
 */
const onPurpose = (bytes: Buffer): boolean => {
  const text = bytes.toString('latin1');
  const announcements = text.split('\r\n\r\n').filter((head) => /^HTTP\/1\.[01] 1/.test(head));
  return (
    announcements.some((head) => /^HTTP\/1\.0|^connection:.*close/im.test(head)) ||
    /HTTP\/1\.[01] 100\b/.test(text) ||
    (text.match(/^content-length *:/gim)?.length ?? 0) > 1 ||
    /^[0-9a-f]+(?:[ \t]+;|;.*(?:[ \t][;=]|[;=][ \t]))/im.test(text) ||
    /^(?:transfer-encoding:.*\t|content-length:.*[ \t]$)/im.test(text)
  );
};

/** What one of them makes of an answer; `undefined`: it refuses it. */
type Answer = { status: number; headers: Record<string, unknown>; body: string } | undefined;

/** undici leaves the space behind a value, which is no part of it (RFC 9110, 5.5). */
function withoutSpace(headers: Record<string, string | string[] | undefined>): Record<string, unknown> {
  const strip = (text: string | undefined) => text?.replace(/[ \t]+$/, '');
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.map(strip) : strip(value),
    ]),
  );
}

let pieces: readonly Buffer[] = [];
let server: Server;
before(async () => {
  server = createServer({ noDelay: true }, (socket: Socket) => {
    socket.on('error', () => {});
    socket.once('data', () => {
      for (const piece of pieces) socket.write(piece);
      socket.end();
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
});
after(() => server.close());

async function byUndici(method: 'GET' | 'HEAD'): Promise<Answer> {
  const client = new Client(`http://127.0.0.1:${portOf(server)}`, { headersTimeout: 0, bodyTimeout: 0 });
  const { promise, resolve } = Promise.withResolvers<Answer>();
  let head: { status: number; headers: Record<string, unknown> } | undefined;
  let body = '';
  client.dispatch(
    { method, path: '/', body: null },
    {
      onRequestStart() {},
      onResponseStart(_controller, status, headers) {
        if (status >= 200) head = { status, headers: withoutSpace(headers) };
      },
      onResponseData(_controller, chunk) {
        body += chunk.toString('latin1');
      },
      onResponseEnd: () => resolve(head && { ...head, body }),
      onResponseError: () => resolve(undefined),
    },
  );
  const answer = await promise;
  await client.destroy();
  return answer;
}

function byUs(method: 'GET' | 'HEAD'): Answer {
  let head: { status: number; headers: Record<string, unknown> } | undefined;
  let body = '';
  let isOver = false;
  const reader = new AnswerReader({
    onHead: ({ status, headers }) => {
      if (status >= 200) head = { status, headers: { ...headers } };
    },
    onBody: (chunk) => {
      body += chunk.toString('latin1');
    },
    onEnd: () => {
      isOver = true;
    },
  });
  reader.expect(method);
  try {
    for (const piece of pieces) reader.feed(piece);
    reader.close();
  } catch (error) {
    assert.ok(error instanceof WireError);
  }
  return isOver && head !== undefined ? { ...head, body } : undefined;
}

const places = fc.array(fc.nat(4000), { maxLength: 4 });

test('property: undici reads the same in every answer that is one', async () => {
  await fc.assert(
    fc.asyncProperty(arbitraryAnswer, places, async ({ method, bytes }, where) => {
      pieces = cutAt(bytes, where);
      const ours = byUs(method);
      assert.notEqual(ours, undefined);
      assert.deepEqual(ours, await byUndici(method), JSON.stringify(bytes.toString('latin1')));
    }),
    { numRuns: 300 },
  );
});

test('property: of what is hardly an answer any more, nothing is read that undici refuses or reads otherwise', async () => {
  await fc.assert(
    fc.asyncProperty(mutatedAnswer, places, async ({ method, bytes }, where) => {
      pieces = cutAt(bytes, where);
      const ours = byUs(method);
      if (ours === undefined || onPurpose(bytes)) return;
      assert.deepEqual(ours, await byUndici(method), JSON.stringify(bytes.toString('latin1')));
    }),
    // Always the same: a difference that somebody finds in undici by chance is no reason to stop anybody's change.
    { numRuns: 600, seed: 1 },
  );
});
