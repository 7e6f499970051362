import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { test } from 'node:test';
import { answered, ScriptedPeer } from '../../../test/support/network/scripted-peer.ts';
import { ToldCall } from '../../../test/support/network/told-call.ts';
import { Connections, type OpenSocket } from '../connections.ts';
import { WireConnection } from './wire-connection.ts';

/** A connection to a peer, open already. */
async function socketTo(peer: ScriptedPeer): Promise<Socket> {
  const socket = connect(Number(new URL(peer.origin).port), '127.0.0.1');
  await once(socket, 'connect');
  return socket;
}

function connectionsBy(open: OpenSocket, idleTime?: number): Connections & AsyncDisposable {
  const make = (origin: string, onRelease: ConstructorParameters<typeof WireConnection>[2]) =>
    new WireConnection(origin, open, onRelease, idleTime);
  const connections = new Connections({ make, mostAge: 0 });
  return Object.assign(connections, { [Symbol.asyncDispose]: () => connections.destroy() });
}

const whole = ['left', 'head', 'body', 'end'];

test('an idle connection is closed after its time, and the next call opens another', async () => {
  await using peer = await ScriptedPeer.open();
  await using connections = connectionsBy(() => socketTo(peer), 10);
  await new ToldCall(connections, peer.origin).over;
  await peer.closed(0);
  await new ToldCall(connections, peer.origin).over;
  assert.equal(peer.sockets.length, 2);
});

test('a connection by which a call is under way is not idle, however long nothing comes', async () => {
  await using peer = await ScriptedPeer.open(({ socket }) => {
    ours?.emit('timeout');
    socket.write(answered('x'));
  });
  let ours: Socket | undefined;
  await using connections = connectionsBy(async () => {
    ours = await socketTo(peer);
    return ours;
  });
  assert.deepEqual((await new ToldCall(connections, peer.origin).over).told, whole);
  ours?.emit('timeout');
  await peer.closed(0);
});

const ends: [how: string, end: (socket: Socket) => void][] = [
  ['is closed', (socket) => socket.destroy()],
  ['breaks', (socket) => socket.destroy(new Error('broken'))],
  ['is ended by the server', (socket) => socket.emit('end')],
  ['says something nobody asked for', (socket) => socket.emit('data', Buffer.from('x'))],
];
for (const [how, end] of ends) {
  test(`a call that has not left when its connection ${how} leaves once, by another one`, async () => {
    await using peer = await ScriptedPeer.open();
    const sockets: Socket[] = [];
    await using connections = connectionsBy(async () => {
      const socket = await socketTo(peer);
      sockets.push(socket);
      return socket;
    });
    await new ToldCall(connections, peer.origin).over;
    const call = new ToldCall(connections, peer.origin);
    const [first] = sockets;
    if (first !== undefined) end(first);
    assert.deepEqual((await call.over).told, ['left', 'head', 'end']);
    assert.equal(sockets.length, 2);
    // Events of the old one are nothing to the new one.
    first?.emit('close');
    assert.deepEqual((await new ToldCall(connections, peer.origin).over).told, ['left', 'head', 'end']);
    assert.equal(sockets.length, 2);
  });
}

const hints: [name: string, hint: string, idleTime: number][] = [
  ['is believed, but for a margin', 'timeout=10, max=100', 8000],
  ['may stand anywhere among others', 'max=100,timeout=3', 1000],
  ['is believed up to a limit', 'timeout=999999999', 600_000],
  ['is heeded only when it is one', 'timeout=soon', 4000],
  ['of something else is none', 'xtimeout=10', 4000],
];
for (const [name, hint, idleTime] of hints) {
  test(`how long a server keeps a connection ${name}: ${hint}`, async () => {
    await using peer = await ScriptedPeer.open(({ socket }) =>
      socket.write(answered('x', `Keep-Alive: ${hint}\r\n`)),
    );
    const sockets: Socket[] = [];
    await using connections = connectionsBy(async () => {
      const socket = await socketTo(peer);
      sockets.push(socket);
      return socket;
    });
    await new ToldCall(connections, peer.origin).over;
    await new ToldCall(connections, peer.origin).over;
    assert.deepEqual(
      sockets.map(({ timeout }) => timeout),
      [idleTime],
    );
  });
}

test('a connection that broke before anybody listened to it fails its call', async () => {
  await using peer = await ScriptedPeer.open();
  for (const reason of [undefined, new Error('of a test')]) {
    await using connections = connectionsBy(async () => {
      const socket = await socketTo(peer);
      socket.on('error', () => {}).destroy(reason);
      return socket;
    });
    const call = await new ToldCall(connections, peer.origin).over;
    assert.deepEqual(call.told, ['error']);
    assert.match(call.error?.message ?? '', reason === undefined ? /opened/ : /of a test/);
    await connections.close();
  }
});

test('a connection that ends while it is opened fails its call', async () => {
  await using peer = await ScriptedPeer.open();
  peer.onConnect = (socket) => socket.end();
  await using connections = connectionsBy(() => socketTo(peer));
  const call = await new ToldCall(connections, peer.origin).over;
  assert.equal(call.told.at(-1), 'error');
});

test('a request that can not be said throws, tells nobody, and the connection serves on', async () => {
  await using peer = await ScriptedPeer.open();
  await using connections = connectionsBy(() => socketTo(peer));
  await new ToldCall(connections, peer.origin).over;
  assert.throws(() => new ToldCall(connections, peer.origin, { headers: { a: 'b\r\nc: d' } }), TypeError);
  assert.equal(peer.asked.length, 1);
});

