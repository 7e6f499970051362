/** A request as a client that was written for PagerDuty sends it, taken from its source. */
export interface ClientRequest {
  readonly client: string;
  readonly path: '/v2/enqueue' | '/v2/change/enqueue';
  readonly headers: Readonly<Record<string, string>>;
  /** The event, without its routing key. */
  readonly event: Readonly<Record<string, unknown>>;
  /** How the client writes a body that holds the routing key. */
  readonly write: (event: unknown) => string;
}

const json = (event: unknown) => JSON.stringify(event);
/** Go's encoder ends with a line break and escapes what HTML would read. */
const goEncoder = (event: unknown) =>
  `${JSON.stringify(event).replace(/[<>&]/g, (sign) => `\\u00${sign.charCodeAt(0).toString(16)}`)}\n`;

const groupHash = '0a8b9ad1ca0a0ef1d1a9bd2f6a7a3b0e2dc8f7f4d0ac4bb03d1e9ad6b3a1c2d4';

const alertmanager = {
  dedup_key: groupHash,
  payload: {
    summary: '[FIRING:1] HighLoad (node critical) <load & more>',
    source: 'Alertmanager',
    severity: 'error',
    class: 'load',
    component: 'node',
    group: 'prod',
    custom_details: {
      firing: 'Labels:\n - alertname = HighLoad\n - instance = host-1:9100\n',
      num_firing: '1',
      num_resolved: '0',
      resolved: '',
    },
  },
  client: 'Alertmanager',
  client_url: 'http://alertmanager.example:9093/#/alerts?receiver=team-X-pager',
  images: [{ src: 'https://graphs.example/1.png', alt: 'load', href: 'https://graphs.example/1' }],
  links: [{ href: 'https://wiki.example/HighLoad', text: 'Runbook' }],
};

const goHeaders = { 'Content-Type': 'application/json', 'Accept-Encoding': 'gzip' };

/** Triggers and change events; every client's. */
export const clientRequests: readonly ClientRequest[] = [
  {
    client: 'Alertmanager',
    path: '/v2/enqueue',
    headers: { ...goHeaders, 'User-Agent': 'Alertmanager/0.28.1' },
    event: { ...alertmanager, event_action: 'trigger' },
    write: goEncoder,
  },
  {
    client: 'Grafana',
    path: '/v2/enqueue',
    headers: { ...goHeaders, 'User-Agent': 'Grafana' },
    event: {
      dedup_key: groupHash,
      event_action: 'trigger',
      payload: {
        summary: '[FIRING:1] DatasourceError Grafana',
        source: 'grafana-1',
        severity: 'critical',
        class: 'default',
        component: 'Grafana',
        group: 'default',
        custom_details: { firing: '\nValue: A=1\n', num_firing: '1', num_resolved: '0', resolved: '' },
      },
      client: 'Grafana',
      client_url: 'https://grafana.example',
      links: [{ href: 'https://grafana.example/', text: 'External URL' }],
      images: [{ src: 'https://grafana.example/public/img/1.png' }],
    },
    write: goEncoder,
  },
  {
    client: 'Uptime Kuma',
    path: '/v2/enqueue',
    headers: {
      Accept: 'application/json, text/plain, */*',
      'Content-Type': 'application/json',
      'User-Agent': 'axios/0.28.1',
    },
    event: {
      payload: {
        summary: '[Uptime Kuma Monitor 🔴 Down] [Shop] connect ECONNREFUSED',
        severity: 'warning',
        source: 'https://shop.example',
      },
      event_action: 'trigger',
      dedup_key: 'Uptime Kuma/7',
    },
    write: json,
  },
  {
    client: 'pdjs',
    path: '/v2/enqueue',
    headers: {
      'Content-Type': 'application/json; charset=utf-8',
      'User-Agent': 'pdjs/2.0.0 (v20.11.0/linux)',
    },
    event: {
      event_action: 'trigger',
      dedup_key: 'test_incident_2',
      payload: {
        summary: 'Test Event V2',
        source: 'test-source',
        severity: 'error',
        custom_details: { ping_time: '1500ms', load_avg: 0.75, nested: [1, { a: null }] },
      },
    },
    write: json,
  },
  {
    client: 'pdjs, a change',
    path: '/v2/change/enqueue',
    headers: {
      'Content-Type': 'application/json; charset=utf-8',
      'User-Agent': 'pdjs/2.0.0 (v20.11.0/linux)',
    },
    event: {
      payload: {
        summary: 'Build Success: Increase snapshot create timeout to 30 seconds',
        source: 'prod-build-agent-i-0b148d1040d565540',
        timestamp: '2015-07-17T08:42:58.315Z',
        custom_details: { build_state: 'passed', build_number: '220', run_time: '1236s' },
      },
      links: [{ href: 'https://ci.example/220', text: 'Build details' }],
    },
    write: json,
  },
  {
    client: 'go-pagerduty',
    path: '/v2/enqueue',
    headers: {
      ...goHeaders,
      Accept: 'application/vnd.pagerduty+json;version=2',
      'User-Agent': 'go-pagerduty/1.8.0',
    },
    event: {
      event_action: 'trigger',
      dedup_key: 'srv01/HTTP',
      images: [{ src: 'https://graphs.example/2.png' }],
      client: 'Sample Monitoring Service',
      client_url: 'https://monitoring.example',
      payload: {
        summary: 'Example alert on host1.example',
        source: 'monitoringtool:host1',
        severity: 'info',
        timestamp: '2015-07-17T08:42:58.315Z',
        component: 'postgres',
        group: 'prod-datapipe',
        class: 'deploy',
        custom_details: { 'ping time': '1500ms', 'load avg': 0.75 },
      },
    },
    write: json,
  },
  {
    client: 'curl, with fields that nobody knows',
    path: '/v2/enqueue',
    headers: {
      Accept: '*/*',
      'Content-Type': 'application/x-www-form-urlencoded',
      'User-Agent': 'curl/8.14.1',
    },
    event: {
      event_action: 'trigger',
      dedup_key: 'by-hand',
      payload: {
        summary: 'Disk full',
        source: 'db1',
        severity: 'critical',
        custom_details: { free: '2 %' },
        runbook: ['a', { b: 1 }],
      },
      x_trace: { id: 'abc', sampled: true },
    },
    write: json,
  },
];

/** Alertmanager resolves with everything that it triggered with. */
export const alertmanagerResolve: Readonly<Record<string, unknown>> = {
  ...alertmanager,
  event_action: 'resolve',
};
