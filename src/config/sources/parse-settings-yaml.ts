import { type Document, isAlias, isCollection, isMap, isNode, isScalar, type Node, type YAMLMap } from 'yaml';
import type { SettingDefinition } from '../define-setting.ts';
import { keyWithoutEffect, type WithoutEffect } from '../kibana-keys.ts';
import { findKey } from '../known-settings.ts';
import { type SettingsProblem, shorten } from '../problem.ts';
import type { GivenValue, Place } from './given-value.ts';
import { KeyedValue, type Part, partsOf, splitKey } from './keyed-value.ts';
import { nodeValue, readYaml } from './read-yaml.ts';
import { type MissingVariable, substituteVariables } from './substitute-variables.ts';

/** A key of Kibana that has no effect here. */
export interface UnusedKey {
  readonly key: string;
  readonly why: WithoutEffect;
}

/** What stands in a settings file. */
export interface ParsedSettings {
  readonly given: readonly GivenValue[];
  readonly problems: readonly SettingsProblem[];
  readonly unused: readonly UnusedKey[];
  /** The environment variables that values name. */
  readonly variables: ReadonlySet<string>;
}

/**
 * Reads the text of a settings file: YAML 1.2 (core schema), keys dotted, nested or both, `${NAME}` in values for what
 * is in the environment. Values are not checked here, keys are. `name` is what messages call the file.
 */
export function parseSettingsYaml(
  text: string,
  name: string,
  environment: Readonly<Record<string, string | undefined>> = {},
): ParsedSettings {
  const { document, lineAt, fault } = readYaml(text);
  const reader = new SettingsReader(document, name, environment, lineAt);
  if (fault === undefined) reader.readRoot();
  else reader.fail(undefined, fault.offset, fault.message);
  const { given, problems, unused, variables } = reader;
  return { given, problems, unused, variables };
}

/** A map of which more parts may follow. */
interface GivenParts extends Omit<GivenValue, 'raw' | 'placeOf'> {
  readonly value: KeyedValue;
  readonly placeOf: (path: readonly PropertyKey[]) => Place;
  readonly faults: SettingsProblem[];
}

class SettingsReader {
  readonly given: GivenValue[] = [];
  readonly problems: SettingsProblem[] = [];
  readonly unused: UnusedKey[] = [];
  readonly variables = new Set<string>();
  readonly #document: Document.Parsed;
  readonly #name: string;
  readonly #environment: Readonly<Record<string, string | undefined>>;
  readonly #lineAt: (offset: number) => number;
  /** The offset of every setting that was given, by its own key, whatever it was called there. */
  readonly #seen = new Map<string, number>();
  /** Maps that are given in parts, by their own key. */
  readonly #keyed = new Map<string, GivenParts>();

  constructor(
    document: Document.Parsed,
    name: string,
    environment: Readonly<Record<string, string | undefined>>,
    lineAt: (offset: number) => number,
  ) {
    this.#document = document;
    this.#name = name;
    this.#environment = environment;
    this.#lineAt = lineAt;
  }

  readRoot(): void {
    const root = this.#document.contents;
    if (root === null || (isScalar(root) && root.value === null)) return;
    if (isMap(root)) {
      this.#readMap(root, '', 0);
      for (const keyed of this.#keyed.values()) this.given.push({ ...keyed, raw: keyed.value.value });
    } else this.fail(undefined, root.range[0], 'write settings as "key: value", such as "server.port: 5640"');
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
    if (known.kind === 'setting') this.#readSetting(known.definition, [], at, value);
    else if (known.kind === 'part') {
      this.#readSetting(known.definition, splitKey(key.slice(known.name.length + 1)), at, value);
    } else if (known.kind === 'section') {
      if (isMap(value)) this.#readMap(value, `${key}.`, at);
      // A section whose lines are all commented out says nothing, and nothing wrong.
      else if (value !== null && !(isScalar(value) && value.value === null)) {
        this.fail(key, at, `${shown} is a group of settings: write "${known.example}: …"`);
      }
    } else if (this.#isUnused(key)) {
      // Kibana's, and told once for all of them.
    } else if (known.kind === 'below') {
      this.fail(known.setting, at, `"${known.setting}" takes a value, not more keys`);
    } else {
      const { long } = this.#place(at);
      const message = `unknown setting ${shown} in ${long}: ${known.hint}`;
      this.problems.push({ key: shorten(key), value: undefined, message, where: long });
    }
  }

  #isUnused(key: string): boolean {
    const why = keyWithoutEffect(key);
    if (why !== undefined) this.unused.push({ key: shorten(key), why });
    return why !== undefined;
  }

