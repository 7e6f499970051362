import type { AnswerController, AnswerHandler, Connection, Connections } from './connections.ts';
import type { Deadlines, Timed } from './deadlines.ts';
import { describeFailure } from './describe-failure.ts';
import { DialError } from './dial-error.ts';
import type { PostedBody } from './posted-body.ts';
import type { AnswerHeaders } from './wire/answer-head.ts';

/** What a call is made with. */
export interface Line {
  readonly connections: Pick<Connections, 'take'>;
  readonly deadlines: Deadlines;
  /** More of an answer than this is not read. */
  readonly maxAnswerBytes: number;
  /** What is known of an origin that may explain a connection of it that broke, in words; '' for nothing. */
  readonly remarkOn?: (origin: string) => string;
}

/** What one request says. */
export interface Hop {
  readonly method: string;
  readonly url: URL;
  /** `null`: none is sent. */
  readonly body: PostedBody | null;
  readonly headers: Readonly<Record<string, string>>;
}

export interface ExchangeRequest extends Hop {
  /** Milliseconds for the whole call, from now to the last byte read. */
  readonly deadline: number;
  /** Ends the call early, as a broken connection would. */
  readonly signal?: AbortSignal | undefined;
  /** Asked when an answer has begun: where the call goes on; `undefined`: it is the answer. Absent: every one is. */
  readonly follow?: (
    status: number,
    headers: AnswerHeaders,
    hop: Hop,
  ) => Hop | { readonly cause: FailureCause; readonly message: string } | undefined;
}

type FailureCause = 'network' | 'tls' | 'timeout' | 'denied';

/** What became of a call. */
export type Exchanged =
  | {
      readonly kind: 'answered';
      readonly status: number;
      /** Lower-case names. */
      readonly headers: AnswerHeaders;
      /** At most `maxAnswerBytes` of it. */
      readonly body: Buffer;
      /** There was more. */
      readonly isCut: boolean;
      /** Where it came from. */
      readonly url: URL;
      readonly duration: number;
    }
  | {
      readonly kind: 'failed';
      readonly phase: 'before_request' | 'after_request';
      readonly cause: FailureCause;
      readonly message: string;
      readonly duration: number;
      /** It did not leave, because a proxy asks who we are. */
      readonly proxyAsks: boolean;
    };

/** So much of what stands in a redirect is read, for the sake of its connection. */
const maxPassedOver = 16 * 1024;
const nothing = Buffer.alloc(0);

/**
 * Makes one HTTP call, retries nothing, tells `settle` what became of it, once.
 *
 * It takes a connection itself, because only there the moment is visible at which the request begins to leave, and on
 * it hangs whether PagerDuty may have taken the event. The deadlines are our own: undici's are coarse (300 ms fire at
 * 750 ms and later).
 */
export function exchange(line: Line, request: ExchangeRequest, settle: (outcome: Exchanged) => void): void {
  new Exchange(request, line, settle).start();
}

/** One call under way. */
class Exchange implements Timed {
  readonly startedAt = performance.now();
  readonly deadline: number;
  readonly line: Line;
  earlier: Timed | undefined;
  later: Timed | undefined;
  readonly #request: ExchangeRequest;
  readonly #tell: (outcome: Exchanged) => void;
  #leg: Leg;
  #onAbort: (() => void) | undefined;
  #settled = false;

  constructor(request: ExchangeRequest, line: Line, tell: (outcome: Exchanged) => void) {
    this.#request = request;
    this.deadline = request.deadline;
    this.line = line;
    this.#tell = tell;
    this.#leg = new Leg(this, request);
  }

  start(): void {
    const { signal } = this.#request;
    this.line.deadlines.add(this);
    if (signal !== undefined) {
      this.#onAbort = () => this.#leg.fail('network', `the call to ${this.#origin} was ended from our side`);
      if (signal.aborted) {
        this.#onAbort();
        return;
      }
      signal.addEventListener('abort', this.#onAbort);
    }
    this.#leg.start();
  }

  expire(): void {
    const what = this.#leg.hasAnswer ? 'did not finish its answer' : 'did not answer';
    this.#leg.fail('timeout', `${this.#origin} ${what} within ${this.deadline} ms`);
  }

  /** Goes on elsewhere; what comes of the leg before it matters no more. */
  goOn(hop: Hop): void {
    this.#leg = new Leg(this, hop);
    this.#leg.start();
  }

  follow(status: number, headers: AnswerHeaders, hop: Hop) {
    return this.#request.follow?.(status, headers, hop);
  }

  isAt(leg: Leg): boolean {
    return !this.#settled && this.#leg === leg;
  }

  settle(outcome: Exchanged): void {
    this.#settled = true;
    this.line.deadlines.remove(this);
    if (this.#onAbort !== undefined) this.#request.signal?.removeEventListener('abort', this.#onAbort);
    this.#tell(outcome);
  }

  get elapsed(): number {
    return Math.round(performance.now() - this.startedAt);
  }

  get #origin(): string {
    return this.#leg.hop.url.origin;
  }
}

/** One request of a call. */
class Leg implements AnswerHandler {
  readonly hop: Hop;
  readonly #exchange: Exchange;
  #body: Buffer = nothing;
  /** It is no piece of something larger, and may be written to. */
  #isOwn = false;
  #received = 0;
  #answer: { readonly status: number; readonly headers: AnswerHeaders } | undefined;
  #next: Hop | undefined;
  /** Once it has begun to leave. */
  #controller: AnswerController | undefined;
  #began = false;
  #connection: Connection | undefined;

