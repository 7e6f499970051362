import { type Document, isAlias, isMap, isNode, isScalar, isSeq, visit } from 'yaml';
import { shorten } from '../problem.ts';
import { nodeValue, readYaml } from './read-yaml.ts';
import { substituteVariables } from './substitute-variables.ts';

/** What stands in a file of rules. What it says of rules is judged elsewhere. */
export interface ParsedRuleFile {
  /** With variables put in; `null`: nothing. */
  readonly value: unknown;
  /** The line of a part, or of the nearest around it that there is. */
  readonly lineOf: (path: readonly PropertyKey[]) => number;
  readonly problems: readonly { readonly line: number; readonly message: string }[];
  /** The environment variables that it names. */
  readonly variables: readonly string[];
}

/**
 * Reads a file of rules: YAML 1.2 (core schema), with `${NAME}` in its texts for what is in the environment, and
 * `$${NAME}` for what shall stay as it is. Where it is no YAML its value is `undefined`.
 */
export function parseRuleYaml(
  text: string,
  environment: Readonly<Record<string, string | undefined>>,
): ParsedRuleFile {
  const { document, lineAt, fault } = readYaml(text);
  const lineOf = (path: readonly PropertyKey[]) => lineAt(offsetOf(document, path));
  const bad = (line: number, message: string): ParsedRuleFile => ({
    value: undefined,
    lineOf,
    problems: [{ line, message }],
    variables: [],
  });
  if (fault !== undefined) return bad(lineAt(fault.offset), fault.message);
  const raw = nodeValue(document.contents, document);
  if (raw === undefined)
    return bad(1, 'the aliases (*name) in it can not be followed, or it is nested too deeply');
  const { value, named, missing } = substituteVariables(raw, environment, { doubled: true });
  return {
    value,
    lineOf,
    problems: [
      ...repeatedKeys(document, lineAt),
      ...missing.map(({ name, path }) => ({
        line: lineOf(path),
        message: `${path.map(String).join('.')} names the environment variable ${name}, which is not set: set it where Tocsin is started, or write $\${${name}} for a text that stays as it is`,
      })),
    ],
    variables: named,
  };
}

function repeatedKeys(document: Document.Parsed, lineAt: (offset: number) => number) {
  const problems: { line: number; message: string }[] = [];
  visit(document, {
    Map(_, map) {
      const lines = new Map<string, number>();
      for (const { key } of map.items) {
        if (!isScalar(key)) continue;
        const name = String(key.value);
        const line = lineAt(key.range?.[0] ?? 0);
        const first = lines.get(name);
        if (first === undefined) lines.set(name, line);
        else {
          const shown = JSON.stringify(shorten(name));
          problems.push({ line, message: `${shown} is there twice, in line ${first} and here: keep one` });
        }
      }
    },
  });
  return problems;
}

/** Where a part stands: of what has a key, that key. */
function offsetOf(document: Document.Parsed, path: readonly PropertyKey[]): number {
  let part: unknown = document.contents;
  let offset = document.contents?.range[0] ?? 0;
  for (const name of path) {
    const collection: unknown = isAlias(part) ? part.resolve(document) : part;
    if (isMap(collection)) {
      const pair = collection.items.find(({ key }) => isScalar(key) && String(key.value) === String(name));
      if (!isNode(pair?.key)) break;
      offset = pair.key.range?.[0] ?? offset;
      part = pair.value;
    } else if (isSeq(collection)) {
      const item = collection.items[Number(name)];
      if (!isNode(item)) break;
      offset = item.range?.[0] ?? offset;
      part = item;
    } else break;
  }
  return offset;
}
