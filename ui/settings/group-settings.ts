import { settingsTexts } from '../texts/settings.ts';
import type { EffectiveSetting } from './settings-queries.ts';

export interface SettingGroup {
  /** The first part of the keys, such as `delivery`. */
  readonly name: string;
  readonly settings: readonly EffectiveSetting[];
}

export interface SettingFilter {
  /** Words that all have to be found in the key, the value or the description. */
  readonly search: string;
  readonly onlyChanged: boolean;
}

/** The settings that a filter lets through, by the first part of their keys, in the order in which they came. */
export function groupSettings(
  settings: readonly EffectiveSetting[],
  { search, onlyChanged }: SettingFilter,
): readonly SettingGroup[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const groups = new Map<string, EffectiveSetting[]>();
  for (const setting of settings) {
    const { key, value, description, source, where } = setting;
    if (onlyChanged && source === 'default') continue;
    const text = `${key} ${value} ${description} ${where ?? ''}`.toLowerCase();
    if (!words.every((word) => text.includes(word))) continue;
    const name = key.includes('.') ? (key.split('.')[0] ?? key) : settingsTexts.inForce.general;
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [setting]);
    else group.push(setting);
  }
  return [...groups].map(([name, all]) => ({ name, settings: all }));
}
