import { overviewTexts } from '../texts/overview.ts';
import type { DeliveryStatus, Overview, Reading } from './overview-queries.ts';

type Gate = DeliveryStatus['gates'][number];
type Key = DeliveryStatus['keys'][number];
export type NamedConnector = Pick<Overview['connectors'][number], 'id' | 'name'>;

interface AnyHold {
  /** Tells one from another. */
  readonly id: string;
  readonly of: 'host' | 'key';
  readonly host: string;
  /** Those whose key it is; none of a host. */
  readonly connectors: readonly NamedConnector[];
  /** Events that wait behind it. */
  readonly events: number;
  /** Why, to follow "37 events wait:". */
  readonly because: string;
}

/**
 * Something that holds events back: a closed gate, which is probed; a key that rests after a 429; or a key that has had
 * its calls of a minute. Times are milliseconds since 1970 at the server.
 */
export type Hold = AnyHold &
  (
    | {
        readonly kind: 'gate';
        readonly since: number;
        readonly nextProbe: number;
        readonly reason: string;
        /** What the last attempt met, struck of secrets. */
        readonly message: string;
      }
    | { readonly kind: 'rest'; readonly until: number }
    | { readonly kind: 'budget'; readonly limit: number; readonly left: number }
  );

const { because } = overviewTexts;
/** The share of a limit that is kept for critical pages (docs/delivery.md, rule 8). */
const reserved = 0.1;
/** Whatever reason is not here says only that nothing gets through. */
const gateWords: Readonly<Record<string, (names: readonly string[], host: string) => string>> = {
  auth: because.auth,
  not_allowed: because.notAllowed,
  not_pagerduty: because.notPagerDuty,
  server_error: because.serverError,
  network: because.unreachable,
  timeout: because.timeout,
  tls: because.tls,
};

/**
 * Everything that holds events back at this moment: closed gates, also those that nothing waits behind just now, then
 * keys that have used up their calls while something waits for them, since these go on by themselves. Of each kind
 * first what holds back the most.
 */
export function holdsOf({ overview, status }: Reading): Hold[] {
  const nameOf = new Map(overview.connectors.map(({ id, name }) => [id, name]));
  const connectorsOf = (key: Key | undefined) =>
    (key?.connectors ?? []).map((id) => ({ id, name: nameOf.get(id) ?? id }));

  const ofGate = (gate: Gate): Hold => {
    const { of, host, target_id, reason, message } = gate;
    const behind = status.keys.filter((key) =>
      of === 'host' ? key.host === host : key.target_id === target_id,
    );
    const connectors = of === 'host' ? [] : connectorsOf(behind[0]);
    const names = connectors.map(({ name }) => name);
    return {
      kind: 'gate',
      id: `${of} ${target_id ?? host}`,
      of: of === 'host' ? 'host' : 'key',
      host,
      connectors,
      events: behind.reduce((sum, { pending }) => sum + pending, 0),
      because: (gateWords[reason] ?? because.closed)(names, host),
      since: Date.parse(gate.closed_since),
      nextProbe: Date.parse(gate.next_probe_at),
      reason,
      message,
    };
  };

  const ofBudget = (key: Key): Hold[] => {
    const { limit, rests_until: rests } = key;
    if (key.pending === 0) return [];
    const connectors = connectorsOf(key);
    const names = connectors.map(({ name }) => name);
    const hold = {
      id: `key ${key.target_id}`,
      of: 'key',
      host: key.host,
      connectors,
      events: key.pending,
    } as const;
    if (rests !== null)
      return [{ ...hold, kind: 'rest', because: because.rests(names), until: Date.parse(rests) }];
    if (limit === null) return [];
    const left = Math.max(0, limit - key.calls_last_minute);
    if (left > Math.floor(limit * reserved)) return [];
    return [{ ...hold, kind: 'budget', because: because.budget(names), limit, left }];
  };

  const isClosed = (key: Key) =>
    status.gates.some((gate) =>
      gate.of === 'host' ? gate.host === key.host : gate.target_id === key.target_id,
    );
  const mostFirst = (holds: Hold[]) => holds.sort((a, b) => b.events - a.events);
  return [
    ...mostFirst(status.gates.map(ofGate)),
    ...mostFirst(status.keys.filter((key) => !isClosed(key)).flatMap(ofBudget)),
  ];
}
