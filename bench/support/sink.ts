import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { request } from 'undici';
import { debianProgram } from '../../test/support/debian-program.ts';
import { freePort } from '../../test/support/free-port.ts';
import { waitFor } from '../../test/support/wait-for.ts';
import { benchFolder } from './bench-folder.ts';
import { BenchProcess, startChild } from './child-process.ts';

/** Stands where PagerDuty should be: answers 202 to every POST, and counts. */
export interface Sink extends AsyncDisposable {
  /** What it is, for the table of results. */
  readonly kind: string;
  readonly url: string;
  /** How many events it has received. */
  received(): Promise<number>;
}

async function textOf(url: string): Promise<string> {
  const { body } = await request(url);
  return body.text();
}

const answer = '{"status":"success","message":"Event processed","dedup_key":"x"}';

/** One process that serves: no master above it, nothing written, connections that are kept for ever. */
function nginxConfig(folder: string, port: number): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((kind) => `  ${kind}_temp_path ${folder}/${kind};`)
    .join('\n');
  return `daemon off;
master_process off;
worker_processes 1;
pid ${folder}/nginx.pid;
error_log stderr error;
events { worker_connections 4096; }
http {
  access_log off;
  default_type application/json;
  client_max_body_size 2m;
  client_body_buffer_size 64k;
  keepalive_requests 1000000000;
  keepalive_timeout 600s;
${temporary}
  server {
    listen 127.0.0.1:${port} backlog=1024;
    location = /received { stub_status; }
    location / { return 202 '${answer}'; }
  }
}
`;
}

async function nginxSink(): Promise<Sink> {
  const { file } = await debianProgram('nginx', '/usr/sbin/nginx');
  const folder = benchFolder();
  const port = await freePort();
  const config = join(folder.path, 'nginx.conf');
  writeFileSync(config, nginxConfig(folder.path, port));
  const nginx = new BenchProcess(file, ['-e', 'stderr', '-p', folder.path, '-c', config]);
  const origin = `http://127.0.0.1:${port}`;
  // The counter counts the requests that ask for it too.
  let asked = 0;
  const received = async () => {
    asked++;
    const [, , requests] = /(\d+) (\d+) (\d+)/.exec(await textOf(`${origin}/received`))?.slice(1) ?? [];
    return Number(requests) - asked;
  };
  const dispose = async () => {
    await nginx[Symbol.asyncDispose]();
    folder[Symbol.dispose]();
  };
  try {
    await waitFor('nginx to answer', async () => {
      if (nginx.hasEnded) throw new Error(`nginx ended: ${nginx.stderr}`);
      const answered = await textOf(`${origin}/received`).catch(() => undefined);
      if (answered !== undefined) asked++;
      return answered;
    });
  } catch (error) {
    await dispose();
    throw error;
  }
  return { kind: 'nginx', url: `${origin}/v2/enqueue`, received, [Symbol.asyncDispose]: dispose };
}

/** When an event with this number in its dedup key arrived, by the shared clock. */
export type Receipts = ReadonlyMap<number, number>;

/** A sink of bare `node:http`, slower than nginx, that can say when each event came. */
export async function nodeSink(): Promise<Sink & { receipts(): Promise<Receipts> }> {
  const child = startChild('node-sink', {});
  const origin = await child.line();
  return {
    kind: 'bare node:http (no nginx)',
    url: `${origin}/v2/enqueue`,
    received: async () => Number(await textOf(`${origin}/received`)),
    receipts: async () => {
      const lines = (await textOf(`${origin}/receipts`)).split('\n').filter((line) => line !== '');
      return new Map(
        lines.map((line) => line.split(' ')).map(([number, at]) => [Number(number), Number(at)]),
      );
    },
    [Symbol.asyncDispose]: () => child[Symbol.asyncDispose](),
  };
}

/** nginx from Debian, so that the sink is not the limit; where it can not be had, one of Node's, and it says so. */
export async function openSink(say: (line: string) => void): Promise<Sink> {
  try {
    return await nginxSink();
  } catch (error) {
    say(
      `the sink is node:http and may be the limit: ${error instanceof Error ? error.message : String(error)}`,
    );
    return nodeSink();
  }
}
