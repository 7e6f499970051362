import type { Settings } from '../config/settings.ts';
import { formatDuration } from '../config/values/duration.ts';
import { maxAttemptsOf } from './delivery-settings.ts';

/** The waits between so many attempts at the most, in seconds (rule 6); they are random from half of it on. */
function longestWaits(attempts: number): number {
  return Array.from({ length: attempts - 1 }, (_, n) => Math.min(60, 2 ** n)).reduce(
    (sum, wait) => sum + wait,
    0,
  );
}

const inMinutes = (seconds: number) => (seconds / 60).toFixed(1);

/** Says in minutes what a limit of attempts means; `undefined` where there is none. */
export function explainAttempts(settings: Settings): string | undefined {
  const attempts = maxAttemptsOf(settings);
  if (attempts === undefined) return undefined;
  const { minRetryWindow } = settings.delivery;
  const waits = longestWaits(attempts);
  const times = attempts === 1 ? 'once' : `${attempts} times`;
  return (
    `actions.run.maxAttempts: an event that has failed ${times} is given up, but not before ` +
    `${inMinutes(minRetryWindow / 1000)} minutes have passed (delivery.minRetryWindow: ${formatDuration(minRetryWindow)}); ` +
    `by themselves so many attempts take ${inMinutes(waits / 2)} to ${inMinutes(waits)} minutes. Resolves are never given up by it`
  );
}
