import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryFolder } from './temporary-folder.ts';
import { TestServer } from './test-server.ts';
import { waitFor } from './wait-for.ts';

/** A server whose settings stand in a file, which a test may change. */
export interface ServerWithFile extends AsyncDisposable {
  readonly server: TestServer;
  /** The folder of the file `tocsin.yml`. */
  readonly folder: string;
  /** Writes the file anew. */
  write(...lines: readonly string[]): Promise<void>;
  /** Sends a SIGHUP and waits until the log has `words` behind what it had before. */
  hangUp(words: string): Promise<void>;
  /** Stops the server and starts it again on the same data and file. */
  restart(): Promise<void>;
}

/** Starts a server with a settings file of these lines. `secrets` may be seen in no answer and no log. */
export async function serverWithFile(
  lines: readonly string[],
  { secrets = [], env = {} }: { secrets?: readonly string[]; env?: Readonly<Record<string, string>> } = {},
): Promise<ServerWithFile> {
  const place = await temporaryFolder();
  const file = join(place.path, 'tocsin.yml');
  const write = (...lines: readonly string[]) => writeFile(file, `${lines.join('\n')}\n`);
  const start = async () => {
    const server = await TestServer.start({
      env,
      words: ['--config', file],
      data: join(place.path, 'data'),
    });
    for (const secret of secrets) server.secrets.add(secret);
    return server;
  };
  await write(...lines);
  let server = await start().catch(async (error: unknown) => {
    await place[Symbol.asyncDispose]();
    throw error;
  });
  return {
    get server() {
      return server;
    },
    folder: place.path,
    write,
    hangUp: async (words) => {
      const before = server.child.stderr.length;
      server.child.process.kill('SIGHUP');
      await waitFor(`the log to say "${words}"`, () =>
        server.child.stderr.slice(before).includes(words) ? true : undefined,
      );
    },
    restart: async () => {
      await server.stop();
      server = await start();
    },
    [Symbol.asyncDispose]: async () => {
      await server.stop();
      await place[Symbol.asyncDispose]();
    },
  };
}
