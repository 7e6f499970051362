import { realpath } from 'node:fs/promises';
import { readBounded } from '../config/sources/read-bounded.ts';
import type { Keyring } from '../connectors/secrets/keyring.ts';
import { SourceSecrets } from '../rules/secrets/source-secrets.ts';
import type { Store } from '../store/store.ts';
import type { LiveSettings } from './live-settings.ts';

/** Opens the secrets of rules, which may name what the environment of this process and its files hold. */
export function openSecrets(
  store: Pick<Store, 'secrets'>,
  keyring: Keyring,
  live: LiveSettings,
  env: Readonly<Record<string, string | undefined>>,
): Promise<SourceSecrets> {
  return SourceSecrets.open({
    store: store.secrets,
    keyring,
    preconfigured: () => live.preconfiguredSecrets,
    values: { settings: live.secrets, env, realPath: realpath, readFile: readBounded },
    now: Date.now,
  });
}
