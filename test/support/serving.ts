import assert from 'node:assert/strict';
import { Child, type CommandOptions } from './child.ts';
import { waitFor } from './wait-for.ts';

/** A server as a person starts it: with the words and the environment given, and nothing added. Killed on disposal. */
export interface Serving extends AsyncDisposable {
  readonly child: Child;
  readonly url: string;
}

/** Waits until a child has printed its first lines, and gives the URL in them. */
export async function untilServing(child: Child): Promise<Serving> {
  const url = await waitFor('the first lines of a start', () => {
    if (child.process.exitCode !== null) assert.fail(`the server ended: ${child.stderr}`);
    if (!/^API {8}/m.test(child.stdout)) return undefined;
    return /is running at (\S+)/.exec(child.stdout)?.[1];
  });
  return { child, url, [Symbol.asyncDispose]: async () => void (await child.kill('SIGKILL')) };
}

/** `tocsin serve` on a free port and the given data directory. */
export function serve(
  data: string,
  options: CommandOptions & { words?: readonly string[] } = {},
): Promise<Serving> {
  const { words = [], ...rest } = options;
  return untilServing(new Child(['serve', '--no-build', '--data', data, '--port', '0', ...words], rest));
}
