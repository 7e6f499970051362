import type { RuleFiles } from './read-rule-files.ts';
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
  /** What was read since and counts after a restart, as shown to people; absent where nothing waits for one. */
  readonly afterRestart?: string;
}

export interface LoadedSettings {
  readonly settings: Settings;
  /** Every setting, in the order of the schema; of a map that has parts, each part. */
  readonly entries: readonly SettingsEntry[];
  /** The absolute path of the settings file that was read. */
  readonly file?: string;
  /** The values in force as they were written, by key: defaults, absolute paths and keys out of files put in. */
  readonly raw: ReadonlyMap<string, unknown>;
  /** What was taken and has no effect, a sentence each. */
  readonly notes: readonly string[];
  /** What `rules.files` finds. */
  readonly ruleFiles: RuleFiles;
}
