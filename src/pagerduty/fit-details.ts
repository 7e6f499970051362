import type { Note } from './fit-text.ts';
import {
  isJsonObject,
  isPlainJson,
  type JsonObject,
  parseJsonObject,
  toJsonObject,
  tooDeepNote,
  wellFormed,
} from './json-value.ts';
import { maxDepth } from './limits.ts';

/**
 * Custom details as PagerDuty takes them, an object: the JSON text of one is read, anything else is put into one
 * under `value`. What is nested more than 100 levels deep gives way to a note.
 */
export function fitDetails(value: unknown, note: Note): JsonObject | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  if (isJsonObject(value)) return copyNoting('custom_details', value, note);
  const read = typeof value === 'string' ? parseJsonObject(value) : undefined;
  note(
    read === undefined
      ? 'custom_details was not an object, now in custom_details.value'
      : 'custom_details was text, sent as the object it says',
  );
  return copyNoting('custom_details', read ?? { value }, note);
}

/** The value, or a copy, that holds only what JSON and PagerDuty can take, with a note of what had to change. */
export function copyNoting(name: string, value: Record<string, unknown>, note: Note): JsonObject {
  // Nothing to change: it is its own copy, nobody changes it.
  if (isPlainJson(value)) return value;
  let replaced = false;
  let tooDeep = false;
  const copy = toJsonObject(value, {
    text: (from) => {
      const text = wellFormed(from);
      replaced ||= text !== from;
      return text;
    },
    tooDeep: () => {
      tooDeep = true;
      return tooDeepNote;
    },
  });
  if (replaced) note(`${name}: lone surrogates replaced by U+FFFD`);
  if (tooDeep) note(`${name}: what is nested more than ${maxDepth} levels deep left out`);
  return copy;
}
