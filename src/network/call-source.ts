import { type Exchanged, type ExchangeRequest, exchange, type Hop, type Line } from './exchange.ts';
import { unpack } from './unpack.ts';

export interface SourceRequest extends Omit<ExchangeRequest, 'follow'> {
  /** Sent beside the others, and to the origin of `url` alone. */
  readonly credentials: Readonly<Record<string, string>>;
  /** So many are followed; 0: a redirect is the answer. */
  readonly redirects: number;
}

/** What became of a call to a system that a rule watches. */
export type SourceOutcome =
  | (Omit<Extract<Exchanged, { kind: 'answered' }>, 'body'> & { readonly body: string })
  | Extract<Exchanged, { kind: 'failed' }>;

const usualHeaders = { accept: '*/*', 'user-agent': 'tocsin' };
/** Of what is packed one can not say before how large it is. */
const plainly = { 'accept-encoding': 'identity' };

/**
 * Makes one call to a system that a rule watches, follows redirects, retries nothing, never rejects. `whyNot` says why
 * an address may not be called; it is asked for every one.
 */
export function callSource(
  line: Line,
  request: SourceRequest,
  whyNot: (url: URL) => string | undefined,
): Promise<SourceOutcome> {
  const { promise, resolve } = Promise.withResolvers<SourceOutcome>();
  const denied = whyNot(request.url);
  if (denied !== undefined) {
    const phase = 'before_request';
    resolve({ kind: 'failed', phase, cause: 'denied', message: denied, duration: 0, proxyAsks: false });
    return promise;
  }
  const { credentials, redirects, ...rest } = request;
  const headers = { ...usualHeaders, ...request.headers, ...plainly, ...credentials };
  const whereTo = follower(request, whyNot);
  let isRedirected = false;
  const follow: ExchangeRequest['follow'] = (...answered) => {
    const next = whereTo(...answered);
    isRedirected ||= next !== undefined;
    return next;
  };
  exchange(line, { ...rest, headers, ...(redirects > 0 && { follow }) }, (outcome) => {
    // Where a source sends us is its own doing: it must not look as if the settings were wrong.
    if (outcome.kind === 'failed' && outcome.cause === 'denied' && isRedirected)
      resolve({ ...outcome, cause: 'network' });
    else if (outcome.kind === 'failed') resolve(outcome);
    else resolve(asText(outcome, line.maxAnswerBytes));
  });
  return promise;
}

type Answered = Extract<Exchanged, { kind: 'answered' }>;

function asText(answered: Answered, most: number): SourceOutcome | Promise<SourceOutcome> {
  const encoding = answered.headers['content-encoding'];
  if (encoding === undefined || answered.body.length === 0)
    return { ...answered, body: answered.body.toString('utf8') };
  return unpacked(answered, String(encoding), most);
}

async function unpacked(answered: Answered, encoding: string, most: number): Promise<SourceOutcome> {
  const { url, duration } = answered;
  try {
    const { body, isCut } = await unpack(answered.body, encoding, most);
    return { ...answered, body: body.toString('utf8'), isCut: answered.isCut || isCut };
  } catch {
    const message = `what ${url.origin} answers is packed (content-encoding) although that was not asked for, and can not be unpacked`;
    return {
      kind: 'failed',
      phase: 'after_request',
      cause: 'network',
      message,
      duration,
      proxyAsks: false,
    };
  }
}

const redirecting = new Set([301, 302, 303, 307, 308]);

/** Says where a call goes on, as browsers do it (Fetch, HTTP-redirect fetch). */
function follower(
  request: SourceRequest,
  whyNot: (url: URL) => string | undefined,
): NonNullable<ExchangeRequest['follow']> {
  let followed = 0;
  let isAtHome = true;
  return (status, { location }, hop) => {
    const target = Array.isArray(location) ? location[0] : location;
    if (!redirecting.has(status) || target === undefined) return undefined;
    const { origin } = hop.url;
    const fail = (message: string) => ({ cause: 'network' as const, message });
    if (followed === request.redirects)
      return fail(`${origin} redirects once more after ${followed} redirects`);
    const url = URL.parse(target, hop.url);
    if (url === null || !/^https?:$/.test(url.protocol) || url.hostname === '')
      return fail(`${origin} redirects to what is no http or https URL`);
    url.username = '';
    url.password = '';
    const denied = whyNot(url);
    if (denied !== undefined) return { cause: 'denied', message: `${origin} redirects elsewhere: ${denied}` };
    followed += 1;
    // Once a call has been elsewhere nobody knows who sends it back.
    isAtHome &&= url.origin === request.url.origin;
    return next(request, hop, { url, status, isAtHome });
  };
}

function next(
  request: SourceRequest,
  { method, body }: Hop,
  { url, status, isAtHome }: { readonly url: URL; readonly status: number; readonly isAtHome: boolean },
): Hop {
  const headers: Record<string, string> = { ...usualHeaders, ...request.headers, ...plainly };
  if (isAtHome) Object.assign(headers, request.credentials);
  const becomesGet =
    status === 303 ? method !== 'GET' && method !== 'HEAD' : status < 303 && method === 'POST';
  if (!becomesGet) {
    if (body === null) delete headers['content-type'];
    return { method, url, headers, body };
  }
  delete headers['content-type'];
  return { method: 'GET', url, headers, body: null };
}
