import { readFileSync } from 'node:fs';
import { createNetwork } from '../../src/network/network.ts';
import type { NetworkSettings } from '../../src/network/network-settings.ts';

const usual: NetworkSettings = {
  allowedHosts: ['*'],
  proxyHeaders: {},
  proxyFromEnvironment: false,
  ssl: { verificationMode: 'full', proxyVerificationMode: 'full', proxyCertificateAuthoritiesFiles: [] },
  customHostSettings: [],
  maxResponseContentLength: 1024 ** 2,
  denyPrivateAddresses: false,
};

/** A network with the usual settings, but for those given. */
export function plainNetwork(settings: Partial<NetworkSettings> = {}) {
  return createNetwork(
    { ...usual, ...settings },
    { ownServer: () => undefined, env: {}, readText: (path) => readFileSync(path, 'utf8') },
  );
}
