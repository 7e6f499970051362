import { maxDepth } from './limits.ts';

/** What JSON can say. */
export type JsonValue = string | number | boolean | null | JsonValue[] | JsonObject;
export type JsonObject = { [key: string]: JsonValue | undefined };

/** Whether a value is an object as JSON knows it: not null, not an array. */
export function isJsonObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object that a JSON text says, or `undefined` when it is no JSON or says something else. */
export function parseJsonObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Whether objects and arrays are nested more than `limit` levels deep. Walks without recursion, so depth can not harm it. */
export function isDeeperThan(limit: number, value: unknown): boolean {
  const pending: { value: unknown; level: number }[] = [{ value, level: 1 }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (typeof next.value !== 'object' || next.value === null) continue;
    if (next.level > limit) return true;
    for (const child of Object.values(next.value)) pending.push({ value: child, level: next.level + 1 });
  }
  return false;
}

/** Whether `toJsonValue` would copy the object as it is. Makes nothing, so it costs a fraction of the copy. */
export function isPlainJson(value: Record<string, unknown>): value is JsonObject {
  return holdsPlain(value, 1);
}

function holdsPlain(value: object, level: number): boolean {
  if (Array.isArray(value)) {
    for (const item of value) if (!isPlain(item, level)) return false;
    return true;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return false;
  for (const key of Object.keys(value)) {
    if (key === '__proto__' || !key.isWellFormed() || !isPlain(Reflect.get(value, key), level)) return false;
  }
  return true;
}

function isPlain(value: unknown, level: number): boolean {
  switch (typeof value) {
    case 'string':
      return value.isWellFormed();
    case 'number':
      return Number.isFinite(value);
    case 'boolean':
      return true;
    case 'object':
      return value === null || (level < maxDepth && holdsPlain(value, level + 1));
    default:
      return false;
  }
}

type JsonCopyOptions = {
  /** What becomes of every string, keys included. Default: lone surrogates become U+FFFD. */
  readonly text?: (text: string) => string;
  /** What stands for an object or array below `maxDepth` levels. Default: a note that says so. */
  readonly tooDeep?: () => JsonValue;
};

const ordinary = { configurable: true, enumerable: true, writable: true };

export const tooDeepNote = `[left out by Tocsin: nested more than ${maxDepth} levels deep]`;

/**
 * A copy of any value that holds nothing but JSON: strings well-formed, no more than `maxDepth` levels, and, as
 * `JSON.stringify` would have it, no `undefined` in objects and null for what JSON has no word for.
 */
export function toJsonValue(value: unknown, options: JsonCopyOptions = {}): JsonValue {
  const text = options.text ?? wellFormed;
  const tooDeep = options.tooDeep ?? (() => tooDeepNote);
  const copy = (from: unknown, level: number): JsonValue => {
    if (typeof from === 'string') return text(from);
    if (typeof from === 'number') return Number.isFinite(from) ? from : null;
    if (typeof from === 'boolean') return from;
    if (typeof from !== 'object' || from === null) return null;
    if (level > maxDepth) return tooDeep();
    if (Array.isArray(from)) return from.map((item) => copy(item, level + 1));
    return copyEntries(from, level);
  };
  const copyEntries = (from: object, level: number): JsonObject => {
    const to: JsonObject = {};
    for (const [key, item] of Object.entries(from)) {
      if (item === undefined) continue;
      const name = text(key);
      const value = copy(item, level + 1);
      // A key named __proto__ stays a key.
      if (name === '__proto__') Object.defineProperty(to, name, { value, ...ordinary });
      else to[name] = value;
    }
    return to;
  };
  return copy(value, 1);
}

/** `toJsonValue` of an object. */
export function toJsonObject(value: object, options: JsonCopyOptions = {}): JsonObject {
  const copy = toJsonValue(value, options);
  return isJson(copy) ? copy : {};
}

/** Whether a JSON value is an object. */
function isJson(value: JsonValue | undefined): value is JsonObject {
  return isJsonObject(value);
}

/** The text with every lone surrogate as U+FFFD, which is what a UTF-8 reader would make of it. */
export function wellFormed(text: string): string {
  return text.toWellFormed();
}
