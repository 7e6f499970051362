import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer, type ServerOptions } from 'node:https';
import { text } from 'node:stream/consumers';
import { portOf } from '../port-of.ts';

/** One event as it arrived. */
export interface Received {
  readonly path: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly event: Record<string, unknown>;
}

/** Answers like PagerDuty's Events API on loopback, over TLS where it is given a certificate, and keeps what it got. */
export class PagerDutyDouble implements AsyncDisposable {
  readonly #server: Server;
  readonly #scheme: string;
  readonly received: Received[] = [];
  /** How many connections were made to it, whatever became of them. */
  connections = 0;

  private constructor(tls: ServerOptions | undefined) {
    const answer: RequestListener = async (request, response) => {
      const event = JSON.parse((await text(request)) || '{}');
      this.received.push({ path: request.url, headers: request.headers, event });
      response.writeHead(202, { 'content-type': 'application/json' });
      response.end(
        JSON.stringify({ status: 'success', message: 'Event processed', dedup_key: event.dedup_key }),
      );
    };
    this.#server = tls === undefined ? createServer(answer) : createTlsServer(tls, answer);
    this.#scheme = tls === undefined ? 'http' : 'https';
    this.#server.on('connection', () => {
      this.connections++;
    });
    this.#server.on('tlsClientError', () => {});
  }

  static async open(tls?: ServerOptions, address = '127.0.0.1'): Promise<PagerDutyDouble> {
    const double = new PagerDutyDouble(tls);
    double.#server.listen(0, address);
    await once(double.#server, 'listening');
    return double;
  }

  get port(): number {
    return portOf(this.#server);
  }

  /** Under which it is reached by a name or an address of this machine. */
  origin(host = 'localhost'): string {
    return `${this.#scheme}://${host}:${this.port}`;
  }

  /** What an API URL says. */
  url(host = 'localhost'): string {
    return `${this.origin(host)}/v2/enqueue`;
  }

  /** Forgets what it got, and ends the connections that are kept open to it. */
  reset(): void {
    this.received.length = 0;
    this.connections = 0;
    this.#server.closeAllConnections();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.close();
    this.#server.closeAllConnections();
    await once(this.#server, 'close');
  }
}
