import type { StormCall } from './storm-account.ts';
import type { Told } from './storm-story.ts';

const window = 60_000;
const callsPerWindow = 120;
const latency = 20;

/**
 * What a plain queue would send that knows the limit: every event as it came, in the order in which it came, as soon
 * as there is room. Computed, to be held beside the real courier.
 */
export function plainQueue(told: readonly Told[]): StormCall[] {
  const calls: StormCall[] = [];
  for (const { at, dedupKey, action } of told) {
    const previous = calls.at(-1)?.at ?? 0;
    const roomAt = (calls.at(-callsPerWindow)?.at ?? -window) + window;
    const start = Math.max(at, previous, roomAt);
    calls.push({ at: start, endedAt: start + latency, dedupKey, action, status: 202 });
  }
  return calls;
}
