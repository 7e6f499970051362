import { readFileSync } from 'node:fs';
import { createNetwork, type FileNews, type OwnServer } from '../network/network.ts';
import type { NetworkSettings } from '../network/network-settings.ts';
import type { Log } from '../telemetry/log.ts';

/** Opens the network as the settings and the environment of this process have it. */
export function openNetwork(
  settings: NetworkSettings,
  env: Readonly<Record<string, string | undefined>>,
  ownServer: () => OwnServer | undefined,
  onFiles: (news: FileNews) => void = () => {},
) {
  return createNetwork(settings, {
    ownServer,
    env,
    readText: (path) => readFileSync(path, 'utf8'),
    onFiles,
  });
}

/** Tells of files with certificates that were changed, and has whoever they are for asked at once. */
export function tellFiles(news: FileNews, log: Log, probe: () => Promise<void>): void {
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
