import { z } from 'zod';
import { setting } from '../define-setting.ts';
import { duration } from '../values/duration.ts';

const tenYears = 3650 * 86_400_000;
/** Last use is noted once a minute, so what is much shorter would be wrong by much. */
const fiveMinutes = 300_000;

/** How long a browser stays signed in. Kibana's names, and its defaults. */
export const sessionSection = z.object({
  idleTimeout: setting(duration(fiveMinutes, tenYears), {
    default: '3d',
    description: 'A browser that has asked for nothing for so long has to sign in again.',
    format: 'a duration from 5m to 3650d: a whole number and one of ms, s, m, h, d, such as "3d"',
    example: '8h',
    aliases: ['xpack.security.session.idleTimeout'],
    reload: true,
  }),
  lifespan: setting(duration(fiveMinutes, tenYears), {
    default: '30d',
    description: 'So long after it has signed in a browser has to do so again, however much it was used.',
    format: 'a duration from 5m to 3650d: a whole number and one of ms, s, m, h, d, such as "30d"',
    example: '12h',
    aliases: ['xpack.security.session.lifespan'],
    reload: true,
  }),
});
