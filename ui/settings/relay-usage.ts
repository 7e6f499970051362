/** How clients of PagerDuty use a relay key at the server with this origin (docs/relay.md). */
export function relayUsage(origin: string, key: string): string {
  const url = `${origin}/v2/enqueue`;
  const event = {
    routing_key: key,
    event_action: 'trigger',
    payload: { summary: 'It works', source: 'here', severity: 'info' },
  };
  return [
    `curl ${url} -d '${JSON.stringify(event)}'`,
    '',
    '# Alertmanager, under pagerduty_configs:',
    `- routing_key: ${key}`,
    `  url: ${url}`,
    '',
    '# Grafana, Uptime Kuma and others:',
    `integration key ${key}, URL ${url}`,
  ].join('\n');
}
