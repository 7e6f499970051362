import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { ApiKeys } from '../access/api-keys.ts';
import { Authenticator } from '../access/authenticator.ts';
import { writeLocalToken } from '../access/local-token.ts';
import { Sessions } from '../access/sessions.ts';
import { SignInLinks, signInUrl } from '../access/sign-in-links.ts';
import { Users } from '../access/users.ts';
import type { LoadedSettings } from '../config/loaded-settings.ts';
import type { Settings } from '../config/settings.ts';
import { sandboxConnector } from '../connectors/sandbox-connector.ts';
import { openKeyring } from '../connectors/secrets/open-keyring.ts';
import { createApp } from '../http/create-app.ts';
import type { OwnServer } from '../network/network.ts';
import { Refusal } from '../refusal.ts';
import { FileRules } from '../rules/files/file-rules.ts';
import { sourceCalls } from '../rules/source-calls.ts';
import { ruleTypes } from '../rules/types/rule-types.ts';
import { Sandbox } from '../sandbox/sandbox.ts';
import { acquireDataLock } from '../store/sqlite/data-lock.ts';
import { openSqliteStore } from '../store/sqlite/open-sqlite-store.ts';
import { createLog } from '../telemetry/log.ts';
import { createMetrics } from '../telemetry/metrics.ts';
import { describeProcess } from './describe-process.ts';
import { CommandError, exitCodes } from './exit-codes.ts';
import { type FirstLines, firstLines } from './first-lines.ts';
import { hasSandbox } from './has-sandbox.ts';
import { listen } from './listen.ts';
import { LiveSettings } from './live-settings.ts';
import { monotonicClock } from './monotonic-clock.ts';
import { databaseFile, keySourceFor, makeDataFolder } from './open-data.ts';
import { openNetwork, openSourceNetwork, tellFiles } from './open-network.ts';
import { openSecrets } from './open-secrets.ts';
import { builtUi, packageFolder } from './package-folder.ts';
import { tellUnusableSecrets } from './preconfigured-secrets.ts';
import { createReload } from './reload-settings.ts';
import { RuleFilesInForce } from './rule-files.ts';
import { startWatchdog } from './start-watchdog.ts';
import { connectorsReady, tellHidden, tellLeft, tellStart } from './tell-connectors.ts';
import { urlOf } from './url-of.ts';
import { version } from './version.ts';
import { wireServices } from './wire-services.ts';

/** Requests under way get so long when the server stops. */
const stopGrace = 5000;
/** What waits is noted so often, for the first screen. */
const sampleEvery = 60_000;
/** A start waits so long for the process that serves the same data to end. */
const lockWait = 10_000;

export interface RunningServer {
  /** What to tell the person who started it. */
  readonly lines: readonly string[];
  /** Reads the settings anew, takes what can change now and tells the log. Never rejects. */
  reload(): Promise<void>;
  /** Lets what is under way finish, for five seconds, then lets go of everything. */
  stop(): Promise<void>;
}

/** Undoes what a start has done, the last thing first. */
class Undo {
  readonly #steps: (() => Promise<unknown> | undefined)[] = [];

  add(step: () => Promise<unknown> | undefined): void {
    this.#steps.push(step);
  }

  async run(): Promise<void> {
    for (let step = this.#steps.pop(); step !== undefined; step = this.#steps.pop()) await step();
  }
}

/** Where the server was started from. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** Reads the settings anew. Throws a `SettingsError`. */
  readonly load: () => Promise<LoadedSettings>;
}

/** Makes the user `admin` at the first start, and says how one signs in. */
async function createAdmin(
  users: Users,
  links: SignInLinks,
  url: string,
  password: string | undefined,
): Promise<Partial<FirstLines>> {
  try {
    const made = await users.createFirst(password);
    if (made === 'exists') return {};
    // Without a link there is still the password, which has to be shown now or never.
    const token = await links.make('admin').catch(() => undefined);
    return {
      ...(token !== undefined && { signInLink: signInUrl(url, token) }),
      ...(made === 'created' ? { passwordFromEnvironment: true } : { madePassword: made.password }),
    };
  } catch (error) {
    if (password === undefined || !(error instanceof Refusal) || error.code !== 'invalid') throw error;
    throw new CommandError(exitCodes.failed, `TOCSIN_ADMIN_PASSWORD can not be used. ${error.message}`, {
      cause: error,
    });
  }
}

