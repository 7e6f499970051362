import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { test } from 'node:test';
import { type Asked, answered, ScriptedPeer } from '../../test/support/network/scripted-peer.ts';
import { type Told, ToldCall } from '../../test/support/network/told-call.ts';
import { ClientConnection } from './client-connection.ts';
import { type Connection, Connections, type OpenSocket } from './connections.ts';
import { DialError } from './dial-error.ts';
import { WireConnection } from './wire/wire-connection.ts';

const kinds = [
  ['by our own hand', WireConnection],
  ['by undici', ClientConnection],
] as const;

/** Connections of a kind, and the sockets that were opened for them. */
class Opened implements AsyncDisposable {
  readonly all: Connections;
  readonly sockets: Socket[] = [];

  constructor(Kind: (typeof kinds)[number][1], open?: OpenSocket, mostAge = 0) {
    const usual: OpenSocket = async (origin) => {
      const socket = connect(Number(new URL(origin).port), '127.0.0.1');
      this.sockets.push(socket);
      await once(socket, 'connect');
      return socket;
    };
    this.all = new Connections({
      make: (origin, onRelease) => new Kind(origin, open ?? usual, onRelease),
      mostAge,
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.all.destroy();
  }
}

/** With or without an error. */
async function closed(socket: Socket | undefined): Promise<void> {
  if (socket?.closed !== false) return;
  await new Promise<void>((resolve) => socket.once('close', () => resolve()));
}

const whole: readonly Told[] = ['left', 'head', 'body', 'end'];

const lastOfTheirs: { name: string; answer: (asked: Asked) => void; body?: string }[] = [
  {
    name: 'that said so',
    answer: ({ socket }) => socket.write(answered('x', 'Connection: close\r\n')),
  },
  {
    name: 'of HTTP/1.0',
    answer: ({ socket }) => socket.write(answered('x').replace('HTTP/1.1', 'HTTP/1.0')),
  },
  {
    name: 'that is kept for too short a time',
    answer: ({ socket }) => socket.write(answered('x', 'Keep-Alive: timeout=1\r\n')),
  },
  { name: 'by which more came', answer: ({ socket }) => socket.write(`${answered('x')}more`) },
  {
    name: 'by which another answer came',
    answer: ({ socket }) => socket.write(answered('x') + answered('y')),
  },
  {
    name: 'by which more came a little later',
    answer: ({ socket }) => socket.write(answered('x'), () => setImmediate(() => socket.write('more'))),
  },
  {
    name: 'whose end was that of the answer',
    answer: ({ socket }) => socket.end('HTTP/1.1 200 OK\r\n\r\nx'),
  },
  { name: 'that was closed', answer: ({ socket }) => socket.end(answered('x')) },
  {
    name: 'that was closed while it was idle',
    answer: ({ socket }) => socket.write(answered('x'), () => setImmediate(() => socket.end())),
  },
  {
    name: 'that was reset while it was idle',
    answer: ({ socket }) => socket.write(answered('x'), () => setImmediate(() => socket.resetAndDestroy())),
  },
];

const aborts: { at: Told; told: Told[]; lives: boolean }[] = [
  { at: 'left', told: ['left', 'error'], lives: true },
  { at: 'head', told: ['left', 'head', 'error'], lives: false },
  { at: 'body', told: ['left', 'head', 'body', 'error'], lives: false },
];

const broken: { name: string; answer: (socket: Socket) => void; told: Told[] }[] = [
  { name: 'without a word', answer: (socket) => socket.end(), told: ['left', 'error'] },
  { name: 'by a reset', answer: (socket) => socket.resetAndDestroy(), told: ['left', 'error'] },
  {
    name: 'with something else',
    answer: (socket) => socket.write('no HTTP\r\n\r\n'),
    told: ['left', 'error'],
  },
  {
    name: 'in the middle of a head',
    answer: (socket) => socket.end('HTTP/1.1 200 OK\r\nA:'),
    told: ['left', 'error'],
  },
  {
    name: 'in the middle of a body',
    answer: (socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nx'),
    told: ['left', 'head', 'body', 'error'],
  },
  {
    name: 'by a wrong chunk',
    answer: (socket) => socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\nz\r\n'),
    told: ['left', 'head', 'body', 'error'],
  },
];

for (const [by, Kind] of kinds) {
  test(`${by}: calls one after the other share a connection`, async () => {
    await using peer = await ScriptedPeer.open(({ socket, path }) => socket.write(answered(path)));
    await using opened = new Opened(Kind);
    for (const path of ['/a', '/b', '/c', '/d']) {
      const call = await new ToldCall(opened.all, peer.origin + path).over;
      assert.deepEqual([call.status, call.body, call.told], [200, path, whole]);
    }
    assert.equal(peer.sockets.length, 1);
  });

  test(`${by}: calls to other origins have other connections`, async () => {
    await using peer = await ScriptedPeer.open(({ socket }) => socket.write(answered('a')));
    await using other = await ScriptedPeer.open(({ socket }) => socket.write(answered('b')));
    await using opened = new Opened(Kind);
    const said: string[] = [];
    for (const { origin } of [peer, other, peer, other])
      said.push((await new ToldCall(opened.all, origin).over).body);
    assert.deepEqual([said.join(''), peer.sockets.length, other.sockets.length], ['abab', 1, 1]);
  });

  for (const { name, answer } of lastOfTheirs) {
    test(`${by}: no other call goes by a connection ${name}`, async () => {
      await using peer = await ScriptedPeer.open(answer);
      await using opened = new Opened(Kind);
      const used = new Set<Connection>();
      for (const connection of [0, 1, 2]) {
        const call = await new ToldCall(opened.all, peer.origin).over;
        assert.deepEqual([call.body, call.told], ['x', whole]);
        assert.equal(peer.asked.at(-1)?.connection, connection);
        used.add(call.connection);
        await closed(opened.sockets[connection]);
      }
      // What has ended is forgotten; undici opens its own again.
      if (Kind === WireConnection) assert.equal(used.size, 3);
    });
  }

  test(`${by}: two hundred calls at once each get their own answer, and their connections serve again`, async () => {
    await using peer = await ScriptedPeer.open(({ socket, path, body }) =>
      setImmediate(() => socket.write(answered(path + body))),
    );
    await using opened = new Opened(Kind);
    for (const round of ['a', 'b']) {
      const calls = Array.from(
        { length: 200 },
        (_, index) => new ToldCall(opened.all, `${peer.origin}/${index}`, { body: round }),
      );
      for (const [index, call] of calls.entries()) assert.equal((await call.over).body, `/${index}${round}`);
    }
    assert.equal(peer.sockets.length, 200);
  });

  test(`${by}: a call is not held up by another origin that hangs`, async () => {
    await using hanging = await ScriptedPeer.open(() => {});
    await using peer = await ScriptedPeer.open();
    await using opened = new Opened(Kind);
    const held = new ToldCall(opened.all, hanging.origin);
    await held.left;
    await new ToldCall(opened.all, peer.origin).over;
    assert.deepEqual(held.told, ['left']);
  });

  test(`${by}: closing waits for calls under way, and ends what is idle at once`, async () => {
    await using peer = await ScriptedPeer.open(({ socket, path }) => {
      if (path === '/quick') socket.write(answered());
    });
    const opened = new Opened(Kind);
    const slow = new ToldCall(opened.all, `${peer.origin}/slow`);
    await slow.left;
    await new ToldCall(opened.all, `${peer.origin}/quick`).over;
    let isClosed = false;
    const closed = opened.all.close().then(() => {
      isClosed = true;
    });
    const quick = peer.asked.find(({ path }) => path === '/quick');
    await peer.closed(quick?.connection ?? -1);
    assert.deepEqual([isClosed, slow.told], [false, ['left']]);
    peer.sockets[1 - (quick?.connection ?? 0)]?.write(answered('x'));
    await closed;
    assert.deepEqual(slow.told, whole);
    for (const connection of [0, 1]) await peer.closed(connection);
  });

  test(`${by}: a call that begins after closing is made, and its connection ends with it`, async () => {
    await using peer = await ScriptedPeer.open(({ socket }) => socket.write(answered('x')));
    const opened = new Opened(Kind);
    await opened.all.close();
    assert.deepEqual((await new ToldCall(opened.all, peer.origin).over).told, whole);
    await peer.closed(0);
    await opened.all.close();
  });

  test(`${by}: destroying fails what is under way, and ends everything`, async () => {
    await using peer = await ScriptedPeer.open(({ socket, path }) => {
      if (path === '/half') socket.write(answered('xy').slice(0, -1));
      if (path === '/quick') socket.write(answered());
    });
    const opened = new Opened(Kind);
    const waiting = new ToldCall(opened.all, `${peer.origin}/waiting`);
    const half = new ToldCall(opened.all, `${peer.origin}/half`);
    const quick = new ToldCall(opened.all, `${peer.origin}/quick`);
    await Promise.all([waiting.left, half.began, quick.over]);
    await opened.all.destroy();
    await Promise.all([waiting.over, half.over]);
    assert.deepEqual([waiting.told, half.told.at(-1)], [['left', 'error'], 'error']);
    for (const connection of peer.sockets.keys()) await peer.closed(connection);
  });

  test(`${by}: destroying fails a call whose connection is not there yet, and a late one is closed`, async () => {
    await using peer = await ScriptedPeer.open();
    const dialed = Promise.withResolvers<Socket>();
    const asked = Promise.withResolvers<void>();
    const opened = new Opened(Kind, () => {
      asked.resolve();
      return dialed.promise;
    });
    const call = new ToldCall(opened.all, peer.origin);
    await asked.promise;
    await opened.all.destroy();
    await call.over;
    const socket = connect(Number(new URL(peer.origin).port), '127.0.0.1');
    await once(socket, 'connect');
    dialed.resolve(socket);
    await closed(socket);
    assert.deepEqual([call.told, peer.asked.length], [['error'], 0]);
  });

  test(`${by}: a connection that is too old is closed instead of used`, async () => {
    await using peer = await ScriptedPeer.open();
    await using opened = new Opened(Kind, undefined, Number.MIN_VALUE);
    await new ToldCall(opened.all, peer.origin).over;
    await new ToldCall(opened.all, peer.origin).over;
    await peer.closed(0);
    assert.equal(peer.sockets.length, 2);
  });

  test(`${by}: a connection that is not too old is used`, async () => {
    await using peer = await ScriptedPeer.open();
    await using opened = new Opened(Kind, undefined, 600_000);
    await new ToldCall(opened.all, peer.origin).over;
    await new ToldCall(opened.all, peer.origin).over;
    assert.equal(peer.sockets.length, 1);
  });

  test(`${by}: a connection that is not had fails its call once, and the next call tries again`, async () => {
    let tries = 0;
    await using opened = new Opened(Kind, async () => {
      tries++;
      throw new DialError('network', 'TEST', 'of a test');
    });
    for (const expected of [1, 2]) {
      const call = await new ToldCall(opened.all, 'http://127.0.0.1:1').over;
      assert.deepEqual([call.told, tries], [['error'], expected]);
      assert.ok(call.error instanceof DialError);
    }
  });

  test(`${by}: an answer of a megabyte in chunks is read whole`, async () => {
    const chunk = 'x'.repeat(10_000);
    await using peer = await ScriptedPeer.open(({ socket }) => {
      socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n');
      for (let count = 0; count < 100; count++) socket.write(`2710\r\n${chunk}\r\n`);
      socket.write('0\r\n\r\n');
    });
    await using opened = new Opened(Kind);
    for (let count = 0; count < 2; count++) {
      const call = await new ToldCall(opened.all, peer.origin).over;
      assert.deepEqual([call.body.length, call.told], [1_000_000, whole]);
    }
    assert.equal(peer.sockets.length, 1);
  });

  for (const { name, answer, told } of broken) {
    test(`${by}: a call that ends ${name} has failed, once, and the next one is made`, async () => {
      await using peer = await ScriptedPeer.open(({ socket, connection }) => {
        if (connection === 0) answer(socket);
        else socket.write(answered('x'));
      });
      await using opened = new Opened(Kind);
      const call = await new ToldCall(opened.all, peer.origin).over;
      assert.deepEqual((await new ToldCall(opened.all, peer.origin).over).told, whole);
      await opened.all.destroy();
      assert.deepEqual(call.told, told);
    });
  }

  for (const { at, told, lives } of aborts) {
    const what = lives ? 'has not left, and the next one is made' : 'ends its connection';
    test(`${by}: a call that is ended when it is told of ${at} ${what}`, async () => {
      await using peer = await ScriptedPeer.open(({ socket }) => socket.write(answered('x')));
      await using opened = new Opened(Kind);
      const call = await new ToldCall(opened.all, `${peer.origin}/ended`, {}, at).over;
      if (!lives) await peer.closed(0);
      const next = await new ToldCall(opened.all, `${peer.origin}/next`).over;
      assert.deepEqual(next.told, whole);
      await opened.all.destroy();
      assert.deepEqual(call.told, told);
      // undici ends it in either case.
      assert.equal(peer.sockets.length, lives && Kind === WireConnection ? 1 : 2);
      // What was ended in time never left.
      assert.equal(
        peer.asked.some(({ path }) => path === '/ended'),
        !lives,
      );
    });
  }

  test(`${by}: a call that is ended once it has left ends its connection`, async () => {
    await using peer = await ScriptedPeer.open(() => {});
    await using opened = new Opened(Kind);
    const call = new ToldCall(opened.all, peer.origin);
    peer.onAsked = () => call.controller?.abort(new Error('ended by the test'));
    await call.over;
    await peer.closed(0);
    await opened.all.destroy();
    assert.deepEqual([call.told, call.error?.message], [['left', 'error'], 'ended by the test']);
  });

  test(`${by}: bytes of a body are read when the call begins, and may be given back then`, async () => {
    await using peer = await ScriptedPeer.open();
    await using opened = new Opened(Kind);
    for (let count = 0; count < 2; count++) {
      const bytes = Buffer.from('hello');
      const call = new ToldCall(opened.all, peer.origin, { body: [{ bytes, start: 1, end: 5 }] });
      bytes.fill('x');
      await call.over;
      assert.equal(peer.asked.at(-1)?.body, 'ello');
    }
  });

  test(`${by}: however many calls a connection serves, no more listens to it`, async () => {
    await using peer = await ScriptedPeer.open();
    await using opened = new Opened(Kind);
    const listeners = () =>
      opened.sockets.map((socket) =>
        socket.eventNames().map((name) => [String(name), socket.listenerCount(name)]),
      );
    await new ToldCall(opened.all, peer.origin).over;
    const before = listeners();
    for (let count = 0; count < 20; count++) await new ToldCall(opened.all, peer.origin).over;
    assert.deepEqual(listeners(), before);
  });
}