test('closing during the dial waits for the call, which is made', async () => {
  await using peer = await ScriptedPeer.open(({ socket }) => socket.write(answered('x')));
  const dialed = Promise.withResolvers<Socket>();
  await using connections = connectionsBy(() => dialed.promise);
  const call = new ToldCall(connections, peer.origin);
  const closed = connections.close();
  dialed.resolve(await socketTo(peer));
  await closed;
  assert.deepEqual(call.told, whole);
  await peer.closed(0);
});

test('closing during the dial of a call that is too late ends the connection, and nothing leaves', async () => {
  await using peer = await ScriptedPeer.open();
  const dialed = Promise.withResolvers<Socket>();
  await using connections = connectionsBy(() => dialed.promise);
  const call = new ToldCall(connections, peer.origin, {}, 'left');
  const closed = connections.close();
  dialed.resolve(await socketTo(peer));
  await closed;
  assert.deepEqual(call.told, ['left', 'error']);
  await peer.closed(0);
  assert.equal(peer.asked.length, 0);
});

test('destroying during the dial fails the call once, whatever becomes of the dial', async () => {
  for (const fails of [true, false]) {
    await using peer = await ScriptedPeer.open();
    const dialed = Promise.withResolvers<Socket>();
    await using connections = connectionsBy(() => dialed.promise);
    const call = new ToldCall(connections, peer.origin);
    await connections.destroy();
    assert.deepEqual(call.told, ['error']);
    if (fails) dialed.reject(new Error('of a test'));
    else {
      const socket = await socketTo(peer);
      dialed.resolve(socket);
      await once(socket, 'close');
    }
    await dialed.promise.catch(() => {});
    assert.deepEqual([call.told, peer.asked.length], [['error'], 0]);
  }
});

test('an answer that comes before all was sent is one, and the last of its connection', async () => {
  await using peer = await ScriptedPeer.open(({ socket }) => socket.write(answered('x')));
  peer.onConnect = (socket) => {
    if (peer.sockets.length > 1) return;
    socket.pause();
    socket.write('HTTP/1.1 413 Content Too Large\r\nContent-Length: 1\r\n\r\nx');
  };
  await using connections = connectionsBy(() => socketTo(peer));
  // More than the buffers of any system take.
  const bytes = Buffer.alloc(32 * 1024 * 1024, 'y');
  const call = new ToldCall(connections, peer.origin, { body: [{ bytes, start: 0, end: bytes.length }] });
  await call.over;
  assert.deepEqual([call.status, call.told], [413, whole]);
  const next = await new ToldCall(connections, peer.origin).over;
  assert.deepEqual([next.status, peer.sockets.length], [200, 2]);
});

test('a call that begins as another ends has the connection to itself', async () => {
  await using peer = await ScriptedPeer.open(({ socket, path }) => socket.write(answered(path)));
  await using connections = connectionsBy(() => socketTo(peer));
  const next = Promise.withResolvers<ToldCall>();
  const connection = connections.take(peer.origin);
  const ignored = () => {};
  connection.dispatch(
    { method: 'GET', url: new URL('/first', peer.origin), headers: {}, body: null },
    {
      onRequestStart: ignored,
      onResponseStart: ignored,
      onResponseData: ignored,
      onResponseEnd: () => {
        connection.release();
        // In the very call that tells of the end.
        next.resolve(new ToldCall(connections, `${peer.origin}/next`));
      },
      onResponseError: (_controller, error) => next.reject(error),
    },
  );
  const call = await (await next.promise).over;
  assert.deepEqual([call.body, call.told, peer.sockets.length], ['/next', whole, 1]);
});

test('a call that begins as one that came too late is ended leaves in its place', async () => {
  await using peer = await ScriptedPeer.open(({ socket, path }) => socket.write(answered(path)));
  await using connections = connectionsBy(() => socketTo(peer));
  const next = Promise.withResolvers<ToldCall>();
  const connection = connections.take(peer.origin);
  const ignored = () => {};
  connection.dispatch(
    { method: 'GET', url: new URL('/late', peer.origin), headers: {}, body: null },
    {
      onRequestStart: (controller) => controller.abort(new Error('too late')),
      onResponseStart: ignored,
      onResponseData: ignored,
      onResponseEnd: ignored,
      onResponseError: () => {
        connection.release();
        next.resolve(new ToldCall(connections, `${peer.origin}/next`));
      },
    },
  );
  const call = await (await next.promise).over;
  assert.deepEqual([call.body, call.told], ['/next', whole]);
  assert.deepEqual(
    peer.asked.map(({ path }) => path),
    ['/next'],
  );
});

test('a connection of which a call was ended is told of errors without harm', async () => {
  await using peer = await ScriptedPeer.open(() => {});
  let ours: Socket | undefined;
  await using connections = connectionsBy(async () => {
    ours = await socketTo(peer);
    return ours;
  });
  const call = new ToldCall(connections, peer.origin);
  await call.left;
  call.controller?.abort(new Error('ended by the test'));
  ours?.emit('error', new Error('of a test'));
  await peer.closed(0);
  assert.deepEqual([call.told, call.error?.message], [['left', 'error'], 'ended by the test']);
});
