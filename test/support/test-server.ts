import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { Child } from './child.ts';
import { temporaryFolder } from './temporary-folder.ts';
import { waitFor } from './wait-for.ts';

export const adminPassword = 'correct horse battery staple';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body parsed, or `undefined` when it is not JSON. */
  readonly body: unknown;
}

export interface Call {
  readonly method?: string;
  /** Sent as JSON; a string or bytes go as they are. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** `null`: not signed in. Default: the user admin. */
  readonly authorization?: string | null;
}

export interface TestServerOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly words?: readonly string[];
  /** A data directory that outlives the server; default: one of its own. */
  readonly data?: string;
}

export const basic = (name: string, password: string) =>
  `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`;

const serverInfo = z.object({ url: z.string().nullable(), pid: z.number() });

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * The real server as a child process. Whatever it says, in answers and in its log, is remembered; when it is
 * stopped, none of the secrets that it was `told` may be found there.
 */
export class TestServer {
  readonly child: Child;
  readonly data: string;
  readonly url: string;
  /** Secrets that may never be seen in an answer or a log line. */
  readonly secrets = new Set<string>([adminPassword]);
  readonly #answers: string[] = [];
  readonly #cleanUp: () => Promise<void>;

  private constructor(child: Child, data: string, url: string, cleanUp: () => Promise<void>) {
    this.child = child;
    this.data = data;
    this.url = url;
    this.#cleanUp = cleanUp;
  }

  static async start(options: TestServerOptions = {}): Promise<TestServer> {
    const folder = options.data === undefined ? await temporaryFolder() : undefined;
    const data = options.data ?? join(folder?.path ?? '', 'data');
    const words = ['serve', '--no-build', '--data', data, '--port', '0', ...(options.words ?? [])];
    const env = { TOCSIN_ADMIN_PASSWORD: adminPassword, ...options.env };
    const child = new Child(words, { env, ...(folder && { cwd: folder.path }) });
    const url = await waitFor('the server to listen', async () => {
      if (child.process.exitCode !== null) assert.fail(`the server ended: ${child.stderr}`);
      const info = await readFile(join(data, 'server.json'), 'utf8').catch(() => '{}');
      const parsed = serverInfo.safeParse(parse(info));
      if (!parsed.success || parsed.data.pid !== child.process.pid) return undefined;
      return child.stdout.includes('API ') ? (parsed.data.url ?? undefined) : undefined;
    });
    return new TestServer(child, data, url, async () => folder?.[Symbol.asyncDispose]());
  }

  /** Calls the API as `admin` and remembers what it says. */
  async call(path: string, { method, body, headers, authorization }: Call = {}): Promise<Answer> {
    const raw = typeof body === 'string' || body instanceof Uint8Array;
    const response = await fetch(this.url + path, {
      method: method ?? (body === undefined ? 'GET' : 'POST'),
      redirect: 'manual',
      headers: {
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(authorization !== null && { authorization: authorization ?? basic('admin', adminPassword) }),
        ...headers,
      },
      ...(body !== undefined && { body: raw ? Buffer.from(body) : JSON.stringify(body) }),
    });
    const text = await response.text();
    this.#answers.push(text);
    return { status: response.status, headers: response.headers, text, body: parse(text) };
  }

  /** Keeps what another way of calling got, to be searched for secrets like everything else. */
  remember(text: string): void {
    this.#answers.push(text);
  }

  /** Stops it as an operator would, and looks for secrets in all it has said. */
  async stop(): Promise<void> {
    const result = await this.child.kill('SIGTERM');
    await this.#cleanUp();
    assert.equal(result.code, 0, result.stderr);
    const said = [this.child.stdout, this.child.stderr, ...this.#answers].join('\n');
    for (const secret of this.secrets) {
      assert.ok(!said.includes(secret), `the secret ${secret.slice(0, 4)}… was seen in an answer or the log`);
    }
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }
}
