import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const launcher = fileURLToPath(new URL('../../bin/tocsin.js', import.meta.url));

export interface CommandResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CommandOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** What is piped into the command; without it standard input is empty. */
  readonly input?: string;
  readonly cwd?: string;
}

/** A `tocsin` of its own, as a user would start it, with what it has written so far. */
export class Child {
  readonly process: ChildProcess;
  stdout = '';
  stderr = '';

  constructor(words: readonly string[], options: CommandOptions = {}) {
    const { PATH = '', HOME = '' } = process.env;
    this.process = spawn(process.execPath, [launcher, ...words], {
      cwd: options.cwd,
      env: { PATH, HOME, ...options.env },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    this.process.stdout?.on('data', (chunk: Buffer) => {
      this.stdout += chunk.toString();
    });
    this.process.stderr?.on('data', (chunk: Buffer) => {
      this.stderr += chunk.toString();
    });
    this.process.stdin?.on('error', () => {});
    this.process.stdin?.end(options.input ?? '');
  }

  /** Waits for the end of the process and of all it writes. */
  async ended(): Promise<CommandResult> {
    if (this.process.exitCode === null && this.process.signalCode === null) await once(this.process, 'close');
    return { code: this.process.exitCode, stdout: this.stdout, stderr: this.stderr };
  }

  kill(signal: NodeJS.Signals): Promise<CommandResult> {
    this.process.kill(signal);
    return this.ended();
  }
}

/** Runs a command to its end. */
export function tocsin(words: readonly string[], options: CommandOptions = {}): Promise<CommandResult> {
  return new Child(words, options).ended();
}
