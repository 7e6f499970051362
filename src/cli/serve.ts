import { buildUi } from './build-ui.ts';
import { type CommandContext, type SettingsFlags, settingsAndRulesFor } from './context.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { heedHangups } from './hangups.ts';
import { monotonicClock } from './monotonic-clock.ts';
import { packageFolder } from './package-folder.ts';
import { startServer } from './start-server.ts';
import { untilStopped } from './until-stopped.ts';

export interface ServeFlags extends SettingsFlags {
  /** false: the screens are served as they are. */
  readonly build: boolean;
}

/**
 * `tocsin serve`: builds the screens where that has to be, then runs until it is asked to end. A SIGHUP has it read its
 * settings anew.
 */
export async function serve(context: CommandContext, flags: ServeFlags): Promise<ExitCode> {
  const hangups = heedHangups();
  const load = () => settingsAndRulesFor(context, flags);
  const loaded = await load();
  if (flags.build) {
    const { env, note } = context;
    await buildUi({ root: packageFolder, env, monotonic: monotonicClock(), note });
  }
  const server = await startServer(loaded, { env: context.env, cwd: context.cwd, load });
  // Not before: a start that waits for another process should end at once with Ctrl-C.
  const stopped = Promise.race([untilStopped(context.env), hangups.terminalGone]);
  for (const line of server.lines) context.print(line);
  hangups.use(() => void server.reload());
  await stopped;
  hangups.use(() => {});
  await server.stop();
  return exitCodes.ok;
}
