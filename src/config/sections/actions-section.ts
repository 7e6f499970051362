import { z } from 'zod';
import { setting } from '../define-setting.ts';
import { readAllowedHost } from '../values/allowed-host.ts';
import { duration } from '../values/duration.ts';
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
});
