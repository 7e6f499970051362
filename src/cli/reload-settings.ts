import type { LoadedSettings } from '../config/loaded-settings.ts';
import type { SettingChange } from '../config/merge-reloaded.ts';
import { SettingsError } from '../config/problem.ts';
import { changedConnectors } from '../connectors/changed-connectors.ts';
import type { KeyDirectory } from '../connectors/key-directory.ts';
import type { Delivery } from '../delivery/delivery.ts';
import type { NetworkControl } from '../network/network.ts';
import type { SourceSecrets } from '../rules/secrets/source-secrets.ts';
import type { ConnectorStore } from '../store/connector-store.ts';
import type { Log } from '../telemetry/log.ts';
import { explainAttempts } from './explain-attempts.ts';
import type { LiveSettings } from './live-settings.ts';
import { tellUnusableSecrets } from './preconfigured-secrets.ts';
import type { RuleFilesInForce } from './rule-files.ts';
import { tellHidden, tellLeft } from './tell-connectors.ts';

export interface ReloadDependencies {
  readonly live: LiveSettings;
  /** Reads file, environment and flags as the start did. Throws a `SettingsError`. */
  readonly load: () => Promise<LoadedSettings>;
  readonly store: Pick<ConnectorStore, 'list'>;
  /** All connectors there are, given those that are kept. */
  readonly connectorIds: (kept: readonly { readonly id: string }[]) => readonly string[];
  readonly keyDirectory: Pick<KeyDirectory, 'reload'>;
  /** Whatever calls others. */
  readonly networks: readonly NetworkControl[];
  readonly secrets: Pick<SourceSecrets, 'credentialsOf'>;
  readonly delivery: Pick<Delivery, 'settingsChanged'>;
  readonly ruleFiles: Pick<RuleFilesInForce, 'check' | 'apply'>;
  readonly log: Log & { level: string };
}

/**
 * Makes what reads the settings anew: a running server takes what can change, and tells what waits for a restart. A
 * setting that is wrong keeps all of them as they are. One reading at a time; whoever asks meanwhile gets another.
 */
export function createReload(dependencies: ReloadDependencies): () => Promise<void> {
  let running: Promise<void> = Promise.resolve();
  return () => {
    running = running
      .then(() => reload(dependencies))
      .catch((error: unknown) => fail(dependencies.log, error));
    return running;
  };
}

function fail(log: Log, error: unknown): void {
  if (error instanceof SettingsError) {
    log.error({}, 'the settings were read anew and are wrong: those in force stay');
    for (const line of error.message.split('\n')) log.error({}, line);
  } else {
    const reason = error instanceof Error ? error.message : String(error);
    log.error({ reason }, 'the settings could not be read anew');
  }
}

const inWords = ({ key, before, after }: SettingChange) => `${key} is ${after} (it was ${before})`;

async function reload(dependencies: ReloadDependencies): Promise<void> {
  const { live, load, store, connectorIds, keyDirectory, networks, delivery, ruleFiles, log } = dependencies;
  const before = live.preconfigured.connectors;
  const notesBefore = live.loaded.notes;
  const read = await load();
  await ruleFiles.check(read);
  // Before the connectors change: what an ended or changed rule has open is resolved through one that may leave now.
  const becameOfRules = await ruleFiles.apply(read, 'existing');
  const { changed, waiting } = live.replace(read);
  const { settings, preconfigured } = live;
  log.level = settings.logging.level;
  for (const network of networks) takeNetwork(network, log);
  await tellUnusableSecrets(dependencies.secrets, live.preconfiguredSecrets.keys(), log);
  for (const note of live.loaded.notes.filter((each) => !notesBefore.includes(each))) log.warn({}, note);
  for (const change of waiting)
    log.warn({}, `${change.key} needs a restart: ${change.before} is in force, and ${change.after} was read`);
  for (const note of preconfigured.notes) log.warn({}, note);
  const kept = await store.list();
  tellHidden(kept, preconfigured.connectors, log);

  const connectors = changedConnectors(before, preconfigured.connectors);
  await keyDirectory.reload();
  tellLeft(await delivery.settingsChanged(connectorIds(kept)), log);
  becameOfRules.push(...(await ruleFiles.apply(live.loaded, 'new')));
  const words = [
    ...changed.filter(({ key }) => key !== 'actions.preconfigured').map(inWords),
    ...connectors.added.map((id) => `the connector "${id}" is new`),
    ...connectors.edited.map((id) => `the connector "${id}" was changed`),
    ...connectors.gone.map((id) => `the connector "${id}" is gone`),
    ...becameOfRules,
  ];
  log.info(
    {},
    `the settings were read anew: ${words.length === 0 ? 'nothing has changed' : words.join('; ')}`,
  );
  const attempts = changed.some(
    ({ key }) => key.startsWith('actions.run.') || key.endsWith('.minRetryWindow'),
  )
    ? explainAttempts(settings)
    : undefined;
  if (attempts !== undefined) log.info({}, attempts);
}

/** Connections follow the settings. A file that went bad since it was checked leaves them as they were. */
function takeNetwork(network: NetworkControl, log: Log): void {
  try {
    network.reload();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    log.error({}, `${reason}: hosts are reached as before`);
  }
}
