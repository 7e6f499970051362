import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { adminPassword, basic, TestServer } from '../../test/support/test-server.ts';
import { waitFor } from '../../test/support/wait-for.ts';
import { atExit } from './at-exit.ts';
import { routingKey, type Severities } from './events.ts';
import { type LoadReport, load } from './load.ts';
import type { LoadTask } from './load-task.ts';
import { monotonic } from './monotonic.ts';
import { mainThreadTime, processTime } from './process-cpu.ts';
import { type MemoryWatch, watchMemory } from './process-memory.ts';

export interface SubjectOptions {
  /** The data directory; it outlives the server. */
  readonly data: string;
  /** Events are accepted, and nothing is sent. */
  readonly paused: boolean;
  readonly env?: Readonly<Record<string, string>>;
}

const status = z.object({ backlog: z.object({ events: z.int() }) });
export const connectorId = 'bench';

const serverInfo = z.object({ pid: z.int() });

/** The process that serves a data directory. */
export function serverOf(data: string): number {
  return serverInfo.parse(JSON.parse(readFileSync(join(data, 'server.json'), 'utf8'))).pid;
}

/** The real server as a process of its own, with everything on that is on by itself. */
export class Subject implements AsyncDisposable {
  readonly #server: TestServer;
  readonly #forget: () => void;
  readonly memory: MemoryWatch;
  /** Milliseconds from the start of the process until it was ready. */
  readonly readyAfter: number;

  private constructor(server: TestServer, memory: MemoryWatch, forget: () => void, readyAfter: number) {
    this.#server = server;
    this.memory = memory;
    this.#forget = forget;
    this.readyAfter = readyAfter;
  }

  static async start({ data, paused, env }: SubjectOptions): Promise<Subject> {
    const startedAt = monotonic();
    const server = await TestServer.start({ data, env: { TOCSIN_DELIVERY_PAUSED: String(paused), ...env } });
    const child = server.child.process;
    const forget = atExit(() => child.kill('SIGKILL'));
    const memory = watchMemory(child.pid ?? 0);
    await waitFor(
      'the server to be ready',
      async () => ((await server.call('/ready')).status === 200 ? true : undefined),
      60_000,
    );
    return new Subject(server, memory, forget, monotonic() - startedAt);
  }

  /** Microseconds of processor time that its main thread has used. */
  get used(): number {
    return mainThreadTime(this.#server.child.process.pid ?? 0);
  }

  /** The same of all its threads. */
  get usedByAll(): number {
    return processTime(this.#server.child.process.pid ?? 0);
  }

  get url(): string {
    return this.#server.url;
  }

  /** Asks the API, as its admin; a body makes it a POST. Fails unless that is answered with a 2xx. */
  async call(path: string, body?: unknown): Promise<unknown> {
    const answer = await this.#server.call(path, body === undefined ? {} : { method: 'POST', body });
    if (answer.status >= 300) throw new Error(`${path} answered ${answer.status}: ${answer.text}`);
    return answer.body;
  }

  /** Makes the connector whose calls go to a sink. */
  async connect(sinkUrl: string): Promise<void> {
    const answer = await this.#server.call(`/api/actions/connector/${connectorId}`, {
      body: {
        name: 'Bench',
        connector_type_id: '.pagerduty',
        config: { apiUrl: sinkUrl },
        secrets: { routingKey },
      },
    });
    if (answer.status !== 200) throw new Error(`the connector could not be made: ${answer.text}`);
  }

  /** Hands events to `_enqueue`, in arrays. */
  enqueue(
    task: Pick<LoadTask, 'first' | 'events' | 'perRequest' | 'connections'> & { severities?: Severities },
  ): Promise<LoadReport> {
    return load({
      severities: 'error',
      ...task,
      url: this.url,
      path: `/api/tocsin/connector/${connectorId}/_enqueue`,
      headers: { authorization: basic('admin', adminPassword) },
      kind: 'params',
    });
  }

  /** Hands events to the relay, one a request. */
  relay(task: Pick<LoadTask, 'first' | 'events' | 'connections'>): Promise<LoadReport> {
    return load({
      ...task,
      severities: 'error',
      url: this.url,
      path: '/v2/enqueue',
      headers: {},
      kind: 'wire',
      perRequest: 1,
    });
  }

  /** Events that wait. */
  async backlog(): Promise<number> {
    const answer = await this.#server.call('/api/tocsin/status');
    const parsed = status.safeParse(answer.body);
    if (!parsed.success) throw new Error(`/api/tocsin/status answered ${answer.status}: ${answer.text}`);
    return parsed.data.backlog.events;
  }

  /** Waits until nothing waits any more. */
  async idle(patience: number): Promise<void> {
    const deadline = monotonic() + patience;
    while ((await this.backlog()) > 0) {
      if (monotonic() > deadline) throw new Error(`events still waited after ${patience} ms`);
      await sleep(50);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.memory.stop();
    await this.#server.stop();
    this.#forget();
  }
}
