import type { AttemptNow, NowCall, NowResult } from '../connectors/attempt-now.ts';
import type { DeleteOptions } from '../connectors/connectors.ts';
import { strikeSecretsDeep, worthStriking } from '../pagerduty/strike-secrets.ts';
import { Refusal } from '../refusal.ts';
import type { EventRow } from '../store/delivery-store.ts';
import type { RunCommit } from '../store/rule-store.ts';
import type { DeliveryParts } from './assemble.ts';
import type { LeftBehind } from './connector-edits.ts';
import type {
  AcceptedEvent,
  CancelWhat,
  DeliveryChange,
  DeliveryConnector,
  DeliveryService,
  DeliveryStatus,
  NewEvent,
} from './delivery-service.ts';
import type { EnteringEvent } from './entering/entering-events.ts';
import { incidentHash } from './lanes/incident-hash.ts';
import type { Flight } from './lanes/lane-book.ts';
import type { Target } from './pacing/target.ts';
import type { ResolvedConnector } from './pacing/targets.ts';
import { deliveryStatus } from './reading/delivery-status.ts';

/** Requests in flight get so long when the process stops (rule 15). */
const stopPatience = 5000;
const noHash = new Uint8Array(12);

/**
 * Everything between "an event was accepted" and "PagerDuty was told" (delivery.md). It accepts, it hands to the
 * courier, and it answers what waits and why.
 */
export class Delivery implements DeliveryService {
  readonly #parts: DeliveryParts;
  #haltedAt: number | undefined;

  constructor(parts: DeliveryParts) {
    this.#parts = parts;
  }

