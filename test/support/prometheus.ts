import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { foregroundProcess } from './foreground-process.ts';
import { freePort } from './free-port.ts';
import { prometheusProgram } from './monitoring-programs.ts';
import { temporaryFolder } from './temporary-folder.ts';
import { waitFor } from './wait-for.ts';

export interface PushTarget {
  /** With the prefix that Prometheus puts before `/api/v2/alerts`. */
  readonly url: string;
  readonly basicAuth?: { readonly username: string; readonly password: string };
  /** Such as `Bearer` or `ApiKey`. */
  readonly authorization?: { readonly type: string; readonly credentials: string };
}

export interface PrometheusConfig {
  /** What it scrapes every second: by the name of the job, `host:port`, of which it reads `/metrics`. */
  readonly jobs?: Readonly<Record<string, readonly string[]>>;
  /** Groups of rules as in a rule file, each evaluated every second. */
  readonly ruleGroups?: readonly { readonly name: string; readonly rules: readonly object[] }[];
  /** To whom it pushes alerts. */
  readonly alertmanagers?: readonly PushTarget[];
  readonly externalLabels?: Readonly<Record<string, string>>;
}

export interface PrometheusOptions extends PrometheusConfig {
  /** Default: a free one. */
  readonly port?: number;
  /** Such as `/prometheus`, before all its paths. */
  readonly pathPrefix?: string;
  /** With it only these are let in: names with their passwords, by bcrypt. */
  readonly users?: Readonly<Record<string, string>>;
  /** More words for its command line, such as `--rules.alert.resend-delay=1s`. */
  readonly words?: readonly string[];
}

/** A real Prometheus on 127.0.0.1, with its data in a folder that goes with it. */
export interface Prometheus extends AsyncDisposable {
  /** With its path prefix, without a slash at the end. */
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** Gives it another configuration, and waits until it has taken it. */
  reload(config: PrometheusConfig): Promise<void>;
}

function pushTarget({ url, basicAuth, authorization }: PushTarget): object {
  const { protocol, host, pathname } = new URL(url);
  return {
    scheme: protocol.slice(0, -1),
    path_prefix: pathname,
    api_version: 'v2',
    static_configs: [{ targets: [host] }],
    ...(basicAuth !== undefined && { basic_auth: basicAuth }),
    ...(authorization !== undefined && { authorization }),
  };
}

async function write(folder: string, config: PrometheusConfig): Promise<void> {
  const { jobs = {}, ruleGroups = [], alertmanagers = [], externalLabels } = config;
  // JSON is YAML too.
  await writeFile(join(folder, 'rules.yml'), JSON.stringify({ groups: ruleGroups }));
  const text = JSON.stringify({
    global: {
      scrape_interval: '1s',
      scrape_timeout: '1s',
      evaluation_interval: '1s',
      ...(externalLabels !== undefined && { external_labels: externalLabels }),
    },
    scrape_configs: Object.entries(jobs).map(([name, targets]) => ({
      job_name: name,
      static_configs: [{ targets }],
    })),
    rule_files: [join(folder, 'rules.yml')],
    alerting: { alertmanagers: alertmanagers.map(pushTarget) },
  });
  await writeFile(join(folder, 'prometheus.yml'), text);
}

/** It heeds new targets every 5 s only: a test begins when each has been looked at. */
async function untilScraped(url: string, jobs: PrometheusConfig['jobs']): Promise<void> {
  const expected = Object.keys(jobs ?? {}).length;
  await waitFor('Prometheus to scrape its targets', async () => {
    const answer = await fetch(
      `${url}/api/v1/query?query=${encodeURIComponent('count(count by (job) (up))')}`,
    );
    const text = await answer.text();
    return expected === 0 || text.includes(`"${expected}"]`) ? true : undefined;
  });
}

/** Starts Debian's Prometheus, and waits until it answers and has scraped what it is to scrape. */
export async function startPrometheus(options: PrometheusOptions = {}): Promise<Prometheus> {
  const { pathPrefix = '', users, words = [], ...config } = options;
  const program = await prometheusProgram();
  const folder = await temporaryFolder();
  const port = options.port ?? (await freePort());
  const url = `http://127.0.0.1:${port}${pathPrefix}`;
  await write(folder.path, config);
  const webConfig = join(folder.path, 'web.yml');
  await writeFile(webConfig, JSON.stringify(users === undefined ? {} : { basic_auth_users: users }));
  const running = await foregroundProcess(
    program,
    [
      `--config.file=${join(folder.path, 'prometheus.yml')}`,
      `--storage.tsdb.path=${join(folder.path, 'data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
      `--web.external-url=${url}/`,
      `--web.config.file=${webConfig}`,
      '--web.enable-lifecycle',
      ...words,
    ],
    [port],
  );
  const dispose = async () => {
    await running[Symbol.asyncDispose]();
    await folder[Symbol.asyncDispose]();
  };
  try {
    await waitFor('Prometheus to be ready', async () => {
      const { status } = await fetch(`${url}/-/ready`);
      // It guards this too; whoever is not let in has been answered.
      return status === 200 || status === 401 ? true : undefined;
    });
    if (users === undefined) await untilScraped(url, config.jobs);
  } catch (error) {
    await dispose();
    throw error;
  }
  return {
    url,
    port,
    pid: running.pid,
    reload: async (next) => {
      await write(folder.path, next);
      const answer = await fetch(`${url}/-/reload`, { method: 'POST' });
      if (!answer.ok) throw new Error(`Prometheus refuses its configuration: ${await answer.text()}`);
    },
    [Symbol.asyncDispose]: dispose,
  };
}
