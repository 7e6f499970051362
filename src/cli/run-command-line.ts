import { CommanderError } from 'commander';
import { SettingsError } from '../config/problem.ts';
import { Refusal } from '../refusal.ts';
import { StoreError } from '../store/store-error.ts';
import type { CommandContext } from './context.ts';
import { CommandError, type ExitCode, exitCodes } from './exit-codes.ts';
import { createProgram } from './program.ts';

/** The code a person's mistake, or ours, ends a command with. */
function tellError(error: unknown, context: CommandContext): ExitCode {
  // Commander has printed its message, or the help that was asked for.
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
  if (error instanceof CommandError) {
    context.note(`tocsin: ${error.message}`);
    return error.exitCode;
  }
  if (error instanceof SettingsError) {
    for (const line of error.message.split('\n')) context.note(`tocsin: ${line}`);
    return exitCodes.settings;
  }
  if (error instanceof Refusal || error instanceof StoreError) {
    context.note(`tocsin: ${error.message}`);
    return exitCodes.failed;
  }
  const what = error instanceof Error ? error.message : String(error);
  context.note(`tocsin: failed in a way that was not foreseen: ${what}`);
  if (context.env.TOCSIN_LOGGING_LEVEL === 'debug' && error instanceof Error) context.note(error.stack ?? '');
  return exitCodes.failed;
}

/** Runs one command and gives the code to exit with. Never throws. */
export async function runCommandLine(
  words: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  cwd: string,
): Promise<ExitCode> {
  const context: CommandContext = {
    env,
    cwd,
    print: (line) => process.stdout.write(`${line}\n`),
    note: (line) => process.stderr.write(`${line}\n`),
  };
  let exitCode: ExitCode = exitCodes.ok;
  try {
    const program = createProgram(context, (code) => {
      exitCode = code;
    });
    await program.parseAsync(words, { from: 'user' });
    return exitCode;
  } catch (error) {
    return tellError(error, context);
  }
}
