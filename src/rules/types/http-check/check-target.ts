import type { SourceAnswer, Sources } from '../../sources.ts';
import type { JudgeBody } from './body-thread.ts';
import type { Check, Target } from './check.ts';
import { judgeAnswer, type Trouble } from './judge-answer.ts';
import { pauseBetween } from './worst-time.ts';

/** What a check came to. */
export interface TargetResult {
  readonly target: Target;
  /** What is wrong, the worst first; empty: nothing. */
  readonly troubles: readonly Trouble[];
  /** Absent: there was no answer. */
  readonly status?: number;
  /** Milliseconds. */
  readonly latency: number;
  /** Why there was no answer; absent: there was. */
  readonly error?: string;
  /** Milliseconds since 1970. */
  readonly certificateUntil?: number | undefined;
  readonly attempts: number;
}

/** With what a check is made. */
export interface CheckTools {
  readonly sources: Sources;
  readonly judgeBody: JudgeBody;
  /** Waits so many milliseconds; rejects when the signal is aborted first. */
  readonly pause: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  readonly signal: AbortSignal;
  /** What a certificate's end is compared with. */
  readonly now: number;
}

const badness = { down: 2, degraded: 1, certificate: 0 } as const;
/** Below 1: asking again would not make it better. */
const badnessOf = ([worst]: readonly Trouble[]) => (worst === undefined ? 0 : badness[worst.group]);

/**
 * Asks a target, and asks again while it is down or slow, so often as the rule says; the best of the attempts counts.
 *
 * @throws `Error`: the settings, or a secret that is not there, keep us from asking, which tells nothing about the target.
 */
export async function checkTarget(check: Check, target: Target, tools: CheckTools): Promise<TargetResult> {
  let best: TargetResult | undefined;
  for (let attempt = 1; ; attempt++) {
    const result = await attemptOnce(check, target, tools, attempt);
    if (best === undefined || badnessOf(result.troubles) <= badnessOf(best.troubles)) best = result;
    if (badnessOf(best.troubles) === 0 || attempt > check.retries) return { ...best, attempts: attempt };
    await tools.pause(pauseBetween, tools.signal);
  }
}

async function attemptOnce(
  check: Check,
  target: Target,
  { sources, judgeBody, signal, now }: CheckTools,
  attempts: number,
): Promise<TargetResult> {
  const answer = await sources.call({ ...target.call, signal });
  const { duration: latency } = answer;
  signal.throwIfAborted();
  if (answer.kind === 'failed') {
    const { cause, message: error } = answer;
    if (cause === 'refused') throw new Error(error);
    return { target, troubles: [{ group: 'down', reason: error }], latency, error, attempts };
  }
  const { status, certificateUntil, isCut } = answer;
  const body =
    check.body === undefined
      ? undefined
      : await judgeBody({ bytes: bytesOf(answer), isCut }, check.body, signal);
  return {
    target,
    troubles: judgeAnswer(answer, body, check, now),
    status,
    latency,
    certificateUntil,
    attempts,
  };
}

const bytesOf = (answer: Extract<SourceAnswer, { kind: 'answered' }>) =>
  answer.bytes ?? Buffer.from(answer.body);
