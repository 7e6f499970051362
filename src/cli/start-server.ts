import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { ApiKeys } from '../access/api-keys.ts';
import { Authenticator } from '../access/authenticator.ts';
import { writeLocalToken } from '../access/local-token.ts';
import { Users } from '../access/users.ts';
import { isLoopbackHost } from '../config/loopback-host.ts';
import type { Settings } from '../config/settings.ts';
import { Connectors } from '../connectors/connectors.ts';
import { sandboxConnector } from '../connectors/sandbox-connector.ts';
import { openKeyring } from '../connectors/secrets/open-keyring.ts';
import { createApp } from '../http/create-app.ts';
import { createNetwork, type OwnServer } from '../network/network.ts';
import { Sandbox } from '../sandbox/sandbox.ts';
import { acquireDataLock } from '../store/sqlite/data-lock.ts';
import { openSqliteStore } from '../store/sqlite/open-sqlite-store.ts';
import { createLog } from '../telemetry/log.ts';
import { createMetrics } from '../telemetry/metrics.ts';
import { describeProcess } from './describe-process.ts';
import { type FirstLines, firstLines } from './first-lines.ts';
import { listen } from './listen.ts';
import { databaseFile, keySourceFor } from './open-data.ts';
import { tellExecutions } from './tell-executions.ts';
import { urlOf } from './url-of.ts';
import { version } from './version.ts';

/** Requests under way get so long when the server stops. */
const stopGrace = 5000;
/** A start waits so long for the process that serves the same data to end. */
const lockWait = 10_000;

export interface RunningServer {
  /** What to tell the person who started it. */
  readonly lines: readonly string[];
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

/**
 * Starts everything that the settings ask for, wires it together and listens. When one part fails to start, the
 * parts before it are let go of, and the reason is thrown.
 */
export async function startServer(
  settings: Settings,
  adminPassword: string | undefined,
): Promise<RunningServer> {
  const undo = new Undo();
  try {
    return await start(settings, adminPassword, undo);
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
  settings: Settings,
  adminPassword: string | undefined,
  undo: Undo,
): Promise<RunningServer> {
  const now = Date.now;
  const log = createLog(settings.logging);
  const metrics = createMetrics(version);
  await mkdir(settings.data, { recursive: true, mode: 0o700 });
  const lock = await acquireDataLock(settings.data, { waitMs: lockWait, describe: describeProcess() });
  undo.add(async () => lock.release());
  const store = await openSqliteStore({ file: databaseFile(settings.data), now });
  undo.add(() => store.close());
  const keyring = await openKeyring(keySourceFor(settings), store.meta);

  const users = new Users(store.users, now);
  const apiKeys = new ApiKeys(store.apiKeys, now);
  const first = await users.createFirst(adminPassword);
  const localToken = await writeLocalToken(settings.data);
  const authenticator = new Authenticator({ users: store.users, apiKeys: store.apiKeys, now, localToken });

  const hasSandbox =
    settings.sandbox.enabled === 'auto' ? isLoopbackHost(settings.server.host) : settings.sandbox.enabled;
  const sandbox = hasSandbox ? new Sandbox({ clock: now, random: Math.random, uuid: randomUUID }) : undefined;
  const ssl = sslOf(settings);
  const certificate = ssl === undefined ? undefined : readFileSync(ssl.certificate, 'utf8');
  let own: OwnServer | undefined;
  const network = createNetwork(settings.actions, () => own);
  undo.add(() => network.close());
  const connectors = new Connectors({
    store: store.connectors,
    keyring,
    network,
    now,
    preconfigured: () =>
      own === undefined || sandbox === undefined ? [] : [sandboxConnector(own.sandboxUrl)],
    settings: settings.actions,
    ...tellExecutions(log, metrics),
  });

  let lines: readonly string[] = [];
  const { server } = settings;
  const app = await createApp(
    { host: server.host, publicBaseUrl: server.publicBaseUrl, ssl, trustedProxies: server.trustedProxies },
    {
      connectors,
      users,
      apiKeys,
      authenticator,
      sandbox,
      metrics,
      log,
      checkWritable: () => store.checkWritable(),
      now,
    },
    {
      version,
      kibanaVersion: server.kibanaVersion,
      uuid: await store.meta.setIfAbsent('installation', randomUUID()),
      startedAt: now(),
    },
    () => lines,
  );
  undo.add(() => app.close());
  const port = await listen(app, server);
  const origin = urlOf(server.host, port, ssl !== undefined);
  own = { origin, sandboxUrl: `${origin}/sandbox/v2/enqueue`, certificate };
  lock.announce({ url: origin, ...(ssl && { certificate: ssl.certificate }) });

  const facts: FirstLines = {
    version,
    url: server.publicBaseUrl ?? origin,
    sandbox: sandbox !== undefined,
    connectors: (await store.connectors.list()).length,
  };
  // The page at / is open to everybody: it never holds the password.
  lines = firstLines(facts);
  return {
    lines: firstLines({
      ...facts,
      ...(typeof first === 'object' && { madePassword: first.password }),
      passwordFromEnvironment: first === 'created',
    }),
    stop: async () => {
      const late = setTimeout(() => app.server.closeAllConnections(), stopGrace);
      await undo.run();
      clearTimeout(late);
    },
  };
}
