import type { SettingDefinition } from './define-setting.ts';
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
  /** What the file says since and counts after a restart; `null`: nothing else. */
  readonly after_restart: string | null;
}

/** What `config check` prints, as data; `file`: the settings file that was read, absolute, `null` when there is none. */
export function effectiveSettings({ entries, file }: LoadedSettings): {
  readonly file: string | null;
  readonly items: EffectiveSetting[];
} {
  const items = entries.map(({ key, value, source, where, secret, afterRestart }) => {
    const definition = definitionOf(key);
    return {
      key,
      value,
      source,
      where: where ?? null,
      secret,
      description: descriptionOf(definition, key),
      default: showDefault(definition),
      after_restart: afterRestart ?? null,
    };
  });
  return { file: file ?? null, items };
}

/** Of each part of a map the whole story would be too much. */
function descriptionOf(definition: SettingDefinition | undefined, key: string): string {
  if (definition === undefined) return '';
  return definition.key === key ? definition.description : `A part of ${definition.key}.`;
}

/** Of a part of a map too. */
function definitionOf(key: string): SettingDefinition | undefined {
  return settingDefinitions.find(
    (definition) =>
      definition.key === key || (definition.keyed === true && key.startsWith(`${definition.key}.`)),
  );
}

function showDefault(definition: SettingDefinition | undefined): string {
  return showEffective(definition?.default, definition?.secret === true, definition?.defaultInWords);
}
