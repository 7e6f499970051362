import { type Exchanged, type ExchangeRequest, exchange, type Hop, type Line } from './exchange.ts';
import { unpack } from './unpack.ts';

export interface SourceRequest extends Omit<ExchangeRequest, 'follow'> {
  /** Sent beside the others, and to the origin of `url` alone. */
  readonly credentials: Readonly<Record<string, string>>;
  /** So many are followed; 0: a redirect is the answer. */
  readonly redirects: number;
}

/** What became of a call to a system that a rule watches. */
export type SourceOutcome = Exchanged;

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
  const way = new Way(request, whyNot);
  const follow = redirects === 0 ? {} : { follow: way.follow };
  exchange(line, { ...rest, headers, ...follow }, (outcome) => {
    if (outcome.kind === 'failed') resolve(way.hasLeft ? ofTheirs(outcome) : outcome);
    else resolve(asSent(outcome, line.maxAnswerBytes));
  });
  return promise;
}

/** Where somebody sends us, and we may not go, is their fault, and no setting of ours to mend. */
function ofTheirs(failed: Extract<Exchanged, { kind: 'failed' }>): SourceOutcome {
  return failed.cause === 'denied' ? { ...failed, cause: 'network' } : failed;
}

type Answered = Extract<Exchanged, { kind: 'answered' }>;

function asSent(answered: Answered, most: number): SourceOutcome | Promise<SourceOutcome> {
  const encoding = answered.headers['content-encoding'];
  if (encoding === undefined || answered.body.length === 0) return answered;
  return unpacked(answered, String(encoding), most);
}

async function unpacked(answered: Answered, encoding: string, most: number): Promise<SourceOutcome> {
  const { url, duration } = answered;
  try {
    const { body, isCut } = await unpack(answered.body, encoding, most);
    return { ...answered, body, isCut: answered.isCut || isCut };
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

/** The way of a call from one redirect to the next, as browsers go it (Fetch, HTTP-redirect fetch). */
class Way {
  readonly #request: SourceRequest;
  readonly #whyNot: (url: URL) => string | undefined;
  #followed = 0;
  /** Once a call has been elsewhere nobody knows who sends it back. */
  #isAtHome = true;

  constructor(request: SourceRequest, whyNot: (url: URL) => string | undefined) {
    this.#request = request;
    this.#whyNot = whyNot;
  }

  get hasLeft(): boolean {
    return this.#followed > 0;
  }

  readonly follow: NonNullable<ExchangeRequest['follow']> = (status, { location }, hop) => {
    const target = Array.isArray(location) ? location[0] : location;
    if (!redirecting.has(status) || target === undefined) return undefined;
    const { origin } = hop.url;
    const fail = (message: string) => ({ cause: 'network' as const, message });
    if (this.#followed === this.#request.redirects)
      return fail(`${origin} redirects once more after ${this.#followed} redirects`);
    const url = URL.parse(target, hop.url);
    if (url === null || !/^https?:$/.test(url.protocol) || url.hostname === '')
      return fail(`${origin} redirects to what is no http or https URL`);
    url.username = '';
    url.password = '';
    const denied = this.#whyNot(url);
    if (denied !== undefined) return fail(`${origin} redirects elsewhere: ${denied}`);
    this.#followed += 1;
    this.#isAtHome &&= url.origin === this.#request.url.origin;
    return next(this.#request, hop, { url, status, isAtHome: this.#isAtHome });
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
