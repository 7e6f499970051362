import { Refusal } from '../../refusal.ts';
import type { Rule } from '../rule.ts';
import type { Snooze } from './snooze.ts';
import { snoozeAt, withoutExpired } from './snooze-at.ts';

/** What of a rule keeps its actions back. */
export type Quieting = Pick<Rule, 'muteAll' | 'mutedAlertIds' | 'snoozes'>;

const mostSchedules = 5;

/** Muted until somebody ends that: it takes the place of single alerts' mutes and of "snooze now". */
export function mutedForEver({ snoozes }: Quieting): Quieting {
  return { muteAll: true, mutedAlertIds: [], snoozes: snoozes.filter(({ id }) => id !== undefined) };
}

/** Not muted and not snoozed now by hand; schedules stay. */
export function unmuted({ snoozes }: Quieting): Quieting {
  return { muteAll: false, mutedAlertIds: [], snoozes: snoozes.filter(({ id }) => id !== undefined) };
}

/** With a snooze more, or in the place of the one with its id; what is over goes. */
export function snoozed(rule: Quieting, added: Snooze | 'forever', now: number): Quieting {
  if (added === 'forever') return mutedForEver(rule);
  const others = withoutExpired(rule.snoozes, now).filter(({ id }) => id !== added.id);
  const snoozes = [...others, added];
  if (snoozes.filter(({ id }) => id !== undefined).length > mostSchedules)
    throw new Refusal('invalid', `Rule cannot have more than ${mostSchedules} snooze schedules`);
  // A "snooze now" ends what was muted for ever, as on Kibana's screens.
  return { ...rule, snoozes, ...(added.id === undefined && { muteAll: false }) };
}

/** Without the schedules that are named. */
export function withoutSchedules(rule: Quieting, ids: readonly string[], now: number): Quieting {
  const snoozes = withoutExpired(rule.snoozes, now).filter(({ id }) => id === undefined || !ids.includes(id));
  return { ...rule, snoozes };
}

/** Awake now: "snooze now" and what is on and comes but once go, of what recurs this time is left out (contract 5.7). */
export function awake(rule: Quieting, now: number): Quieting {
  const snoozes = withoutExpired(rule.snoozes, now).flatMap((snooze): Snooze[] => {
    if (snooze.id === undefined) return [];
    const { active } = snoozeAt(snooze, now);
    if (active === undefined) return [snooze];
    if (snooze.recurrence === undefined) return [];
    return [{ ...snooze, skipped: [...(snooze.skipped ?? []), active.since] }];
  });
  return { muteAll: false, mutedAlertIds: rule.mutedAlertIds, snoozes };
}
