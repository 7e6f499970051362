import { z } from 'zod';
import { setting } from '../define-setting.ts';
import { readCallUrl } from '../values/call-url.ts';
import { duration } from '../values/duration.ts';
import { path } from '../values/plain.ts';
import { textSchema } from '../values/read-text.ts';

/** Who is told when Tocsin itself does not get events through (docs/metrics.md). */
export const watchdogSection = z.object({
  url: setting(textSchema(readCallUrl).optional(), {
    default: undefined,
    description:
      'Called (GET) every minute while delivery works, so that a service elsewhere raises the alarm when the calls stop coming. It is treated as a secret, because whoever knows it can keep that alarm quiet.',
    format: 'an http or https address such as "https://ping.example.com/tocsin", without user or fragment',
    example: 'https://ping.example.com/3f1c9a52',
    secret: true,
    reload: true,
  }),
  urlFile: setting(path().optional(), {
    default: undefined,
    description: 'The file that holds watchdog.url, for who keeps secrets out of the settings.',
    format: 'the path of a file',
    example: 'keys/watchdog-url',
    relativeTo: 'settings file',
    holds: 'watchdog.url',
    reload: true,
  }),
  maxDelay: setting(duration(60_000, 7 * 86_400_000), {
    default: '10m',
    description:
      'How long an event may wait before Tocsin pages through watchdog.connector and, unless PagerDuty itself is what holds it up, stops calling watchdog.url.',
    format: 'a duration from 1m to 7d: a whole number and one of ms, s, m, h, d, such as "10m"',
    example: '5m',
    reload: true,
  }),
  connector: setting(
    z
      .string()
      .regex(/^\S{1,256}$/)
      .optional(),
    {
      default: undefined,
      description:
        'The id of the connector through which a backlog older than watchdog.maxDelay pages. Choose one with an integration key of its own: then it does not wait behind the backlog that it tells of.',
      format: 'the id of a connector, such as "tocsin-itself"',
      example: 'tocsin-itself',
    },
  ),
});
