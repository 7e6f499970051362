import { once } from 'node:events';
import { createServer, connect as dial, type Server, type Socket } from 'node:net';
import { portOf } from './port-of.ts';

/**
 * How the way to PagerDuty treats a connection, from the next bytes on. `hang`: what is sent is swallowed; `half`: the
 * request arrives, and the connection breaks after half of the answer; `deaf`: the request arrives, and the answer is
 * kept back for ever (a connection that is open on one side only).
 */
export type ProxyMood = 'pass' | 'hang' | 'half' | 'deaf';

/** A TCP proxy that can go wrong in ways that no HTTP server can. */
export class BadProxy implements AsyncDisposable {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  mood: ProxyMood = 'pass';

  private constructor(server: Server) {
    this.#server = server;
  }

  /** In front of what listens at `port` on 127.0.0.1. */
  static async open(port: number): Promise<BadProxy> {
    const server = createServer();
    const proxy = new BadProxy(server);
    server.on('connection', (near) => proxy.#join(near, dial(port, '127.0.0.1')));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return proxy;
  }

  get port(): number {
    return portOf(this.#server);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #join(near: Socket, far: Socket): void {
    for (const socket of [near, far]) {
      this.#sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => this.#sockets.delete(socket));
    }
    near.on('data', (bytes) => {
      if (this.mood !== 'hang') far.write(bytes);
    });
    far.on('data', (bytes: Buffer) => {
      if (this.mood === 'pass') near.write(bytes);
      if (this.mood === 'half') near.end(bytes.subarray(0, bytes.length / 2));
    });
    near.on('close', () => far.destroy());
    far.on('close', () => near.destroy());
  }
}
