import type { buildConnector, Client } from 'undici';
import type { AnswerHandler, Connection, OpenSocket } from './connections.ts';
import type { Hop } from './exchange.ts';
import { bytesOfBody } from './posted-body.ts';

/** A connection by which undici makes the calls: for servers of any kind, of which nobody knows how they answer. */
export class ClientConnection implements Connection {
  readonly origin: string;
  readonly madeAt = performance.now();
  readonly #connect: buildConnector.connector;
  readonly #onRelease: (connection: Connection) => void;
  #client: Client | undefined;
  #isOpen = false;
  #isTaken = true;
  #isClosed = false;

  constructor(origin: string, open: OpenSocket, onRelease: (connection: Connection) => void) {
    this.origin = origin;
    this.#onRelease = onRelease;
    this.#connect = (_options, callback) => {
      open(origin).then(
        (socket) => callback(null, socket),
        (error) => callback(error, null),
      );
    };
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  dispatch(hop: Hop, handler: AnswerHandler): void {
    this.#isTaken = true;
    const options = optionsOf(hop);
    if (this.#client !== undefined) this.#client.dispatch(options, handler);
    else {
      this.#load().then(
        (client) => client.dispatch(options, handler),
        (error: unknown) =>
          handler.onResponseError(null, error instanceof Error ? error : new Error(String(error))),
      );
    }
  }

  release(): void {
    this.#isTaken = false;
    this.#onRelease(this);
  }

  close(): void {
    this.#isClosed = true;
    this.#client?.close().catch(() => {});
  }

  async destroy(): Promise<void> {
    this.#isClosed = true;
    await this.#client?.destroy();
  }

  /** Only servers with rules that ask others need undici, which takes more memory than any other package. */
  async #load(): Promise<Client> {
    const { Client } = await import('undici');
    if (this.#isClosed) throw new Error('the connection was closed from our side');
    // Deadlines are those of `exchange.ts`.
    const client = new Client(this.origin, { connect: this.#connect, headersTimeout: 0, bodyTimeout: 0 });
    client.on('connect', () => {
      this.#isOpen = true;
    });
    client.on('disconnect', () => {
      this.#isOpen = false;
      // Of a call under way its handler is told.
      if (!this.#isTaken) this.#onRelease(this);
    });
    this.#client = client;
    return client;
  }
}

function optionsOf({ method, url, headers, body }: Hop) {
  const bytes = body === null || typeof body === 'string' ? body : bytesOfBody(body);
  return { path: url.pathname + url.search, method, headers, body: bytes };
}
