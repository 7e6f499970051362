import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Settings } from '../config/settings.ts';
import type { UsableConnector } from '../connectors/connector.ts';
import { pagerDutyType } from '../connectors/connector-type.ts';
import { Connectors } from '../connectors/connectors.ts';
import { executePagerDuty } from '../connectors/execute-pagerduty.ts';
import type { Execution } from '../connectors/execution.ts';
import { openKeyring } from '../connectors/secrets/open-keyring.ts';
import { createNetwork, type Network } from '../network/network.ts';
import { type CommandContext, type SettingsFlags, settingsFor } from './context.ts';
import { CommandError, exitCodes } from './exit-codes.ts';
import { keySourceFor, withData } from './open-data.ts';

export interface DirectFlags extends SettingsFlags {
  readonly connector?: string;
  readonly apiUrl?: string;
  readonly routingKeyFile?: string;
}

/** A connector made of what the command line and the environment say. */
async function looseConnector(context: CommandContext, flags: DirectFlags): Promise<UsableConnector> {
  const routingKey =
    flags.routingKeyFile === undefined
      ? context.env.TOCSIN_ROUTING_KEY
      : (await readFile(resolve(context.cwd, flags.routingKeyFile), 'utf8')).trim();
  if (routingKey === undefined) {
    throw new CommandError(
      exitCodes.usage,
      'Past the server, an integration key is needed: TOCSIN_ROUTING_KEY, --routing-key-file, or --connector for the key of a connector in the data directory.',
    );
  }
  return {
    id: 'direct',
    name: 'direct',
    typeId: pagerDutyType.id,
    config: { apiUrl: flags.apiUrl ?? null },
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
      onExecution: () => {},
      onAttempt: () => {},
    });
    return connectors.usable(id);
  });
}

/** Sends one event from this process to PagerDuty, whether or not a server runs; under the same settings. */
export async function sendDirect(
  context: CommandContext,
  flags: DirectFlags,
  params: Record<string, unknown>,
): Promise<Execution> {
  const { settings } = await settingsFor(context, flags);
  const network = createNetwork(settings.actions, () => undefined);
  try {
    const connector =
      flags.connector === undefined
        ? await looseConnector(context, flags)
        : await keptConnector(flags.connector, settings, network);
    return await executePagerDuty(connector, params, {
      network,
      responseTimeout: settings.actions.responseTimeout,
      uuid: randomUUID,
      onAttempt: () => {},
    });
  } finally {
    await network.close();
  }
}
