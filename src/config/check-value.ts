import { dirname, resolve } from 'node:path';
import { type SettingsProblem, shorten, showValue, valueProblem } from './problem.ts';
import type { GivenValue } from './sources/given-value.ts';
import { undot } from './sources/keyed-value.ts';

/** Finds everything that is wrong with one given value; an empty list means that its schema takes it. */
export function checkValue(given: GivenValue): SettingsProblem[] {
  const { definition, raw, place, faults = [] } = given;
  const { key, format } = definition;
  if (faults.length > 0) return [...faults];
  if (raw === null || raw === '') {
    return [valueProblem(key, place, undefined, `use ${format}, or remove it`)];
  }
  const result = definition.schema.safeParse(raw);
  if (result.success) return [];
  return result.error.issues.map((issue) => {
    const rule = issue.code === 'custom' ? issue.message : `use ${format}`;
    const shown = showValue(partOf(plainly(definition, raw), issue.path), isSecret(definition, issue.path));
    const [index] = issue.path;
    if (index === undefined) return valueProblem(key, place, shown, rule);
    const where = given.placeOf?.(issue.path) ?? place;
    if (definition.keyed === true) return valueProblem(nameOfPart(key, issue.path), where, shown, rule);
    const entry = typeof index === 'number' ? index + 1 : undefined;
    return valueProblem(
      key,
      where,
      shown,
      rule,
      entry,
      issue.path.slice(1).map(String).map(shorten).join('.'),
    );
  });
}

/** The entries of a list of groups may be dotted. */
function plainly({ json = false }: GivenValue['definition'], raw: unknown): unknown {
  return json && Array.isArray(raw) ? raw.map(undot) : raw;
}

/** A map that should be one and is not may be any of its secrets. */
function isSecret(
  { secret = false, isSecretPart }: GivenValue['definition'],
  path: readonly PropertyKey[],
): boolean {
  return secret || (isSecretPart !== undefined && (path.length === 0 || isSecretPart(path)));
}

/** The dotted name of a part of a map. */
export function nameOfPart(key: string, path: readonly PropertyKey[]): string {
  return [key, ...path.map(String)].map(shorten).join('.');
}

/** A part of a value; `undefined` where there is none. */
export function partOf(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (part, name) => (typeof part === 'object' && part !== null ? Reflect.get(part, name) : undefined),
    value,
  );
}

/**
 * Makes a relative path absolute: in the settings file it starts from that file's folder where the definition says
 * so, and everywhere else from the current folder. Other values stay as they are.
 */
export function resolvePath(given: GivenValue, cwd: string, settingsFile: string | undefined): unknown {
  const { definition, raw, source } = given;
  if (definition.relativeTo === undefined) return raw;
  const besideFile =
    definition.relativeTo === 'settings file' && source === 'file' && settingsFile !== undefined;
  const absolute = (path: unknown) =>
    typeof path === 'string' && path !== '' ? resolve(besideFile ? dirname(settingsFile) : cwd, path) : path;
  if (definition.mapPaths !== undefined) return definition.mapPaths(raw, absolute);
  return Array.isArray(raw) ? raw.map(absolute) : absolute(raw);
}
