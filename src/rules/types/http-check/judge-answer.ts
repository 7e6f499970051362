import type { SourceAnswer } from '../../sources.ts';
import type { Check } from './check.ts';

export type TroubleGroup = 'down' | 'degraded' | 'certificate';

/** Something about a target that is not as it should be. */
export interface Trouble {
  readonly group: TroubleGroup;
  /** For people. */
  readonly reason: string;
}

type Answered = Extract<SourceAnswer, { kind: 'answered' }>;

const day = 86_400_000;

/** Whole days until a certificate ends; below 0: since it has. */
export function daysUntil(end: number, now: number): number {
  return Math.floor((end - now) / day);
}

/**
 * What is wrong with an answer, the worst first. A wrong status or body is `down`: whoever asks does not get what the
 * target is there for. A late answer is still one: `degraded`.
 *
 * @param body what is wrong with its body.
 */
export function judgeAnswer(
  answer: Answered,
  body: string | undefined,
  check: Pick<Check, 'statuses' | 'expectedStatus' | 'maxLatency' | 'certificateDays'>,
  now: number,
): readonly Trouble[] {
  const { status, duration, certificateUntil } = answer;
  const { statuses, expectedStatus, maxLatency, certificateDays } = check;
  const troubles: Trouble[] = [];
  if (!statuses.some(({ from, to }) => status >= from && status <= to)) {
    troubles.push({ group: 'down', reason: `status ${status}, expected ${expectedStatus}` });
  }
  if (body !== undefined) troubles.push({ group: 'down', reason: body });
  if (maxLatency !== undefined && duration > maxLatency) {
    troubles.push({
      group: 'degraded',
      reason: `answered after ${Math.round(duration)} ms, expected ${maxLatency} ms at most`,
    });
  }
  if (certificateDays !== null && certificateUntil !== undefined) {
    if (certificateUntil - now < certificateDays * day) {
      troubles.push({ group: 'certificate', reason: certificateWords(certificateUntil, now) });
    }
  }
  return troubles;
}

function certificateWords(end: number, now: number): string {
  const days = daysUntil(end, now);
  const date = new Date(end).toISOString();
  if (end <= now) return `its certificate ended at ${date}`;
  if (days === 0) return `its certificate ends today, at ${date}`;
  return `its certificate ends in ${days === 1 ? 'a day' : `${days} days`}, at ${date}`;
}
