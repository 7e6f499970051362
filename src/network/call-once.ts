import type { Dispatcher } from 'undici';
import { describeFailure } from './describe-failure.ts';
import type { Outcome } from './outcome.ts';

/** More of an answer than this is not read (delivery contract, rule 5). */
const maxAnswerBytes = 64 * 1024;

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
 * deadline has a timer of its own: undici's are coarse (300 ms fire at 750 ms and later).
 */
export function callOnce(dispatcher: Dispatcher, request: CallRequest): Promise<Outcome> {
  const { method, url, body, headers, deadline, signal } = request;
  const { promise, resolve } = Promise.withResolvers<Outcome>();
  const startedAt = performance.now();
  const elapsed = () => Math.round(performance.now() - startedAt);

  let began = false;
  let settled = false;
  let abort: ((reason: Error) => void) | undefined;
  let answer: { status: number; headers: Record<string, string | string[] | undefined> } | undefined;
  const chunks: Buffer[] = [];
  let received = 0;

  function settle(outcome: Outcome, reason?: Error) {
    if (settled) return;
    settled = true;
    clearTimeout(timer);
    signal?.removeEventListener('abort', onAbort);
    resolve(outcome);
    if (reason !== undefined) abort?.(reason);
  }
  function fail(cause: 'network' | 'tls' | 'timeout', message: string) {
    const phase = began ? 'after_request' : 'before_request';
    settle({ kind: 'failed', phase, cause, message, duration: elapsed() }, new Error(message));
  }
  function finish(reason?: Error) {
    if (answer === undefined) return;
    const text = Buffer.concat(chunks).subarray(0, maxAnswerBytes).toString('utf8');
    settle({ kind: 'answered', ...answer, body: text, duration: elapsed() }, reason);
  }
  function onAbort() {
    fail('network', `the call to ${url.origin} was ended from our side`);
  }

  const timer = setTimeout(() => {
    fail('timeout', `${url.origin} did not answer within ${deadline} ms`);
  }, deadline);
  if (signal?.aborted === true) {
    onAbort();
    return promise;
  }
  signal?.addEventListener('abort', onAbort);

  try {
    dispatcher.dispatch(
      {
        origin: url.origin,
        path: url.pathname + url.search,
        method,
        headers,
        body,
        headersTimeout: 0,
        bodyTimeout: 0,
      },
      {
        onRequestStart(controller) {
          abort = (reason) => controller.abort(reason);
          // The deadline passed while the call waited for a connection: it must not leave after all.
          if (settled) controller.abort(new Error('too late'));
          else began = true;
        },
        onResponseStart(_controller, status, headers) {
          // 1xx answers are only an announcement; the real one follows.
          if (status >= 200) answer = { status, headers };
        },
        onResponseData(_controller, chunk) {
          chunks.push(chunk);
          received += chunk.length;
          if (received >= maxAnswerBytes) finish(new Error('enough was read'));
        },
        onResponseEnd() {
          finish();
        },
        onResponseError(_controller, error) {
          const { cause, message } = describeFailure(error, url.origin);
          // A handshake is over when a request has begun: what fails then is the connection.
          fail(began ? 'network' : cause, message);
        },
      },
    );
  } catch (error) {
    const { cause, message } = describeFailure(error, url.origin);
    fail(cause, message);
  }
  return promise;
}
