import type { Note } from './fit-text.ts';
import { parseTimestamp } from './timestamp.ts';
import { quoted } from './wording.ts';

/**
 * A timestamp as `YYYY-MM-DDTHH:mm:ss.sssZ`. One that can not be read counts as absent, and absent is `fallback`: the
 * time of detection or acceptance, which is no change of what came and so has no note. A number is read as its text.
 */
export function fitTimestamp(value: unknown, fallback: string | undefined, note: Note): string | undefined {
  const text = typeof value === 'number' ? String(value) : (value ?? '');
  const parsed = typeof text === 'string' ? parseTimestamp(text) : ({ kind: 'invalid' } as const);
  if (parsed.kind === 'time') {
    if (parsed.iso !== value) note(`timestamp ${quoted(String(value))} sent as ${parsed.iso}`);
    return parsed.iso;
  }
  if (parsed.kind === 'invalid') {
    note(`timestamp left out: ${typeof text === 'string' ? quoted(text) : 'it'} can not be read as a time`);
  }
  const spare = parseTimestamp(fallback ?? '');
  return spare.kind === 'time' ? spare.iso : undefined;
}
