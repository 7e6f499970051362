import { isIP } from 'node:net';
import { hostname } from 'node:os';

/** What is needed to judge a `Host` header. */
export interface HostQuestion {
  /** The host of the request, without its port; from a trusted proxy the forwarded one. */
  readonly host: string;
  /** The address at which the connection arrived. */
  readonly localAddress: string | undefined;
}

const bare = (host: string) =>
  host
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '');
const unmapped = (address: string) => address.replace(/^::ffff:/, '');

/**
 * Makes the check that keeps a page elsewhere from reaching this server under a name of its own (DNS rebinding).
 * Known are: names of this machine, loopback, the address at which the request arrived, `server.host` and
 * `server.publicBaseUrl`.
 */
export function createHostCheck(settings: { host: string; publicBaseUrl: string | undefined }) {
  const names = new Set(['localhost', '127.0.0.1', '::1', bare(hostname()), bare(settings.host)]);
  const publicHost = settings.publicBaseUrl && URL.parse(settings.publicBaseUrl)?.hostname;
  if (publicHost) names.add(bare(publicHost));
  for (const wildcard of ['0.0.0.0', '::', '']) names.delete(wildcard);
  return ({ host, localAddress }: HostQuestion): boolean => {
    const name = bare(host);
    if (names.has(name)) return true;
    return isIP(name) !== 0 && localAddress !== undefined && unmapped(localAddress) === unmapped(name);
  };
}
