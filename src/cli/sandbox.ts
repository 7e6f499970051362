import { createSandboxServer } from '../sandbox/standalone-server.ts';
import type { CommandContext } from './context.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { listenProblem } from './listen.ts';
import { untilStopped } from './until-stopped.ts';

export interface SandboxFlags {
  readonly host: string;
  readonly port: number;
}

/** `tocsin sandbox`: a PagerDuty to practise on, alone, until it is asked to end. */
export async function sandbox(context: CommandContext, { host, port }: SandboxFlags): Promise<ExitCode> {
  const stopped = untilStopped(context.env);
  const server = createSandboxServer({ host, port });
  let origin: string;
  try {
    origin = await server.listen();
  } catch (error) {
    throw listenProblem(error, host, port);
  }
  context.print(
    `A PagerDuty to practise on takes events at ${origin}/v2/enqueue (any integration key of 32 letters or digits)`,
  );
  context.print(
    `Try it   curl ${origin}/v2/enqueue -H 'content-type: application/json' -d '{"routing_key":"0123456789abcdef0123456789abcdef","event_action":"trigger","dedup_key":"first","payload":{"summary":"It works","source":"curl","severity":"critical"}}'`,
  );
  context.print(`See it   curl ${origin}/api/tocsin/sandbox/incidents`);
  context.print(
    `Upset it curl -X PUT ${origin}/api/tocsin/sandbox/mood -H 'content-type: application/json' -d '{"mood":"500","percent":50}'`,
  );
  await stopped;
  await server.close();
  return exitCodes.ok;
}
