import type { Settings } from '../config/settings.ts';
import type { NetworkSettings } from '../network/network-settings.ts';

/** A call of a rule brings its own deadline; only its connection is limited by this. */
const longestCall = 15_000;

/** The settings of the network that rules call over. */
export function sourceSettings({ rules }: Settings): NetworkSettings {
  return {
    ...rules.sources,
    maxResponseContentLength: rules.maxResponseSize,
    responseTimeout: longestCall,
  };
}