  constructor(owner: Exchange, hop: Hop) {
    this.#exchange = owner;
    this.hop = hop;
  }

  get hasAnswer(): boolean {
    return this.#answer !== undefined;
  }

  start(): void {
    const { origin } = this.hop.url;
    try {
      this.#connection = this.#exchange.line.connections.take(origin);
      this.#connection.dispatch(this.hop, this);
    } catch (error) {
      this.#release();
      const { cause, message } = describeFailure(error, origin);
      this.fail(cause, message);
    }
  }

  onRequestStart(controller: AnswerController): void {
    this.#controller = controller;
    // The deadline passed while the call waited for a connection: it must not leave after all.
    if (!this.#isCurrent) controller.abort(new Error('too late'));
    else this.#began = true;
  }

  onResponseStart(_controller: AnswerController, status: number, headers: AnswerHeaders): void {
    // 1xx answers are only an announcement; the real one follows.
    if (status < 200 || !this.#isCurrent) return;
    this.#answer = { status, headers };
    const next = this.#exchange.follow(status, headers, this.hop);
    if (next === undefined) return;
    if ('cause' in next) this.fail(next.cause, next.message);
    else this.#next = next;
  }

  onResponseData(_controller: AnswerController, chunk: Buffer): void {
    const most = this.#exchange.line.maxAnswerBytes;
    this.#received += chunk.length;
    if (this.#next !== undefined) {
      if (this.#received > maxPassedOver) this.#goOn(this.#next, new Error('enough was passed over'));
      return;
    }
    this.#keep(chunk, most);
    if (this.#received > most) this.#finish(most, new Error('enough was read'));
  }

  onResponseEnd(): void {
    this.#release();
    if (this.#next === undefined) this.#finish(Number.POSITIVE_INFINITY);
    else this.#goOn(this.#next);
  }

  onResponseError(_controller: AnswerController | null, error: Error): void {
    this.#release();
    const { origin } = this.hop.url;
    const { cause, message } = describeFailure(error, origin, this.hasAnswer);
    if (!this.#began) {
      this.fail(cause, message, error instanceof DialError && error.asksForCredentials);
      return;
    }
    // A handshake is over when a request has begun: what fails then is the connection.
    this.fail('network', message + (this.#exchange.line.remarkOn?.(origin) ?? ''));
  }

  fail(cause: FailureCause, message: string, proxyAsks = false): void {
    const phase = this.#began ? 'after_request' : 'before_request';
    const duration = this.#exchange.elapsed;
    this.#settle({ kind: 'failed', phase, cause, message, duration, proxyAsks }, new Error(message));
  }

  get #isCurrent(): boolean {
    return this.#exchange.isAt(this);
  }

  #release(): void {
    this.#connection?.release();
    this.#connection = undefined;
  }

  #goOn(next: Hop, reason?: Error): void {
    if (!this.#isCurrent) return;
    this.#exchange.goOn(next);
    if (reason !== undefined) this.#controller?.abort(reason);
  }

  /** Copies, but for a chunk that is the whole: many small ones would each keep what they were read into. */
  #keep(chunk: Buffer, most: number): void {
    const end = Math.min(this.#received, most);
    const start = this.#received - chunk.length;
    if (start === 0) {
      this.#body = chunk;
      return;
    }
    if (!this.#isOwn || this.#body.length < end) {
      const grown = Buffer.allocUnsafe(Math.min(most, Math.max(end, 4 * start, 1024)));
      this.#body.copy(grown, 0, 0, start);
      this.#body = grown;
      this.#isOwn = true;
    }
    chunk.copy(this.#body, start, 0, end - start);
  }

  #finish(most: number, reason?: Error): void {
    if (this.#answer === undefined) return;
    const { status, headers } = this.#answer;
    const isCut = reason !== undefined;
    const length = Math.min(this.#received, most);
    const body = this.#body.subarray(0, length);
    const duration = this.#exchange.elapsed;
    const { url } = this.hop;
    this.#settle({ kind: 'answered', status, headers, body, isCut, url, duration }, reason);
  }

  #settle(outcome: Exchanged, reason?: Error): void {
    if (!this.#isCurrent) return;
    this.#exchange.settle(outcome);
    if (reason !== undefined) this.#controller?.abort(reason);
  }
}
