import type { Refusal } from '../refusal.ts';
import type { Services } from './app-types.ts';

/** An address that keeps failing is told of once so often. */
const tellEvery = 60_000;
const maxTold = 1000;

/** Tells operators of sign-ins that were refused: all of them as a metric, and in the log once a minute for an address. */
export type TellSignInFailure = (refusal: Refusal, address: string) => void;

export function tellSignInFailures({
  metrics,
  log,
  monotonic,
}: Pick<Services, 'metrics' | 'log' | 'monotonic'>): TellSignInFailure {
  const told = new Map<string, number>();
  return ({ code, message }, address) => {
    metrics.signInFailures.labels(code).inc();
    const now = monotonic();
    if (now - (told.get(address) ?? Number.NEGATIVE_INFINITY) < tellEvery) return;
    if (told.size >= maxTold) told.clear();
    told.set(address, now);
    log.warn({ address }, `a sign-in was refused: ${message} (told once a minute for each address)`);
  };
}
