/**
 * Says whether `url` may be called under `actions.allowedHosts`: its host name is an exact member of the list, or
 * the list holds `*`. Port, scheme and path do not matter. A text that is no URL is allowed only by `*`, as in
 * Kibana (contract 3.1).
 */
export function isAllowedUrl(url: string, allowedHosts: readonly string[]): boolean {
  if (allowedHosts.includes('*')) return true;
  const parsed = URL.parse(url);
  return parsed !== null && allowedHosts.includes(parsed.hostname);
}
