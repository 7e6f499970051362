import { type CommandContext, type SettingsFlags, settingsFor } from './context.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { startServer } from './start-server.ts';
import { untilStopped } from './until-stopped.ts';

/** `tocsin serve`: runs until it is asked to end. */
export async function serve(context: CommandContext, flags: SettingsFlags): Promise<ExitCode> {
  const { settings } = await settingsFor(context, flags);
  const server = await startServer(settings, { env: context.env, cwd: context.cwd });
  // Not before: a start that waits for another process should end at once with Ctrl-C.
  const stopped = untilStopped(context.env);
  for (const line of server.lines) context.print(line);
  await stopped;
  await server.stop();
  return exitCodes.ok;
}
