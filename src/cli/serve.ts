import { once } from 'node:events';
import { type CommandContext, type SettingsFlags, settingsFor } from './context.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { startServer } from './start-server.ts';

/** `tocsin serve`: runs until SIGTERM or SIGINT. */
export async function serve(context: CommandContext, flags: SettingsFlags): Promise<ExitCode> {
  const { settings } = await settingsFor(context, flags);
  const stopped = Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')]);
  const server = await startServer(settings, context.env.TOCSIN_ADMIN_PASSWORD);
  for (const line of server.lines) context.print(line);
  await stopped;
  // A second Ctrl-C, or the one that npm passes on as well, must not cut the stop short.
  for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => {});
  await server.stop();
  return exitCodes.ok;
}
