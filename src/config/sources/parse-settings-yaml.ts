import {
  type Document,
  isCollection,
  isMap,
  isNode,
  isScalar,
  LineCounter,
  type Node,
  parseDocument,
  type YAMLMap,
} from 'yaml';
import type { SettingDefinition } from '../define-setting.ts';
import { findKey } from '../known-settings.ts';
import { type SettingsProblem, shorten } from '../problem.ts';
import { explainYamlError } from './explain-yaml-error.ts';
import type { GivenValue, Place } from './given-value.ts';

/** How often aliases may repeat a part of the file in one value. */
const maxAliasCount = 100;

/**
 * Reads the text of a settings file: YAML 1.2 (core schema), keys dotted, nested or both. Values are not checked
 * here, keys are. `name` is what messages call the file.
 */
export function parseSettingsYaml(
  text: string,
  name: string,
): { given: GivenValue[]; problems: SettingsProblem[] } {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    version: '1.2',
    schema: 'core',
    resolveKnownTags: false,
    stringKeys: true,
    // Repeated keys are found below, where both lines can be named.
    uniqueKeys: false,
    prettyErrors: false,
    // "silent" would also silence the error that a second document is.
    logLevel: 'error',
  });
  const reader = new SettingsReader(document, name, (offset) => lines.linePos(offset).line);
  const [error] = [...document.errors, ...document.warnings].toSorted((a, b) => a.pos[0] - b.pos[0]);
  // What follows the first error in a file is mostly its echo.
  if (error !== undefined) reader.fail(undefined, error.pos[0], explainYamlError(error.code));
  else reader.readRoot();
  return { given: reader.given, problems: reader.problems };
}

class SettingsReader {
  readonly given: GivenValue[] = [];
  readonly problems: SettingsProblem[] = [];
  readonly #document: Document.Parsed;
  readonly #name: string;
  readonly #lineAt: (offset: number) => number;
  /** The offset of every setting that was given, by its own key, whatever it was called there. */
  readonly #seen = new Map<string, number>();

  constructor(document: Document.Parsed, name: string, lineAt: (offset: number) => number) {
    this.#document = document;
    this.#name = name;
    this.#lineAt = lineAt;
  }

  readRoot(): void {
    const root = this.#document.contents;
    if (root === null || (isScalar(root) && root.value === null)) return;
    if (isMap(root)) this.#readMap(root, '', 0);
    else this.fail(undefined, root.range[0], 'write settings as "key: value", such as "server.port: 5640"');
  }

  /** Keeps a problem; it never has the text of the file, except a key. */
  fail(key: string | undefined, offset: number, message: string): void {
    const { long } = this.#place(offset);
    this.problems.push({ key, value: undefined, message: `${long}: ${message}`, where: long });
  }

  #readMap(map: YAMLMap, prefix: string, offset: number): void {
    const lines = new Map<string, number>();
    for (const { key: keyNode, value } of map.items) {
      const at = isNode(keyNode) ? (keyNode.range?.[0] ?? offset) : offset;
      if (!isScalar(keyNode)) {
        this.fail(undefined, at, 'a key must be a text');
        continue;
      }
      const key = `${prefix}${String(keyNode.value)}`;
      const first = lines.get(key);
      if (first === undefined) {
        lines.set(key, at);
        this.#readPair(key, at, isNode(value) ? value : null);
      } else this.#failTwice(key, first, at);
    }
  }

  #readPair(key: string, at: number, value: Node | null): void {
    const known = findKey(shorten(key));
    const shown = JSON.stringify(shorten(key));
    if (known.kind === 'setting') this.#readSetting(known.definition, at, value);
    else if (known.kind === 'section') {
      if (isMap(value)) this.#readMap(value, `${key}.`, at);
      // A section whose lines are all commented out says nothing, and nothing wrong.
      else if (value !== null && !(isScalar(value) && value.value === null)) {
        this.fail(key, at, `${shown} is a group of settings: write "${known.example}: …"`);
      }
    } else if (known.kind === 'below') {
      this.fail(known.setting, at, `"${known.setting}" takes a value, not more keys`);
    } else {
      const { long } = this.#place(at);
      const message = `unknown setting ${shown} in ${long}: ${known.hint}`;
      this.problems.push({ key: shorten(key), value: undefined, message, where: long });
    }
  }

  #readSetting(definition: SettingDefinition, at: number, node: Node | null): void {
    const { key } = definition;
    const first = this.#seen.get(key);
    if (first !== undefined) {
      this.#failTwice(key, first, at);
      return;
    }
    this.#seen.set(key, at);
    let raw: unknown;
    try {
      raw = node?.toJS(this.#document, { maxAliasCount }) ?? null;
    } catch {
      // An alias without its anchor, or too many of them.
      this.fail(key, at, `the aliases (*name) in "${key}" can not be followed; write the value itself`);
      return;
    }
    const placeOf = (path: readonly PropertyKey[]): Place => {
      const part = isCollection(node) ? node.getIn(path, true) : undefined;
      return this.#place(isNode(part) ? (part.range?.[0] ?? at) : at);
    };
    this.given.push({ definition, source: 'file', raw, place: this.#place(at), placeOf });
  }

  #failTwice(key: string, first: number, second: number): void {
    const shown = shorten(key);
    const message = `${JSON.stringify(shown)} is set twice in ${this.#name}, in line ${this.#lineAt(first)} and in line ${this.#lineAt(second)}: keep one`;
    this.problems.push({ key: shown, value: undefined, message, where: this.#place(second).long });
  }

  #place(offset: number): Place {
    const line = this.#lineAt(offset);
    return { short: `${this.#name}:${line}`, long: `${this.#name} line ${line}` };
  }
}
