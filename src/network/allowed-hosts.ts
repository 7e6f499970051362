import { matchesHost } from './host-patterns.ts';

/**
 * Says whether `url` may be called under a list of allowed hosts: the list names its host. Port, scheme and path do not
 * matter. A text that is no URL is allowed only by `*`, as in Kibana (contract 3.1).
 */
export function isAllowedUrl(url: string, allowedHosts: readonly string[]): boolean {
  if (allowedHosts.includes('*')) return true;
  const parsed = URL.parse(url);
  return parsed !== null && matchesHost(parsed.hostname, allowedHosts);
}
