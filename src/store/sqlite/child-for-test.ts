import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';

/** A program of `children/`, running. */
export interface Child {
  readonly pid: number | undefined;
  /** The lines that it prints, as they come. */
  readonly lines: AsyncIterableIterator<string>;
  /** The next of them; `undefined` when there are no more. */
  nextLine(): Promise<string | undefined>;
  /** Ends its input, which these programs take as the word to finish. */
  finish(): void;
  /** Settles when it is gone. */
  kill(signal: NodeJS.Signals): Promise<void>;
  readonly exited: Promise<unknown>;
}

/** Starts `children/<program>.ts`. It is killed, at the latest, when the test ends. */
export function startChild(t: TestContext, program: string, ...args: string[]): Child {
  const file = fileURLToPath(new URL(`./children/${program}.ts`, import.meta.url));
  const child = spawn(process.execPath, [file, ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
  const exited = once(child, 'exit');
  const kill = async (signal: NodeJS.Signals) => {
    child.kill(signal);
    await exited;
  };
  t.after(() => kill('SIGKILL'));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    pid: child.pid,
    lines,
    nextLine: async () => {
      const next = await lines.next();
      return next.done === true ? undefined : next.value;
    },
    finish: () => child.stdin.end(),
    kill,
    exited,
  };
}
