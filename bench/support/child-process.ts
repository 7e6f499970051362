import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { atExit } from './at-exit.ts';

/** A program that a bench has started. It is killed with the bench. */
export class BenchProcess implements AsyncDisposable {
  readonly process: ChildProcess;
  readonly #name: string;
  readonly #lines: AsyncIterator<string>;
  #stderr = '';

  constructor(file: string, words: readonly string[], cwd?: string) {
    this.#name = file;
    const child = spawn(file, words, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    this.process = child;
    child.stderr.on('data', (chunk: Buffer) => {
      this.#stderr = (this.#stderr + chunk.toString()).slice(-4096);
    });
    this.#lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const forget = atExit(() => child.kill('SIGKILL'));
    child.on('exit', forget);
    child.on('error', (error) => {
      this.#stderr += error.message;
      forget();
    });
  }

  get hasEnded(): boolean {
    const { pid, exitCode, signalCode } = this.process;
    return pid === undefined || exitCode !== null || signalCode !== null;
  }

  /** What it has complained about last. */
  get stderr(): string {
    return this.#stderr;
  }

  /** The next line that it writes. */
  async line(): Promise<string> {
    const { done, value } = await this.#lines.next();
    if (done === true) throw new Error(`${this.#name} ended: ${this.#stderr}`);
    return value;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.hasEnded) return;
    const ended = once(this.process, 'exit');
    this.process.kill('SIGTERM');
    const late = setTimeout(() => this.process.kill('SIGKILL'), 5000);
    await ended;
    clearTimeout(late);
  }
}

/** Starts one of `children/` with a JSON text as its only word; it answers in lines of JSON. */
export function startChild(name: string, task: unknown): BenchProcess {
  const file = fileURLToPath(new URL(`children/${name}.ts`, import.meta.url));
  // Bodies of a whole run are kept; a bare loop should not spend its time collecting them.
  return new BenchProcess(process.execPath, ['--max-semi-space-size=32', file, JSON.stringify(task)]);
}
