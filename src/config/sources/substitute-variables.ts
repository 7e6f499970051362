/** A variable that a text names and that is not set, and where in the value the text stands. */
export interface MissingVariable {
  readonly name: string;
  readonly path: readonly PropertyKey[];
}

/** What became of a value, and the variables that it names. */
export interface Substituted {
  readonly value: unknown;
  readonly named: readonly string[];
  readonly missing: readonly MissingVariable[];
}

/** As Kibana reads it: the name of a variable and, behind a colon, what stands for one that is not set. */
const reference = /(\$?)\$\{(\w+)(?::(\w+))?\}/g;

/**
 * Puts the values of environment variables into every text of a value, keys excepted. The syntax is that of
 * `kibana.yml` (kbn-config, raw/utils): `${NAME}` and `${NAME:default}`, anywhere in a text. What is put in is a text
 * and stays one, whatever signs it has. `doubled`: `$${NAME}`, which Kibana does not know, is the text `${NAME}`.
 */
export function substituteVariables(
  value: unknown,
  environment: Readonly<Record<string, string | undefined>>,
  { doubled = false }: { readonly doubled?: boolean } = {},
): Substituted {
  const named: string[] = [];
  const missing: MissingVariable[] = [];
  function replaceIn(part: unknown, path: readonly PropertyKey[]): unknown {
    if (typeof part === 'string') {
      return part.replace(reference, (whole, sign: string, name: string, otherwise: string | undefined) => {
        if (doubled && sign !== '') return whole.slice(1);
        named.push(name);
        const found = environment[name] ?? otherwise;
        if (found === undefined) missing.push({ name, path });
        return found === undefined ? whole : `${sign}${found}`;
      });
    }
    if (Array.isArray(part)) return part.map((item, index) => replaceIn(item, [...path, index]));
    if (typeof part !== 'object' || part === null) return part;
    return Object.fromEntries(
      Object.entries(part).map(([key, item]) => [key, replaceIn(item, [...path, key])]),
    );
  }
  return { value: replaceIn(value, []), named, missing };
}
