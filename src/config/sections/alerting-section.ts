import { z } from 'zod';
import { setting } from '../define-setting.ts';
import { duration } from '../values/duration.ts';
import { trueOrFalse, wholeNumber } from '../values/plain.ts';

const day = 86_400_000;
const tenYears = 3650 * day;
const mostActions = 100_000;
const id = z.string().regex(/^\S{1,256}$/);
const timeout = duration(1000, day);

/** What `kibana.yml` calls `xpack.alerting`: rules, how often they run and how much a run may do. */
export const alertingSection = z.object({
  rules: z.object({
    minimumScheduleInterval: z.object({
      value: setting(duration(1000, day), {
        default: '10s',
        description:
          'The shortest interval at which a rule should run. What becomes of a shorter one, alerting.rules.minimumScheduleInterval.enforce says. Kibana has 1m here.',
        format: 'a duration from 1s to 1d: a whole number and one of ms, s, m, h, d, such as "10s"',
        example: '1m',
        aliases: ['xpack.alerting.rules.minimumScheduleInterval.value'],
        reload: true,
      }),
      enforce: setting(trueOrFalse(), {
        default: false,
        description:
          'Whether a rule with a shorter interval is refused when it is saved; otherwise the log holds a warning.',
        format: 'true or false',
        example: true,
        aliases: ['xpack.alerting.rules.minimumScheduleInterval.enforce'],
        reload: true,
      }),
    }),
    maxScheduledPerMinute: setting(wholeNumber(0, 10_000_000).optional(), {
      default: undefined,
      defaultInWords: 'not limited',
      description:
        'How many runs a minute all enabled rules may come to. A rule that would go beyond it is refused when it is saved or enabled.',
      format: 'a whole number of runs from 0 to 10000000',
      example: 32_000,
      aliases: ['xpack.alerting.rules.maxScheduledPerMinute'],
      reload: true,
    }),
    historyRetention: setting(duration(3_600_000, tenYears), {
      default: '90d',
      description:
        'How long is kept what rules did: runs in which an alert changed, an action ran or something failed. Of the others the last 100 of each rule are kept, and beyond them a count for each hour.',
      format: 'a duration from 1h to 3650d: a whole number and one of ms, s, m, h, d, such as "90d"',
      example: '30d',
      reload: true,
    }),
    run: z.object({
      timeout: setting(timeout, {
        default: '5m',
        description: 'A run that takes longer is cancelled, and counts as failed. It changes no alert.',
        format: 'a duration from 1s to 1d: a whole number and one of ms, s, m, h, d, such as "5m"',
        example: '1m',
        aliases: ['xpack.alerting.rules.run.timeout'],
        reload: true,
      }),
      ruleTypeOverrides: setting(z.array(z.strictObject({ id, timeout })), {
        default: [],
        description: 'The same by rule type: what stands here counts before alerting.rules.run.timeout.',
        format:
          'a list of groups of id and timeout (from 1s to 1d), such as {id: external, timeout: 1m}; in the environment as JSON',
        example: [{ id: 'external', timeout: '1m' }],
        aliases: ['xpack.alerting.rules.run.ruleTypeOverrides'],
        json: true,
        reload: true,
      }),
      actions: z.object({
        max: setting(wholeNumber(1, mostActions), {
          default: mostActions,
          description:
            'How many actions one run of a rule may come to. Those beyond it run with the next run; what closes an incident is not limited.',
          format: 'a whole number of actions from 1 to 100000',
          example: 1000,
          aliases: ['xpack.alerting.rules.run.actions.max'],
          reload: true,
        }),
        connectorTypeOverrides: setting(z.array(z.strictObject({ id, max: wholeNumber(1, mostActions) })), {
          default: [],
          description:
            'The same by connector type: what stands here for .pagerduty counts before alerting.rules.run.actions.max. Other types are taken, without effect.',
          format:
            'a list of groups of id and max (from 1 to 100000), such as {id: .pagerduty, max: 1000}; in the environment as JSON',
          example: [{ id: '.pagerduty', max: 1000 }],
          aliases: ['xpack.alerting.rules.run.actions.connectorTypeOverrides'],
          json: true,
          reload: true,
        }),
      }),
      alerts: z.object({
        max: setting(wholeNumber(1, 100_000), {
          default: 1000,
          description:
            'How many alerts one rule may have active. Those beyond it are ignored, and while there are more no alert recovers.',
          format: 'a whole number of alerts from 1 to 100000',
          example: 10_000,
          aliases: ['xpack.alerting.rules.run.alerts.max'],
          reload: true,
        }),
      }),
    }),
  }),
});
