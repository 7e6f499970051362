import { isIPv6 } from 'node:net';

/** The URL under which this machine itself reaches a server that listens on `host`. */
export function urlOf(host: string, port: number, tls: boolean): string {
  const everywhere: Record<string, string> = { '0.0.0.0': '127.0.0.1', '::': '::1' };
  const reached = everywhere[host] ?? host;
  return `${tls ? 'https' : 'http'}://${isIPv6(reached) ? `[${reached}]` : reached}:${port}`;
}