  now(): number {
    return Math.floor(this.#parts.clock.now());
  }

  connector(id: string): Promise<DeliveryConnector> {
    return this.#parts.targets.resolve(id);
  }

  accept(events: readonly NewEvent[]): Promise<readonly AcceptedEvent[]> {
    return this.#take(events, () => this.#allOf(events));
  }

  acceptWith(
    events: readonly NewEvent[],
    runOf: (accepted: readonly AcceptedEvent[]) => RunCommit,
  ): Promise<readonly AcceptedEvent[]> {
    return this.#take(events, () => {
      const all = this.#allOf(events);
      return { ...all, run: runOf(all.accepted) };
    });
  }

  acceptEach(events: readonly NewEvent[]): Promise<readonly (AcceptedEvent | Refusal)[]> {
    return this.#take(events, () => this.#someOf(events));
  }

  /**
   * Has events kept once their connectors are known. What they were made of is let go of before the disk is waited for,
   * which is why this is no async function: its variables would stay, and be copied by the garbage collector meanwhile.
   */
  #take<Accepted>(events: readonly NewEvent[], prepare: () => Taken<Accepted>): Promise<readonly Accepted[]> {
    try {
      const id = this.#unknownOf(events);
      if (id !== undefined) {
        return this.#parts.targets.resolve(id).then(() => this.#take(events, prepare));
      }
      this.#refuseOnShortDisk();
      return this.#kept(prepare());
    } catch (error) {
      return Promise.reject(error);
    }
  }

  async #kept<Accepted>({ entering, accepted, run }: Taken<Accepted>): Promise<readonly Accepted[]> {
    await this.#admit(entering, run);
    return accepted;
  }

  #allOf(events: readonly NewEvent[]): Taken<AcceptedEvent> {
    if (this.#room < events.length && !this.#fits(events).every(Boolean))
      throw this.#full('Nothing was accepted.');
    return this.#enteringOf(events);
  }

  #someOf(events: readonly NewEvent[]): Taken<AcceptedEvent | Refusal> {
    const fits = this.#fits(events);
    if (fits.every(Boolean)) return this.#enteringOf(events);
    const taken = events.filter((_, index) => fits[index]);
    if (taken.length === 0) throw this.#full('Nothing was accepted.');
    const refusal = this.#full('This event was not accepted.');
    const { accepted, entering } = this.#enteringOf(taken);
    const each = accepted.values();
    return {
      entering,
      accepted: fits.map((isTaken) => (isTaken ? each.next().value : undefined) ?? refusal),
    };
  }

  /** One attempt, now, with what follows from it written down (rule 18). */
  readonly attemptNow: AttemptNow = async (call: NowCall): Promise<NowResult> => {
    const { targets, table, book, courier, observer } = this.#parts;
    const { connectorId, signal } = call;
    const connector = await targets.resolve(connectorId);
    const { target } = connector;
    this.#refuseOnShortDisk();
    const asked: NewEvent = { kind: 'alert', event: call.event, connectorId, source: 'execute', notes: [] };
    const row = this.#row(withoutKeys(asked, this.#keysOf(connector)), target, true);
    const hash = row.hash;
    const slot = table.find(hash);
    const busy = slot === -1 ? undefined : this.#whatWaits(slot);
    if (busy !== undefined) return { kind: 'waits', message: busy };
    const severity = row.severity ?? 'info';
    const event = { id: row.seq, action: call.event.event_action, severity, tried: false, once: true };
    const flight = book.takeOff(event, target, hash);
    try {
      await this.#parts.journal.accept([row]);
    } catch (error) {
      book.callOff(flight);
      courier.wake(target);
      throw this.#notKept(error, undefined);
    }
    observer.accepted(row);
    if (this.#haltedAt !== undefined) return this.#tooLate(flight, row.seq);
    const body = target.bodyOf(row.body);
    const result = await courier.sendNow(flight, { url: target.url, body, ...(signal && { signal }) });
    return { kind: 'attempted', ...result, eventId: String(row.seq) };
  };

  /** The process is stopping: the event is on disk and never left, and its caller is told so. */
  async #tooLate(flight: Flight, seq: number): Promise<NowResult> {
    const at = this.now();
    const settlement = { seq, at, end: { state: 'failed', reason: 'cancelled' } } as const;
    await new Promise<void>((resolve) => {
      this.#parts.book.ended(flight, { settlement, end: 'not_arrived' }, () => resolve(), true);
    });
    throw new Refusal('unavailable', 'Tocsin is stopping. Nothing was sent: try again when it is back.');
  }

  async cancel(what: CancelWhat): Promise<number> {
    return this.#parts.waiting.cancel(what);
  }

  status(): DeliveryStatus {
    return deliveryStatus(this.#parts);
  }

  async statusNow(): Promise<DeliveryStatus> {
    const { store, housekeeping } = this.#parts;
    const { deadLetters } = await store.counts().catch(() => housekeeping);
    return { ...this.status(), deadLetters };
  }

  /** Bytes free on the disk of the data; `undefined` before the first look. */
  get freeDisk(): number | undefined {
    return this.#parts.housekeeping.freeDisk;
  }

  subscribe(listener: (change: DeliveryChange) => void): () => void {
    return this.#parts.changes.subscribe(listener);
  }

  /** What of an event is on its way now. */
  isInFlight(seq: number): boolean {
    for (const { event } of this.#parts.book.flights()) if (event.id === seq) return true;
    return false;
  }

  /** A connector was made, changed or taken away (rule 19). */
  connectorChanged(id: string): Promise<void> {
    return this.#parts.edits.connectorChanged(id);
  }

  beforeDelete(id: string, how: DeleteOptions): Promise<void> {
    return this.#parts.edits.beforeDelete(id, how, (dedupKeys) => this.#resolveAll(id, dedupKeys));
  }

  /**
   * Begins to send, and to look after the log and the disk. `connectorIds`: all there are; what each says of its
   * target now holds from the first call on, whatever it said when the process ended. Returns what connectors that are
   * not there any more have left behind.
   */
  async begin(connectorIds: readonly string[]): Promise<ReadonlyMap<string, LeftBehind>> {
    const { courier, targets, housekeeping, observer, edits } = this.#parts;
    const left = await edits.release(new Set(connectorIds));
    for (const id of connectorIds) {
      try {
        await targets.resolve(id);
      } catch (error) {
        // It can not be used, as its own users are told; others can.
        if (!(error instanceof Refusal)) observer.problem(`connector ${id} could not be read`, error);
      }
    }
    targets.begin();
    courier.start();
    courier.wakeAll(targets.all());
    housekeeping.start();
    return left;
  }

  /** The settings were read anew (rule 7). `connectorIds`: all there are; returns what others have left behind. */
  settingsChanged(connectorIds: readonly string[]): Promise<ReadonlyMap<string, LeftBehind>> {
    return this.#parts.edits.settingsChanged(connectorIds);
  }

  /** Starts nothing new from now on; what is in flight has five seconds. */
  halt(): void {
    this.#haltedAt ??= this.#parts.clock.now();
    this.#parts.courier.halt();
  }

  /**
   * Starts nothing new, waits five seconds for what is in flight and then ends it by `abort`, and writes down what
   * came of it (rule 15).
   */
  async stop(abort: () => Promise<void>): Promise<void> {
    const { courier, journal, housekeeping, store } = this.#parts;
    this.halt();
    housekeeping.stop();
    const halted = this.#parts.clock.now() - (this.#haltedAt ?? 0);
    await courier.stop(Math.max(0, stopPatience - halted));
    if (courier.inFlight > 0) {
      await abort();
      await courier.stop(1000);
    }
    await journal.flush();
    if (courier.inFlight === 0 && journal.unwritten === 0) await store.end();
  }

  /** Resolves incidents of a connector wherever they are known, also when it can not be used any more. */
  async #resolveAll(connectorId: string, dedupKeys: readonly string[]): Promise<void> {
    const { targets, table, hashSalt } = this.#parts;
    const entering = dedupKeys.flatMap((dedupKey) => {
      const event = { event_action: 'resolve', dedup_key: dedupKey } as const;
      const newEvent: NewEvent = { kind: 'alert', connectorId, source: 'delete', notes: [], event };
      const known = targets
        .ofConnector(connectorId)
        .filter(({ id }) => table.find(incidentHash(hashSalt, id, dedupKey)) !== -1);
      const kept = { event: newEvent, text: JSON.stringify(event) };
      return known.map((target) => ({ row: this.#row(kept, target, false), target }));
    });
    await this.#admit(entering);
  }

  /** Keeps them and lets them into their lanes. */
  async #admit(entering: readonly EnteringEvent[], run?: RunCommit): Promise<void> {
    const { entering: all, journal } = this.#parts;
    all.add(entering);
    try {
      try {
        await journal.accept(rowsOf(entering), run);
      } catch (error) {
        throw this.#notKept(error, run);
      }
      this.#enter(entering);
    } finally {
      all.remove(entering);
    }
  }

  /** What stands before an event that may not wait, for people; `undefined` when nothing does. */
  #whatWaits(slot: number): string | undefined {
    const { table, book } = this.#parts;
    const flight = book.flightOf(slot);
    const waiting = table.waiting(slot);
    const what = [
      ...(flight === undefined ? [] : [`the ${flight.event.action} ${flight.event.id} is on its way`]),
      ...waiting.map(({ action, id }) => `the ${action} ${id} waits to be sent`),
    ];
    if (what.length === 0) return undefined;
    return `Nothing was sent: of the same incident, ${what.join(', and ')}. Try again when that is done, or use _enqueue to have it sent in its turn.`;
  }

  /** A connector of these events of which it is not known now where its calls go; nothing is awaited after asking. */
  #unknownOf(events: readonly NewEvent[]): string | undefined {
    const { targets } = this.#parts;
    return events.find(({ connectorId }) => targets.known(connectorId) === undefined)?.connectorId;
  }

  /** So many more may be pending. */
  get #room(): number {
    const { book, entering, settings } = this.#parts;
    return settings.mostPending - book.pending - entering.count;
  }

  /** Of each event whether it is taken: at the most pending events resolves alone are, since they shorten the queue. */
  #fits(events: readonly NewEvent[]): readonly boolean[] {
    let room = this.#room;
    return events.map((event) => {
      const isResolve = event.kind === 'alert' && event.event.event_action === 'resolve';
      const isTaken = isResolve || room > 0;
      if (isTaken) room--;
      return isTaken;
    });
  }

  #full(what: string): Refusal {
    const { mostPending } = this.#parts.settings;
    return new Refusal(
      'unavailable',
      `${mostPending - this.#room} events wait to be sent, and the setting actions.queued.max allows ${mostPending}. ${what} Only resolves are taken until fewer wait.`,
    );
  }

  /** What is to be kept of these events, in one commit. All their connectors are known. */
  #enteringOf(events: readonly NewEvent[]): Taken<AcceptedEvent> {
    const accepted: AcceptedEvent[] = [];
    const entering: EnteringEvent[] = [];
    for (const event of events) {
      const connector = this.#parts.targets.known(event.connectorId);
      if (connector === undefined) throw new Error(`Connector ${event.connectorId} is not known any more.`);
      const rows = this.#rowsOf(withoutKeys(event, this.#keysOf(connector)), connector, entering);
      for (const row of rows) entering.push(row);
      const [first] = rows;
      if (first !== undefined) accepted.push({ seq: first.row.seq, dedupKey: first.row.dedupKey });
    }
    return { accepted, entering };
  }

  /** An acknowledge or resolve goes wherever its incident waits or may be open (rule 11). */
  #rowsOf(
    kept: KeptEvent,
    { id, target }: ResolvedConnector,
    before: readonly EnteringEvent[],
  ): EnteringEvent[] {
    const { event } = kept;
    const isOpening = event.kind === 'change' || event.event.event_action === 'trigger';
    if (isOpening) return [{ row: this.#row(kept, target, false), target }];
    const { targets, table, moved, hashSalt } = this.#parts;
    const key = event.event.dedup_key;
    const all = targets.ofConnector(id);
    if (all.length <= 1) return [{ row: this.#row(kept, target, false), target }];
    // What stands before it in the same array is not in its lane yet, nor is what is going there from another target.
    const isKnown = (each: Target) =>
      table.find(incidentHash(hashSalt, each.id, key)) !== -1 ||
      moved.isMovingTo(each, key) ||
      before.some((other) => other.target === each && other.row.dedupKey === key);
    const known = all.filter(isKnown);
    return (known.length === 0 ? [target] : known).map((each) => ({
      row: this.#row(kept, each, false),
      target: each,
    }));
  }

  #row({ event: newEvent, text }: KeptEvent, target: Target, once: boolean): EventRow {
    const { connectorId, source, resendOf } = newEvent;
    const isAlert = newEvent.kind === 'alert';
    const key = isAlert ? newEvent.event.dedup_key : null;
    const trigger = isAlert && newEvent.event.event_action === 'trigger' ? newEvent.event : undefined;
    return {
      seq: this.#parts.nextSeq(),
      targetId: target.id,
      connectorId,
      kind: isAlert ? newEvent.event.event_action : 'change',
      severity: trigger?.payload.severity ?? null,
      dedupKey: key,
      hash: key === null ? noHash : incidentHash(this.#parts.hashSalt, target.id, key),
      source,
      acceptedAt: this.now(),
      body: text,
      notes: newEvent.notes,
      once,
      resendOf: resendOf ?? null,
    };
  }

  /** The keys of all targets of a connector: whoever repeats one does not find it kept (rule 16). */
  #keysOf({ id }: ResolvedConnector): string[] {
    return worthStriking(this.#parts.targets.ofConnector(id).map(({ routingKey }) => routingKey ?? ''));
  }

  #refuseOnShortDisk(): void {
    const { problem } = this.#parts.housekeeping;
    if (problem !== undefined) throw new Refusal('unavailable', problem);
  }

  #notKept(error: unknown, run: RunCommit | undefined): Refusal {
    this.#parts.observer.problem('events could not be kept', error);
    return new Refusal(
      'unavailable',
      run !== undefined
        ? 'What became of the rule could not be written to disk. It may be kept all the same, if the disk took it before it failed.'
        : 'The event could not be written to disk. It may be delivered all the same, if the disk took it before it failed.',
      { cause: error },
    );
  }

  #enter(entering: readonly EnteringEvent[]): void {
    const { book, cache, courier, observer } = this.#parts;
    const touched = new Set<Target>();
    for (const { row, target } of entering) {
      cache.offer(row.seq, row.body);
      observer.accepted(row);
      const slot = book.arrive({
        id: row.seq,
        action: row.kind,
        severity: row.severity ?? 'info',
        tried: false,
        once: false,
        target,
        hash: row.kind === 'change' ? undefined : row.hash,
        waitingSince: row.acceptedAt,
      });
      if (slot !== -1) courier.noteArrival(slot, target);
      touched.add(target);
    }
    courier.wakeAll(touched);
  }
}

const rowsOf = (entering: readonly EnteringEvent[]): EventRow[] => entering.map(({ row }) => row);

/** Events that are about to go to disk, what goes with them, and what their caller is told once they are there. */
interface Taken<Accepted> {
  readonly entering: readonly EnteringEvent[];
  readonly accepted: readonly Accepted[];
  readonly run?: RunCommit;
}

/** An event as it is kept, and its JSON text. */
interface KeptEvent {
  readonly event: NewEvent;
  readonly text: string;
}

/** The event without any routing key that its caller has written into it, and with a note of that. */
function withoutKeys(event: NewEvent, keys: readonly string[]): KeptEvent {
  const text = JSON.stringify(event.event);
  if (!keys.some((key) => text.includes(key))) return { event, text };
  const notes = [...event.notes, 'the integration key was taken out of the text of the event'];
  const struck =
    event.kind === 'alert'
      ? { ...event, notes, event: strikeSecretsDeep(event.event, keys) }
      : { ...event, notes, event: strikeSecretsDeep(event.event, keys) };
  return { event: struck, text: JSON.stringify(struck.event) };
}
