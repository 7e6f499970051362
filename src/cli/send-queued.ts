import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { enqueuedBody } from '../api/enqueue.ts';
import { eventBody } from '../api/events.ts';
import { askServer, type ServerFlags } from './call-server.ts';
import type { CommandContext } from './context.ts';
import { CommandError, type ExitCode, exitCodes } from './exit-codes.ts';

export interface QueuedFlags extends ServerFlags {
  readonly connector: string;
  /** `true`: however long it takes; else so many seconds. */
  readonly wait?: true | number;
}

/** Milliseconds between two questions: soon at first, for most events are delivered at once. */
const shortestPause = 50;
const longestPause = 1000;

/** How the server begins what it says of params that are wrong; else it is the connector that can not be used. */
const paramsFault = 'error validating action params';

/** As much of an event as has to be known. */
const watched = z.object({
  state: eventBody.shape.state,
  reason: eventBody.shape.reason,
  superseded_why: eventBody.shape.superseded_why,
  superseded_by: eventBody.shape.superseded_by,
});
type Watched = z.output<typeof watched>;

async function enqueue(context: CommandContext, flags: QueuedFlags, params: Record<string, unknown>) {
  const path = `/api/tocsin/connector/${encodeURIComponent(flags.connector)}/_enqueue`;
  try {
    return await askServer(context, flags, { method: 'POST', path, body: params }, enqueuedBody);
  } catch (error) {
    const isConnectors =
      error instanceof CommandError &&
      error.exitCode === exitCodes.usage &&
      error.message.includes(' answered 400: ') &&
      !error.message.includes(paramsFault);
    throw isConnectors ? new CommandError(exitCodes.refused, error.message, { cause: error }) : error;
  }
}

/** What an event that has ended means for a script; `undefined`: it has not ended. */
function endOf({ state, reason, superseded_why, superseded_by }: Watched): [ExitCode, string?] | undefined {
  switch (state) {
    case 'waiting':
    case 'in_flight':
      return undefined;
    case 'delivered':
      return [exitCodes.ok];
    case 'superseded': {
      const why = superseded_why === 'newer' ? 'says the same' : 'made it needless';
      return [exitCodes.ok, `Not sent, nor needed: the newer event ${superseded_by} of its incident ${why}.`];
    }
    case 'dead':
    case 'failed':
      return [
        reason === 'expired' ? exitCodes.tryLater : exitCodes.refused,
        `Not delivered: ${reason}. See tocsin dead-letters.`,
      ];
  }
}

/** Asks until the event has ended, or the patience has. */
async function untilEnded(context: CommandContext, flags: QueuedFlags, id: string): Promise<ExitCode> {
  const patience = flags.wait === true ? Number.POSITIVE_INFINITY : (flags.wait ?? 0) * 1000;
  const deadline = performance.now() + patience;
  const request = { method: 'GET', path: `/api/tocsin/events/${encodeURIComponent(id)}` } as const;
  for (let pause = shortestPause; ; pause = Math.min(2 * pause, longestPause)) {
    const event = await askServer(context, flags, request, watched);
    const end = endOf(event);
    if (end !== undefined) {
      const [code, note] = end;
      if (note !== undefined) context.note(note);
      return code;
    }
    const left = deadline - performance.now();
    if (left <= 0) {
      const why = event.reason === null ? '' : ` (the last attempt: ${event.reason})`;
      context.note(
        `Not delivered within ${flags.wait} s${why}. Event ${id} is kept, and will be delivered: do not send it again.`,
      );
      return exitCodes.tryLater;
    }
    await sleep(Math.min(pause, left));
  }
}

/**
 * Hands an event to the server, which keeps it and delivers it whatever happens. Prints the dedup key as soon as it
 * is kept, also when it shall wait for more.
 */
export async function sendQueued(
  context: CommandContext,
  flags: QueuedFlags,
  params: Record<string, unknown>,
): Promise<ExitCode> {
  const { id, dedup_key: dedupKey } = await enqueue(context, flags, params);
  // A change event has none.
  if (dedupKey !== null) context.print(dedupKey);
  return flags.wait === undefined ? exitCodes.ok : untilEnded(context, flags, id);
}
