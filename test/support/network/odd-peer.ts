import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { portOf } from '../port-of.ts';

/** What is done with a connection when the head of its first request is there. */
export type Behaviour = (socket: Socket, head: string) => void;

/** A proxy or a server that does what none should. It behaves as it was told last. */
export class OddPeer implements AsyncDisposable {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  behaviour: Behaviour;
  /** How many requests have begun. */
  requests = 0;
  /** How many bytes have left, of connections that have ended. */
  sent = 0;

  private constructor(behaviour: Behaviour) {
    this.behaviour = behaviour;
    this.#server = createServer((socket) => this.#meet(socket));
  }

  static async open(behaviour: Behaviour = () => {}): Promise<OddPeer> {
    const peer = new OddPeer(behaviour);
    peer.#server.listen(0, '127.0.0.1');
    await once(peer.#server, 'listening');
    return peer;
  }

  get port(): number {
    return portOf(this.#server);
  }

  /** Connections that are still open. */
  get open(): number {
    return this.#sockets.size;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #meet(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => {
      this.#sockets.delete(socket);
      this.sent += socket.bytesWritten;
    });
    let head = '';
    const listen = (bytes: Buffer) => {
      head += bytes.toString('latin1');
      if (!head.includes('\r\n\r\n')) return;
      socket.off('data', listen);
      // Whatever else comes is swallowed, unless the behaviour listens.
      socket.resume();
      this.requests++;
      this.behaviour(socket, head);
    };
    socket.on('data', listen);
  }
}
