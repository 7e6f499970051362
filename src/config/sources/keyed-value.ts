import type { Place } from './given-value.ts';

/** A part of a map: a text, number or list, or a map in it, with the keys that lead there. */
export interface Part {
  readonly path: readonly string[];
  /** The same keys as they were written. */
  readonly written: readonly string[];
  /** Absent for a map that holds something: its own parts follow. */
  readonly leaf?: { readonly value: unknown };
}

interface Leaf {
  readonly path: readonly string[];
  readonly value: unknown;
}

/** Deeper is no setting, and a map that holds itself is deeper than anything. */
const deepest = 20;

/** Kibana's rule (kbn-config, raw/utils): dots part keys, except in `[one.key]`. */
export function splitKey(key: string): string[] {
  return key.startsWith('[') && key.endsWith(']') ? [key.slice(1, -1)] : key.split('.');
}

/** Whether a value holds more in more than any setting does, or itself. */
export function isTooDeep(value: unknown, depth = 0): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return depth > deepest || Object.values(value).some((part) => isTooDeep(part, depth + 1));
}

/** All parts of a value that is not too deep, each before its own parts. An empty map is a leaf. */
export function partsOf(value: unknown): Part[] {
  const parts: Part[] = [];
  const walk = (part: unknown, path: string[], written: string[]): void => {
    const isLeaf =
      typeof part !== 'object' || part === null || Array.isArray(part) || Object.keys(part).length === 0;
    if (isLeaf) parts.push({ path, written, leaf: { value: part } });
    else {
      parts.push({ path, written });
      for (const [key, item] of Object.entries(part))
        walk(item, [...path, ...splitKey(key)], [...written, key]);
    }
  };
  walk(value, [], []);
  return parts;
}

/** A map that is given in parts, in several places. */
export class KeyedValue {
  readonly #leaves: Leaf[] = [];
  readonly #places = new Map<string, Place>();

  /** Keeps where a part was given; the first place counts. */
  note(path: readonly string[], place: Place): void {
    const name = JSON.stringify(path);
    if (!this.#places.has(name)) this.#places.set(name, place);
  }

  /** Adds a leaf. Gives the keys of the one that stands in its way, if there is one: the same, or fewer of them. */
  add(leaf: Leaf): readonly string[] | undefined {
    const other = this.#leaves.find(({ path }) => startsWith(path, leaf.path) || startsWith(leaf.path, path));
    if (other === undefined) this.#leaves.push(leaf);
    return other?.path;
  }

  get value(): unknown {
    return nestLeaves(this.#leaves);
  }

  /** Where a part was given, or the nearest around it. */
  placeOf(path: readonly PropertyKey[]): Place | undefined {
    const names = path.map(String);
    for (let length = names.length; length >= 0; length--) {
      const place = this.#places.get(JSON.stringify(names.slice(0, length)));
      if (place !== undefined) return place;
    }
    return undefined;
  }
}

function startsWith(path: readonly string[], beginning: readonly string[]): boolean {
  return beginning.every((name, index) => path[index] === name);
}

function nestLeaves(leaves: readonly Leaf[]): unknown {
  const [first] = leaves;
  if (first?.path.length === 0) return first.value;
  const byName = new Map<string, Leaf[]>();
  for (const { path, value } of leaves) {
    const [name = '', ...rest] = path;
    byName.getOrInsertComputed(name, () => []).push({ path: rest, value });
  }
  // Not by assignment: a key may be called __proto__.
  return Object.fromEntries([...byName].map(([name, below]) => [name, nestLeaves(below)]));
}

/** A map with its dotted keys nested, as Kibana reads one wherever it stands; anything else as it is. */
export function undot(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return nestLeaves(
    partsOf(value).flatMap(({ path, leaf }) => (leaf === undefined ? [] : [{ path, value: leaf.value }])),
  );
}
