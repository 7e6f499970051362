import { isIP } from 'node:net';
import { hostname } from 'node:os';
import { type ErrorAnswer, errorAnswer } from './status-of.ts';

/** What is needed to judge a `Host` header. */
export interface HostQuestion {
  /** How many `Host` headers the request has. */
  readonly named: number;
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
 * Makes the check that keeps a page elsewhere from reaching this server under a name of its own (DNS rebinding); it
 * gives the refusal, or nothing. Known are: names of this machine, loopback, the address at which the request
 * arrived, `server.host` and `server.publicBaseUrl`.
 */
export function createHostCheck(settings: { host: string; publicBaseUrl: string | undefined }) {
  const names = new Set(['localhost', '127.0.0.1', '::1', bare(hostname()), bare(settings.host)]);
  const publicHost = settings.publicBaseUrl && URL.parse(settings.publicBaseUrl)?.hostname;
  if (publicHost) names.add(bare(publicHost));
  for (const wildcard of ['0.0.0.0', '::', '']) names.delete(wildcard);
  const isKnown = (name: string, localAddress: string | undefined) =>
    names.has(name) ||
    (isIP(name) !== 0 && localAddress !== undefined && unmapped(localAddress) === unmapped(name));
  return ({ named, host, localAddress }: HostQuestion): ErrorAnswer | undefined => {
    if (named !== 1 || host === '') {
      const found = named > 1 ? `${named} Host headers` : 'no host';
      return errorAnswer(400, `The request names ${found}: send one Host header, with the name in the URL.`);
    }
    if (isKnown(bare(host), localAddress)) return undefined;
    return errorAnswer(
      421,
      `This server is not called "${host}". If people shall reach it under that name, set server.publicBaseUrl to the URL they use.`,
    );
  };
}
