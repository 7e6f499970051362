import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Settings } from '../config/settings.ts';
import { attemptDirectly } from '../connectors/attempt-now.ts';
import type { ConnectorConfig, UsableConnector } from '../connectors/connector.ts';
import { isTypeEnabled, pagerDutyType } from '../connectors/connector-type.ts';
import { Connectors } from '../connectors/connectors.ts';
import { executePagerDuty } from '../connectors/execute-pagerduty.ts';
import type { Execution } from '../connectors/execution.ts';
import { openKeyring } from '../connectors/secrets/open-keyring.ts';
import { validateSecrets } from '../connectors/validate-connector.ts';
import type { Network } from '../network/network.ts';
import { Refusal } from '../refusal.ts';
import { type CommandContext, type SettingsFlags, settingsFor } from './context.ts';
import { CommandError, exitCodes } from './exit-codes.ts';
import { keySourceFor, withData } from './open-data.ts';
import { openNetwork } from './open-network.ts';
import { preconfiguredOf } from './preconfigured.ts';

export interface DirectFlags extends SettingsFlags {
  readonly connector?: string;
  readonly apiUrl?: string;
  readonly routingKeyFile?: string;
}

async function readKeyFile(file: string): Promise<string> {
  try {
    return (await readFile(file, 'utf8')).trim();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? ` [${error.code}]` : '';
    throw new CommandError(exitCodes.usage, `The integration key can not be read from ${file}${code}.`, {
      cause: error,
    });
  }
}

/** A key that was given here and can not be one is a mistake of the command line, unlike one in a kept connector. */
function checkKey(routingKey: string, config: ConnectorConfig): void {
  try {
    validateSecrets({ routingKey }, config);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new CommandError(exitCodes.usage, `Not delivered: ${error.message}`, { cause: error });
  }
}

/** A connector made of what the command line and the environment say. */
async function looseConnector(context: CommandContext, flags: DirectFlags): Promise<UsableConnector> {
  const routingKey =
    flags.routingKeyFile === undefined
      ? context.env.TOCSIN_ROUTING_KEY?.trim()
      : await readKeyFile(resolve(context.cwd, flags.routingKeyFile));
  if (routingKey === undefined || routingKey === '') {
    throw new CommandError(
      exitCodes.usage,
      'Past the server, an integration key is needed: TOCSIN_ROUTING_KEY, --routing-key-file, or --connector for the key of a connector in the data directory.',
    );
  }
  const config = { apiUrl: flags.apiUrl ?? null };
  checkKey(routingKey, config);
  return {
    id: 'direct',
    name: 'direct',
    typeId: pagerDutyType.id,
    config,
    secrets: { routingKey },
    options: {},
  };
}

function keptConnector(id: string, settings: Settings, network: Network): Promise<UsableConnector> {
  return withData(settings, async (store) => {
    const connectors = new Connectors({
      store: store.connectors,
      keyring: await openKeyring(keySourceFor(settings), store.meta),
      network,
      now: Date.now,
      preconfigured: () => [],
      settings: settings.actions,
      attempt: attemptDirectly(network, settings.actions.responseTimeout),
      onChange: async () => {},
      beforeDelete: async () => {},
      onExecution: () => {},
    });
    try {
      return await connectors.usable(id);
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== 'not_found') throw error;
      const why = id === 'sandbox' ? ' (the sandbox is a part of a running server)' : '';
      throw new CommandError(exitCodes.noServer, `There is no connector "${id}" in ${settings.data}${why}.`, {
        cause: error,
      });
    }
  });
}

/** Sends one event from this process to PagerDuty, whether or not a server runs; under the same settings. */
export async function sendDirect(
  context: CommandContext,
  flags: DirectFlags,
  params: Record<string, unknown>,
): Promise<Execution> {
  const { settings } = await settingsFor(context, flags);
  const preconfigured = preconfiguredOf(settings).connectors.find(({ id }) => id === flags.connector);
  // What is preconfigured is always enabled, as in Kibana.
  if (preconfigured === undefined && !isTypeEnabled(pagerDutyType.id, settings.actions.enabledActionTypes)) {
    throw new CommandError(
      exitCodes.failed,
      `The setting actions.enabledActionTypes does not name ${pagerDutyType.id}: nothing is sent to PagerDuty from here.`,
    );
  }
  const network = openNetwork(settings.actions, context.env, () => undefined);
  try {
    const connector =
      flags.connector === undefined
        ? await looseConnector(context, flags)
        : (preconfigured ?? (await keptConnector(flags.connector, settings, network)));
    return await executePagerDuty(connector, params, {
      isAllowed: network.isAllowed,
      attempt: attemptDirectly(network, settings.actions.responseTimeout),
      uuid: randomUUID,
    });
  } finally {
    await network.close();
  }
}
