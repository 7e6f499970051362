import { once } from 'node:events';
import { createServer } from 'node:http';
import { portOf } from './port-of.ts';

/** Something that a Prometheus can scrape. */
export interface MetricsTarget extends AsyncDisposable {
  /** `host:port` */
  readonly address: string;
  /** What it shows on `/metrics`, in Prometheus' text format; `null`: it answers with a 500, so `up` is 0. */
  metrics: string | null;
}

export async function metricsTarget(metrics: string | null): Promise<MetricsTarget> {
  const server = createServer((_request, response) => {
    if (target.metrics === null) response.writeHead(500).end();
    else response.setHeader('content-type', 'text/plain; version=0.0.4').end(target.metrics);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const target: MetricsTarget = {
    address: `127.0.0.1:${portOf(server)}`,
    metrics,
    [Symbol.asyncDispose]: async () => {
      server.close();
      server.closeAllConnections();
    },
  };
  return target;
}
