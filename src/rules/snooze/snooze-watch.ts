import type { Rule } from '../rule.ts';
import { snoozedAt } from './snooze-at.ts';

interface Known {
  readonly until: number | undefined;
  readonly from: number;
  readonly changesAt: number;
}

/** Whether rules are snoozed, asked at every run: it is worked out once, and holds until the next change of it. */
export class SnoozeWatch {
  /** By the list of snoozes itself, which is another one after each change. */
  readonly #known = new WeakMap<Rule['snoozes'], Known>();

  /** Until when a snooze is on at `now`; `undefined`: none is. */
  until({ snoozes }: Pick<Rule, 'snoozes'>, now: number): number | undefined {
    if (snoozes.length === 0) return undefined;
    const known = this.#known.get(snoozes);
    if (known !== undefined && now >= known.from && now < known.changesAt) return known.until;
    const { until, changesAt } = snoozedAt(snoozes, now);
    this.#known.set(snoozes, { until, from: now, changesAt });
    return until;
  }
}
