import { z } from 'zod';
import { setting } from '../define-setting.ts';
import { duration } from '../values/duration.ts';
import { wholeNumber } from '../values/plain.ts';
import { actionsNetwork } from './actions-network.ts';
import { preconfiguredSetting } from './preconfigured-setting.ts';

/** What `kibana.yml` calls `xpack.actions`: every setting is also understood with the `xpack.` prefix. */
export const actionsSection = z.object({
  ...actionsNetwork,
  enabledActionTypes: setting(z.array(z.string().regex(/^\S+$/)), {
    default: ['*'],
    description:
      'The types of connectors that can be created and used, by their exact ids. "*" enables every type, an empty list none.',
    format: 'a list of connector type ids such as ".pagerduty", or "*" for every type',
    example: ['.pagerduty'],
    aliases: ['xpack.actions.enabledActionTypes'],
    list: true,
    reload: true,
  }),
  preconfigured: preconfiguredSetting,
  responseTimeout: setting(duration(100, 600_000), {
    default: '15s',
    description: 'How long an attempt waits for an answer before it counts as failed.',
    format: 'a duration from 100ms to 10m: a whole number and one of ms, s, m, h, d, such as "15s"',
    example: '30s',
    aliases: ['xpack.actions.responseTimeout'],
    reload: true,
  }),
  queued: z.object({
    max: setting(wholeNumber(1, 100_000_000), {
      default: 1_000_000,
      description:
        'How many events may wait to be sent. Beyond it new ones are refused with a 503, so that their senders keep them, except resolves, which shorten the queue; Kibana would drop them without a word.',
      format: 'a whole number of events from 1 to 100000000',
      example: 100_000,
      aliases: ['xpack.actions.queued.max'],
      reload: true,
    }),
  }),
  run: z.object({
    maxAttempts: setting(wholeNumber(1, 10).optional(), {
      default: undefined,
      defaultInWords: 'not limited; delivery.maxAge ends it',
      description:
        'After how many failed attempts a trigger, acknowledge or change event becomes a dead letter, though not before delivery.minRetryWindow. Only attempts that got an answer or a time-out count: no 429, no probe, no connection that failed. Resolves are never given up by it. Kibana gives up after 3 unless told otherwise.',
      format: 'a whole number of attempts from 1 to 10',
      example: 10,
      aliases: ['xpack.actions.run.maxAttempts'],
      reload: true,
    }),
    connectorTypeOverrides: setting(
      z.array(
        z.strictObject({
          id: z.string().regex(/^\S{1,256}$/),
          maxAttempts: wholeNumber(1, 10).optional(),
        }),
      ),
      {
        default: [],
        description:
          'The same by connector type: what stands here for .pagerduty counts before actions.run.maxAttempts. Other types are taken, without effect.',
        format:
          'a list of groups of id and maxAttempts (from 1 to 10), such as {id: .pagerduty, maxAttempts: 5}; in the environment as JSON',
        example: [{ id: '.pagerduty', maxAttempts: 5 }],
        aliases: ['xpack.actions.run.connectorTypeOverrides'],
        json: true,
        reload: true,
      },
    ),
  }),
});
