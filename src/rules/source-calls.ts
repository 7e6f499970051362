import type { SourceOutcome } from '../network/call-source.ts';
import type { SourceCalls } from '../network/network.ts';
import { Refusal } from '../refusal.ts';
import type { Credentials } from './secrets/credentials.ts';
import type { SourceAnswer, SourceCall, Sources } from './sources.ts';

interface Called {
  readonly network: Pick<SourceCalls, 'call' | 'certificateUntil'>;
  readonly secrets: { credentialsOf(name: string): Promise<Credentials> };
}

/** How rules call the systems that they watch: over a network, with the secrets that they name. */
export function sourceCalls({ network, secrets }: Called): Sources {
  return {
    call: async (call) => {
      if (call.secret === undefined) return answerOf(await network.call(requestOf(call, {})), network);
      let credentials: Credentials;
      try {
        credentials = await secrets.credentialsOf(call.secret);
      } catch (error) {
        return { kind: 'failed', cause: 'refused', message: whyUnusable(call.secret, error), duration: 0 };
      }
      const outcome = await network.call(requestOf(call, credentials.headers));
      return struck(answerOf(outcome, network), credentials.strike);
    },
  };
}

/** What is no refusal may hold anything. */
function whyUnusable(name: string, error: unknown): string {
  return error instanceof Refusal ? error.message : `the secret "${name}" can not be read now`;
}

function requestOf(call: SourceCall, credentials: Readonly<Record<string, string>>) {
  const { method, url, body, redirects, deadline, signal } = call;
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(call.headers)) headers[name.toLowerCase()] = value;
  return { method, url, body, headers, credentials, redirects, deadline, signal };
}

function answerOf(outcome: SourceOutcome, network: Called['network']): SourceAnswer {
  if (outcome.kind === 'failed') {
    const { kind, cause, message, duration } = outcome;
    return { kind, cause: cause === 'denied' ? 'refused' : cause, message, duration };
  }
  const { kind, status, headers, body, isCut, url, duration } = outcome;
  const certificateUntil = url.protocol === 'https:' ? network.certificateUntil(url.origin) : undefined;
  let text: string | undefined;
  return {
    kind,
    status,
    headers,
    get body() {
      text ??= body.toString('utf8');
      return text;
    },
    bytes: body,
    isCut,
    url,
    duration,
    ...(certificateUntil !== undefined && { certificateUntil }),
  };
}

/** Takes out of an answer what the source was sent: it may come to templates, histories and errors. */
function struck(answer: SourceAnswer, strike: (text: string) => string): SourceAnswer {
  if (answer.kind === 'failed') return { ...answer, message: strike(answer.message) };
  const { bytes: _, ...rest } = answer;
  const headers = Object.entries(answer.headers).map(([name, value]) => [
    name,
    typeof value === 'string' ? strike(value) : value?.map(strike),
  ]);
  const href = strike(answer.url.href);
  return {
    ...rest,
    headers: Object.fromEntries(headers),
    body: strike(rest.body),
    url: href === answer.url.href ? answer.url : (URL.parse(href) ?? new URL(answer.url.origin)),
  };
}
