import { formatTable } from './format-table.ts';
import type { LoadedSettings, SettingsEntry } from './loaded-settings.ts';
import { showEffective } from './problem.ts';
import { settingDefinitions } from './settings.ts';

/** The table of `config check`: every setting with the value in force and where it comes from. Secrets are masked. */
export function formatSettings({ entries }: LoadedSettings): string {
  return formatTable([
    ['SETTING', 'VALUE', 'FROM'],
    ...entries.map((entry) => [entry.key, entry.value, sourceOf(entry)]),
  ]);
}

/** The list of `config check --help`: every setting with its variable, default and description. */
export function formatSettingList(): string {
  return settingDefinitions
    .map((definition) => {
      const { key, variable, description, format, secret = false, defaultInWords } = definition;
      const otherwise = showEffective(definition.default, secret, defaultInWords);
      return `${key}  (${variable})\n    ${description}\n    Use ${format}. Default: ${otherwise}`;
    })
    .join('\n');
}

function sourceOf({ source, where }: SettingsEntry): string {
  return where === undefined ? source : `${source} ${where}`;
}
