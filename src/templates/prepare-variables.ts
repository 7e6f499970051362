/** What a template may see of a variable: data, of objects without a prototype, and nothing that can be called but ours. */
export type Variables = Readonly<Record<string, unknown>>;

/** A variable as it is after JSON. */
type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

function define(target: object, name: string, value: unknown): void {
  Object.defineProperty(target, name, { value, enumerable: false, configurable: true, writable: true });
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Puts `value` where `path` leads to in `target`; what is there already stays, and objects are merged. */
function putAt(target: Record<string, unknown>, path: readonly string[], value: unknown): void {
  const [name = '', ...rest] = path;
  const there = target[name];
  if (rest.length > 0) {
    if (there === undefined) target[name] = readable({});
    const next = target[name];
    if (isRecord(next)) putAt(next, rest, value);
    return;
  }
  if (there === undefined) target[name] = value;
  else if (isRecord(there) && isRecord(value)) {
    for (const [inner, each] of Object.entries(value)) putAt(there, [inner], each);
  }
}

/** An object that is read by its own names alone, and is its JSON where a text is asked for. */
function readable(fields: Record<string, Json>): Record<string, unknown> {
  const object: Record<string, unknown> = Object.create(null);
  const dotted: [path: string[], value: unknown][] = [];
  for (const [name, field] of Object.entries(fields)) {
    const value = prepare(field);
    object[name] = value;
    if (name.includes('.')) dotted.push([name.split('.'), value]);
  }
  if (!Object.hasOwn(object, 'toString')) define(object, 'toString', () => JSON.stringify(fields));
  // Afterwards, so that what is spelt out as an object goes before what only has dots in its name.
  for (const [path, value] of dotted) putAt(object, path, value);
  return object;
}

function prepare(value: Json): unknown {
  if (Array.isArray(value)) {
    const list = value.map(prepare);
    define(list, 'asJSON', () => JSON.stringify(value));
    return list;
  }
  return isRecord(value) ? readable(value) : value;
}

/**
 * Makes variables ready for templates, as Kibana does (contract 4.2): they go through JSON; a name with dots is also
 * reached as a path; an object in a text is its JSON; an array has `asJSON`. Throws a TypeError for what has no JSON,
 * such as a ring.
 *
 * @param shared What this function made of variables that many texts have in common: they are made ready once.
 */
export function prepareVariables(variables: Variables, shared?: Variables): Record<string, unknown> {
  const fields: Record<string, Json> = JSON.parse(JSON.stringify(variables));
  const own = readable(fields);
  if (shared === undefined) return own;
  const all: Record<string, unknown> = Object.assign(Object.create(null), shared, own);
  define(all, 'toString', () => JSON.stringify({ ...JSON.parse(String(shared)), ...fields }));
  return all;
}
