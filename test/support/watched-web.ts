import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { Certificate } from './network/authority.ts';
import { portOf } from './port-of.ts';

type Answering = (request: IncomingMessage, response: ServerResponse) => void;

/** A web server on loopback that a test breaks and mends while rules watch it. */
export class WatchedWeb implements AsyncDisposable {
  /** How it answers now. */
  answer: Answering = (_request, response) => response.end('fine');
  /** Requests so far. */
  asked = 0;
  readonly #scheme: string;
  readonly #tls: Certificate | undefined;
  #server: Server | undefined;
  #port = 0;

  private constructor(tls: Certificate | undefined) {
    this.#scheme = tls === undefined ? 'http' : 'https';
    this.#tls = tls;
  }

  static async start(tls?: Certificate): Promise<WatchedWeb> {
    const web = new WatchedWeb(tls);
    await web.open();
    return web;
  }

  get url(): string {
    return `${this.#scheme}://localhost:${this.#port}`;
  }

  /** Listens, on the port that it had. */
  async open(): Promise<void> {
    const listener: Answering = (request, response) => {
      this.asked++;
      request.resume();
      this.answer(request, response);
    };
    const { cert, key } = this.#tls ?? {};
    const server = cert === undefined ? createServer(listener) : createTlsServer({ cert, key }, listener);
    server.listen(this.#port, '127.0.0.1');
    await once(server, 'listening');
    this.#server = server;
    this.#port = portOf(server);
  }

  /** Refuses connections from now on. */
  async close(): Promise<void> {
    const server = this.#server;
    if (server === undefined) return;
    this.#server = undefined;
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}
