/** What the events of a run are like: all of one severity, or of all four in no order. */
export type Severities = 'error' | 'mixed';

const mixed = ['critical', 'error', 'warning', 'info'] as const;
/** As sent to PagerDuty, routing key and all. */
export const bodySize = 600;
/** Any 32 letters and digits. */
export const routingKey = 'b3nchb3nchb3nchb3nchb3nchb3nchb3';
const timestamp = '2026-11-23T12:00:00.000Z';
const filling = 'lorem ipsum dolor sit amet consectetur '.repeat(12);

/** Scatters the bits of a number, so that neighbours have nothing in common. */
function scatter(number: number): number {
  let bits = Math.imul(number ^ (number >>> 16), 0x21f0aaad);
  bits = Math.imul(bits ^ (bits >>> 15), 0x735a2d97);
  return (bits ^ (bits >>> 15)) >>> 0;
}

const hex = (number: number) => scatter(number).toString(16).padStart(8, '0');
const digits = (number: number) => String(number).padStart(8, '0');

/** The fields of the event with this number. No two numbers share a dedup key. */
export function eventOf(number: number, severities: Severities) {
  const severity = severities === 'mixed' ? (mixed[scatter(number + 77) % 4] ?? 'error') : 'error';
  const source = `host-${hex(number).slice(0, 4)}.example.org`;
  return {
    dedupKey: `${hex(number)}-${digits(number)}-disk`,
    summary: `Disk /var of ${source} is ${scatter(number) % 100} % full`,
    source,
    severity,
    timestamp,
    component: 'postgres',
    group: 'prod-datapipe',
    class: 'disk',
  };
}

/** The number of the event in a text that holds its dedup key; `undefined`: it holds none. */
export function numberIn(text: string): number | undefined {
  const at = text.indexOf('"dedup_key":"');
  if (at === -1) return undefined;
  const number = Number(text.slice(at + 22, at + 30));
  return Number.isInteger(number) ? number : undefined;
}

function withoutFilling(event: ReturnType<typeof eventOf>, filled: string): string {
  const { dedupKey, summary, source, severity, component, group } = event;
  return (
    `{"routing_key":"${routingKey}","event_action":"trigger","dedup_key":"${dedupKey}","payload":{` +
    `"summary":"${summary}","source":"${source}","severity":"${severity}","timestamp":"${timestamp}",` +
    `"component":"${component}","group":"${group}","class":"${event.class}","custom_details":{"note":"${filled}"}}}`
  );
}

const fillingFor = (event: ReturnType<typeof eventOf>) =>
  filling.slice(0, bodySize - withoutFilling(event, '').length);

/** The event as PagerDuty gets it: `bodySize` bytes of JSON. */
export function wireBody(number: number, severities: Severities): string {
  const event = eventOf(number, severities);
  return withoutFilling(event, fillingFor(event));
}

/** The same event as `_enqueue` takes it. */
export function enqueueParams(number: number, severities: Severities): string {
  const event = eventOf(number, severities);
  return JSON.stringify({ ...event, customDetails: { note: fillingFor(event) } });
}

/** The same as an alert for Alertmanager, its filling as annotation. */
export function prometheusAlert(number: number, severities: Severities): string {
  const { dedupKey, summary, source, severity, component, group } = eventOf(number, severities);
  return JSON.stringify({
    labels: { alertname: 'DiskFull', instance: source, incident: dedupKey, severity, component, group },
    annotations: { summary, note: filling.slice(0, 120) },
  });
}
