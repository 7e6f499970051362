import { BlockList, isIP } from 'node:net';

/** Environment variables, by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The names in which a proxy for a scheme is looked for, the first that has a value counts. */
export const proxyVariables = {
  'https:': ['HTTPS_PROXY', 'https_proxy', 'ALL_PROXY', 'all_proxy'],
  // HTTP_PROXY in capitals can be a header of a CGI request, which no one is here.
  'http:': ['HTTP_PROXY', 'http_proxy', 'ALL_PROXY', 'all_proxy'],
} as const;

/** The proxy that the environment names for a call, and by which variable; `undefined`: none. */
export function environmentProxy(
  url: URL,
  env: Environment,
): { readonly variable: string; readonly value: string } | undefined {
  if (isExcluded(url, env.NO_PROXY ?? env.no_proxy ?? '')) return undefined;
  const variable = proxyVariables[url.protocol === 'http:' ? 'http:' : 'https:'].find(
    (name) => (env[name] ?? '') !== '',
  );
  const value = variable === undefined ? undefined : env[variable];
  return variable === undefined || value === undefined ? undefined : { variable, value };
}

/** `NO_PROXY` as curl and Go read it: hosts and all below them, with or without a port, addresses and ranges, or `*`. */
function isExcluded({ hostname, protocol, port }: URL, list: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '');
  const ownPort = port === '' ? (protocol === 'https:' ? '443' : '80') : port;
  return list
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .some((entry) => {
      if (entry === '*') return true;
      if (isInRange(host, entry)) return true;
      const [, name = '', only] = /^(.*?)(?::(\d+))?$/.exec(isIP(entry) === 6 ? `[${entry}]` : entry) ?? [];
      if (only !== undefined && only !== ownPort) return false;
      const bare = name.replace(/^\*?\./, '').replace(/^\[|\]$/g, '');
      return bare !== '' && (host === bare || host.endsWith(`.${bare}`));
    });
}

function isInRange(host: string, entry: string): boolean {
  const [, address = '', bits = ''] = /^([^/]+)\/(\d{1,3})$/.exec(entry) ?? [];
  const [family, own] = [isIP(address), isIP(host)];
  if (family === 0 || family !== own || Number(bits) > (family === 4 ? 32 : 128)) return false;
  const type = family === 4 ? 'ipv4' : 'ipv6';
  const range = new BlockList();
  range.addSubnet(address, Number(bits), type);
  return range.check(host, type);
}
