import type { Settings } from './settings.ts';

/** One setting in force, ready to be shown. */
export interface SettingsEntry {
  readonly key: string;
  /** As shown to people; masked if secret. */
  readonly value: string;
  readonly source: 'default' | 'file' | 'environment' | 'flag';
  /** "tocsin.yml:3", the name of the variable, or the flag; a default has none. */
  readonly where?: string;
  readonly secret: boolean;
}

export interface LoadedSettings {
  readonly settings: Settings;
  /** Every setting, in the order of the schema. */
  readonly entries: readonly SettingsEntry[];
  /** The absolute path of the settings file that was read. */
  readonly file?: string;
}
