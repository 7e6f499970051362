import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { type NetworkServer, networkServer } from '../support/network/network-server.ts';
import { type Behaviour, OddPeer } from '../support/network/odd-peer.ts';
import { PagerDutyDouble } from '../support/network/pagerduty-double.ts';
import { waitFor } from '../support/wait-for.ts';

/*
 * Servers that answer as PagerDuty never would: whatever they do, a call ends within `actions.responseTimeout`, little
 * of the answer is read, little memory is taken, and nothing that the answer points to is asked for.
 */

const deadline = 1500;
/** A busy machine may take so much longer, in milliseconds. */
const grace = 2500;
/** So much more memory, in bytes, an answer may cost, whatever its size. */
const room = 60 * 1024 * 1024;
const large = 100 * 1024 * 1024;

const head = (status: string, ...headers: string[]) =>
  [`HTTP/1.1 ${status}`, 'content-type: application/json', ...headers, '', ''].join('\r\n');
const success = '{"status":"success","message":"Event processed"}';

/** Writes `chunk` over and over, as fast as it is taken, until so many bytes have left or the other side is gone. */
function pour(socket: Socket, chunk: Buffer, bytes = large): void {
  let left = bytes;
  const more = () => {
    while (left > 0 && !socket.destroyed) {
      left -= chunk.length;
      if (!socket.write(chunk)) return;
    }
    if (!socket.destroyed) socket.end();
  };
  socket.on('drain', more);
  more();
}

/** Writes `text` every 50 ms until the other side is gone. */
function drip(socket: Socket, text: string): void {
  const timer = setInterval(() => socket.write(text), 50);
  socket.on('close', () => clearInterval(timer));
}

/** 100 MB of blanks around a valid answer, in 100 KB. */
const bomb = gzipSync(Buffer.concat([Buffer.from(success), Buffer.alloc(large, ' ')]));

interface Row {
  readonly name: string;
  readonly behaviour: Behaviour;
  /** `ok`, or what is said. */
  readonly expected: 'ok' | RegExp;
}

const rows: readonly Row[] = [
  { name: 'never answers', behaviour: () => {}, expected: /did not answer within 1500 ms/ },
  {
    name: 'sends a header now and then, for ever',
    behaviour: (socket) => {
      socket.write('HTTP/1.1 202 Accepted\r\n');
      drip(socket, 'x-wait: more\r\n');
    },
    expected: /within 1500 ms/,
  },
  {
    name: 'sends a byte of its answer now and then, for ever',
    behaviour: (socket) => {
      socket.write(head('202 Accepted', 'content-length: 1000000'));
      drip(socket, ' ');
    },
    expected: /within 1500 ms/,
  },
  {
    name: 'announces that it goes on, for ever',
    behaviour: (socket) => drip(socket, 'HTTP/1.1 102 Processing\r\n\r\n'),
    expected: /within 1500 ms/,
  },
  {
    name: 'sends 100 MB after a 202',
    behaviour: (socket) => {
      socket.write(head('202 Accepted', `content-length: ${large}`));
      pour(socket, Buffer.alloc(64 * 1024, ' '));
    },
    expected: 'ok',
  },
  {
    name: 'sends 100 MB after a 400',
    behaviour: (socket) => {
      socket.write(head('400 Bad Request', `content-length: ${large}`));
      pour(socket, Buffer.alloc(64 * 1024, '"'));
    },
    expected: /unexpected status 400/,
  },
  {
    name: 'sends without an end and without a length',
    behaviour: (socket) => {
      socket.write(head('202 Accepted', 'transfer-encoding: chunked'));
      const chunk = Buffer.alloc(64 * 1024, ' ');
      pour(
        socket,
        Buffer.concat([Buffer.from(`${chunk.length.toString(16)}\r\n`), chunk, Buffer.from('\r\n')]),
      );
    },
    expected: 'ok',
  },
  {
    name: 'sends 100 MB of headers',
    behaviour: (socket) => {
      socket.write('HTTP/1.1 202 Accepted\r\n');
      pour(socket, Buffer.from(`x-filler: ${'a'.repeat(1000)}\r\n`.repeat(64)));
    },
    expected: /the headers of the answer are too large/,
  },
  {
    name: 'sends 100 MB that were packed into 100 KB after a 202',
    behaviour: (socket) => {
      socket.write(head('202 Accepted', 'content-encoding: gzip', `content-length: ${bomb.length}`));
      socket.end(bomb);
    },
    expected: 'ok',
  },
  {
    name: 'sends 100 MB that were packed into 100 KB after a 400',
    behaviour: (socket) => {
      socket.write(head('400 Bad Request', 'content-encoding: gzip', `content-length: ${bomb.length}`));
      socket.end(bomb);
    },
    expected: /unexpected status 400/,
  },
  {
    name: 'closes after half of its answer',
    behaviour: (socket) => {
      socket.end(`${head('202 Accepted', 'content-length: 100')}{"status":`);
    },
    expected: /the connection was closed|terminated|reset/,
  },
  {
    name: 'closes without an answer',
    behaviour: (socket) => void socket.end(),
    expected: /the connection was closed|reset/,
  },
  {
    name: 'speaks something else than HTTP',
    behaviour: (socket) => void socket.end('SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n'),
    expected: /could not be called/,
  },
  {
    name: 'answers twice to one request',
    behaviour: (socket) => {
      const answer = `${head('202 Accepted', `content-length: ${success.length}`)}${success}`;
      socket.end(answer + answer.replace('success', 'another'));
    },
    expected: 'ok',
  },
];

/** The resident memory of a process in bytes; `undefined` where there is no /proc. */
async function memoryOf(pid: number | undefined): Promise<number | undefined> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1];
  return kilobytes === undefined ? undefined : Number(kilobytes) * 1024;
}

