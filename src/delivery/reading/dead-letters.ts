import { Refusal } from '../../refusal.ts';
import type { DeliveryStore, LoggedEvent } from '../../store/delivery-store.ts';
import { StoreError } from '../../store/store-error.ts';
import type { AcceptedEvent, DeliveryConnector, DeliveryService, NewEvent } from '../delivery-service.ts';
import { editedEvent, eventAsItWas } from '../entering/resent-event.ts';
import type { DeadLetterFilter, DeliveryLog } from './delivery-log.ts';
import { type IncidentName, LaterEvents } from './later-events.ts';

/** Of many, so many events and bytes are accepted at once. */
const eventsAtOnce = 250;
const bytesAtOnce = 8 * 1024 * 1024;
/** One request purges for so many milliseconds. */
const purgeTime = 5000;
const purgedAtOnce = 500;

export interface DeadLettersDependencies {
  readonly store: Pick<DeliveryStore, 'bodies' | 'events' | 'removeDeadLetters'>;
  readonly delivery: Pick<DeliveryService, 'connector' | 'accept' | 'now'>;
  readonly log: Pick<DeliveryLog, 'deadLetterOf' | 'deadLetterRows'>;
  /** 32 hex digits, for an edited trigger without a dedup key. */
  readonly newDedupKey: () => string;
  /** Milliseconds that never jump. */
  readonly monotonic: () => number;
}

/** What became of one dead letter that was to be sent again. */
export type ResendResult = { readonly resendOf: number } & (
  | { readonly kind: 'accepted'; readonly accepted: AcceptedEvent }
  | { readonly kind: 'refused'; readonly error: Refusal | StoreError }
);

/** A dead letter without its body, which would be too much of many, and where it would go now. */
interface Candidate {
  readonly letter: LoggedEvent & { readonly resentAs: readonly number[] };
  readonly connector: DeliveryConnector;
  /** Its incident, under the key of then and under that of now; none of a change event. */
  readonly incidents: readonly IncidentName[];
}

/** What people do with events that were rejected, given up or cancelled (rule 12). Reading them is the log's. */
export class DeadLetters {
  readonly #deps: DeadLettersDependencies;
  /** What is being sent again now: of two requests for the same one only the first does. */
  readonly #busy = new Set<string>();

  constructor(dependencies: DeadLettersDependencies) {
    this.#deps = dependencies;
  }

