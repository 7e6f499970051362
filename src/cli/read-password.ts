import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import type { CommandContext } from './context.ts';
import { CommandError, exitCodes } from './exit-codes.ts';

/** Asks for a line without showing what is typed. */
async function ask(prompt: string): Promise<string> {
  process.stderr.write(prompt);
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: nowhere, terminal: true });
  try {
    return await lines.question('');
  } catch (error) {
    throw new CommandError(exitCodes.failed, 'No password was given. Nothing was changed.', { cause: error });
  } finally {
    lines.close();
    process.stderr.write('\n');
  }
}

/** A password: typed twice at a terminal, or the first line of what is piped in. */
export async function readPassword(context: CommandContext): Promise<string> {
  if (process.stdin.isTTY !== true) {
    const [line = ''] = (await text(process.stdin)).split(/\r?\n/);
    if (line === '') {
      throw new CommandError(
        exitCodes.usage,
        'No password came on standard input. Pipe it in, use --generate, or run the command at a terminal.',
      );
    }
    return line;
  }
  context.note('At least 12 characters; they are not shown.');
  const first = await ask('Password: ');
  if ((await ask('The same again: ')) !== first) {
    throw new CommandError(exitCodes.usage, 'The two are not the same. Nothing was changed.');
  }
  return first;
}