/**
 * Starts everything that the settings ask for, wires it together and listens. When one part fails to start, the
 * parts before it are let go of, and the reason is thrown.
 */
export async function startServer(
  loaded: LoadedSettings,
  surroundings: Surroundings,
): Promise<RunningServer> {
  const undo = new Undo();
  try {
    return await start(loaded, surroundings, undo);
  } catch (error) {
    await undo.run();
    throw error;
  }
}

/** Both files or neither: the settings have been checked for that. */
function sslOf({ server }: Settings): { certificate: string; key: string } | undefined {
  const { certificate, key } = server.ssl;
  return certificate === undefined || key === undefined ? undefined : { certificate, key };
}

async function start(
  loaded: LoadedSettings,
  { env, cwd, load }: Surroundings,
  undo: Undo,
): Promise<RunningServer> {
  const { settings } = loaded;
  const live = new LiveSettings(loaded);
  const now = Date.now;
  const monotonic = monotonicClock();
  const log = createLog(settings.logging);
  const metrics = createMetrics(version);
  makeDataFolder(settings.data);
  const lock = await acquireDataLock(settings.data, { waitMs: lockWait, describe: describeProcess() });
  undo.add(async () => lock.release());
  const store = await openSqliteStore({ file: databaseFile(settings.data), now });
  undo.add(() => store.close());
  const keyring = await openKeyring(keySourceFor(settings), store.meta);

  const installation = await store.meta.setIfAbsent('installation', randomUUID());
  const users = new Users(store.users, now);
  const apiKeys = new ApiKeys(store.apiKeys, now);
  const sessions = new Sessions({ ...store, now, settings: live.session });
  // A disk that takes no writes is told of elsewhere, and is no reason not to start.
  sessions.prune().catch(() => {});
  const signInLinks = new SignInLinks(store, now);
  const localToken = await writeLocalToken(settings.data);
  const authenticator = new Authenticator({
    users: store.users,
    apiKeys: store.apiKeys,
    now,
    monotonic,
    localToken,
  });

  const sandbox = hasSandbox(settings)
    ? new Sandbox({ clock: monotonic, random: Math.random, uuid: randomUUID })
    : undefined;
  const ssl = sslOf(settings);
  const certificate = ssl === undefined ? undefined : readFileSync(ssl.certificate, 'utf8');
  let own: OwnServer | undefined;
  /** Whoever may be reached now is asked at once. */
  const probe = async () => {
    await delivery.settingsChanged(connectorIds(await store.connectors.list()));
  };
  const network = openNetwork(
    live.actions,
    env,
    () => own,
    (news) => tellFiles(news, log, probe),
  );
  undo.add(() => network.close());
  const sourceNetwork = openSourceNetwork(
    live.sources,
    env,
    () => own,
    (news) => tellFiles(news, log),
  );
  undo.add(() => sourceNetwork.close());
  const secrets = await openSecrets(store, keyring, live, env);
  const preconfigured = () => [
    ...(own === undefined || sandbox === undefined ? [] : [sandboxConnector(own.sandboxUrl)]),
    ...live.preconfigured.connectors,
  ];
  const services = await wireServices({
    live,
    ruleTypes,
    sources: sourceCalls({ network: sourceNetwork, secrets }),
    secrets,
    store,
    keyring,
    network,
    preconfigured,
    ownServer: () => own,
    log,
    metrics,
    now,
    monotonic,
  });
  const { delivery, keyDirectory, overview } = services;
  const connectorIds = (kept: readonly { readonly id: string }[]) =>
    [...kept, ...preconfigured()].map(({ id }) => id);
  undo.add(() => delivery.stop(() => network.close()));
  const { rules, connectors } = services;
  const fileRules = new FileRules({ rules, secrets, now, warn: (message) => log.warn({}, message) });
  const ruleFiles = new RuleFilesInForce(fileRules, connectors, log);
  await ruleFiles.check(loaded);

  let lines: readonly string[] = [];
  let hasStarted = false;
  const { server } = settings;
  const { app, destroyConnections } = await createApp(
    {
      host: server.host,
      publicBaseUrl: server.publicBaseUrl,
      ssl,
      trustedProxies: server.trustedProxies,
      uiFolder: builtUi(packageFolder),
    },
    {
      ...services,
      ruleStore: store.rules,
      users,
      apiKeys,
      authenticator,
      sessions,
      signInLinks,
      sandbox,
      effectiveSettings: () => live.effective,
      checkHost: (url) => network.check(url),
      metrics,
      log,
      checkWritable: () => store.checkWritable(),
      hasStarted: () => hasStarted,
      now,
      monotonic,
    },
    {
      version,
      kibanaVersion: server.kibanaVersion,
      uuid: installation,
      startedAt: now(),
    },
    () => lines,
  );
  undo.add(() => app.close());
  const port = await listen(app, server);
  const origin = urlOf(server.host, port, ssl !== undefined);
  own = { origin, sandboxUrl: `${origin}/sandbox/v2/enqueue`, certificate };
  lock.announce({ url: origin, ...(ssl && { certificate: ssl.certificate }) });

  const kept = await store.connectors.list();
  await keyDirectory.reload();
  tellStart(live, log);
  await tellUnusableSecrets(secrets, live.preconfiguredSecrets.keys(), log);
  tellHidden(kept, preconfigured(), log);
  tellLeft(await delivery.begin(connectorIds(kept)), log);
  const becameOfRules = await ruleFiles.apply(loaded);
  if (becameOfRules.length > 0) log.info({}, `rules of files: ${becameOfRules.join('; ')}`);
  services.ruleRuns.start(rules);
  undo.add(() => services.ruleRuns.stop(stopGrace));
  const watchdog = startWatchdog({
    live,
    delivery,
    store: store.delivery,
    network,
    installation,
    log,
    metrics,
  });
  undo.add(async () => watchdog.stop());
  const sampler = setInterval(() => overview.sample(), sampleEvery).unref();
  undo.add(async () => clearInterval(sampler));
  const facts: FirstLines = {
    version,
    url: server.publicBaseUrl ?? origin,
    sandbox: sandbox !== undefined,
    connectors: connectorsReady(kept, live.preconfigured.connectors),
  };
  // Not before it listens: a start that fails now must not make up a password that nobody is shown.
  const signIn = await createAdmin(users, signInLinks, facts.url, env.TOCSIN_ADMIN_PASSWORD);
  // The page at / is open to everybody: it never holds the password nor the link.
  lines = firstLines(facts);
  hasStarted = true;
  return {
    lines: firstLines({
      ...facts,
      ...signIn,
      ...(ssl && { certificate: ssl.certificate }),
      ...(settings.data !== resolve(cwd, 'data') && { data: settings.data }),
    }),
    reload: createReload({
      live,
      load,
      store: store.connectors,
      connectorIds,
      keyDirectory,
      networks: [network, sourceNetwork],
      secrets,
      delivery,
      ruleFiles,
      log,
    }),
    stop: async () => {
      delivery.halt();
      // When the time is over, calls under way are ended first, so that their callers still read what became of them.
      const late = setTimeout(() => {
        log.warn(
          {},
          `requests were still under way ${stopGrace / 1000} s after the stop began, and are ended`,
        );
        network.close().then(() => setTimeout(destroyConnections, 250), destroyConnections);
      }, stopGrace);
      // A connection whose last answer went out after the stop began would be kept for a next request.
      const idle = setInterval(() => app.server.closeIdleConnections(), 50);
      await undo.run();
      clearTimeout(late);
      clearInterval(idle);
    },
  };
}
