import { distance } from 'fastest-levenshtein';
import type { SettingDefinition } from './define-setting.ts';
import { settingDefinitions } from './settings.ts';

const byKey = new Map<string, SettingDefinition>(
  settingDefinitions.flatMap((definition) =>
    [definition.key, ...(definition.aliases ?? [])].map((key) => [key, definition] as const),
  ),
);
const sections = new Set([...byKey.keys()].flatMap(sectionsAbove));
const byVariable = new Map(settingDefinitions.map((definition) => [definition.variable, definition]));

/** Where to look when nothing known is near. */
const whereTheListIs = '"tocsin config check --help" lists the settings';

/** What a dotted key is: a setting (by its key or an alias), a section that holds settings, or neither. */
export type KnownKey =
  | { readonly kind: 'setting'; readonly definition: SettingDefinition }
  | { readonly kind: 'section'; readonly example: string }
  /** A part of a map; `name` is the key or alias that stands before it. */
  | { readonly kind: 'part'; readonly definition: SettingDefinition; readonly name: string }
  | { readonly kind: 'below'; readonly setting: string }
  | { readonly kind: 'unknown'; readonly hint: string };

/** Finds a dotted key; an unknown one comes with a hint at the nearest known one. */
export function findKey(key: string): KnownKey {
  const definition = byKey.get(key);
  if (definition !== undefined) return { kind: 'setting', definition };
  if (sections.has(key)) {
    const [example = key] = [...byKey.keys()].filter((known) => known.startsWith(`${key}.`));
    return { kind: 'section', example };
  }
  for (const name of sectionsAbove(key)) {
    const above = byKey.get(name);
    if (above?.keyed === true) return { kind: 'part', definition: above, name };
    if (above !== undefined) return { kind: 'below', setting: name };
  }
  const near = nearest(key, [...byKey.keys(), ...sections]) ?? sameLastPart(key);
  return { kind: 'unknown', hint: near === undefined ? whereTheListIs : `did you mean "${near}"?` };
}

/** The setting that an environment variable sets. */
export function findVariable(name: string): SettingDefinition | undefined {
  return byVariable.get(name);
}

/** A hint at the variable that is nearest to an unknown one; `others` are known without being settings. */
export function hintAtVariable(name: string, others: readonly string[]): string {
  const end = name.replace(/^TOCSIN/, '');
  const near =
    nearest(name, [...byVariable.keys(), ...others]) ??
    [...byVariable.keys()].find((known) => end.length > 3 && known.endsWith(end));
  return near === undefined ? whereTheListIs : `did you mean ${near}?`;
}

function nearest(text: string, candidates: readonly string[]): string | undefined {
  const lower = text.toLowerCase();
  const longest = Math.max(2, Math.floor(text.length * 0.3));
  const [best] = candidates
    // A difference in length is a difference in any case, and long texts are slow to compare.
    .filter((candidate) => Math.abs(candidate.length - text.length) <= longest)
    .map((candidate) => ({ candidate, apart: distance(lower, candidate.toLowerCase()) }))
    .filter(({ apart, candidate }) => apart <= longest && apart < candidate.length)
    .toSorted((a, b) => a.apart - b.apart);
  return best?.candidate;
}

/** "port", and "http.port", most likely mean "server.port". */
function sameLastPart(key: string): string | undefined {
  const last = lastPart(key);
  return settingDefinitions.find((definition) => lastPart(definition.key) === last)?.key;
}

function lastPart(key: string): string {
  return key.slice(key.lastIndexOf('.') + 1).toLowerCase();
}

function sectionsAbove(key: string): string[] {
  const parts = key.split('.');
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join('.'));
}
