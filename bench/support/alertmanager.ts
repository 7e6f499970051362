import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { request } from 'undici';
import { type DebianProgram, debianProgram } from '../../test/support/debian-program.ts';
import { freePort } from '../../test/support/free-port.ts';
import { waitFor } from '../../test/support/wait-for.ts';
import { benchFolder } from './bench-folder.ts';
import { BenchProcess } from './child-process.ts';
import { routingKey } from './events.ts';
import { type LoadReport, load } from './load.ts';
import type { Sink } from './sink.ts';

/** Every alert a group of its own, sent as soon as it comes. */
const configFor = (sink: Sink) => `route:
  receiver: pagerduty
  group_by: ['...']
  group_wait: 0s
  group_interval: 5m
  repeat_interval: 4h
receivers:
  - name: pagerduty
    pagerduty_configs:
      - routing_key: ${routingKey}
        url: ${sink.url}
        severity: '{{ .CommonLabels.severity }}'
        description: '{{ .CommonAnnotations.summary }}'
        component: '{{ .CommonLabels.component }}'
        group: '{{ .CommonLabels.group }}'
`;

/** Prometheus sends at most so many alerts a request. */
const perRequest = 64;

const builtInPath = Buffer.from('/usr/share/prometheus/alertmanager');
const pathFromRoot = Buffer.from('usr//share/prometheus/alertmanager');

/**
 * Debian's build reads its templates from a path that is there only if it is installed. One that was merely unpacked
 * gets a copy that looks for them from the folder it is started in; the path is as long as the other.
 */
function runnable({ file, root }: DebianProgram): string {
  if (root === '/') return file;
  const copy = `${file}-unpacked`;
  if (existsSync(copy)) return copy;
  const bytes = readFileSync(file);
  for (let at = bytes.indexOf(builtInPath); at !== -1; at = bytes.indexOf(builtInPath, at)) {
    pathFromRoot.copy(bytes, at);
  }
  writeFileSync(copy, bytes);
  chmodSync(copy, 0o755);
  return copy;
}

/** Debian's Alertmanager, alone, with one PagerDuty receiver that is the sink. */
export class Alertmanager implements AsyncDisposable {
  readonly #url: string;
  readonly #process: BenchProcess;
  readonly #folder: Disposable;

  private constructor(url: string, process: BenchProcess, folder: Disposable) {
    this.#url = url;
    this.#process = process;
    this.#folder = folder;
  }

  static async start(sink: Sink): Promise<Alertmanager> {
    const program = await debianProgram('prometheus-alertmanager', '/usr/bin/prometheus-alertmanager');
    const folder = benchFolder();
    const config = join(folder.path, 'alertmanager.yml');
    writeFileSync(config, configFor(sink));
    const port = await freePort();
    const words = [
      `--config.file=${config}`,
      `--storage.path=${join(folder.path, 'data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
      '--cluster.listen-address=',
      '--log.level=error',
    ];
    const child = new BenchProcess(runnable(program), words, program.root);
    const url = `http://127.0.0.1:${port}`;
    const alertmanager = new Alertmanager(url, child, folder);
    try {
      await waitFor('Alertmanager to be ready', async () => {
        if (child.hasEnded) throw new Error(`Alertmanager ended: ${child.stderr}`);
        const answer = await request(`${url}/-/ready`).catch(() => undefined);
        await answer?.body.dump();
        return answer?.statusCode === 200 ? true : undefined;
      });
    } catch (error) {
      await alertmanager[Symbol.asyncDispose]();
      throw error;
    }
    return alertmanager;
  }

  /** Hands alerts to it as Prometheus does. */
  post(task: { readonly first: number; readonly events: number }): Promise<LoadReport> {
    return load({
      ...task,
      url: this.#url,
      path: '/api/v2/alerts',
      headers: {},
      kind: 'alerts',
      perRequest,
      connections: 4,
      severities: 'error',
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#process[Symbol.asyncDispose]();
    this.#folder[Symbol.dispose]();
  }
}
