import { readFileSync } from 'node:fs';
import {
  createNetwork,
  createSourceNetwork,
  type FileNews,
  type NetworkOptions,
  type OwnServer,
} from '../network/network.ts';
import type { NetworkSettings } from '../network/network-settings.ts';
import type { Log } from '../telemetry/log.ts';

/** Opens the network as the settings and the environment of this process have it. */
export function openNetwork(
  settings: NetworkSettings,
  env: Readonly<Record<string, string | undefined>>,
  ownServer: () => OwnServer | undefined,
  onFiles: (news: FileNews) => void = () => {},
) {
  return createNetwork(settings, { ...surroundings(env, ownServer), onFiles });
}

/** The same for the systems that rules watch. */
export function openSourceNetwork(
  settings: NetworkSettings,
  env: Readonly<Record<string, string | undefined>>,
  ownServer: () => OwnServer | undefined,
  onFiles: (news: FileNews) => void = () => {},
) {
  return createSourceNetwork(settings, { ...surroundings(env, ownServer), onFiles });
}

function surroundings(
  env: Readonly<Record<string, string | undefined>>,
  ownServer: () => OwnServer | undefined,
): NetworkOptions {
  return { ownServer, env, readText: (path) => readFileSync(path, 'utf8') };
}

/** Tells of files with certificates that were changed, and has whoever they are for asked at once. */
export function tellFiles(news: FileNews, log: Log, probe: () => Promise<void> = async () => {}): void {
  if (!news.usable) {
    log.error({}, `${news.why}: what was read before stays in force`);
    return;
  }
  log.info({}, 'files with certificates or keys were changed, and were read anew');
  probe().catch((error: unknown) => {
    log.warn(
      { reason: error instanceof Error ? error.message : String(error) },
      'closed gates were not probed',
    );
  });
}
