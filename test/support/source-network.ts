import { readFileSync } from 'node:fs';
import { createSourceNetwork, type OwnServer } from '../../src/network/network.ts';
import type { NetworkSettings } from '../../src/network/network-settings.ts';
import { Refusal } from '../../src/refusal.ts';
import type { Credentials } from '../../src/rules/secrets/credentials.ts';
import { sourceCalls } from '../../src/rules/source-calls.ts';
import type { SourceCall, Sources } from '../../src/rules/sources.ts';
import { usualNetwork } from './plain-network.ts';

export interface SourcesForTest extends Sources, AsyncDisposable {
  /** Calls with GET, following five redirects, within five seconds, but for what is given. */
  ask(url: string | URL, more?: Partial<Omit<SourceCall, 'url'>>): ReturnType<Sources['call']>;
}

/** The way by which rules call others, with the usual settings but for those given. */
export function sourcesForTest(
  settings: Partial<NetworkSettings> = {},
  secrets: Readonly<Record<string, Credentials>> = {},
  ownServer: OwnServer | undefined = undefined,
): SourcesForTest {
  const network = createSourceNetwork(
    { ...usualNetwork, ...settings },
    { ownServer: () => ownServer, env: {}, readText: (path) => readFileSync(path, 'utf8') },
  );
  const { call } = sourceCalls({
    network,
    secrets: {
      credentialsOf: async (name) => {
        const found = secrets[name];
        if (found === undefined) throw new Refusal('not_found', `There is no secret "${name}".`);
        return found;
      },
    },
  });
  return {
    call,
    ask: (url, more = {}) =>
      call({
        method: 'GET',
        url: new URL(url),
        headers: {},
        body: null,
        redirects: 5,
        deadline: 5000,
        signal: new AbortController().signal,
        ...more,
      }),
    [Symbol.asyncDispose]: () => network.close(),
  };
}
