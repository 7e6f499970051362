import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { foregroundProcess } from '../foreground-process.ts';
import { freePort } from '../free-port.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { tinyproxyProgram } from './proxy-programs.ts';

/** Debian's tinyproxy on a port of 127.0.0.1; with `credentials` (`name:password`) it lets nobody else through. */
export async function tinyproxy(
  credentials?: string,
  wanted?: number,
): Promise<{ port: number } & AsyncDisposable> {
  const program = await tinyproxyProgram();
  const folder = await temporaryFolder();
  const port = wanted ?? (await freePort());
  const file = join(folder.path, 'tinyproxy.conf');
  const lines = [
    `Port ${port}`,
    'Listen 127.0.0.1',
    'Allow 127.0.0.1',
    'Timeout 600',
    'MaxClients 200',
    'LogLevel Warning',
    ...(credentials === undefined ? [] : [`BasicAuth ${credentials.replace(':', ' ')}`]),
  ];
  await writeFile(file, `${lines.join('\n')}\n`);
  const running = await foregroundProcess(program, ['-d', '-c', file], [port]);
  return {
    port,
    [Symbol.asyncDispose]: async () => {
      await running[Symbol.asyncDispose]();
      await folder[Symbol.asyncDispose]();
    },
  };
}
