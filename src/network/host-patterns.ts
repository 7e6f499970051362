/**
 * Says whether a host name, as `URL.hostname` has it, is named by a list of the settings: by itself, by `*`, or by
 * `*.` before a domain that it lies under (`*.pagerduty.com` names `events.pagerduty.com`, not `pagerduty.com`). Kibana
 * knows no such wildcards (contract 3.1).
 */
export function matchesHost(hostname: string, patterns: readonly string[]): boolean {
  return patterns.some(
    (pattern) =>
      pattern === '*' ||
      pattern === hostname ||
      (pattern.startsWith('*.') && hostname.endsWith(pattern.slice(1)) && hostname.length >= pattern.length),
  );
}