  /** `path`: the keys of a part of a map. */
  #readSetting(definition: SettingDefinition, path: readonly string[], at: number, node: Node | null): void {
    const { key } = definition;
    const raw = nodeValue(node, this.#document);
    if (raw === undefined) {
      this.fail(key, at, `the aliases (*name) in "${key}" can not be followed; write the value itself`);
    } else if (definition.keyed === true) this.#readParts(definition, path, at, node, partsOf(raw));
    else this.#readWhole(definition, at, node, raw);
  }

  #readWhole(definition: SettingDefinition, at: number, node: Node | null, raw: unknown): void {
    const { key } = definition;
    const first = this.#seen.get(key);
    if (first !== undefined) {
      this.#failTwice(key, first, at);
      return;
    }
    this.#seen.set(key, at);
    const placeOf = (path: readonly PropertyKey[]): Place => {
      // The nearest that has a place: what was written dotted, or is missing, has none.
      for (let length = path.length; length > 0; length--) {
        const part = isCollection(node) ? node.getIn(path.slice(0, length), true) : undefined;
        if (isNode(part) && part.range !== undefined && part.range !== null)
          return this.#place(part.range[0]);
      }
      return this.#place(at);
    };
    const { value, missing } = this.#substitute(raw);
    const faults = missing.map((variable) => missingVariable(key, placeOf(variable.path), variable));
    this.given.push({ definition, source: 'file', raw: value, place: this.#place(at), placeOf, faults });
  }

  #readParts(
    definition: SettingDefinition,
    path: readonly string[],
    at: number,
    node: Node | null,
    parts: readonly Part[],
  ): void {
    const { key } = definition;
    // A map whose lines are all commented out says nothing, and nothing wrong.
    if (path.length === 0 && (node === null || (isScalar(node) && node.value === null))) return;
    const keyed = this.#keyedOf(definition, at);
    for (const { path: below, written, leaf } of parts) {
      const full = [...path, ...below];
      const place = this.#place(offsetOf(node, written, this.#document) ?? at);
      keyed.value.note(full, place);
      if (leaf === undefined) continue;
      const { value, missing } = this.#substitute(leaf.value);
      const name = [key, ...full].join('.');
      keyed.faults.push(...missing.map((variable) => missingVariable(name, place, variable)));
      const other = keyed.value.add({ path: full, value });
      if (other === undefined) continue;
      const message = `${JSON.stringify(shorten(name))} is set twice, in ${keyed.value.placeOf(other)?.long} and in ${place.long}: keep one`;
      this.problems.push({ key: shorten(name), value: undefined, message, where: place.long });
    }
  }

  #keyedOf(definition: SettingDefinition, at: number): GivenParts {
    return this.#keyed.getOrInsertComputed(definition.key, () => {
      const value = new KeyedValue();
      const place = this.#place(at);
      return {
        definition,
        source: 'file',
        value,
        place,
        placeOf: (path) => value.placeOf(path) ?? place,
        faults: [],
      };
    });
  }

  #substitute(raw: unknown) {
    const substituted = substituteVariables(raw, this.#environment);
    for (const name of substituted.named) this.variables.add(name);
    return substituted;
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

function missingVariable(key: string, place: Place, { name }: MissingVariable): SettingsProblem {
  const message = `${key} (${place.long}) names the environment variable ${name}, which is not set: set it where Tocsin is started, or write the value itself`;
  return { key, value: undefined, message, where: place.long };
}

/** Where the key of a part stands in a map, or the part itself in a list. */
function offsetOf(node: Node | null, path: readonly string[], document: Document.Parsed): number | undefined {
  let part: unknown = node;
  let offset: number | undefined;
  for (const name of path) {
    const collection: unknown = isAlias(part) ? part.resolve(document) : part;
    if (isMap(collection)) {
      const pair = collection.items.find(({ key }) => isScalar(key) && String(key.value) === name);
      if (isNode(pair?.key)) offset = pair.key.range?.[0] ?? offset;
      part = pair?.value;
    } else part = undefined;
  }
  return offset;
}
