import { z } from 'zod';
import { setting } from '../define-setting.ts';
import { trueOrFalse } from '../values/plain.ts';

/** How the relay, PagerDuty's Events API in front of delivery, treats what comes in. */
export const relaySection = z.object({
  strict: setting(trueOrFalse(), {
    default: false,
    description:
      'Whether the relay refuses what PagerDuty would refuse, with its words. Otherwise events are made to fit: too long a summary is cut, an unknown severity mapped, a missing source filled in.',
    format: 'true or false',
    example: true,
    reload: true,
  }),
});
