import { z } from 'zod';
import { parseDuration } from '../../duration.ts';
import { HeldAlert, heldSchema } from './held-alert.ts';
import { type Missed, missedSchema } from './missed-alerts.ts';
import type { AlertmanagerParams } from './params.ts';

const kept = z.object({ alerts: z.array(heldSchema), missed: z.array(missedSchema).optional() });

/** What the rule keeps between runs: every alert that fires. It never changes; as JSON it is a list. */
export class HeldAlerts {
  readonly byKey: ReadonlyMap<string, HeldAlert>;
  readonly missed: readonly Missed[];

  constructor(alerts: Iterable<HeldAlert>, missed: readonly Missed[] = []) {
    this.byKey = new Map(Iterator.from(alerts).map((alert) => [alert.key, alert]));
    this.missed = missed;
  }

  toJSON(): z.infer<typeof kept> {
    const alerts = Array.from(this.byKey.values(), ({ held }) => held);
    return this.missed.length === 0 ? { alerts } : { alerts, missed: [...this.missed] };
  }
}

/**
 * Reads what was kept; nothing was, before the first push. Between two starts of the server it is still the same object,
 * and thousands of alerts need not be read again for each push.
 */
export function readHeldAlerts(state: unknown): HeldAlerts {
  if (state instanceof HeldAlerts) return state;
  if (state === undefined || state === null) return new HeldAlerts([]);
  const { alerts, missed } = kept.parse(state);
  return new HeldAlerts(
    alerts.map((held) => new HeldAlert(held)),
    missed,
  );
}

const lengthOf = (text: string | null) =>
  (text === null ? undefined : parseDuration(text)?.ms) ?? Number.POSITIVE_INFINITY;

/**
 * Tells when alerts are over, as far as is known.
 *
 * @param listeningSince Repeats that nobody was there to hear do not count as missing: from then on an alert has as long
 * as it had when it was heard of last.
 */
export function endsBy(params: AlertmanagerParams, listeningSince: number): (alert: HeldAlert) => number {
  const timeouts = { push: lengthOf(params.resolveTimeout), webhook: lengthOf(params.webhookTimeout) };
  return ({ held: { endsAt, heardAt, isResolved, by } }) => {
    if (isResolved && endsAt !== null) return endsAt;
    const patience = endsAt === null ? timeouts[by] : endsAt - heardAt;
    return Math.max(heardAt, listeningSince) + patience;
  };
}
