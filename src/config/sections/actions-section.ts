import { z } from 'zod';
import { setting } from '../define-setting.ts';
import { readAllowedHost } from '../values/allowed-host.ts';
import { duration } from '../values/duration.ts';
import { wholeNumber } from '../values/plain.ts';
import { textSchema } from '../values/read-text.ts';

/** What `kibana.yml` calls `xpack.actions`: every setting is also understood with the `xpack.` prefix. */
export const actionsSection = z.object({
  allowedHosts: setting(z.array(textSchema(readAllowedHost)), {
    default: ['*'],
    description:
      'The hosts that connectors may call, by their exact names. "*" allows every host, an empty list none. Checked when a connector is saved and on every send.',
    format: 'a list of host names such as "events.pagerduty.com", or "*" for every host',
    example: ['events.pagerduty.com', 'events.eu.pagerduty.com'],
    aliases: ['xpack.actions.allowedHosts'],
    list: true,
  }),
  enabledActionTypes: setting(z.array(z.string().regex(/^\S+$/)), {
    default: ['*'],
    description:
      'The types of connectors that can be created and used, by their exact ids. "*" enables every type, an empty list none.',
    format: 'a list of connector type ids such as ".pagerduty", or "*" for every type',
    example: ['.pagerduty'],
    aliases: ['xpack.actions.enabledActionTypes'],
    list: true,
  }),
  responseTimeout: setting(duration(100, 600_000), {
    default: '15s',
    description: 'How long an attempt waits for an answer before it counts as failed.',
    format: 'a duration from 100ms to 10m: a whole number and one of ms, s, m, h, d, such as "15s"',
    example: '30s',
    aliases: ['xpack.actions.responseTimeout'],
  }),
  queued: z.object({
    max: setting(wholeNumber(1, 100_000_000), {
      default: 1_000_000,
      description:
        'How many events may wait to be sent. Beyond it new ones are refused with a 503, so that their senders keep them, except resolves, which shorten the queue; Kibana would drop them without a word.',
      format: 'a whole number of events from 1 to 100000000',
      example: 100_000,
      aliases: ['xpack.actions.queued.max'],
    }),
  }),
  run: z.object({
    maxAttempts: setting(wholeNumber(1, 10).optional(), {
      default: undefined,
      defaultInWords: 'not limited; delivery.maxAge ends it',
      description:
        'How many attempts of an event may fail by its own fault before it becomes a dead letter. Throttling, outages and closed gates do not count. Kibana gives up after 3 unless told otherwise.',
      format: 'a whole number of attempts from 1 to 10',
      example: 10,
      aliases: ['xpack.actions.run.maxAttempts'],
    }),
  }),
});
