import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { portOf } from '../port-of.ts';

/** A request that has come whole. */
export interface Asked {
  readonly path: string;
  readonly body: string;
  readonly socket: Socket;
  /** Which connection it came by; the first is 0. */
  readonly connection: number;
}

export const answered = (body = '', more = ''): string =>
  `HTTP/1.1 200 OK\r\n${more}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;

/** A server that does with each request exactly what the test says, by connections that stay open. */
export class ScriptedPeer implements AsyncDisposable {
  readonly #server: Server;
  /** All that ever came. */
  readonly sockets: Socket[] = [];
  /** Whole requests, in the order in which they came. */
  readonly asked: Asked[] = [];
  onAsked: (asked: Asked) => void;
  onConnect: (socket: Socket) => void = () => {};

  private constructor(onAsked: (asked: Asked) => void) {
    this.onAsked = onAsked;
    this.#server = createServer({ noDelay: true }, (socket) => this.#meet(socket));
  }

  static async open(onAsked: (asked: Asked) => void = ({ socket }) => socket.write(answered())) {
    const peer = new ScriptedPeer(onAsked);
    peer.#server.listen(0, '127.0.0.1');
    await once(peer.#server, 'listening');
    return peer;
  }

  get origin(): string {
    return `http://127.0.0.1:${portOf(this.#server)}`;
  }

  /** Of each connection that ever came, once it has ended. */
  async closed(connection: number): Promise<void> {
    const socket = this.sockets[connection];
    if (socket === undefined) throw new Error(`there was no connection ${connection}`);
    if (!socket.closed) await once(socket, 'close');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #meet(socket: Socket): void {
    const connection = this.sockets.push(socket) - 1;
    socket.on('error', () => {});
    this.onConnect(socket);
    let come = Buffer.alloc(0);
    socket.on('data', (bytes: Buffer) => {
      come = Buffer.concat([come, bytes]);
      for (;;) {
        const head = come.indexOf('\r\n\r\n');
        if (head === -1) return;
        const text = come.toString('latin1', 0, head);
        const end = head + 4 + Number(/content-length: (\d+)/i.exec(text)?.[1] ?? 0);
        if (come.length < end) return;
        const body = come.toString('utf8', head + 4, end);
        come = come.subarray(end);
        const asked = { path: text.split(' ')[1] ?? '', body, socket, connection };
        this.asked.push(asked);
        this.onAsked(asked);
      }
    });
  }
}
