import { type Explanation, explain } from './explain.ts';
import { isPagerDutyHost } from './regions.ts';
import { retryAfterOf } from './retry-after.ts';

/** The closed set of reasons: the same in log, API, metrics and screen. The last three are given by Tocsin itself. */
export const reasons = [
  'throttled',
  'server_error',
  'network',
  'timeout',
  'tls',
  'auth',
  'not_allowed',
  'not_pagerduty',
  'invalid_event',
  'too_large',
  'expired',
  'cancelled',
  'connector_deleted',
] as const;

/** One attempt to send one event, and how it ended. */
export type Attempt =
  | {
      readonly kind: 'answered';
      readonly status: number;
      readonly headers: Record<string, string | string[] | undefined>;
      readonly body: string;
    }
  | {
      readonly kind: 'failed';
      /** Whether the request had begun to leave. */
      readonly phase: 'before_request' | 'after_request';
      /** `denied`: the settings forbid the address, and no call was made. */
      readonly cause: 'network' | 'tls' | 'timeout' | 'denied';
      readonly message: string;
    }
  | { readonly kind: 'not_allowed'; readonly message: string };

/** What every verdict but `delivered` says. The words may be a server's: strike secrets out before showing them. */
type Words = {
  /** A sentence for people. */
  readonly message: string;
  /** PagerDuty's own `errors[]`. */
  readonly errors: readonly string[];
};

/**
 * What one attempt means. `retry` and `rejected` speak of the event, `held` of the target; `arrived` says whether
 * PagerDuty can have taken the event.
 */
export type Verdict =
  | {
      readonly verdict: 'delivered';
      readonly arrived: 'yes';
      /** The dedup key that PagerDuty confirmed. */
      readonly dedupKey?: string;
      /** What is odd about the answer, for the log. */
      readonly note?: string;
    }
  | (Words & {
      readonly verdict: 'retry';
      readonly reason: 'throttled' | 'server_error' | 'network' | 'timeout' | 'tls';
      readonly arrived: 'no' | 'maybe';
      /** Milliseconds that the answer asks us to wait. */
      readonly retryAfter?: number;
    })
  | (Words & {
      readonly verdict: 'held';
      readonly reason: 'auth' | 'not_allowed' | 'not_pagerduty';
      readonly arrived: 'no' | 'maybe';
    })
  | (Words & {
      readonly verdict: 'rejected';
      readonly reason: 'invalid_event' | 'too_large';
      readonly arrived: 'no';
    });

type Answer = Extract<Attempt, { kind: 'answered' }>;
type Failure = Extract<Attempt, { kind: 'failed' }>;
type Target = { readonly hostname: string };

/** What an attempt means: rule 5 of the delivery contract. */
export function judge(attempt: Attempt, target: Target): Verdict {
  switch (attempt.kind) {
    case 'not_allowed':
      return held('not_allowed', 'no', attempt.message);
    case 'failed':
      return judgeFailure(attempt);
    case 'answered':
      return judgeAnswer(attempt, target);
  }
}

function judgeFailure({ phase, cause, message }: Failure): Verdict {
  if (cause === 'denied') return held('not_allowed', 'no', message);
  const base = { verdict: 'retry', message, errors: [] } as const;
  if (phase === 'after_request') {
    // TLS that breaks once the request has begun is a connection lost like any other.
    return { ...base, reason: cause === 'timeout' ? 'timeout' : 'network', arrived: 'maybe' };
  }
  // A deadline that passed before the request began means that no connection was had.
  return { ...base, reason: cause === 'tls' ? 'tls' : 'network', arrived: 'no' };
}

function judgeAnswer(answer: Answer, target: Target): Verdict {
  const { status } = answer;
  const said = explain(answer.body);
  if (status >= 200 && status <= 299) return judgeSuccess(answer, said, target);
  const message = said?.message ?? `${target.hostname} answered with status ${status}`;
  const words = { message, errors: said?.errors ?? [] };
  if (status === 429) {
    return { verdict: 'retry', reason: 'throttled', arrived: 'no', ...words, ...waitOf(answer) };
  }
  if (status === 408 || status === 425 || (status >= 500 && status <= 599)) {
    return { verdict: 'retry', reason: 'server_error', arrived: 'maybe', ...words, ...waitOf(answer) };
  }
  if (
    status === 401 ||
    status === 403 ||
    status === 407 ||
    (status === 400 && namesRoutingKey(words.errors))
  ) {
    const refused = said?.message ?? refusedBy(answer, target);
    return { verdict: 'held', reason: 'auth', arrived: 'no', message: refused, errors: words.errors };
  }
  if (status === 413) return { verdict: 'rejected', reason: 'too_large', arrived: 'no', ...words };
  if ((status === 400 || status === 422) && said !== undefined) {
    return { verdict: 'rejected', reason: 'invalid_event', arrived: 'no', ...words };
  }
  return held('not_pagerduty', 'no', notPagerDuty(answer, target), words.errors);
}

function judgeSuccess(answer: Answer, said: Explanation | undefined, target: Target): Verdict {
  if (answer.status !== 202 && said === undefined && isPagerDutyHost(target.hostname)) {
    // A login page answers 200 too, and the event may have gone through it or not.
    return held('not_pagerduty', 'maybe', notPagerDuty(answer, target));
  }
  const note = oddity(answer, said);
  const dedupKey = said?.dedupKey;
  if (dedupKey !== undefined && note === undefined) return { verdict: 'delivered', arrived: 'yes', dedupKey };
  return {
    verdict: 'delivered',
    arrived: 'yes',
    ...(dedupKey !== undefined && { dedupKey }),
    ...(note !== undefined && { note }),
  };
}

/** What a successful answer says other than success. An empty one says nothing. */
function oddity({ status, body }: Answer, said: Explanation | undefined): string | undefined {
  if (said === undefined) {
    return body.trim() === '' ? undefined : `the answer (status ${status}) is not a JSON object`;
  }
  if (said.status === undefined || said.status === 'success') return undefined;
  const more = said.message === undefined ? '' : `, message "${said.message}"`;
  return `the answer (status ${status}) says status "${said.status}"${more}`;
}

/** PagerDuty writes it `'routing_key'` or `routing key`, as the sentence has it. */
function namesRoutingKey(errors: readonly string[]): boolean {
  return errors.some((error) => /routing[\s_-]*key/i.test(error));
}

function waitOf(answer: Answer): { retryAfter?: number } {
  const retryAfter = retryAfterOf(answer.headers);
  return retryAfter === undefined ? {} : { retryAfter };
}

function notPagerDuty({ status, headers }: Answer, { hostname }: Target): string {
  // Only where it leads, since the rest of such a link often holds tokens.
  const leads = typeof headers.location === 'string' ? URL.parse(headers.location)?.origin : undefined;
  const redirect = leads === undefined ? '' : `, a redirect to ${leads}`;
  return (
    `The answer of ${hostname} (status ${status}${redirect}) is not one that PagerDuty gives. ` +
    'Check the API URL, and whether a proxy or a login page stands in between.'
  );
}

function refusedBy({ status }: Answer, { hostname }: Target): string {
  if (status === 407) {
    return 'The proxy in between asks for credentials that it did not get, or does not take those it got (status 407). Check actions.proxyUrl and actions.proxyHeaders.';
  }
  return `${hostname} refused the call (status ${status}). Check the integration key, and whether a proxy or a login page stands in between.`;
}

function held(
  reason: 'not_allowed' | 'not_pagerduty',
  arrived: 'no' | 'maybe',
  message: string,
  errors: readonly string[] = [],
): Verdict {
  return { verdict: 'held', reason, arrived, message, errors };
}
