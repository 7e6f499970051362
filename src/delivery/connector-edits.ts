import type { DeleteOptions } from '../connectors/connectors.ts';
import { Refusal } from '../refusal.ts';
import type { DeliveryStore } from '../store/delivery-store.ts';
import type { DeliveryObserver } from './delivery-observer.ts';
import type { Journal } from './journal.ts';
import type { LaneBook } from './lanes/lane-book.ts';
import type { MovedEvents } from './moved-events.ts';
import type { Target } from './pacing/target.ts';
import type { Targets } from './pacing/targets.ts';
import type { Courier } from './sending/courier.ts';
import type { WaitingEvents } from './waiting-events.ts';

/** Rows asked for at a time. */
const part = 200;

export interface ConnectorEditsDependencies {
  readonly store: Pick<DeliveryStore, 'incidents' | 'event'>;
  readonly targets: Targets;
  readonly waiting: WaitingEvents;
  readonly book: LaneBook;
  readonly journal: Journal;
  readonly courier: Courier;
  readonly moved: MovedEvents;
  readonly observer: Pick<DeliveryObserver, 'problem'>;
  readonly settings: { readonly deleteWithOpenIncidents: 'refuse' | 'resolve' };
}

/** What a connector that is not there any more has left at its targets. */
export interface LeftBehind {
  readonly waiting: number;
  readonly open: number;
}

/** Has the incidents with these dedup keys resolved, wherever they are known. */
type ResolveAll = (dedupKeys: readonly string[]) => Promise<void>;

/** What editing and deleting a connector means for what waits and for what is open (rule 19). */
export class ConnectorEdits {
  readonly #deps: ConnectorEditsDependencies;

  constructor(dependencies: ConnectorEditsDependencies) {
    this.#deps = dependencies;
  }

  /** A connector was made, changed or taken away: what is sent from now on goes where it says now. */
  async connectorChanged(id: string): Promise<void> {
    const { targets, courier } = this.#deps;
    const before = targets.invalidate(id);
    let after: Target;
    try {
      after = (await targets.resolve(id)).target;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (error.code === 'not_found') await this.#connectorGone(id);
      return;
    }
    courier.probeNow(after);
    if (before === undefined || before === after) return;
    await this.#follow(id, before, after);
    targets.eraseIfDone(before);
  }

  /** What was accepted while the connector was being taken away goes with it; resolves are still sent. */
  async #connectorGone(id: string): Promise<void> {
    const { journal, waiting, targets } = this.#deps;
    await journal.flush();
    await waiting.endOfDeleted(id);
    // What is over must not wait on disk for a key that is erased.
    await journal.flush();
    await targets.forgetConnector(id);
  }

  /**
   * Lets go of connectors that are none of `present`, because the settings do not name them any more. Nobody could be
   * asked as before a deletion, so what waits is finished where it would have gone, as after an edit (rule 19).
   */
  async release(present: ReadonlySet<string>): Promise<Map<string, LeftBehind>> {
    const { targets, journal } = this.#deps;
    const left = new Map<string, LeftBehind>();
    const gone = targets.currentConnectors().filter((id) => !present.has(id));
    if (gone.length > 0) await journal.flush();
    for (const id of gone) {
      targets.release(id);
      const rest = await this.#inUse(id);
      left.set(id, rest);
      if (rest.waiting + rest.open === 0) await targets.forgetConnector(id);
    }
    return left;
  }

  /**
   * The settings were read anew: they hold for every target, what the connectors now say of theirs too, and closed gates
   * probe at once (rule 7). `connectorIds`: all there are; returns what those that are gone have left behind.
   */
  async settingsChanged(connectorIds: readonly string[]): Promise<Map<string, LeftBehind>> {
    const { targets, courier, observer } = this.#deps;
    targets.settingsChanged();
    const left = await this.release(new Set(connectorIds));
    for (const id of connectorIds) {
      try {
        await this.connectorChanged(id);
      } catch (error) {
        observer.problem(`connector ${id} could not be read`, error);
      }
    }
    for (const target of targets.all()) courier.probeNow(target);
    return left;
  }

  /** Lets what waits at targets that were given up follow its connector, where nothing gets through there. */
  async followAll(): Promise<void> {
    const { targets } = this.#deps;
    for (const from of targets.all()) {
      if (!from.isClosed || from.pending === 0) continue;
      for (const id of targets.formerUsersOf(from)) {
        const to = targets.known(id)?.target;
        if (to !== undefined) await this.#follow(id, from, to);
      }
    }
  }

  /** Refuses while anything waits or is open, or ends that, as `how` and the settings say. */
  async beforeDelete(id: string, how: DeleteOptions, resolve: ResolveAll): Promise<void> {
    const { settings, waiting, journal } = this.#deps;
    const isForced = how.force || settings.deleteWithOpenIncidents === 'resolve';
    if (!isForced) return this.#refuseWhileInUse(id);
    const opening = await this.#openingNow(id);
    await waiting.endOfDeleted(id);
    // On disk before the connector is gone; and what was marked meanwhile is to be found among the incidents.
    await journal.flush();
    if (how.incidents === 'leave') return;
    const keys = new Set(opening);
    for await (const incident of this.#incidentsOf(id)) if (!incident.shared) keys.add(incident.dedupKey);
    if (keys.size === 0) return;
    await resolve([...keys]);
  }

  async #refuseWhileInUse(id: string): Promise<void> {
    const { waiting, open } = await this.#inUse(id);
    if (waiting === 0 && open === 0) return;
    throw new Refusal(
      'conflict',
      `Connector ${id} is in use: ${counted(waiting, 'event waits', 'events wait')} to be sent, and ${counted(open, 'incident', 'incidents')} that it opened may be open. ` +
        'Delete it with ?force=true to end the waiting triggers and to resolve those incidents, or with ?force=true&incidents=leave to leave them open.',
    );
  }

  async #inUse(id: string): Promise<LeftBehind> {
    let waiting = 0;
    let open = 0;
    for await (const rows of this.#deps.waiting.ofConnector(id)) waiting += rows.length;
    for await (const _ of this.#incidentsOf(id)) open++;
    return { waiting, open };
  }

  /** Dedup keys of triggers that are on their way at this moment: they may open something yet. */
  async #openingNow(id: string): Promise<string[]> {
    const keys: string[] = [];
    for (const { event } of [...this.#deps.book.flights()]) {
      if (event.action !== 'trigger') continue;
      const logged = await this.#deps.store.event(event.id);
      if (logged?.connectorId === id && logged.dedupKey !== null) keys.push(logged.dedupKey);
    }
    return keys;
  }

  async *#incidentsOf(connectorId: string) {
    for (let before: number | null = null; ; ) {
      const { rows, next } = await this.#deps.store.incidents({ connectorId }, before, part);
      yield* rows;
      if (next === null) return;
      before = next;
    }
  }

  /** Only while nothing gets through at the old target; resolves of what may be open there stay. */
  async #follow(connectorId: string, from: Target, to: Target): Promise<void> {
    if (!from.isClosed) return;
    for await (const rows of this.#deps.waiting.ofConnector(connectorId, from.id)) {
      if (rows.length > 0) await this.#deps.moved.move(rows, from, to);
    }
    this.#deps.courier.wakeAll([to, from]);
  }
}

function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}
