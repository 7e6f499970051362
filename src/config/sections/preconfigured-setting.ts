import { partOf } from '../check-value.ts';
import { setting } from '../define-setting.ts';
import { preconfiguredConnectors } from '../values/preconfigured-connectors.ts';

const plainParts: readonly unknown[] = ['name', 'actionTypeId', 'config', 'exposeConfig', 'tocsin'];

/** A key that stands where nobody looks for it is a secret all the same. */
export function isSecretPart([, name, below]: readonly PropertyKey[]): boolean {
  return !plainParts.includes(name) && !(name === 'secrets' && below === 'routingKeyFile');
}

/** Connectors that the settings bring: read-only, and usable like any other. */
export const preconfiguredSetting = setting(preconfiguredConnectors, {
  default: {},
  description:
    "Connectors that the settings bring, by their ids: read-only, and usable like any other. Each has a name, an actionTypeId (.pagerduty), config (apiUrl), secrets (routingKey, or routingKeyFile for the path of a file that holds it), exposeConfig (true: the API shows config) and Tocsin's own options under tocsin (rateLimit, superseding, client, clientUrl). They are checked like a connector that is saved.",
  format: 'a map of ids to connectors; in the environment as JSON',
  example: {
    'on-call': {
      name: 'On-call',
      actionTypeId: '.pagerduty',
      secrets: { routingKeyFile: 'keys/on-call' },
    },
  },
  aliases: ['xpack.actions.preconfigured'],
  keyed: true,
  json: true,
  isSecretPart,
  isHiddenPart: ([id = '', name], value) =>
    name === 'config' && String(partOf(value, [id, 'exposeConfig'])) !== 'true',
  reload: true,
});
