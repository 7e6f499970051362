import type { LabelSet } from './label-set.ts';

/** Who told: whoever pushes as Prometheus does, or Alertmanager's webhook. */
export type Teller = 'push' | 'webhook';

/** What the webhook says beside the alert itself. */
export interface Notification {
  readonly fingerprint?: string | undefined;
  readonly receiver?: string | undefined;
  readonly externalURL?: string | undefined;
  readonly groupKey?: string | undefined;
  readonly groupLabels?: LabelSet | undefined;
}

/** What somebody says of one alert. Times are milliseconds since 1970. */
export interface ToldAlert extends Notification {
  readonly by: Teller;
  /** What it is known by; all labels, however long. */
  readonly key: string;
  readonly labels: LabelSet;
  readonly annotations: LabelSet;
  readonly startsAt?: number | undefined;
  /** When it was over, or will be if nobody repeats it. */
  readonly endsAt?: number | undefined;
  /** It is over, whatever `endsAt` and the clocks say. */
  readonly isResolved: boolean;
  readonly generatorURL?: string | undefined;
}

/** What a body said: what can be used of it, and what is wrong with the rest, a sentence each. */
export interface Told {
  readonly alerts: readonly ToldAlert[];
  readonly faults: readonly string[];
}