  /**
   * Makes a new event of a dead letter, at the end of its lane, and takes the dead letter away. `params`: the edited
   * event, as `_enqueue` takes it. Throws a `Refusal`: `not_found`; `invalid`, in Kibana's words; `conflict` when it
   * is outdated and not `force`d.
   */
  async resend(id: string, { params, force }: { params?: unknown; force: boolean }): Promise<AcceptedEvent> {
    const { delivery, log, store } = this.#deps;
    return this.#alone(id, async () => {
      const letter = await log.deadLetterOf(id);
      const connector = await this.#connector(letter);
      const facts = { newDedupKey: this.#deps.newDedupKey(), now: delivery.now() };
      const event =
        params === undefined
          ? eventAsItWas(letter, letter.body, connector)
          : editedEvent(letter, params, connector, facts);
      if (!force) {
        const candidate = { letter, connector, incidents: incidentsOf(letter, keyOf(event), connector) };
        refuseOutdated(candidate, await LaterEvents.find(store, candidate.incidents, letter.seq));
      }
      const [accepted] = await delivery.accept([event]);
      if (accepted === undefined) throw new Error('An event was accepted without a number.');
      await store.removeDeadLetters([letter.seq]);
      return accepted;
    });
  }

  /** Sends many again, in their old order, whatever the order of `seqs`. The results are in that of `seqs`. */
  async resendMany(seqs: readonly number[], force: boolean): Promise<ResendResult[]> {
    const results = new Map<number, ResendResult>();
    const refuse = (resendOf: number, error: unknown) => {
      results.set(resendOf, { kind: 'refused', resendOf, error: foreseen(error) });
    };
    const claimed: string[] = [];
    try {
      const candidates: Candidate[] = [];
      for (const seq of [...new Set(seqs)].sort((a, b) => a - b)) {
        try {
          this.#claim(String(seq));
          claimed.push(String(seq));
          candidates.push(await this.#candidate(seq));
        } catch (error) {
          refuse(seq, error);
        }
      }
      const passed = force ? candidates : await this.#withoutOutdated(candidates, refuse);
      for (const result of await this.#sendInOrder(passed)) results.set(result.resendOf, result);
    } finally {
      for (const id of claimed) this.#busy.delete(id);
    }
    return seqs.flatMap((seq) => results.get(seq) ?? []);
  }

  /** Takes dead letters away; they stay in the log. Returns the ones that were there. */
  purge(seqs: readonly number[]): Promise<number[]> {
    return this.#deps.store.removeDeadLetters(seqs);
  }

  /** Takes one away. Throws a `Refusal` `not_found`. */
  async purgeOne(id: string): Promise<void> {
    const { seq } = await this.#deps.log.deadLetterOf(id);
    await this.purge([seq]);
  }

  /** Takes away what meets a filter, for some seconds; `more`: it is worth calling again. */
  async purgeAll(filter: DeadLetterFilter): Promise<{ purged: number; more: boolean }> {
    const { log, monotonic } = this.#deps;
    const until = monotonic() + purgeTime;
    let purged = 0;
    let before: number | null = null;
    do {
      const page = await log.deadLetterRows(filter, { before, limit: purgedAtOnce });
      if (page.rows.length > 0) purged += (await this.purge(page.rows.map(({ seq }) => seq))).length;
      before = page.next;
    } while (before !== null && monotonic() < until);
    return { purged, more: before !== null };
  }

  async #candidate(seq: number): Promise<Candidate> {
    const { body, ...letter } = await this.#deps.log.deadLetterOf(String(seq));
    const connector = await this.#connector(letter);
    const event = eventAsItWas(letter, body, connector);
    return { letter, connector, incidents: incidentsOf(letter, keyOf(event), connector) };
  }

  /**
   * Those that may go. They do not make each other outdated, because they go in their old order; those of them that
   * are refused stay behind, and do.
   */
  async #withoutOutdated(
    candidates: readonly Candidate[],
    refuse: (seq: number, error: unknown) => void,
  ): Promise<Candidate[]> {
    const [oldest] = candidates;
    if (oldest === undefined) return [];
    const all = candidates.flatMap(({ incidents }) => incidents);
    const together = new Set(candidates.map(({ letter }) => letter.seq));
    const later = await LaterEvents.find(this.#deps.store, all, oldest.letter.seq, together);
    const refused: LoggedEvent[] = [];
    return candidates
      .toReversed()
      .filter((candidate) => {
        try {
          refuseOutdated(candidate, later, refused);
          return true;
        } catch (error) {
          refuse(candidate.letter.seq, error);
          refused.push(candidate.letter);
          return false;
        }
      })
      .reverse();
  }

  /** Accepts some at a time. When that fails, the rest is refused too: it would overtake. */
  async #sendInOrder(letters: readonly Candidate[]): Promise<ResendResult[]> {
    const { delivery, store } = this.#deps;
    const results: ResendResult[] = [];
    while (results.length < letters.length) {
      const rest = letters.slice(results.length, results.length + eventsAtOnce);
      try {
        const seqs = Float64Array.from(rest, ({ letter }) => letter.seq);
        const bodies = await store.bodies(seqs, bytesAtOnce);
        const some = rest.slice(0, Math.max(1, bodies.length));
        const events = some.map(({ letter, connector }, i) =>
          eventAsItWas(letter, bodies.at(i) ?? '', connector),
        );
        const accepted = await delivery.accept(events);
        if (accepted.length !== some.length) throw new Error('An event was accepted without a number.');
        const sent = accepted.flatMap((as, i): ResendResult[] => {
          const seq = some[i]?.letter.seq;
          return seq === undefined ? [] : [{ kind: 'accepted', resendOf: seq, accepted: as }];
        });
        results.push(...sent);
        await store.removeDeadLetters(sent.map(({ resendOf }) => resendOf));
      } catch (error) {
        const failure = foreseen(error);
        const unsent = letters.slice(results.length).map(({ letter }) => letter.seq);
        results.push(...unsent.map((resendOf) => ({ kind: 'refused', resendOf, error: failure }) as const));
      }
    }
    return results;
  }

  async #connector({ seq, connectorId }: LoggedEvent): Promise<DeliveryConnector> {
    try {
      return await this.#deps.delivery.connector(connectorId);
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== 'not_found') throw error;
      throw new Refusal(
        'conflict',
        `Event ${seq} can not be sent again: its connector ${JSON.stringify(connectorId)} is gone. Create one with this id, or send the event through another with _enqueue.`,
        { cause: error },
      );
    }
  }

  async #alone<T>(id: string, work: () => Promise<T>): Promise<T> {
    this.#claim(id);
    try {
      return await work();
    } finally {
      this.#busy.delete(id);
    }
  }

  /** Before anything of it is read: what another request has just done shows then. */
  #claim(id: string): void {
    if (this.#busy.has(id)) {
      throw new Refusal('conflict', `Event ${id} is just being sent again by another request.`);
    }
    this.#busy.add(id);
  }
}

