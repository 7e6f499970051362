import type { MoodName } from '../api/sandbox.ts';
import type { Result } from './call.ts';
import {
  connectionBreak,
  forbiddenPage,
  invalidEvent,
  loginRedirect,
  serverError,
  throttled,
} from './reply.ts';

/**
 * What a mood does to a call before anything is processed; undefined where the event is processed as ever.
 * `random` decides which face a portal shows.
 */
export function befall(mood: MoodName, random: () => number): Result | undefined {
  const why = `Mood ${mood}: not processed.`;
  switch (mood) {
    case 'ok':
    case 'slow':
    case 'lose-answer':
      return undefined;
    case 'refuse':
      return { reply: connectionBreak('close'), effect: 'broken', why };
    case 'reset':
      return { reply: connectionBreak('reset'), effect: 'broken', why };
    case '429':
      return { reply: throttled(), effect: 'throttled', why };
    case '500':
      return { reply: serverError(), effect: 'failed', why };
    case '400':
      return { reply: invalidEvent(['The sandbox is in the mood to refuse']), effect: 'refused', why };
    case 'portal':
      return { reply: random() < 0.5 ? forbiddenPage() : loginRedirect(), effect: 'portal', why };
  }
}

/** The event was processed; only its answer is lost. */
export function loseAnswer(result: Result): Result {
  const why = `${result.why} Mood lose-answer: the answer was lost.`;
  return { ...result, reply: connectionBreak('close'), why };
}
