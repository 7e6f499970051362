import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { CommandError, exitCodes } from '../exit-codes.ts';

const launcher = fileURLToPath(new URL('../../../bin/tocsin.js', import.meta.url));
const startDeadline = 30_000;
const stopDeadline = 3000;
const keptLines = 12;

export interface DemoServerOptions {
  /** Where it is started: a folder without a settings file. */
  readonly cwd: string;
  readonly data: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Called when the process ends, once it was ready, though nobody asked it to. */
  readonly onDeath: (how: string) => void;
}

/** The real server, `tocsin serve`, as a process of its own, which can be killed and started again on its data. */
export class DemoServer {
  readonly #options: DemoServerOptions;
  readonly #lines: string[] = [];
  readonly #password = randomBytes(16).toString('hex');
  #child: ChildProcess | undefined;
  #isStopped = false;

  constructor(options: DemoServerOptions) {
    this.#options = options;
  }

  /** The last that it wrote to its log, over all its lives. */
  get lastLines(): readonly string[] {
    return this.#lines;
  }

  /**
   * Settles when it listens. Throws a `CommandError` when it ends before, is not ready within 30 s, or was stopped:
   * a start that comes after the end of everything would outlive it.
   */
  async start(): Promise<void> {
    if (this.#isStopped) throw failure('The server was stopped.');
    const { cwd, data } = this.#options;
    const child = spawn(process.execPath, [launcher, 'serve', '--no-build', '--data', data, '--port', '0'], {
      cwd,
      env: this.#environment(),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    const ready = Promise.withResolvers<void>();
    let printed = '';
    let isReady = false;
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      printed += chunk;
      if (!printed.includes(' is running at ')) return;
      isReady = true;
      ready.resolve();
    });
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => this.#keep(chunk));
    child.on('error', (error) => ready.reject(failure(`The server can not be started: ${error.message}`)));
    // Not `exit`: until `close` something of its log may be on the way.
    child.on('close', (code, signal) => {
      const how = signal === null ? `with exit code ${code}` : `by ${signal}`;
      ready.reject(failure(`The server ended ${how} before it was ready.`));
      if (this.#child !== child) return;
      this.#child = undefined;
      if (isReady) this.#options.onDeath(how);
    });
    const late = setTimeout(() => {
      ready.reject(failure(`The server was not ready within ${startDeadline / 1000} s.`));
    }, startDeadline);
    try {
      await ready.promise;
    } finally {
      clearTimeout(late);
    }
  }

  /** As a power cut would end it. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  /** Lets it finish, for a moment. It does not start again. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#end('SIGTERM');
  }

  async #end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    const timer = new AbortController();
    const late = sleep(stopDeadline, undefined, { signal: timer.signal }).then(
      () => child.kill('SIGKILL'),
      () => undefined,
    );
    await ended;
    timer.abort();
    await late;
  }

  #environment(): Record<string, string | undefined> {
    // What the user has set is for the user's own server.
    const own = Object.entries(this.#options.env).filter(([name]) => !name.startsWith('TOCSIN_'));
    return {
      ...Object.fromEntries(own),
      TOCSIN_ADMIN_PASSWORD: this.#password,
      // As under npm, the server then ends with its parent, however that ends.
      npm_lifecycle_event: 'demo',
    };
  }

  #keep(chunk: string): void {
    this.#lines.push(...chunk.split('\n').filter((line) => line.trim() !== ''));
    this.#lines.splice(0, this.#lines.length - keptLines);
  }
}

const failure = (message: string) => new CommandError(exitCodes.failed, message);
