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
    '# Grafana, a contact point of type PagerDuty:',
    `integration key ${key}, URL ${url}`,
    '',
    '# Uptime Kuma, a notification of type PagerDuty:',
    `integration key ${key}, integration URL ${url}`,
  ].join('\n');
}
