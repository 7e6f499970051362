import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { foregroundProcess } from './foreground-process.ts';
import { freePort } from './free-port.ts';
import { alertmanagerProgram } from './monitoring-programs.ts';
import { temporaryFolder } from './temporary-folder.ts';
import { waitFor } from './wait-for.ts';

/** A real Alertmanager on 127.0.0.1, with its data in a folder that goes with it. */
export interface Alertmanager extends AsyncDisposable {
  /** Without a slash at the end. */
  readonly url: string;
  readonly pid: number;
  /** Tells it of alerts, as Prometheus does. */
  post(...alerts: readonly object[]): Promise<void>;
}

/** Starts Debian's Alertmanager with what would stand in its alertmanager.yml. */
export async function startAlertmanager(config: object): Promise<Alertmanager> {
  const program = await alertmanagerProgram();
  const folder = await temporaryFolder();
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  // JSON is YAML too.
  await writeFile(join(folder.path, 'alertmanager.yml'), JSON.stringify(config));
  const running = await foregroundProcess(
    program,
    [
      `--config.file=${join(folder.path, 'alertmanager.yml')}`,
      `--storage.path=${join(folder.path, 'data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
      `--web.external-url=${url}`,
      // Alone: no others to find.
      '--cluster.listen-address=',
    ],
    [port],
  );
  const dispose = async () => {
    await running[Symbol.asyncDispose]();
    await folder[Symbol.asyncDispose]();
  };
  try {
    await waitFor('Alertmanager to be ready', async () =>
      (await fetch(`${url}/-/ready`)).ok ? true : undefined,
    );
  } catch (error) {
    await dispose();
    throw error;
  }
  return {
    url,
    pid: running.pid,
    post: async (...alerts) => {
      const answer = await fetch(`${url}/api/v2/alerts`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(alerts),
      });
      if (!answer.ok) throw new Error(`Alertmanager does not take the alerts: ${await answer.text()}`);
    },
    [Symbol.asyncDispose]: dispose,
  };
}
