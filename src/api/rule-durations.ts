import { z } from 'zod';

const milliseconds: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Ten years; a moment that is farther off can not be counted on. */
const longest = 3650 * 86_400_000;

const shown = (text: string) => (text.length > 100 ? `${text.slice(0, 100)}…` : text);

/** What is wrong with a duration, in Kibana's words (contract 5.5). */
function durationFault(text: string): string | undefined {
  const [, count, unit = ''] = /^([1-9][0-9]*)([smhd])$/.exec(text) ?? [];
  if (count === undefined) return `string is not a valid duration: ${shown(text)}`;
  const ms = Number(count) * (milliseconds[unit] ?? 0);
  return ms <= longest ? undefined : `string is not a valid duration: ${shown(text)}; at most 3650d is taken`;
}

/** `10s`, `1m`, `2h`, `1d`: a whole number above 0 and a unit. */
export const durationText = z.string().superRefine((text, context) => {
  const message = durationFault(text);
  if (message !== undefined) context.addIssue({ code: 'custom', message });
});
