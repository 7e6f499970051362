import { z } from 'zod';
import type { ReportedAlert } from '../../../alerts/reported-alert.ts';
import { alertName } from './alert-name.ts';
import { describeAlert } from './describe-alert.ts';
import type { AlertmanagerParams } from './params.ts';

const labelSet = z.array(z.tuple([z.string(), z.string()]).readonly()).readonly();

/** What is known of an alert that fires, as it is kept. Times are milliseconds since 1970. */
export const heldSchema = z.object({
  /** What it is known by, where that can not be told from the labels, because they had to be cut. */
  key: z.string().optional(),
  labels: labelSet,
  annotations: labelSet,
  startsAt: z.number(),
  /** When it ends if nobody repeats it; `null`: nobody has said so. */
  endsAt: z.number().nullable(),
  /** When it was told last. */
  heardAt: z.number(),
  by: z.enum(['push', 'webhook']),
  /** Somebody said that it is over. */
  isResolved: z.literal(true).optional(),
  generatorURL: z.string().optional(),
  fingerprint: z.string().optional(),
  receiver: z.string().optional(),
  externalURL: z.string().optional(),
  groupKey: z.string().optional(),
  groupLabels: labelSet.optional(),
});

export type Held = z.infer<typeof heldSchema>;

type Naming = Pick<AlertmanagerParams, 'severityLabel' | 'defaultSeverity'>;

/** An alert that fires. What it is like is worked out once: most are the same from run to run. */
export class HeldAlert {
  readonly held: Held;
  /** What it is known by: all its labels. */
  readonly key: string;
  #naming: Naming | undefined;
  #reported: ReportedAlert | undefined;

  /** @param key As told; absent: it is in what was kept. */
  constructor(held: Held, key?: string) {
    const known = held.key ?? alertName(held.labels);
    this.key = key ?? known;
    this.held = this.key === known ? held : { ...held, key: this.key };
  }

  /** As the rule reports it. */
  reported({ severityLabel, defaultSeverity }: Naming): ReportedAlert {
    const isKnown =
      this.#naming?.severityLabel === severityLabel && this.#naming.defaultSeverity === defaultSeverity;
    if (this.#reported !== undefined && isKnown) return this.#reported;
    this.#naming = { severityLabel, defaultSeverity };
    this.#reported = describeAlert(this.held, this.#idBy(severityLabel), this.#naming);
    return this.#reported;
  }

  /**
   * Its severity is no part of the id: what becomes more severe has another label then, but is the same thing and the
   * same incident.
   */
  #idBy(severityLabel: string): string {
    return this.held.key ?? alertName(this.held.labels.filter(([name]) => name !== severityLabel));
  }
}
