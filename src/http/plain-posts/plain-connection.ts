import type { Socket } from 'node:net';
import { inOneBurst } from '../../in-one-burst.ts';
import type { Answer } from '../../sandbox/reply.ts';
import { plainAnswer } from './plain-answer.ts';
import { type PlainPost, PlainPostReader } from './read-plain-post.ts';

export interface PlainConnectionOptions {
  readonly paths: readonly string[];
  /** Never rejects. */
  readonly answer: (post: PlainPost) => Promise<Answer>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Milliseconds within which a post has to begin: then the connection is left to others; after an answer it ends. */
  readonly patience: { readonly first: number; readonly next: number };
  /** Goes on with a socket whose next request is for others; what of it was read is in the socket again. */
  readonly handOver: (socket: Socket) => void;
}

/**
 * A connection while nothing but plain POSTs come through it, one answered after the other. The first bytes that are
 * anything else go, with the connection, to whoever reads all of HTTP.
 */
export class PlainConnection {
  readonly #socket: Socket;
  readonly #options: PlainConnectionOptions;
  readonly #reader: PlainPostReader;
  /** A post is being answered. */
  #isBusy = false;
  /** Came while another was being answered. */
  #next: Buffer | undefined;
  #hasAnswered = false;
  #isStopping = false;
  /** The client has said all it wants to say. */
  #hasEnded = false;

  constructor(socket: Socket, options: PlainConnectionOptions) {
    this.#socket = socket;
    this.#options = options;
    this.#reader = new PlainPostReader(options.paths);
    socket.setTimeout(options.patience.first);
    socket.on('data', this.#onData).on('end', this.#onEnd).on('timeout', this.#onTimeout).on('error', ignore);
  }

  /** Takes no more posts: ends now, or with the answer that is under way. */
  stop(): void {
    this.#isStopping = true;
    if (!this.#isBusy) this.#socket.destroy();
  }

  readonly #onData = (bytes: Buffer): void => {
    if (!this.#isBusy) {
      this.#take(bytes);
      return;
    }
    // Nobody has to wait for answers, but more than one at a time is not begun.
    this.#next = this.#next === undefined ? bytes : Buffer.concat([this.#next, bytes]);
    this.#socket.pause();
  };

  readonly #onEnd = (): void => {
    this.#hasEnded = true;
    if (!this.#isBusy) this.#socket.end();
  };

  readonly #onTimeout = (): void => {
    if (this.#isBusy) return;
    if (this.#hasAnswered) this.#socket.destroy();
    else this.#leave(undefined);
  };

  #take(bytes: Buffer): void {
    const post = this.#reader.read(bytes);
    if (post === undefined) {
      this.#leave(bytes);
      return;
    }
    this.#isBusy = true;
    if (post.end < bytes.length) {
      this.#next = bytes.subarray(post.end);
      this.#socket.pause();
    }
    void this.#options.answer(post).then((answer) => inOneBurst(() => this.#send(answer)));
  }

  #send(answer: Answer): void {
    const socket = this.#socket;
    const { now, patience } = this.#options;
    if (socket.destroyed) return;
    const isLast = this.#isStopping || answer.headers.connection === 'close';
    const text = plainAnswer(answer, { now: now(), keepFor: isLast ? 0 : Math.floor(patience.next / 1000) });
    if (isLast) {
      socket.end(text);
      return;
    }
    if (!this.#hasAnswered) socket.setTimeout(patience.next);
    this.#hasAnswered = true;
    // A client that reads no answers gets no more of them.
    if (socket.write(text)) this.#goOn();
    else socket.once('drain', () => this.#goOn());
  }

  #goOn(): void {
    this.#isBusy = false;
    if (this.#isStopping) {
      this.#socket.end();
      return;
    }
    const next = this.#next;
    if (next === undefined) {
      if (this.#hasEnded) this.#socket.end();
      return;
    }
    this.#next = undefined;
    this.#take(next);
    if (this.#next === undefined) this.#socket.resume();
  }

  #leave(unread: Buffer | undefined): void {
    const socket = this.#socket;
    // Nothing can be put back any more; a client that wants an answer sends it again.
    if (this.#hasEnded) {
      socket.end();
      return;
    }
    socket.setTimeout(0);
    socket
      .off('data', this.#onData)
      .off('end', this.#onEnd)
      .off('timeout', this.#onTimeout)
      .off('error', ignore);
    if (unread !== undefined) socket.unshift(unread);
    this.#options.handOver(socket);
    socket.resume();
  }
}

/** What was wrong is told by the end of the connection; nobody is there to be told more. */
function ignore(): void {}
