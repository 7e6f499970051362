import { readFileSync } from 'node:fs';
import { createNetwork } from '../../src/network/network.ts';
import type { NetworkSettings } from '../../src/network/network-settings.ts';

/** What the settings are unless somebody sets them. */
export const usualNetwork: NetworkSettings = {
  allowedHosts: ['*'],
  proxyHeaders: {},
  proxyFromEnvironment: false,
  ssl: { verificationMode: 'full', proxyVerificationMode: 'full', proxyCertificateAuthoritiesFiles: [] },
  customHostSettings: [],
  responseTimeout: 15_000,
  maxResponseContentLength: 1024 ** 2,
  denyPrivateAddresses: false,
};

/** A network with the usual settings, but for those given. */
export function plainNetwork(settings: Partial<NetworkSettings> = {}) {
  return createNetwork(
    { ...usualNetwork, ...settings },
    { ownServer: () => undefined, env: {}, readText: (path) => readFileSync(path, 'utf8') },
  );
}
