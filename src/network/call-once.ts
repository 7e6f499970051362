import { type Exchanged, type ExchangeRequest, exchange, type Line } from './exchange.ts';
import type { Outcome } from './outcome.ts';

/** More of an answer than this is never read (delivery contract, rule 5). */
export const maxAnswerBytes = 64 * 1024;

/** Makes one HTTP call, follows nothing, retries nothing, never rejects. */
export function callOnce(line: Line, request: Omit<ExchangeRequest, 'follow'>): Promise<Outcome> {
  return new Promise((resolve) => {
    exchange(line, request, (outcome) => resolve(outcomeOf(outcome)));
  });
}

function outcomeOf(exchanged: Exchanged): Outcome {
  if (exchanged.kind === 'answered') {
    const { kind, status, headers, body, duration } = exchanged;
    return { kind, status, headers, body: body.toString('utf8'), duration };
  }
  const { kind, phase, cause, message, duration, proxyAsks } = exchanged;
  // It answers in the place of the target: no call gets through before somebody sees to it (rule 5).
  if (proxyAsks) return { kind: 'answered', status: 407, headers: {}, body: '', duration };
  return { kind, phase, cause, message, duration };
}
