const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;
const key = 'YOUR-API-KEY';

/** What a job runs to call a heartbeat's URL. */
export function heartbeatCommands(url: string) {
  const curl = 'curl -fsS -m 10 --retry 5 --retry-connrefused -o /dev/null';
  return {
    well: `curl -fsS ${url}`,
    failed: `echo "No space left on /backup" | curl -fsS --data-binary @- ${url}/3`,
    crontab: `beat=${url}\n0 3 * * * ${curl} $beat/start; backup >/tmp/backup.log 2>&1; ${curl} --data-binary @/tmp/backup.log $beat/$?`,
  };
}

/** What stands in the settings of Prometheus or Alertmanager so that they push to a rule. */
export function alertmanagerSettings(origin: string, ruleId: string) {
  const url = new URL(origin);
  const path = `/api/tocsin/rule/${encodeURIComponent(ruleId)}/alertmanager`;
  const isTls = url.protocol === 'https:';
  return {
    prometheus: `alerting:
  alertmanagers:
    - path_prefix: ${path}${isTls ? '\n      scheme: https' : ''}
      authorization: { type: Bearer, credentials: ${key} }
      static_configs:
        - targets: ['${url.host}']`,
    alertmanager: `receivers:
  - name: tocsin
    webhook_configs:
      - url: ${url.origin}${path}/webhook
        http_config:
          authorization: { type: Bearer, credentials: ${key} }`,
  };
}

/** What a program runs to report an alert to an external rule, and its end. */
export function externalCommands(origin: string, ruleId: string) {
  const call = (body: object) =>
    `curl -fsS -H 'authorization: ApiKey ${key}' -H 'content-type: application/json' \\
  ${origin}/api/tocsin/rule/${encodeURIComponent(ruleId)}/alerts \\
  -d ${quoted(JSON.stringify(body))}`;
  return {
    report: call({ alerts: [{ id: 'db1', summary: 'Disk full', severity: 'critical' }] }),
    recover: call({ alerts: [{ id: 'db1', state: 'recovered' }] }),
  };
}
