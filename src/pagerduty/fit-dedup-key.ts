import { createHash } from 'node:crypto';
import { wellFormed } from './json-value.ts';
import { maxDedupKeyLength } from './limits.ts';
import { grouped } from './wording.ts';

/** Units of a long key that stay readable; with `~` and the hash they make up the limit. */
const readableUnits = 190;

/**
 * A dedup key of at most 255 UTF-16 units. A longer one becomes its first 190 units (never half a pair), `~` and the
 * 64 hex digits of its SHA-256: readable, unique, and the same for every event of the incident.
 */
export function fitDedupKey(text: string): { readonly dedupKey: string; readonly note?: string } {
  const key = wellFormed(text);
  if (key.length <= maxDedupKeyLength) {
    return key === text
      ? { dedupKey: key }
      : { dedupKey: key, note: 'dedup_key: lone surrogates replaced by U+FFFD' };
  }
  const start = key.slice(0, readableUnits);
  const readable = start.isWellFormed() ? start : start.slice(0, -1);
  return {
    dedupKey: `${readable}~${createHash('sha256').update(key).digest('hex')}`,
    note: `dedup_key shortened from ${grouped(key.length)} to ${maxDedupKeyLength} characters by its SHA-256`,
  };
}
