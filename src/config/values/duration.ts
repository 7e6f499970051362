import type { ReadText } from './read-text.ts';
import { textSchema } from './read-text.ts';

const milliseconds = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
type Unit = keyof typeof milliseconds;

function isUnit(text: string): text is Unit {
  return Object.hasOwn(milliseconds, text);
}

/**
 * Reads a duration as `kibana.yml` writes it: a whole number and one of `ms`, `s`, `m`, `h`, `d`, nothing between
 * them. The value is in milliseconds. Strict on purpose: "1M" would be a month elsewhere, "90" could be anything.
 */
export function readDuration(text: string): ReadText<number> {
  const [, number = '', unit = ''] = /^(\d+)([a-z]+)$/.exec(text) ?? [];
  if (isUnit(unit)) {
    const value = Number(number) * milliseconds[unit];
    return Number.isSafeInteger(value) ? { ok: true, value } : { ok: false };
  }
  const meant = meantDuration(text);
  return meant === undefined ? { ok: false } : { ok: false, rule: meant };
}

function meantDuration(text: string): string | undefined {
  const trimmed = text.trim();
  if (/^\d+$/.test(trimmed))
    return `it has no unit; write "${trimmed}s" for seconds or "${trimmed}ms" for milliseconds`;
  if (/^-/.test(trimmed)) return 'a duration can not be negative';
  const [, number = '', unit = ''] = /^(\d+)\s*([a-zA-Z]+)$/.exec(trimmed) ?? [];
  const lower = unit.toLowerCase();
  if (isUnit(lower)) return `write "${number}${lower}"; units are ms, s, m (minutes), h, d`;
  return undefined;
}

/** Writes milliseconds in the largest unit that holds them whole: 90000 is "90s", 60000 is "1m". */
export function formatDuration(value: number): string {
  for (const unit of ['d', 'h', 'm', 's'] as const) {
    if (value !== 0 && value % milliseconds[unit] === 0) return `${value / milliseconds[unit]}${unit}`;
  }
  return `${value}ms`;
}

/** The schema of a duration from `least` to `most` milliseconds. */
export function duration(least: number, most: number) {
  return textSchema((text) => {
    const read = readDuration(text);
    if (read.ok && (read.value < least || read.value > most)) {
      return { ok: false, rule: `use a duration from ${formatDuration(least)} to ${formatDuration(most)}` };
    }
    return read;
  });
}
