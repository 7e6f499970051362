import { z } from 'zod';

/**
 * A text of at most `maximum` UTF-16 units, as Kibana counts, with zod's own message. Zod's `max` counts code points
 * since 4.6, and would let through twice as many units.
 */
export function limitedText(maximum: number): z.ZodString {
  return z.string().check((context) => {
    if (context.value.length <= maximum) return;
    context.issues.push({
      code: 'too_big',
      origin: 'string',
      maximum,
      inclusive: true,
      input: context.value,
      // As zod's own check: the checks across params are made nevertheless.
      continue: true,
    });
  });
}
