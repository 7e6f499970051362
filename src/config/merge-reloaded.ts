import { isDeepStrictEqual } from 'node:util';
import type { SettingDefinition } from './define-setting.ts';
import type { LoadedSettings, SettingsEntry } from './loaded-settings.ts';
import { nestValues } from './nest-values.ts';
import { showEffective } from './problem.ts';
import { settingDefinitions, settingsSchema } from './settings.ts';

/** A setting that is not what it was. Values as they are shown: masked if secret. */
export interface SettingChange {
  readonly key: string;
  readonly before: string;
  readonly after: string;
}

export interface Reloaded {
  /** What is in force from now on: what was read, but for what waits for a restart. */
  readonly loaded: LoadedSettings;
  readonly changed: readonly SettingChange[];
  /** What was read and counts after a restart. */
  readonly waiting: readonly SettingChange[];
}

/** Compares settings that were read anew with those in force, and takes what can change while the server runs. */
export function mergeReloaded(inForce: LoadedSettings, read: LoadedSettings): Reloaded {
  const raw = new Map<string, unknown>();
  const entries: SettingsEntry[] = [];
  const changed: SettingChange[] = [];
  const waiting: SettingChange[] = [];
  for (const definition of settingDefinitions) {
    const { key, schema, reload = false } = definition;
    const [before, after] = [inForce.raw.get(key), read.raw.get(key)];
    const isSame = isDeepStrictEqual(schema.parse(before), schema.parse(after));
    const change = { key, before: show(definition, before), after: show(definition, after) };
    const isTaken = isSame || reload;
    if (!isSame) (reload ? changed : waiting).push(change);
    raw.set(key, isTaken ? after : before);
    const own = (isTaken ? read : inForce).entries.filter((entry) => belongsTo(entry, definition));
    entries.push(...own.map((entry) => withRestart(entry, isTaken ? undefined : change.after)));
  }
  return {
    loaded: { ...read, settings: settingsSchema.parse(nestValues(raw)), raw, entries },
    changed,
    waiting,
  };
}

function belongsTo(entry: SettingsEntry, { key, keyed }: SettingDefinition): boolean {
  return entry.key === key || (keyed === true && entry.key.startsWith(`${key}.`));
}

function withRestart({ afterRestart: _, ...entry }: SettingsEntry, after: string | undefined): SettingsEntry {
  return after === undefined ? entry : { ...entry, afterRestart: after };
}

/** The parts of a map may be secrets; whoever reloads knows better what to say of them. */
function show(definition: SettingDefinition, raw: unknown): string {
  const { secret = false, keyed, defaultInWords } = definition;
  return showEffective(definition.show?.(raw) ?? raw, secret || keyed === true, defaultInWords);
}
