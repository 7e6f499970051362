import type { Outcome } from '../../network/outcome.ts';
import type { Verdict } from '../../pagerduty/verdict.ts';
import type { AttemptRow } from '../../store/delivery-store.ts';

/** So much of an answer is kept (rule 5). */
const keptAnswer = 2048;

const none: readonly string[] = [];

/** What the log keeps of the `n`-th attempt. `target` strikes secrets out of what others wrote (rule 16). */
export function attemptRecord(
  n: number,
  startedAt: number,
  verdict: Verdict,
  outcome: Outcome | undefined,
  target: { strike(text: string): string },
): AttemptRow {
  const isDelivered = verdict.verdict === 'delivered';
  const said = isDelivered ? verdict.note : verdict.message;
  return {
    n,
    startedAt,
    duration: outcome?.duration ?? 0,
    status: outcome?.kind === 'answered' ? outcome.status : null,
    verdict: verdict.verdict,
    reason: isDelivered ? null : verdict.reason,
    message: said === undefined ? null : target.strike(said),
    errors: isDelivered ? none : verdict.errors.map((text) => target.strike(text)),
    answer: outcome?.kind === 'answered' ? target.strike(outcome.body).slice(0, keptAnswer) : null,
  };
}
