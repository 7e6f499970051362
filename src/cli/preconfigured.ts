import type { Origins } from '../config/check-together.ts';
import { preconfiguredProblem } from '../config/preconfigured-problem.ts';
import type { SettingsProblem } from '../config/problem.ts';
import type { Settings } from '../config/settings.ts';
import { type Preconfigured, preconfiguredConnectors } from '../connectors/preconfigured-connectors.ts';
import { sandboxId } from '../connectors/sandbox-connector.ts';
import { isAllowedUrl } from '../network/allowed-hosts.ts';
import { hasSandbox } from './has-sandbox.ts';

/** The connectors that the settings bring. */
export function preconfiguredOf(settings: Settings): Preconfigured {
  return preconfiguredConnectors(settings.actions.preconfigured, {
    isAllowed: (url) => isAllowedUrl(url, settings.actions.allowedHosts),
    ownIds: hasSandbox(settings) ? [sandboxId] : [],
  });
}

/** What is wrong with them, for whoever reads the settings. */
export function checkPreconfigured(settings: Settings, origins: Origins): SettingsProblem[] {
  return preconfiguredOf(settings).faults.map(({ path, rule }) =>
    preconfiguredProblem(settings.actions.preconfigured, path, rule, origins),
  );
}
