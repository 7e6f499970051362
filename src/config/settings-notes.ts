import type { WithoutEffect } from './kibana-keys.ts';
import type { Settings } from './settings.ts';
import type { UnusedKey } from './sources/parse-settings-yaml.ts';

/** More keys than these in a line help no one. */
const mostKeys = 30;

const sentences: Record<WithoutEffect, string> = {
  'elsewhere in Kibana': "these settings of Kibana's have no effect in Tocsin",
  'other rules': "these settings are for what Tocsin's rules do not have, and have no effect",
  'other connector types':
    'these settings are for connector types that Tocsin does not have, and have no effect',
};

/** What of the settings was taken and has no effect: a line for each reason. `file`: as messages call it. */
export function settingsNotes({ actions }: Settings, unused: readonly UnusedKey[], file: string): string[] {
  const reasons = Object.entries(sentences).flatMap(([reason, sentence]) => {
    const keys = unused.filter(({ why }) => why === reason).map(({ key }) => key);
    return keys.length === 0 ? [] : [`${file}: ${sentence}: ${listOf(keys)}`];
  });
  const types = actions.run.connectorTypeOverrides.map(({ id }) => id).filter((id) => id !== '.pagerduty');
  if (types.length === 0) return reasons;
  return [
    ...reasons,
    `actions.run.connectorTypeOverrides has no effect for connector types that Tocsin does not have: ${listOf(types)}`,
  ];
}

function listOf(keys: readonly string[]): string {
  const unique = [...new Set(keys)];
  const more = unique.length - mostKeys;
  return unique.slice(0, mostKeys).join(', ') + (more > 0 ? ` and ${more} more` : '');
}
