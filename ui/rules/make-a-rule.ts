/** Commands that make a rule and report an alert to it, for a server at this address. */
export function commandsFor(address: string): { readonly make: string; readonly report: string } {
  const call = (path: string, body: object) =>
    `curl -u admin -H 'content-type: application/json' ${address}${path} -d '${JSON.stringify(body, null, 2)}'`;
  return {
    make: call('/api/alerting/rule/disks', {
      name: 'Disks',
      rule_type_id: 'external',
      consumer: 'alerts',
      schedule: { interval: '1m' },
      params: { timeout: '10m' },
      actions: [
        {
          id: 'sandbox',
          group: 'default',
          frequency: { summary: false, notify_when: 'onActionGroupChange', throttle: null },
          params: {
            eventAction: 'trigger',
            summary: '{{context.summary}}',
            severity: '{{context.severity}}',
          },
        },
      ],
    }),
    report: call('/api/tocsin/rule/disks/alerts', {
      alerts: [{ id: 'db1', summary: 'Disk full', severity: 'critical' }],
    }),
  };
}
