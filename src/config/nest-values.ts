type Nested = { [name: string]: Nested | unknown };

/** Values by their dotted keys as a tree: "server.port" becomes `{ server: { port } }`. */
export function nestValues(values: ReadonlyMap<string, unknown>): Nested {
  const groups = new Map<string, Map<string, unknown>>();
  const nested: Nested = {};
  for (const [key, value] of values) {
    const dot = key.indexOf('.');
    if (dot < 0) nested[key] = value;
    else {
      const group = groups.getOrInsertComputed(key.slice(0, dot), () => new Map<string, unknown>());
      group.set(key.slice(dot + 1), value);
    }
  }
  for (const [name, group] of groups) nested[name] = nestValues(group);
  return nested;
}
