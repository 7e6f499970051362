import type { Socket } from 'node:net';
import { inOneBurst } from '../../in-one-burst.ts';
import type { AnswerHandler, Connection, OpenSocket } from '../connections.ts';
import type { DirectReader } from '../dial.ts';
import type { Hop } from '../exchange.ts';
import type { AnswerHead } from './answer-head.ts';
import { type AnswerListener, AnswerReader } from './answer-reader.ts';
import { RequestBytes } from './request-bytes.ts';
import { WireError } from './wire-error.ts';

/** Milliseconds for which an idle connection is kept; a server that says how long it keeps it is believed, up to a limit. */
const usualIdleTime = 4000;
const longestIdleTime = 600_000;
/** So much earlier than the server would: a call that leaves as it closes is lost. */
const idleMargin = 2000;

/** So many bytes the system takes at once on a connection on which nothing waits. */
const surelyGone = 16 * 1024;

/** One connection by which calls are made one after the other; it is opened with the first. */
export class WireConnection implements Connection, AnswerListener {
  readonly origin: string;
  readonly madeAt = performance.now();
  readonly #open: OpenSocket;
  readonly #onRelease: (connection: Connection) => void;
  readonly #requests: RequestBytes;
  readonly #reader = new AnswerReader(this);
  readonly #direct: DirectReader = { take: (bytes) => this.#received(bytes), isUsed: false };
  /** It said something before it was asked. */
  #hasSpoken = false;
  #socket: Socket | undefined;
  #isDialing = false;
  #isClosing = false;
  #idleTime: number;
  /** The call under way: what it says, until it has left, and who is told of its answer. */
  #request: { readonly method: string; readonly bytes: Buffer } | undefined;
  #handler: AnswerHandler | undefined;
  #keepsAlive = true;
  /** Bytes of the last request. */
  #sent = 0;

  constructor(
    origin: string,
    open: OpenSocket,
    onRelease: (connection: Connection) => void,
    idleTime = usualIdleTime,
  ) {
    this.origin = origin;
    this.#idleTime = idleTime;
    this.#open = open;
    this.#onRelease = onRelease;
    this.#requests = new RequestBytes(new URL(origin).host);
  }

  get isOpen(): boolean {
    return this.#socket !== undefined && !this.#isClosing;
  }