const unlessForced = 'Nothing was sent; force it to send it all the same.';

/** The incident that an event is for, where it was to go and where it would go now. */
function incidentsOf(
  letter: LoggedEvent,
  dedupKey: string | undefined,
  connector: DeliveryConnector,
): IncidentName[] {
  if (dedupKey === undefined) return [];
  return [...new Set([letter.targetId, connector.targetId])].map((targetId) => ({ targetId, dedupKey }));
}

/**
 * Refuses what a newer event of its incident has overtaken, or what was sent again already. `refused` are dead
 * letters that came later and stay where they are, the newest first.
 */
function refuseOutdated(
  { letter, incidents }: Candidate,
  later: LaterEvents,
  refused: readonly LoggedEvent[] = [],
): void {
  const { seq, resentAs } = letter;
  const last = resentAs.at(-1);
  if (last !== undefined) {
    throw new Refusal('conflict', `Event ${seq} was sent again already, as event ${last}. ${unlessForced}`);
  }
  const isOfIncident = (event: LoggedEvent) =>
    incidents.some(({ targetId, dedupKey }) => event.targetId === targetId && event.dedupKey === dedupKey);
  const newer = [
    ...incidents.flatMap((incident) => later.of(incident, seq)),
    ...refused.filter(isOfIncident),
  ];
  if (newer.length > 0) throw outdated(seq, newer);
}

function outdated(seq: number, newer: readonly LoggedEvent[]): Refusal {
  const newestFirst = newer.toSorted((a, b) => b.seq - a.seq);
  const told = newestFirst.slice(0, 3).map((event) => {
    const at = new Date(event.acceptedAt).toISOString();
    return `the ${event.kind} ${event.seq} (accepted ${at}, ${event.state})`;
  });
  const more = newer.length > told.length ? ' and more' : '';
  return new Refusal(
    'conflict',
    `Event ${seq} is outdated: of its incident came after it ${told.join(', ')}${more}. ${unlessForced}`,
  );
}

/** The dedup key of the incident that an event is about; change events have none. */
const keyOf = (event: NewEvent) => (event.kind === 'alert' ? event.event.dedup_key : undefined);

/** What a caller may be told beside the results of others; a defect of ours ends the whole request. */
function foreseen(error: unknown): Refusal | StoreError {
  if (error instanceof Refusal || error instanceof StoreError) return error;
  throw error;
}
