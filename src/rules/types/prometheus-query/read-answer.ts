import { z } from 'zod';
import type { SourceAnswer } from '../../sources.ts';
import { QueryFailed } from './query-failed.ts';
import { readResult, refuseTooMany, type Sample } from './read-result.ts';

/** What a query came to. */
export interface QueryResult {
  readonly samples: readonly Sample[];
  /** What the server says about it. */
  readonly warnings: readonly string[];
}

const mostWarnings = 10;
const longestText = 500;

const envelope = z.object({
  status: z.enum(['success', 'error']),
  data: z.unknown().optional(),
  errorType: z.string().optional(),
  error: z.string().optional(),
  warnings: z.array(z.string()).optional(),
});

/** What errors of Prometheus mean to whoever wrote the rule. */
const meanings: Readonly<Record<string, string>> = {
  bad_data: 'it refuses the query',
  execution: 'it could not evaluate the query',
  timeout: 'it gave the query up because it took too long',
  canceled: 'it gave the query up',
};

/** What a status says when the body is none of Prometheus'. */
const statuses: Readonly<Record<number, string>> = {
  401: 'it wants to know who asks; name a secret by auth',
  403: 'it does not let this rule ask; does the secret of auth have the right to?',
  404: 'there is no such path; is this the URL of the server, with the prefix of its paths?',
  405: 'it takes no such request; try the other method, GET or POST',
  414: 'the query is too long for a URL; use the method POST',
  429: 'it is asked too often',
};

/** One line of what a server says, of a length that can be shown. */
function line(text: string): string {
  const flat = text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim();
  return flat.length > longestText ? `${flat.slice(0, longestText)}…` : flat;
}

function mediaType(headers: Extract<SourceAnswer, { kind: 'answered' }>['headers']): string {
  const [given = ''] = [headers['content-type'] ?? ''].flat();
  return /^[\w.+-]+\/[\w.+-]+/.exec(given)?.[0] ?? '';
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * Reads what Prometheus' HTTP API answers to an instant query. It pauses where others may have their turn.
 *
 * @throws `QueryFailed`. Of a body that is none of Prometheus' nothing is quoted: it may hold whatever was sent there.
 */
export function* readAnswer(answer: SourceAnswer): Generator<void, QueryResult> {
  if (answer.kind === 'failed') throw new QueryFailed(answer.message);
  const { status, headers, body, isCut } = answer;
  const isFine = status >= 200 && status <= 299;
  if (isCut) {
    if (!isFine) throw new QueryFailed(refused(answer));
    throw new QueryFailed(
      'its answer is larger than rules.maxResponseSize: make the query give fewer series, or raise that setting',
    );
  }
  refuseTooMany(body);
  const { success: isKnown, data: said } = envelope.safeParse(json(body));
  if (isKnown && said.status === 'error') {
    const { errorType = 'unknown', error = 'it does not say why' } = said;
    const meaning = meanings[errorType] ?? 'it answers with an error';
    throw new QueryFailed(`${meaning} (${line(errorType)}): ${line(error)}`);
  }
  if (!isFine) throw new QueryFailed(refused(answer));
  if (!isKnown) {
    const type = mediaType(headers);
    throw new QueryFailed(
      `its answer is none of Prometheus' HTTP API${type === '' ? '' : ` but ${type}`}; is this the URL of the server, with the prefix of its paths?`,
    );
  }
  return {
    samples: yield* readResult(said.data),
    warnings: (said.warnings ?? []).slice(0, mostWarnings).map(line),
  };
}

function refused({ status, headers }: Extract<SourceAnswer, { kind: 'answered' }>): string {
  const words = `it answers with status ${status}`;
  if (status >= 300 && status <= 399) {
    const [location = ''] = [headers.location ?? ''].flat();
    const to = URL.parse(location);
    const where = to === null ? 'another path' : line(to.origin + to.pathname);
    return `${words} and sends us to ${where}: use the URL that answers itself`;
  }
  const meaning = statuses[status];
  return meaning === undefined ? words : `${words}: ${meaning}`;
}
