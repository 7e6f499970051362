import type { z } from 'zod';
import type { changeRulesBody } from '../api/rule-list.ts';
import { Refusal } from '../refusal.ts';
import type { Rules } from '../rules/rules.ts';

type Change = z.output<typeof changeRulesBody>;

/** Does with one rule what a body says for many. Throws a `Refusal`. */
export async function changeRule(rules: Rules, id: string, change: Change, by: string | null, now: number) {
  switch (change.action) {
    case 'enable':
      return rules.enable(id, by);
    case 'disable':
      return rules.disable(id, false, by, change.incidents);
    case 'delete':
      return rules.delete(id, change.incidents);
    case 'mute':
      return rules.muteAll(id, by);
    case 'unmute':
      return rules.unmuteAll(id, by);
    case 'unsnooze':
      return rules.unsnooze(id, undefined, by);
    case 'run': {
      const became = await rules.runSoon(id, false);
      if (typeof became === 'object') throw new Refusal('conflict', became.problem);
      return;
    }
    case 'snooze': {
      const { seconds, schedule } = change;
      if (schedule !== undefined) return void (await rules.addSchedule(id, schedule, by));
      if (seconds === undefined)
        throw new Refusal('invalid', '[request body]: a snooze needs seconds or a schedule');
      const rRule = { dtstart: new Date(now).toISOString(), tzid: 'UTC', count: 1 };
      return rules.snooze(id, { duration: seconds * 1000, rRule }, by);
    }
  }
}