  dispatch(hop: Hop, handler: AnswerHandler): void {
    this.#request = { method: hop.method, bytes: this.#requests.of(hop) };
    this.#handler = handler;
    if (this.#socket !== undefined) inOneBurst(this.#sendNow);
    else if (!this.#isDialing) this.#dial();
  }

  /** Ends the call under way. Once it has left, the connection is of no use any more. */
  abort(reason: Error): void {
    this.#fail(reason);
  }

  release(): void {
    this.#onRelease(this);
  }

  close(): void {
    this.#isClosing = true;
    if (this.#handler === undefined) this.#socket?.destroy();
  }

  destroy(): Promise<void> {
    this.#isClosing = true;
    this.#fail(new WireError('CONNECTION_CLOSED', 'ended by us'));
    this.#drop();
    return Promise.resolve();
  }

  onHead({ status, headers, keepsAlive }: AnswerHead): void {
    this.#handler?.onResponseStart(this, status, headers);
    if (status < 200) return;
    this.#keepsAlive = keepsAlive;
    const hint = headers['keep-alive'];
    if (hint !== undefined) this.#heed(String(hint));
  }

  onBody(chunk: Buffer): void {
    // It may be kept, and the buffer is read into again.
    this.#handler?.onResponseData(this, this.#direct.isUsed ? Buffer.from(chunk) : chunk);
  }

  onEnd(isClean: boolean): void {
    const handler = this.#handler;
    this.#handler = undefined;
    // Who answers before he has heard all may never hear the rest, nor what is asked after it. That a small request is
    // gone may become known after its answer.
    const isHeard = this.#sent <= surelyGone || this.#socket?.writableLength === 0;
    if (!isClean || !isHeard || !this.#keepsAlive || this.#isClosing) this.#drop();
    handler?.onResponseEnd();
  }

  readonly #sendNow = (): void => {
    const socket = this.#socket;
    // It may have left by another connection meanwhile, or be about to.
    if (socket === undefined || this.#request === undefined) return;
    if (socket.destroyed) this.#drop();
    else this.#send(socket);
  };

  #dial(): void {
    this.#isDialing = true;
    this.#hasSpoken = false;
    this.#open(this.origin, this.#direct).then(
      (socket) => this.#opened(socket),
      (error: unknown) => {
        this.#isDialing = false;
        this.#fail(error instanceof Error ? error : new Error(String(error)));
      },
    );
  }

  #opened(socket: Socket): void {
    this.#isDialing = false;
    socket.on('error', (error) => {
      if (this.#socket === socket) this.#broke(error);
    });
    if (this.#isClosing && this.#handler === undefined) {
      socket.destroy();
      return;
    }
    // It broke before anybody listened, and says nothing more.
    if (socket.destroyed || this.#hasSpoken) {
      socket.destroy();
      this.#fail(socket.errored ?? new WireError('CONNECTION_CLOSED', 'as it was opened'));
      return;
    }
    this.#socket = socket;
    socket.setTimeout(this.#idleTime);
    socket.on('timeout', () => {
      if (this.#socket === socket && this.#handler === undefined) this.#drop();
    });
    if (!this.#direct.isUsed) socket.on('data', (chunk: Buffer) => this.#received(chunk));
    socket.on('end', () => this.#ended(socket));
    socket.on('close', () => this.#ended(socket));
    if (this.#handler !== undefined) this.#send(socket);
  }

  #send(socket: Socket): void {
    const handler = this.#handler;
    handler?.onRequestStart(this);
    // Its deadline has passed meanwhile; another call may have come in its place, and leaves in its turn.
    if (this.#request === undefined || this.#handler !== handler) return;
    const { method, bytes } = this.#request;
    this.#request = undefined;
    this.#sent = bytes.length;
    this.#reader.expect(method);
    socket.write(bytes);
  }

  #received(chunk: Buffer): void {
    if (this.#handler === undefined || this.#request !== undefined) {
      // Nothing was asked.
      this.#hasSpoken = true;
      this.#drop();
      return;
    }
    try {
      this.#reader.feed(chunk);
    } catch (error) {
      if (!(error instanceof WireError)) throw error;
      this.#fail(error);
    }
  }

  #ended(socket: Socket): void {
    if (this.#socket !== socket) return;
    this.#keepsAlive = false;
    try {
      this.#reader.close();
    } catch (error) {
      if (!(error instanceof WireError)) throw error;
      this.#fail(error);
    }
    this.#drop();
  }

  /** A call that waits for the end of the turn has not left, and goes by another connection. */
  #broke(error: Error): void {
    if (this.#request === undefined) this.#fail(error);
    else this.#drop();
  }

  #fail(error: Error): void {
    const handler = this.#handler;
    const hasLeft = this.#request === undefined;
    this.#handler = undefined;
    this.#request = undefined;
    if (hasLeft) this.#drop();
    handler?.onResponseError(this, error);
  }

  /** It is of no use any more. */
  #drop(): void {
    const socket = this.#socket;
    if (socket === undefined) return;
    this.#socket = undefined;
    this.#reader.stop();
    socket.destroy();
    // Of a call that has left its handler is told, and releases it.
    if (this.#handler === undefined) this.#onRelease(this);
    else if (this.#request !== undefined) this.#dial();
  }

  /** `timeout=5, max=100` */
  #heed(hint: string): void {
    const [, seconds] = /(?:^|[\s,])timeout=(\d{1,9})(?:$|[\s,])/.exec(hint) ?? [];
    if (seconds === undefined) return;
    const time = Math.min(longestIdleTime, Number(seconds) * 1000 - idleMargin);
    if (time <= 0) this.#keepsAlive = false;
    else if (time !== this.#idleTime) {
      this.#idleTime = time;
      this.#socket?.setTimeout(time);
    }
  }
}
