import { Gauge, type Registry } from 'prom-client';

/** How one target stands, as the metrics need it. */
interface KeyFigures {
  readonly targetId: number;
  readonly host: string;
  readonly pending: number;
  readonly inFlight: number;
  /** Calls in any 60 s; `null`: no limit. */
  readonly limit: number | null;
  readonly callsLastMinute: number;
  /** Milliseconds since 1970; `null`: it does not rest after a 429. */
  readonly restsUntil: number | null;
}

/** How delivery stands, as the metrics need it; delivery's own status is one. */
interface StatusFigures {
  readonly backlog: { readonly events: number; readonly lanes: number; readonly oldestSeconds: number };
  readonly keys: readonly KeyFigures[];
  readonly gates: readonly { readonly of: 'host' | 'target' }[];
  readonly openIncidents: number;
  readonly deadLetters: number;
  /** Why new events are refused; `null` when they are taken. */
  readonly refusing: string | null;
}

/** All that the gauges show. */
export interface DeliveryFigures {
  readonly status: StatusFigures;
  /** `delivery.paused`. */
  readonly paused: boolean;
  /** `actions.queued.max`. */
  readonly mostPending: number;
  /** Bytes free on the disk of the data; `undefined` before the first look. */
  readonly freeDisk: number | undefined;
  /** As the watchdog judges. */
  readonly works: boolean;
}

/** Makes the gauges, and gives the function that says where their values come from. */
export function watchedGauges(registry: Registry): (look: () => DeliveryFigures) => void {
  let look: (() => DeliveryFigures) | undefined;
  const registers = [registry];
  const gauge = (name: string, help: string) => new Gauge({ name, help, registers });
  const ofTargets = (name: string, help: string) =>
    new Gauge({ name, help, labelNames: ['target', 'host'], registers });

  // Whoever reads the page asks each gauge in this order, so the first one's `collect` sets them all, and how
  // delivery stands is looked at once.
  const pending = new Gauge({
    name: 'tocsin_pending_events',
    help: 'Events that wait or are on their way.',
    registers,
    collect: () => {
      if (look !== undefined) show(look());
    },
  });
  const mostPending = gauge('tocsin_pending_events_limit', 'The setting actions.queued.max.');
  const lanes = gauge('tocsin_pending_lanes', 'Incidents and change events that have something to send.');
  const oldest = gauge('tocsin_oldest_pending_seconds', 'How long the event has waited that waits longest.');
  const deadLetters = gauge('tocsin_dead_letters', 'Dead letters that nobody has sent again or purged.');
  const open = gauge('tocsin_open_incidents', 'Incidents that may be open at PagerDuty.');
  const keyPending = ofTargets('tocsin_key_pending_events', 'Events that wait or are on their way.');
  const keyInFlight = ofTargets('tocsin_key_calls_in_flight', 'Calls under way.');
  const keyLimit = ofTargets(
    'tocsin_key_limit',
    'Calls that it may get in any 60 s; absent without a limit.',
  );
  const keyBudget = ofTargets(
    'tocsin_key_budget',
    'Calls that it may still get now; absent without a limit, 0 while it rests after a 429.',
  );
  const gates = new Gauge({
    name: 'tocsin_gates_closed',
    help: 'Hosts and targets that take nothing now and are probed.',
    labelNames: ['of'],
    registers,
  });
  const freeDisk = gauge('tocsin_disk_free_bytes', 'Room left on the disk of the data folder.');
  const accepting = gauge('tocsin_accepting_events', '1 while new events are taken, else 0.');
  const paused = gauge('tocsin_delivery_paused', '1 while delivery.paused keeps everything from being sent.');
  const works = gauge('tocsin_delivery_works', '1 while the watchdog finds that delivery works, else 0.');

  function show(figures: DeliveryFigures): void {
    const { status } = figures;
    pending.set(status.backlog.events);
    mostPending.set(figures.mostPending);
    lanes.set(status.backlog.lanes);
    oldest.set(status.backlog.oldestSeconds);
    deadLetters.set(status.deadLetters);
    open.set(status.openIncidents);
    for (const each of ['host', 'target'] as const) {
      gates.labels(each).set(status.gates.filter(({ of }) => of === each).length);
    }
    if (figures.freeDisk !== undefined) freeDisk.set(figures.freeDisk);
    accepting.set(status.refusing === null ? 1 : 0);
    paused.set(figures.paused ? 1 : 0);
    works.set(figures.works ? 1 : 0);
    showKeys(status.keys);
  }

  function showKeys(keys: readonly KeyFigures[]): void {
    // A target that is gone must not be shown for ever.
    for (const each of [keyPending, keyInFlight, keyLimit, keyBudget]) each.reset();
    for (const key of keys) {
      const { limit } = key;
      const labels = { target: String(key.targetId), host: key.host };
      keyPending.set(labels, key.pending);
      keyInFlight.set(labels, key.inFlight);
      if (limit === null) continue;
      keyLimit.set(labels, limit);
      keyBudget.set(labels, key.restsUntil === null ? Math.max(0, limit - key.callsLastMinute) : 0);
    }
  }

  return (given) => {
    look = given;
  };
}
