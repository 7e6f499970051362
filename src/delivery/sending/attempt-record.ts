import type { Outcome } from '../../network/outcome.ts';
import type { Verdict } from '../../pagerduty/verdict.ts';
import type { AttemptRow } from '../../store/delivery-store.ts';

/** So much of an answer is kept (rule 5). */
const keptAnswer = 2048;

/** What the log keeps of an attempt. `strike` takes secrets out of what others wrote (rule 16). */
export function attemptRecord(
  facts: { readonly n: number; readonly startedAt: number },
  verdict: Verdict,
  outcome: Outcome | undefined,
  strike: (text: string) => string,
): AttemptRow {
  const common = {
    ...facts,
    duration: outcome?.duration ?? 0,
    status: outcome?.kind === 'answered' ? outcome.status : null,
    verdict: verdict.verdict,
    answer: outcome?.kind === 'answered' ? strike(outcome.body).slice(0, keptAnswer) : null,
  };
  if (verdict.verdict === 'delivered') {
    const message = verdict.note === undefined ? null : strike(verdict.note);
    return { ...common, reason: null, message, errors: [] };
  }
  const { reason, message, errors } = verdict;
  return { ...common, reason, message: strike(message), errors: errors.map(strike) };
}
