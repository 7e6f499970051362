import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';
import { portOf } from '../port-of.ts';

/**
 * Stands in front of a proxy, passes every byte on, and keeps what each connection began with: so the requests for a
 * tunnel are counted, and their headers read. With a certificate it takes the TLS off.
 */
export class Tap implements AsyncDisposable {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  /** The head of each connection's first request, in the order of connections. */
  readonly heads: string[] = [];
  /** How many connections were made, whatever was said in them. */
  connections = 0;

  private constructor(server: Server) {
    this.#server = server;
  }

  /** In front of what listens at `port` on 127.0.0.1. */
  static async open(port: number, tls?: TlsOptions): Promise<Tap> {
    const server = tls === undefined ? createServer() : createTlsServer(tls);
    const tap = new Tap(server);
    const event = tls === undefined ? 'connection' : 'secureConnection';
    server.on(event, (near: Socket) => tap.#join(near, connect(port, '127.0.0.1')));
    server.on('tlsClientError', () => {});
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return tap;
  }

  get port(): number {
    return portOf(this.#server);
  }

  /** The targets of the tunnels that were asked for, as `host:port`. */
  get tunnels(): string[] {
    return this.heads.flatMap((head) => /^CONNECT (\S+) /.exec(head)?.[1] ?? []);
  }

  /** Forgets what it has seen. */
  reset(): void {
    this.heads.length = 0;
    this.connections = 0;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #join(near: Socket, far: Socket): void {
    this.connections++;
    let head = '';
    const listen = (bytes: Buffer) => {
      head += bytes.toString('latin1');
      const end = head.indexOf('\r\n\r\n');
      if (end === -1) return;
      near.off('data', listen);
      this.heads.push(head.slice(0, end));
    };
    near.on('data', listen);
    near.pipe(far).pipe(near);
    for (const socket of [near, far]) {
      this.#sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => this.#sockets.delete(socket));
    }
    near.on('close', () => far.destroy());
    far.on('close', () => near.destroy());
  }
}
