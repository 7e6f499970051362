import type { Connectors } from '../connectors/connectors.ts';
import type { Keyring } from '../connectors/secrets/keyring.ts';
import type { Outcome } from '../network/outcome.ts';
import type { JsonRequest } from '../network/post-json.ts';
import type { DeliveryStore } from '../store/delivery-store.ts';
import type { MetaStore } from '../store/meta-store.ts';
import type { Clock } from './clock.ts';
import { ConnectorEdits } from './connector-edits.ts';
import { Delivery } from './delivery.ts';
import { type DeliveryObserver, observeBy } from './delivery-observer.ts';
import { EnteringEvents } from './entering/entering-events.ts';
import { Housekeeping } from './housekeeping.ts';
import { Journal } from './journal.ts';
import { LaneBook } from './lanes/lane-book.ts';
import { LaneTable } from './lanes/lane-table.ts';
import { loadLanes } from './lanes/load-lanes.ts';
import { MovedEvents } from './moved-events.ts';
import type { RateLimit } from './pacing/target-budget.ts';
import { Targets } from './pacing/targets.ts';
import { Changes } from './reading/changes.ts';
import { BodyCache } from './sending/body-cache.ts';
import { Courier } from './sending/courier.ts';
import { Failures } from './sending/failures.ts';
import { ReadAhead } from './sending/read-ahead.ts';
import type { DeliveryOrder } from './sending/target-queue.ts';
import { WaitingEvents } from './waiting-events.ts';

/** Bodies at hand: half of the 16 MB that rule 17 allows; more made nothing faster. */
const cacheUnits = 8 * 1024 * 1024;
const readAgainAfter = 1000;
/** The fact that holds the key of all keyed hashes of targets and incidents. */
const hashKeyFact = 'delivery-hash-key';

/**
 * `delivery.*` and what else it heeds. Durations in milliseconds, sizes in bytes. Its owner may change all of it but
 * `order`, and then calls `Delivery.settingsChanged`.
 */
export interface DeliverySettings {
  readonly responseTimeout: number;
  readonly mostPending: number;
  readonly maxAttempts: number | undefined;
  readonly minRetryWindow: number;
  readonly rateLimit: RateLimit;
  readonly superseding: 'on' | 'off';
  readonly order: DeliveryOrder;
  readonly maxAge: number;
  readonly logRetention: number;
  readonly logMaxSize: number;
  readonly minFreeDisk: number;
  readonly paused: boolean;
  readonly deleteWithOpenIncidents: 'refuse' | 'resolve';
}

export interface DeliveryDependencies {
  readonly store: DeliveryStore;
  readonly meta: MetaStore;
  /** Makes the clock of a process that begins now: never before `newestTime`, the newest time on disk (rule 20). */
  readonly clock: (newestTime: number) => Clock;
  readonly random: () => number;
  /** 32 hex digits. */
  readonly randomKey: () => string;
  readonly network: {
    isAllowed(url: string): boolean;
    post(request: JsonRequest): Promise<Outcome>;
  };
  readonly connectors: Pick<Connectors, 'usable' | 'requireEnabled'>;
  readonly keyring: Keyring;
  readonly settings: DeliverySettings;
  /** What `auto` begins with for a URL: PagerDuty's limit on its own hosts and the sandbox, none elsewhere. */
  readonly startLimitOf: (url: URL) => number | undefined;
  readonly observer: DeliveryObserver;
}

/** The parts of delivery, wired. */
export interface DeliveryParts {
  readonly store: DeliveryStore;
  readonly clock: Clock;
  readonly settings: DeliverySettings;
  readonly hashSalt: string;
  readonly table: LaneTable;
  readonly targets: Targets;
  readonly journal: Journal;
  readonly book: LaneBook;
  readonly cache: BodyCache;
  readonly courier: Courier;
  readonly waiting: WaitingEvents;
  readonly moved: MovedEvents;
  readonly edits: ConnectorEdits;
  readonly housekeeping: Housekeeping;
  readonly changes: Changes;
  readonly observer: DeliveryObserver;
  readonly entering: EnteringEvents;
  /** A number that no event has had. */
  readonly nextSeq: () => number;
}

/** Brings back what waited when the process ended; `start` lets it go. */
export async function openDelivery(dependencies: DeliveryDependencies): Promise<Delivery> {
  const { store, meta } = dependencies;
  const life = await store.begin();
  const hashSalt = await meta.setIfAbsent(hashKeyFact, dependencies.randomKey());
  const clock = dependencies.clock(life.newestTime);
  let newestSeq = life.newestSeq;
  const { parts, failures } = assemble(dependencies, clock, hashSalt, () => ++newestSeq);
  await parts.targets.load();
  const { book, journal, targets } = parts;
  await loadLanes({
    store,
    book,
    failures,
    journal,
    targetById: (id) => targets.byId(id),
    uncleanSeq: life.uncleanSeq,
    now: () => Math.floor(clock.now()),
  });
  return new Delivery(parts);
}

function assemble(dependencies: DeliveryDependencies, clock: Clock, hashSalt: string, nextSeq: () => number) {
  const { store, settings, network } = dependencies;
  const changes = new Changes();
  const observer = observeBy([changes.observer, dependencies.observer]);
  const table = new LaneTable();
  const now = () => Math.floor(clock.now());
  const journal = new Journal({
    store,
    clock,
    onCommit: (error, duration) => observer.committed(error, duration),
  });
  const targets = new Targets({
    store,
    connectors: dependencies.connectors,
    keyring: dependencies.keyring,
    table,
    hashKey: hashSalt,
    settings,
    startLimitOf: dependencies.startLimitOf,
    onProblem: (message, error) => observer.problem(message, error),
  });
  const failures = new Failures({
    random: dependencies.random,
    startedAt: now(),
    settings,
    acceptedAt: async (seq) => (await store.event(seq))?.acceptedAt ?? 0,
  });
  const cache = new BodyCache(cacheUnits);
  const book = new LaneBook({
    table,
    journal,
    now,
    onEnd: (seq, end, target) => {
      if (end !== undefined) {
        cache.delete(seq);
        failures.ended(seq);
      }
      observer.settled(seq, end, target);
    },
    onLaneGone: (slot) => failures.forget(slot),
  });
  const readAhead = new ReadAhead({
    store,
    table,
    cache,
    onRead: (target) => courier.wake(target),
    onFailure: (target, error) => {
      observer.problem('what waits could not be read, and is tried again', error);
      clock.after(readAgainAfter, () => courier.wake(target));
    },
  });
  const courier = new Courier({
    clock,
    table,
    book,
    journal,
    cache,
    readAhead,
    failures,
    network,
    targetById: (id) => targets.byId(id),
    targetsOf: (host) => targets.ofHost(host),
    settings,
    observer,
    onIdle: (target) => targets.eraseIfDone(target),
  });
  const waiting = new WaitingEvents({ store, table, book, targets, hashSalt });
  const entering = new EnteringEvents();
  const moved = new MovedEvents({
    store,
    waiting,
    table,
    book,
    failures,
    journal,
    entering,
    hashSalt,
    now,
    nextSeq,
  });
  const edits = new ConnectorEdits({
    store,
    targets,
    waiting,
    book,
    journal,
    courier,
    moved,
    observer,
    settings,
  });
  const housekeeping = new Housekeeping({ store, clock, targets, book, edits, observer, settings });
  const shared = {
    store,
    clock,
    settings,
    hashSalt,
    table,
    targets,
    journal,
    book,
    cache,
    observer,
    entering,
  };
  return { parts: { ...shared, courier, waiting, moved, edits, housekeeping, changes, nextSeq }, failures };
}
