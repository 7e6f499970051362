import type { Socket } from 'node:net';
import type { DirectReader } from './dial.ts';
import type { Hop } from './exchange.ts';
import type { AnswerHeaders } from './wire/answer-head.ts';

/** Opens a connection to an origin, TLS and all. Rejects with a `DialError`. */
export type OpenSocket = (origin: string, reader?: DirectReader) => Promise<Socket>;

/** By what a call is ended from our side: told of as an error. */
export interface AnswerController {
  abort(reason: Error): void;
}

/** Told of one call. The last that it is told is `onResponseEnd` or `onResponseError`. */
export interface AnswerHandler {
  /** The request leaves now. */
  onRequestStart(controller: AnswerController): void;
  onResponseStart(controller: AnswerController, status: number, headers: AnswerHeaders): void;
  onResponseData(controller: AnswerController, chunk: Buffer): void;
  onResponseEnd(): void;
  onResponseError(controller: AnswerController | null, error: Error): void;
}

/** One connection, opened with its first call. */
export interface Connection {
  readonly origin: string;
  /** By `performance.now()`. */
  readonly madeAt: number;
  readonly isOpen: boolean;
  /** What the body consists of is read before this returns. @throws `TypeError` when it can not be said in HTTP. */
  dispatch(hop: Hop, handler: AnswerHandler): void;
  /** Its call is over, however it ended: it may be another's. */
  release(): void;
  /** Ends it when its call is over. */
  close(): void;
  /** Ends it now; its call fails. */
  destroy(): Promise<void>;
}

export interface ConnectionsOptions {
  /** `onRelease`: to be called when a call is over, and when an idle connection has ended. */
  readonly make: (origin: string, onRelease: (connection: Connection) => void) => Connection;
  /** Milliseconds after which a connection is not used for another call; 0: however old it is. */
  readonly mostAge: number;
}

/** Connections to any servers, each for one call at a time and kept for the next call to the same origin. */
export class Connections {
  readonly #options: ConnectionsOptions;
  readonly #all = new Set<Connection>();
  /** Those that no call uses, by origin; the last one was used last. */
  readonly #idle = new Map<string, Connection[]>();
  /** Set once nothing is kept any more; resolved when the last has ended. */
  #closing: PromiseWithResolvers<void> | undefined;

  constructor(options: ConnectionsOptions) {
    this.#options = options;
  }

  /** A connection for one call, open or still to be opened; to be given back by `release`. */
  take(origin: string): Connection {
    const idle = this.#idle.get(origin);
    for (let kept = idle?.pop(); kept !== undefined; kept = idle?.pop()) {
      if (!this.#isOld(kept)) return kept;
      this.#end(kept);
    }
    const made = this.#options.make(origin, (connection) => this.#released(connection));
    this.#all.add(made);
    return made;
  }

  /** Keeps nothing from now on: those that no call uses end at once, the others with their calls. */
  close(): Promise<void> {
    this.#closing ??= Promise.withResolvers();
    for (const idle of this.#idle.values()) for (const connection of idle.splice(0)) this.#end(connection);
    this.#idle.clear();
    if (this.#all.size === 0) this.#closing.resolve();
    return this.#closing.promise;
  }

  /** Ends all of them, whatever they are used for. */
  async destroy(): Promise<void> {
    const closed = this.close();
    await Promise.all([...this.#all].map((connection) => connection.destroy()));
    for (const connection of [...this.#all]) this.#end(connection);
    await closed;
  }

  #released(connection: Connection): void {
    if (!this.#all.has(connection)) return;
    if (this.#closing !== undefined || !connection.isOpen) {
      this.#forgetIdle(connection);
      this.#end(connection);
      return;
    }
    const idle = this.#idle.get(connection.origin);
    if (idle === undefined) this.#idle.set(connection.origin, [connection]);
    else idle.push(connection);
  }

  #forgetIdle(connection: Connection): void {
    const idle = this.#idle.get(connection.origin);
    const place = idle?.lastIndexOf(connection) ?? -1;
    if (place !== -1) idle?.splice(place, 1);
    if (idle?.length === 0) this.#idle.delete(connection.origin);
  }

  #isOld({ madeAt }: Connection): boolean {
    const { mostAge } = this.#options;
    return mostAge > 0 && performance.now() - madeAt > mostAge;
  }

  #end(connection: Connection): void {
    this.#all.delete(connection);
    connection.close();
    if (this.#all.size === 0) this.#closing?.resolve();
  }
}
