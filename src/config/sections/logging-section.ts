import { z } from 'zod';
import { setting } from '../define-setting.ts';

/** How much Tocsin says, and in which form. */
export const loggingSection = z.object({
  level: setting(z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']), {
    default: 'info',
    description: 'The least important lines that are still logged.',
    format: 'one of trace, debug, info, warn, error, fatal, silent',
    example: 'debug',
    reload: true,
  }),
  format: setting(z.enum(['text', 'json']), {
    default: 'text',
    description: 'Lines for people, or one JSON object a line for log collectors.',
    format: 'text or json',
    example: 'json',
  }),
});