/** The most memory that a process had while something went on, above what it had before. */
async function growthWhile<T>(pid: number | undefined, work: () => Promise<T>): Promise<[T, number]> {
  const before = (await memoryOf(pid)) ?? 0;
  let most = before;
  const look = async () => {
    most = Math.max(most, (await memoryOf(pid)) ?? 0);
  };
  const timer = setInterval(() => void look(), 20);
  try {
    const result = await work();
    await look();
    return [result, most - before];
  } finally {
    clearInterval(timer);
  }
}

const idOf = (n: number) => `row-${n}`;

for (const limit of [undefined, 100]) {
  describe(
    limit === undefined ? 'a server that' : `with ${limit} bytes as the most of an answer, one that`,
    () => {
      let peers: OddPeer[];
      let own: NetworkServer;
      before(async () => {
        peers = await Promise.all(rows.map(({ behaviour }) => OddPeer.open(behaviour)));
        own = await networkServer({
          actions: {
            responseTimeout: `${deadline}ms`,
            ...(limit !== undefined && { maxResponseContentLength: limit }),
          },
          connectors: Object.fromEntries(
            peers.map(({ port }, n) => [idOf(n), `http://127.0.0.1:${port}/v2/enqueue`]),
          ),
        });
        // The first call makes the process grow by what it loads.
        await own.execute(idOf(rows.findIndex(({ name }) => name === 'closes without an answer')));
      });
      after(async () => {
        await own?.[Symbol.asyncDispose]();
        for (const peer of peers ?? []) await peer[Symbol.asyncDispose]();
      });

      for (const [n, { name, expected }] of rows.entries()) {
        test(`${name} costs neither time nor memory`, async () => {
          const peer = peers[n];
          const { pid } = own.server.child.process;
          const [{ status, said, took }, growth] = await growthWhile(pid, () => own.execute(idOf(n)));
          if (expected === 'ok') {
            assert.equal(status, 'ok', said);
          } else {
            assert.equal(status, 'error');
            assert.match(said, expected);
          }
          assert.ok(took < deadline + grace, `it took ${Math.round(took)} ms`);
          assert.ok(growth < room, `the process grew by ${Math.round(growth / 1024 / 1024)} MB`);
          // A connection whose answer was not read to its end is of no more use.
          await waitFor('the connection to be closed', () => (peer?.open === 0 ? true : undefined));
          // What lies in the buffers of the system between the two has left, and was not read.
          assert.ok((peer?.sent ?? large) < large / 4, `${peer?.sent} bytes were taken`);
        });
      }
    },
  );
}

test('actions.maxResponseContentLength cuts what is read of an answer, and the verdict stays', async () => {
  const words = 'a'.repeat(3000);
  const body = JSON.stringify({ status: 'invalid event', message: words, errors: ['no'] });
  await using refusing = await OddPeer.open((socket) => {
    socket.end(`${head('400 Bad Request', `content-length: ${body.length}`)}${body}`);
  });
  await using accepting = await OddPeer.open((socket) => {
    socket.end(`${head('202 Accepted', `content-length: ${body.length}`)}${body}`);
  });
  const connectors = {
    refusing: `http://127.0.0.1:${refusing.port}/`,
    accepting: `http://127.0.0.1:${accepting.port}/`,
  };
  await using small = await networkServer({ actions: { maxResponseContentLength: '1kb' }, connectors });
  const cut = await small.execute('refusing');
  assert.match(cut.said, /unexpected status 400/);
  assert.ok(!cut.said.includes('a'.repeat(1100)), 'more was read than is allowed');
  assert.equal((await small.execute('accepting')).status, 'ok');

  await using usual = await networkServer({ connectors });
  assert.ok((await usual.execute('refusing')).said.includes('a'.repeat(1100)));
});

describe('a redirect', () => {
  const statuses = [
    '301 Moved Permanently',
    '302 Found',
    '303 See Other',
    '307 Temporary Redirect',
    '308 Permanent Redirect',
  ];
  let goal: PagerDutyDouble;
  let from: OddPeer;
  let own: NetworkServer;
  before(async () => {
    goal = await PagerDutyDouble.open();
    from = await OddPeer.open();
    own = await networkServer({ connectors: { moved: `http://127.0.0.1:${from.port}/v2/enqueue` } });
  });
  after(async () => {
    for (const each of [own, from, goal]) await each?.[Symbol.asyncDispose]();
  });

  for (const status of statuses) {
    test(`with ${status} to a private address is told and never followed`, async () => {
      const location = `location: ${goal.url('127.0.0.1')}?token=s3cr3tToken`;
      from.behaviour = (socket) => void socket.end(head(status, location, 'content-length: 0'));
      const requests = from.requests;
      const { status: outcome, said } = await own.execute('moved');
      assert.equal(outcome, 'error');
      assert.match(said, new RegExp(`status ${status.slice(0, 3)}`));
      assert.match(said, new RegExp(`redirect to http://127\\.0\\.0\\.1:${goal.port}`));
      assert.ok(!said.includes('s3cr3tToken'), 'the query of a login page holds tokens');
      assert.equal(from.requests - requests, 1);
      assert.equal(goal.connections, 0);
    });
  }

  test('by Refresh or Content-Location is nothing', async () => {
    const url = goal.url('127.0.0.1');
    from.behaviour = (socket) =>
      void socket.end(
        head('202 Accepted', `refresh: 0; url=${url}`, `content-location: ${url}`, 'content-length: 0'),
      );
    assert.equal((await own.execute('moved')).status, 'ok');
    assert.equal(goal.connections, 0);
  });
});
