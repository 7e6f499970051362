import { z } from 'zod';
import type { ReadText } from './read-text.ts';
import { textSchema } from './read-text.ts';

const bytes = { b: 1, kb: 1024, mb: 1024 ** 2, gb: 1024 ** 3 };
type Unit = keyof typeof bytes;

function isUnit(text: string): text is Unit {
  return Object.hasOwn(bytes, text);
}

/**
 * Reads a size as `kibana.yml` writes it: a whole number and one of `b`, `kb`, `mb`, `gb` (powers of 1024), nothing
 * between them. The value is in bytes.
 */
export function readByteSize(text: string): ReadText<number> {
  const [, number = '', unit = ''] = /^(\d+)([a-z]+)$/.exec(text) ?? [];
  if (isUnit(unit)) {
    const value = Number(number) * bytes[unit];
    return Number.isSafeInteger(value) ? { ok: true, value } : { ok: false };
  }
  const meant = meantByteSize(text.trim());
  return meant === undefined ? { ok: false } : { ok: false, rule: meant };
}

function meantByteSize(text: string): string | undefined {
  if (/^\d+$/.test(text)) return `it has no unit; write "${text}b" for bytes`;
  if (text.startsWith('-')) return 'a size can not be negative';
  const [, number, unit] = /^(\d+)\s*([a-zA-Z]+)$/.exec(text) ?? [];
  if (number === undefined || unit === undefined) return undefined;
  // "1M", "1MB", "1 mb" and "1MiB" all mean the same to whoever wrote them.
  const lower = unit.toLowerCase().replace(/i?b?$/, 'b');
  return isUnit(lower) ? `write "${number}${lower}"; units are b, kb, mb, gb` : undefined;
}

/** Writes bytes in the largest unit that holds them whole: 268435456 is "256mb". */
export function formatByteSize(value: number): string {
  for (const unit of ['gb', 'mb', 'kb'] as const) {
    if (value !== 0 && value % bytes[unit] === 0) return `${value / bytes[unit]}${unit}`;
  }
  return `${value}b`;
}

/** The schema of a size from `least` to `most` bytes. */
export function byteSize(least: number, most: number) {
  return textSchema((text) => {
    const read = readByteSize(text);
    if (read.ok && (read.value < least || read.value > most)) {
      return { ok: false, rule: `use a size from ${formatByteSize(least)} to ${formatByteSize(most)}` };
    }
    return read;
  });
}

/** The same where Kibana has the setting: it takes a number alone as bytes. */
export function byteSizeOrNumber(least: number, most: number) {
  return z.preprocess(
    (value) => {
      const isNumber = typeof value === 'number' || (typeof value === 'string' && /^\d+$/.test(value));
      return isNumber ? `${value}b` : value;
    },
    byteSize(least, most),
  );
}
