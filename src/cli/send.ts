import { randomUUID } from 'node:crypto';
import { executionBody } from '../api/execute.ts';
import { callServer, type ServerFlags } from './call-server.ts';
import type { CommandContext } from './context.ts';
import { CommandError, type ExitCode, exitCodes } from './exit-codes.ts';
import { type DirectFlags, sendDirect } from './send-direct.ts';
import { type ParamFlags, readParams } from './send-params.ts';
import { sendQueued } from './send-queued.ts';

export type SendFlags = ParamFlags &
  ServerFlags &
  DirectFlags & { json?: boolean; direct?: boolean; now?: boolean; wait?: true | number };

/** What a command needs to know of an execution, whoever ran it. */
interface Result {
  readonly status: 'ok' | 'error';
  readonly message?: string | undefined;
  readonly serviceMessage?: string | undefined;
  readonly retry?: boolean | null | undefined;
  readonly errorSource?: 'user' | 'framework' | undefined;
  readonly errors?: readonly string[] | undefined;
}

/** Kibana's shape tells an answer that was no use from a call that never got one only by its words. */
function exitCodeOf({ status, message = '', retry, errorSource }: Result): ExitCode {
  if (status === 'ok') return exitCodes.ok;
  if (retry === true) return exitCodes.tryLater;
  // The event is fine; it is the connector that can not be used, such as for a host that is not allowed.
  if (errorSource === 'framework') return exitCodes.refused;
  if (retry === false) return exitCodes.usage;
  return message.includes('unexpected status') ? exitCodes.refused : exitCodes.tryLater;
}

/** Flags that do not go together: one of them would be ignored, and the event might go where it was not meant to. */
function checkTogether(flags: SendFlags): void {
  const { direct, now, wait, connector, apiUrl, routingKeyFile, url, apiKey } = flags;
  const target = apiUrl !== undefined ? '--api-url' : '--routing-key-file';
  const isTargeted = apiUrl !== undefined || routingKeyFile !== undefined;
  let problem: string | undefined;
  if (direct !== true && isTargeted) problem = `${target} goes with --direct; a server has its connectors`;
  else if (connector !== undefined && isTargeted) {
    problem = `${target} and --connector exclude each other: a connector has a URL and a key of its own`;
  } else if (direct === true && (url !== undefined || apiKey !== undefined)) {
    problem = `${url !== undefined ? '--url' : '--api-key'} is about a server, and --direct goes past it`;
  } else if (wait !== undefined && (direct === true || now === true)) {
    problem = `--wait is about an event that is kept; ${direct === true ? '--direct' : '--now'} makes one attempt, and waits for that anyway`;
  }
  if (problem !== undefined) throw new CommandError(exitCodes.usage, `${problem}. Nothing was sent.`);
}

function connectorOf({ connector }: SendFlags): string {
  if (connector !== undefined) return connector;
  throw new CommandError(
    exitCodes.usage,
    'Through which connector? Give --connector, such as --connector sandbox.',
  );
}

async function attempt(
  context: CommandContext,
  flags: SendFlags,
  params: Record<string, unknown>,
): Promise<Result> {
  if (flags.direct === true) return sendDirect(context, flags, params);
  const path = `/api/actions/connector/${encodeURIComponent(connectorOf(flags))}/_execute`;
  const answer = await callServer(context, flags, path, { params }, executionBody);
  return { ...answer, serviceMessage: answer.service_message };
}

/** One attempt, of which the outcome is told. */
async function sendNow(
  context: CommandContext,
  flags: SendFlags,
  params: Record<string, unknown>,
): Promise<ExitCode> {
  const result = await attempt(context, flags, params);
  if (result.status === 'ok') {
    context.print(String(params.dedupKey));
    return exitCodes.ok;
  }
  context.note(`Not delivered: ${result.message ?? 'no reason given'}`);
  if (result.serviceMessage !== undefined) context.note(`  ${result.serviceMessage}`);
  for (const error of result.errors ?? []) context.note(`  ${error}`);
  return exitCodeOf(result);
}

/**
 * `tocsin send`: one event, handed to a server that keeps and delivers it, or sent at once, through the server or past
 * it. Prints the dedup key and nothing else to standard output, so that a script can keep it for the resolve.
 */
export async function send(context: CommandContext, flags: SendFlags): Promise<ExitCode> {
  checkTogether(flags);
  const params = await readParams(context, flags);
  const { eventAction = 'trigger', dedupKey } = params;
  const isBlank = dedupKey === undefined || (typeof dedupKey === 'string' && dedupKey.trim() === '');
  // Made here rather than by the server, so that it can be told whatever becomes of the answer.
  if (eventAction === 'trigger' && isBlank) params.dedupKey = `tocsin-${randomUUID()}`;
  if (flags.direct === true || flags.now === true) return sendNow(context, flags, params);
  return sendQueued(context, { ...flags, connector: connectorOf(flags) }, params);
}
