import type { WithoutEffect } from './kibana-keys.ts';
import { type NetworkSection, networkSections } from './network-sections.ts';
import type { Settings } from './settings.ts';
import type { Environment } from './sources/environment.ts';
import type { UnusedKey } from './sources/parse-settings-yaml.ts';

/** More keys than these in a line help no one. */
const mostKeys = 30;

const sentences: Record<WithoutEffect, string> = {
  'elsewhere in Kibana': "these settings of Kibana's have no effect in Tocsin",
  'other rules': "these settings are for what Tocsin's rules do not have, and have no effect",
  'other connector types':
    'these settings are for connector types that Tocsin does not have, and have no effect',
};

export interface NotedWith {
  readonly unused: readonly UnusedKey[];
  /** As messages call the settings file. */
  readonly file: string;
  readonly env: Environment;
}

/** What of the settings was taken and has no effect, or less than one may think: a line for each. */
export function settingsNotes(settings: Settings, { unused, file, env }: NotedWith): string[] {
  const { actions, alerting } = settings;
  const reasons = Object.entries(sentences).flatMap(([reason, sentence]) => {
    const keys = unused.filter(({ why }) => why === reason).map(({ key }) => key);
    return keys.length === 0 ? [] : [`${file}: ${sentence}: ${listOf(keys)}`];
  });
  const ofTypes = [
    ...typesNote('actions.run.connectorTypeOverrides', actions.run.connectorTypeOverrides),
    ...typesNote(
      'alerting.rules.run.actions.connectorTypeOverrides',
      alerting.rules.run.actions.connectorTypeOverrides,
    ),
  ];
  return [...reasons, ...ofTypes, ...networkSections(settings).flatMap((each) => networkNotes(each, env))];
}

function typesNote(key: string, overrides: readonly { readonly id: string }[]): string[] {
  const types = overrides.map(({ id }) => id).filter((id) => id !== '.pagerduty');
  if (types.length === 0) return [];
  return [`${key} has no effect for connector types that Tocsin does not have: ${listOf(types)}`];
}

function networkNotes({ section, network, atStake }: NetworkSection, env: Environment): string[] {
  const { proxyUrl, proxyHeaders, proxyBypassHosts, proxyOnlyHosts, proxyFromEnvironment, ssl } = network;
  const inEnvironment = Object.keys(env).some(
    (name) => /^(https?|all)_proxy$/i.test(name) && env[name] !== '',
  );
  const hasProxy = proxyUrl !== undefined || (proxyFromEnvironment && inEnvironment);
  const notes: string[] = [];
  if (proxyFromEnvironment && !inEnvironment) {
    notes.push(
      `${section}.proxyFromEnvironment has no effect: none of HTTPS_PROXY, HTTP_PROXY and ALL_PROXY is set`,
    );
  }
  const idle = [
    ...(Object.keys(proxyHeaders).length > 0 ? [`${section}.proxyHeaders`] : []),
    ...(proxyBypassHosts === undefined ? [] : [`${section}.proxyBypassHosts`]),
    ...(proxyOnlyHosts === undefined ? [] : [`${section}.proxyOnlyHosts`]),
  ];
  if (!hasProxy && idle.length > 0)
    notes.push(`without a proxy these settings have no effect: ${idle.join(', ')}`);
  if (hasProxy && network.denyPrivateAddresses) {
    notes.push(
      `${section}.denyPrivateAddresses holds for direct connections: a proxy looks names up itself, so for what goes through it ${section}.allowedHosts alone decides`,
    );
  }
  if (ssl.verificationMode === 'none') {
    notes.push(
      `${section}.ssl.verificationMode is none: whoever stands in between can read ${atStake}; name the authority in ${section}.customHostSettings instead`,
    );
  }
  return notes;
}

function listOf(keys: readonly string[]): string {
  const unique = [...new Set(keys)];
  const more = unique.length - mostKeys;
  return unique.slice(0, mostKeys).join(', ') + (more > 0 ? ` and ${more} more` : '');
}
