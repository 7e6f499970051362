/** An HTTP answer; `delayMs` is how long to wait before it. */
export interface Answer {
  readonly kind: 'answer';
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly delayMs: number;
}

/** No answer: the connection ends, by RST or by an ordinary close. */
export interface Break {
  readonly kind: 'break';
  readonly how: 'reset' | 'close';
  readonly delayMs: number;
}

export type Reply = Answer | Break;

/** PagerDuty's limit of a body, in the reading of those who wrote clients together with its staff. */
export const maxBodyBytes = 512_000;

/** One object, by which answers that begin alike are known. */
const jsonHeaders = { 'content-type': 'application/json; charset=utf-8' } as const;

const withBody = (status: number, body: string): Answer => ({
  kind: 'answer',
  status,
  headers: jsonHeaders,
  body,
  delayMs: 0,
});

function json(status: number, body: unknown): Answer {
  return withBody(status, JSON.stringify(body));
}

export function accepted(dedupKey: string): Answer {
  return withBody(
    202,
    `{"status":"success","message":"Event processed","dedup_key":${JSON.stringify(dedupKey)}}`,
  );
}

export function changeAccepted(): Answer {
  return json(202, { status: 'success', message: 'Change event processed' });
}

/** What is not a JSON object in UTF-8. */
export function unrecognized(): Answer {
  return json(400, {
    status: 'Unrecognized object',
    message: 'Event object format is unrecognized',
    errors: ['JSON parse error'],
  });
}

export function invalidEvent(errors: readonly string[]): Answer {
  return json(400, { status: 'invalid event', message: 'Event object is invalid', errors });
}

/** A well-formed routing key that does not exist or was revoked. */
export function unknownKey(): Answer {
  return invalidEvent(['Invalid routing key']);
}

/** Status and text are invented: PagerDuty documents neither. */
export function tooLarge(maximum: number = maxBodyBytes): Answer {
  return json(413, {
    status: 'invalid event',
    message: 'Event object is invalid',
    errors: [`Event object is too large (maximum is ${maximum} bytes)`],
  });
}

/** Word for word PagerDuty's, with its two spaces; a `Retry-After` is not among what it documents. */
export function throttled(): Answer {
  return json(429, {
    status: 'throttle exceeded',
    message: 'Requests for this service are arriving too quickly.  Please retry later.',
    errors: ['Enhance Your Calm.'],
  });
}

/** The body is invented: PagerDuty documents none. */
export function serverError(): Answer {
  return json(500, {
    status: 'error',
    message: 'Internal Server Error',
    errors: ['Something went wrong on our end'],
  });
}

const html = { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' };

/** The 403 of a filter between here and PagerDuty. */
export function forbiddenPage(): Answer {
  const body =
    '<!DOCTYPE html>\n<html><head><title>Access denied</title></head>' +
    '<body><h1>Access denied</h1><p>Sign in to the network to continue.</p></body></html>\n';
  return { kind: 'answer', status: 403, headers: html, body, delayMs: 0 };
}

/** The redirect of a portal that wants a sign-in first. */
export function loginRedirect(): Answer {
  const location = 'https://portal.example/login';
  const body = `<!DOCTYPE html>\n<html><body>Sign in at <a href="${location}">the portal</a>.</body></html>\n`;
  return { kind: 'answer', status: 302, headers: { ...html, location }, body, delayMs: 0 };
}

export function connectionBreak(how: 'reset' | 'close'): Break {
  return { kind: 'break', how, delayMs: 0 };
}
