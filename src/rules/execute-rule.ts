import { z } from 'zod';
import type { RuleRun, RunReport } from './rule-type.ts';
import { RunEnded } from './scheduler/scheduler.ts';
import type { AnyRuleType } from './types/rule-types.ts';

/** Why a run failed, in Kibana's words. */
type RunErrorReason = 'execute' | 'timeout' | 'validate';

/** What came of the executor of a rule type. */
export type Execution =
  | { readonly kind: 'report'; readonly report: RunReport }
  | { readonly kind: 'failed'; readonly reason: RunErrorReason; readonly message: string }
  /** The rule was changed meanwhile, or Tocsin stops: as if it had not run. */
  | { readonly kind: 'called_off' };

interface Started {
  /** As soon as it is known; when the run is told to end, at once. Never rejects. */
  readonly result: Promise<Execution> | Execution;
  /** When the executor has really come to its end. Never rejects. */
  readonly over: Promise<unknown> | undefined;
}

/** Starts the executor of a rule type. What it says after it was told to end counts for nothing. */
export function executeRule(type: AnyRuleType, run: RuleRun<unknown>): Started {
  const { signal } = run;
  if (signal.aborted) return { result: endOf(signal.reason), over: undefined };
  let report: ReturnType<AnyRuleType['execute']>;
  try {
    report = type.execute(run);
  } catch (error) {
    return { result: failureOf(error), over: undefined };
  }
  if (!(report instanceof Promise)) return { result: { kind: 'report', report }, over: undefined };
  const over = report.then(
    (value): Execution => (signal.aborted ? endOf(signal.reason) : { kind: 'report', report: value }),
    (error: unknown) => (signal.aborted ? endOf(signal.reason) : failureOf(error)),
  );
  const told = new Promise<Execution>((resolve) => {
    signal.addEventListener('abort', () => resolve(endOf(signal.reason)), { once: true });
  });
  return { result: Promise.race([over, told]), over };
}

function endOf(reason: unknown): Execution {
  if (reason instanceof RunEnded && reason.why === 'timeout') {
    return { kind: 'failed', reason: 'timeout', message: reason.message };
  }
  return { kind: 'called_off' };
}

function failureOf(error: unknown): Execution {
  if (error instanceof z.ZodError) {
    const problems = error.issues.map(({ path, message }) => `[${path.join('.')}]: ${message}`);
    return { kind: 'failed', reason: 'validate', message: `params invalid: ${problems.join('; ')}` };
  }
  const message = error instanceof Error ? error.message : String(error);
  return { kind: 'failed', reason: 'execute', message };
}
