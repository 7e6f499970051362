import type { Dispatcher } from 'undici';
import type { Deadlines, Timed } from './deadlines.ts';
import { describeFailure } from './describe-failure.ts';
import { DialError } from './dial-error.ts';
import type { Outcome } from './outcome.ts';

/** More of an answer than this is never read (delivery contract, rule 5). */
export const maxAnswerBytes = 64 * 1024;

/** What a call is made with. */
export interface Line {
  readonly dispatcher: Dispatcher;
  readonly deadlines: Deadlines;
  /** More of an answer than this is not read. */
  readonly maxAnswerBytes: number;
  /** What is known of an origin that may explain a connection of it that broke, in words; '' for nothing. */
  readonly remarkOn?: (origin: string) => string;
}

export interface CallRequest {
  readonly method: 'GET' | 'POST';
  readonly url: URL;
  /** `null`: none is sent. */
  readonly body: string | null;
  readonly headers: Readonly<Record<string, string>>;
  /** Milliseconds for the whole call, from now to the last byte read. */
  readonly deadline: number;
  /** Ends the call early, as a broken connection would. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Makes one HTTP call, follows nothing, retries nothing, never rejects.
 *
 * It speaks to undici's dispatcher directly rather than through `request()`, because only there the moment is
 * visible at which the request begins to leave, and on it hangs whether PagerDuty may have taken the event. The
 * deadlines are our own: undici's are coarse (300 ms fire at 750 ms and later).
 */
export function callOnce(line: Line, request: CallRequest): Promise<Outcome> {
  const { promise, resolve } = Promise.withResolvers<Outcome>();
  new Call(request, line, resolve).start();
  return promise;
}

type Answer = Pick<Extract<Outcome, { kind: 'answered' }>, 'status' | 'headers'>;

/** One call under way, as undici's handler of it. */
class Call implements Dispatcher.DispatchHandler, Timed {
  readonly startedAt = performance.now();
  readonly deadline: number;
  earlier: Timed | undefined;
  later: Timed | undefined;
  readonly #request: CallRequest;
  readonly #line: Line;
  readonly #resolve: (outcome: Outcome) => void;
  readonly #chunks: Buffer[] = [];
  #received = 0;
  #answer: Answer | undefined;
  /** What undici lets a call be ended by, once it has begun to leave. */
  #controller: Dispatcher.DispatchController | undefined;
  #began = false;
  #settled = false;
  #onAbort: (() => void) | undefined;

  constructor(request: CallRequest, line: Line, resolve: (outcome: Outcome) => void) {
    this.#request = request;
    this.deadline = request.deadline;
    this.#line = line;
    this.#resolve = resolve;
  }

  start(): void {
    const { dispatcher, deadlines } = this.#line;
    const { method, url, body, headers, signal } = this.#request;
    deadlines.add(this);
    if (signal !== undefined) {
      this.#onAbort = () => this.#fail('network', `the call to ${url.origin} was ended from our side`);
      if (signal.aborted) {
        this.#onAbort();
        return;
      }
      signal.addEventListener('abort', this.#onAbort);
    }
    const { origin } = url;
    const path = url.pathname + url.search;
    try {
      dispatcher.dispatch({ origin, path, method, headers, body, headersTimeout: 0, bodyTimeout: 0 }, this);
    } catch (error) {
      const { cause, message } = describeFailure(error, origin);
      this.#fail(cause, message);
    }
  }

  expire(): void {
    this.#fail('timeout', `${this.#request.url.origin} did not answer within ${this.deadline} ms`);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    // The deadline passed while the call waited for a connection: it must not leave after all.
    if (this.#settled) controller.abort(new Error('too late'));
    else this.#began = true;
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: Answer['headers'],
  ): void {
    // 1xx answers are only an announcement; the real one follows.
    if (status >= 200) this.#answer = { status, headers };
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#received += chunk.length;
    if (this.#received >= this.#line.maxAnswerBytes) this.#finish(new Error('enough was read'));
  }

  onResponseEnd(): void {
    this.#finish();
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    const { cause, message } = describeFailure(error, this.#request.url.origin);
    if (error instanceof DialError && error.asksForCredentials && !this.#began) {
      // It answers in the place of the target: no call gets through before somebody sees to it (rule 5).
      this.#settle({ kind: 'answered', status: 407, headers: {}, body: '', duration: this.#elapsed() });
      return;
    }
    if (!this.#began) {
      this.#fail(cause, message);
      return;
    }
    // A handshake is over when a request has begun: what fails then is the connection.
    this.#fail('network', message + (this.#line.remarkOn?.(this.#request.url.origin) ?? ''));
  }

  #settle(outcome: Outcome, reason?: Error): void {
    if (this.#settled) return;
    this.#settled = true;
    this.#line.deadlines.remove(this);
    if (this.#onAbort !== undefined) this.#request.signal?.removeEventListener('abort', this.#onAbort);
    this.#resolve(outcome);
    if (reason !== undefined) this.#controller?.abort(reason);
  }

  #fail(cause: Extract<Outcome, { kind: 'failed' }>['cause'], message: string): void {
    const phase = this.#began ? 'after_request' : 'before_request';
    const duration = this.#elapsed();
    this.#settle({ kind: 'failed', phase, cause, message, duration }, new Error(message));
  }

  #finish(reason?: Error): void {
    if (this.#answer === undefined) return;
    const { status, headers } = this.#answer;
    const body = textOf(this.#chunks, this.#line.maxAnswerBytes);
    this.#settle({ kind: 'answered', status, headers, body, duration: this.#elapsed() }, reason);
  }

  #elapsed(): number {
    return Math.round(performance.now() - this.startedAt);
  }
}

function textOf(chunks: readonly Buffer[], most: number): string {
  const [only] = chunks;
  const whole = only !== undefined && chunks.length === 1 ? only : Buffer.concat(chunks);
  return whole.toString('utf8', 0, most);
}
