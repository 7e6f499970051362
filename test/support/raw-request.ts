import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** What came back on a connection until the server closed it. */
export interface RawAnswer {
  /** Of the last answer; `undefined` when the server closed the connection without one. */
  readonly status: number | undefined;
  readonly text: string;
  /** The body of the last answer parsed, or `undefined` when it is not JSON. */
  readonly body: unknown;
}

/** Opens a connection to the server at `url` and writes nothing. */
export async function openSocket(url: string): Promise<Socket> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  await once(socket, 'connect');
  // A server may well reset what it does not want; that is for the test to judge.
  socket.on('error', () => {});
  return socket;
}

function parse(text: string): RawAnswer {
  const [, status, rest = ''] = /^(?:[\s\S]*\r\n)?HTTP\/1\.1 (\d{3})([\s\S]*)$/.exec(text) ?? [];
  const body = rest.slice(rest.indexOf('\r\n\r\n') + 4);
  try {
    return { status: Number(status), text, body: JSON.parse(body) };
  } catch {
    return { status: status === undefined ? undefined : Number(status), text, body: undefined };
  }
}

/** Reads until the server closes the connection, and fails when it has not within `patience` milliseconds. */
export function readToEnd(socket: Socket, patience = 15_000): Promise<RawAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<RawAnswer>();
  let text = '';
  const late = setTimeout(() => {
    reject(new Error(`the server left the connection open; it said: ${text}`));
    socket.destroy();
  }, patience);
  socket.setEncoding('utf8');
  socket.on('data', (chunk) => {
    text += chunk;
  });
  socket.on('close', () => {
    clearTimeout(late);
    resolve(parse(text));
  });
  return promise;
}

/** Writes bytes as they are and reads what comes back until the server closes the connection. */
export async function rawRequest(url: string, bytes: string | Uint8Array): Promise<RawAnswer> {
  const socket = await openSocket(url);
  socket.write(bytes);
  return readToEnd(socket);
}
