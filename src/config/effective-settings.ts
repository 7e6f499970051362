import type { LoadedSettings, SettingsEntry } from './loaded-settings.ts';
import { showEffective } from './problem.ts';
import { settingDefinitions } from './settings.ts';

/** A setting in force with all that is told about it. Texts are as `config check` shows them: masked if secret. */
export interface EffectiveSetting {
  readonly key: string;
  readonly value: string;
  readonly source: SettingsEntry['source'];
  /** `null` for a default. */
  readonly where: string | null;
  readonly secret: boolean;
  readonly description: string;
  readonly default: string;
}

/** What `config check` prints, as data; `file`: the settings file that was read, absolute, `null` when there is none. */
export function effectiveSettings({ entries, file }: LoadedSettings): {
  readonly file: string | null;
  readonly items: EffectiveSetting[];
} {
  const definitions = new Map(settingDefinitions.map((definition) => [definition.key, definition]));
  const items = entries.map(({ key, value, source, where, secret }) => {
    const definition = definitions.get(key);
    return {
      key,
      value,
      source,
      where: where ?? null,
      secret,
      description: definition?.description ?? '',
      default: showEffective(definition?.default, secret, definition?.defaultInWords),
    };
  });
  return { file: file ?? null, items };
}
