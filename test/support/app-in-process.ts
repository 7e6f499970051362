import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { ApiKeys } from '../../src/access/api-keys.ts';
import { Authenticator } from '../../src/access/authenticator.ts';
import { Sessions } from '../../src/access/sessions.ts';
import { SignInLinks } from '../../src/access/sign-in-links.ts';
import { Users } from '../../src/access/users.ts';
import { LiveSettings } from '../../src/cli/live-settings.ts';
import { openSecrets } from '../../src/cli/open-secrets.ts';
import { wireServices } from '../../src/cli/wire-services.ts';
import { loadSettings } from '../../src/config/load-settings.ts';
import { keySourceOf, openKeyring } from '../../src/connectors/secrets/open-keyring.ts';
import type { App } from '../../src/http/app-types.ts';
import { createApp } from '../../src/http/create-app.ts';
import type { RuleType } from '../../src/rules/rule-type.ts';
import { Sandbox } from '../../src/sandbox/sandbox.ts';
import { openSqliteStore } from '../../src/store/sqlite/open-sqlite-store.ts';
import { createLog } from '../../src/telemetry/log.ts';
import { createMetrics } from '../../src/telemetry/metrics.ts';
import { plainNetwork } from './plain-network.ts';
import { ruleTypesForTests } from './rule-types-for-tests.ts';
import { temporaryFolder } from './temporary-folder.ts';

export interface AppInProcess extends AsyncDisposable {
  readonly app: App;
  /** Takes the store away, as a disk that fails does. */
  closeStore(): Promise<void>;
}

export interface AppInProcessOptions {
  /** The folder of built screens; default: there are none. */
  readonly uiFolder?: string;
  /** Default: those of `ruleTypesForTests`. */
  readonly ruleTypes?: ReadonlyMap<string, RuleType>;
}

/**
 * The web server inside the test's own process, on real services, for what can not be seen from outside: which
 * routes there are, and its limits in time. It listens to nothing yet.
 */
export async function appInProcess({
  uiFolder,
  ruleTypes = ruleTypesForTests,
}: AppInProcessOptions = {}): Promise<AppInProcess> {
  const now = Date.now;
  const folder = await temporaryFolder();
  const store = await openSqliteStore({ file: join(folder.path, 'tocsin.db'), now });
  const keyring = await openKeyring(keySourceOf({ keys: [] }, folder.path), store.meta);
  const network = plainNetwork();
  const loaded = await loadSettings({ flags: { data: folder.path }, env: {}, cwd: folder.path });
  const live = new LiveSettings(loaded);
  const metrics = createMetrics('0.0.0');
  const log = createLog({ level: 'error', format: 'json' });
  const services = await wireServices({
    live,
    ruleTypes,
    sources: { call: () => Promise.reject(new Error('no rule here was to call anybody')) },
    secrets: await openSecrets(store, keyring, live, {}),
    store,
    keyring,
    network,
    preconfigured: () => [],
    ownServer: () => undefined,
    log,
    metrics,
    now,
    monotonic: now,
  });
  const { users, apiKeys } = store;
  const { app } = await createApp(
    { host: '127.0.0.1', publicBaseUrl: undefined, ssl: undefined, trustedProxies: [], uiFolder },
    {
      ...services,
      ruleStore: store.rules,
      checkHost: (url) => network.check(url),
      users: new Users(users, now),
      apiKeys: new ApiKeys(apiKeys, now),
      authenticator: new Authenticator({ users, apiKeys, now, monotonic: now, localToken: 'token' }),
      sessions: new Sessions({ ...store, now, settings: live.session }),
      signInLinks: new SignInLinks(store, now),
      sandbox: new Sandbox({ clock: now, random: Math.random, uuid: randomUUID }),
      effectiveSettings: () => live.effective,
      metrics,
      log,
      checkWritable: () => store.checkWritable(),
      hasStarted: () => true,
      now,
      monotonic: now,
    },
    { version: '0.0.0', kibanaVersion: '9.2.0', uuid: randomUUID(), startedAt: now() },
    () => ['Tocsin 0.0.0 is running', '', "Fire it    curl -d '<params>'"],
  );
  return {
    app,
    closeStore: () => store.close(),
    [Symbol.asyncDispose]: async () => {
      await app.close();
      await network.close();
      await store.close();
      await folder[Symbol.asyncDispose]();
    },
  };
}
