import { nameOfPart } from './check-value.ts';
import type { SettingDefinition } from './define-setting.ts';
import type { SettingsEntry } from './loaded-settings.ts';
import { showEffective } from './problem.ts';
import type { GivenValue } from './sources/given-value.ts';
import { partsOf } from './sources/keyed-value.ts';

/**
 * What is shown of a setting in force: one entry, or of a map one for each of its parts. `raw`: its value as it was
 * written, or its default; `given`: who gave it, if anybody did.
 */
export function entriesOf(
  definition: SettingDefinition,
  raw: unknown,
  given: GivenValue | undefined,
): SettingsEntry[] {
  const { key, secret = false, schema, defaultInWords } = definition;
  const parts = definition.keyed === true ? partsOf(raw).filter(({ path }) => path.length > 0) : [];
  if (given !== undefined && parts.length > 0)
    return parts.flatMap((part) => entryOfPart(definition, raw, given, part));
  const value: unknown = schema.parse(raw);
  // A number may be a duration, which people read better as it was written.
  const written = typeof value === 'number' || definition.keyed === true ? raw : value;
  const shown = showEffective(definition.show?.(raw) ?? written, secret, defaultInWords);
  if (given === undefined) return [{ key, value: shown, source: 'default', secret }];
  return [{ key, value: shown, source: given.source, where: given.place.short, secret }];
}

function entryOfPart(
  { key, isSecretPart, isHiddenPart }: SettingDefinition,
  raw: unknown,
  given: GivenValue,
  { path, leaf }: ReturnType<typeof partsOf>[number],
): SettingsEntry[] {
  if (leaf === undefined || isEmptyMap(leaf.value)) return [];
  const isSecret = isSecretPart?.(path) === true || isHiddenPart?.(path, raw) === true;
  return [
    {
      key: nameOfPart(key, path),
      value: showEffective(leaf.value, isSecret),
      source: given.source,
      where: (given.placeOf?.(path) ?? given.place).short,
      secret: isSecret,
    },
  ];
}

function isEmptyMap(value: unknown): boolean {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length === 0
  );
}
