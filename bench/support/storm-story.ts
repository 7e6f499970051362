import type { NewEvent } from '../../src/delivery/delivery-service.ts';
import type { Severity } from '../../src/pagerduty/event.ts';
import { actionOf, triggerOf } from '../../test/support/simulation/events-of.ts';
import { randomOf } from '../../test/support/simulation/random-of.ts';

/** One thing that a caller tells. Times are milliseconds since the storm began. */
export interface Told {
  readonly at: number;
  readonly dedupKey: string;
  readonly action: 'trigger' | 'resolve';
  readonly severity: Severity;
}

const minute = 60_000;
const shareCritical = 0.01;
const shareResolving = 0.4;
const lesser = ['error', 'warning', 'info'] as const;

/**
 * So many incidents within a minute, in no order; one of a hundred is critical, four of ten are over again within two
 * minutes of their trigger. The same seed tells the same story.
 */
export function stormStory(incidents: number, seed: number): Told[] {
  const random = randomOf(seed);
  const told: Told[] = [];
  for (let number = 0; number < incidents; number++) {
    const dedupKey = `storm-${number}`;
    const at = Math.floor(random() * minute);
    const isCritical = number < incidents * shareCritical;
    const severity = isCritical ? 'critical' : (lesser[Math.floor(random() * lesser.length)] ?? 'error');
    told.push({ at, dedupKey, action: 'trigger', severity });
    if (random() >= shareResolving) continue;
    const over = at + 1 + Math.floor(random() * 2 * minute);
    told.push({ at: over, dedupKey, action: 'resolve', severity });
  }
  return told.sort((a, b) => a.at - b.at);
}

/** What is told, as delivery takes it. */
export function eventOfTold({ action, dedupKey, severity }: Told, connectorId: string): NewEvent {
  return action === 'trigger'
    ? triggerOf(connectorId, dedupKey, { severity })
    : actionOf(connectorId, 'resolve', dedupKey);
}
