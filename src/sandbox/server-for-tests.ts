import { connect } from 'node:net';
import type { TestContext } from 'node:test';
import type { SandboxOptions } from './sandbox.ts';
import { startTime, type TestClock } from './sandbox-for-tests.ts';
import { createSandboxServer } from './standalone-server.ts';

/** A sandbox on a free port of loopback, with a clock to turn; it ends with the test. */
export async function startTestServer(t: TestContext, options: Partial<SandboxOptions> = {}) {
  const clock: TestClock = { now: startTime };
  const server = createSandboxServer({ host: '127.0.0.1', port: 0, clock: () => clock.now, ...options });
  const origin = await server.listen();
  t.after(() => server.close());

  async function call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
    const isText = typeof body === 'string' || body instanceof Uint8Array;
    const response = await fetch(origin + path, {
      method,
      redirect: 'manual',
      headers: body === undefined ? headers : { 'content-type': 'application/json', ...headers },
      body: body === undefined ? null : isText ? Buffer.from(body) : JSON.stringify(body),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.startsWith('application/json') ?? false;
    const json: unknown = isJson ? JSON.parse(text) : undefined;
    return { status: response.status, headers: response.headers, text, json };
  }
  return {
    ...server,
    origin,
    clock,
    call,
    enqueue: (event: unknown, headers?: Record<string, string>) =>
      call('POST', '/v2/enqueue', event, headers),
    control: (method: string, path: string, body?: unknown) =>
      call(method, `/api/tocsin/sandbox${path}`, body),
  };
}

/** Sends raw bytes to a server and says what came back and how the connection ended. */
export async function sendRaw(origin: string, text: string): Promise<{ received: string; ended: string }> {
  const { hostname, port } = new URL(origin);
  const socket = connect(Number(port), hostname);
  let received = '';
  let ended = 'closed';
  socket.setEncoding('utf8');
  socket.on('data', (chunk) => {
    received += chunk;
  });
  socket.on('error', (error) => {
    ended = 'code' in error && typeof error.code === 'string' ? error.code : error.message;
  });
  socket.write(text);
  await new Promise((resolve) => socket.once('close', resolve));
  return { received, ended };
}

export function rawPost(path: string, body: string, headers = ''): string {
  const length = Buffer.byteLength(body);
  return `POST ${path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${length}\r\n${headers}\r\n${body}`;
}
