import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import type { DebianProgram } from './debian-program.ts';
import { waitFor } from './wait-for.ts';

function listens(port: number): Promise<true | undefined> {
  const { promise, resolve } = Promise.withResolvers<true | undefined>();
  const socket = connect(port, '127.0.0.1');
  socket.on('connect', () => resolve(true));
  socket.on('error', () => resolve(undefined));
  return promise.finally(() => socket.destroy());
}

export interface ForegroundProcess extends AsyncDisposable {
  readonly pid: number;
}

/** Runs a server in the foreground until it is disposed of; ready when all its ports take connections. */
export async function foregroundProcess(
  program: DebianProgram,
  words: readonly string[],
  ports: readonly number[],
): Promise<ForegroundProcess> {
  const child = spawn(program.file, words, {
    env: { PATH: process.env.PATH ?? '', ...program.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  const hear = (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-4096);
  };
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  const ended = once(child, 'exit').catch((error: unknown) => {
    said += String(error);
  });
  const dispose = async () => {
    child.kill('SIGKILL');
    await ended;
  };
  try {
    for (const port of ports) {
      await waitFor(`${program.file} to listen`, () => {
        if (child.exitCode !== null) throw new Error(`${program.file} has ended: ${said}`);
        return listens(port);
      });
    }
  } catch (error) {
    await dispose();
    throw error;
  }
  return { pid: child.pid ?? Number.NaN, [Symbol.asyncDispose]: dispose };
}
