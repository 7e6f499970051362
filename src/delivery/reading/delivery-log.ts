import type { Connectors } from '../../connectors/connectors.ts';
import { parseJsonObject } from '../../pagerduty/json-value.ts';
import { struckSecret } from '../../pagerduty/strike-secrets.ts';
import { Refusal } from '../../refusal.ts';
import type {
  AttemptRow,
  DeliveryStore,
  EventFilter,
  LoggedEvent,
  LoggedEventDetails,
  OpenIncident,
  Page,
} from '../../store/delivery-store.ts';
import { type EditableEvent, paramsOfBody } from '../entering/params-of-body.ts';
import { summaryOf } from './summary-of.ts';

/** A store searches in bounded steps; a page is given as it is after so many milliseconds of them. */
const searchTime = 1000;
/** An incident is looked for no longer than this: it is told beside the event that was asked for. */
const incidentSearchTime = 250;
/** Bytes of bodies that are read at once to tell what events are about. */
const bodiesAtOnce = 4 * 1024 * 1024;
/** Whole events that are read at once. */
const eventsAtOnce = 8;

export interface DeliveryLogDependencies {
  readonly store: Pick<DeliveryStore, 'events' | 'event' | 'bodies' | 'incidents' | 'deadLetters'>;
  readonly connectors: Pick<Connectors, 'list'>;
  readonly delivery: { isInFlight(seq: number): boolean };
  /** Milliseconds that never jump. */
  readonly monotonic: () => number;
}

/** An event as people see it in a list. */
export interface ShownEvent extends Omit<LoggedEvent, 'state'> {
  readonly state: LoggedEvent['state'] | 'in_flight';
  /** `null`: the connector is gone. */
  readonly connectorName: string | null;
  /** Of triggers and change events; `null` for the rest. */
  readonly summary: string | null;
}

/** An event with all that is known of it. */
export interface ShownEventDetails extends ShownEvent {
  /** As it was or will be sent, the routing key masked. */
  readonly body: Readonly<Record<string, unknown>>;
  readonly notes: readonly string[];
  readonly attemptLog: readonly AttemptRow[];
  readonly supersededBy: ShownEvent | null;
  readonly resentAs: readonly number[];
  /** Its incident, when that may be open. */
  readonly incident: ShownIncident | null;
}

/** What was said of an event last: in words, and PagerDuty's own reasons. */
interface LastWords {
  readonly message: string | null;
  readonly errors: readonly string[];
}

/** A dead letter in a list: with what its last attempt met. */
export type ShownDeadLetter = ShownEvent & LastWords;

/** An event with all that was answered to it. */
export type ToldEvent = ShownEvent & LastWords & { readonly attemptLog: readonly AttemptRow[] };

/** A dead letter with all that is known of it, and as one edits it. */
export type ShownDeadLetterDetails = ShownEventDetails &
  ShownDeadLetter & { readonly editable: EditableEvent };

export interface ShownIncident extends Omit<OpenIncident, 'hash' | 'targetId'> {
  readonly connectorName: string | null;
}

export type DeadLetterFilter = Omit<EventFilter, 'state'> & { readonly reason?: string | undefined };

/** Where a page begins, and how long it may be. */
export interface PageWish {
  /** `next` of the page before; `null`: the newest. */
  readonly before: number | null;
  readonly limit: number;
}

/** Reads what delivery keeps, for people: the log of events, dead letters, incidents that may be open (rule 13). */
export class DeliveryLog {
  readonly #deps: DeliveryLogDependencies;

  constructor(dependencies: DeliveryLogDependencies) {
    this.#deps = dependencies;
  }

  /** The newest first. A page may be short and still have a next, when little of what there is meets the filter. */
  async events(filter: EventFilter, wish: PageWish): Promise<Page<ShownEvent>> {
    const { rows, next } = await this.#page(wish, searchTime, (before, limit) =>
      this.#deps.store.events(filter, before, limit),
    );
    return { rows: await this.#show(rows), next };
  }

  /** Throws a `Refusal` `not_found`. */
  async event(id: string): Promise<ShownEventDetails> {
    const seq = seqOf(id);
    const event = seq === undefined ? undefined : await this.#deps.store.event(seq);
    if (event === undefined) {
      throw new Refusal(
        'not_found',
        `There is no event ${JSON.stringify(id)}, or it is older than the delivery log goes back.`,
      );
    }
    return this.#showDetails(event);
  }

  /** Those of some events that are still kept, by their numbers, with their attempts and what PagerDuty said last. */
  async eventsOf(seqs: readonly number[]): Promise<ReadonlyMap<number, ToldEvent>> {
    const names = await this.#connectorNames();
    const shown = new Map<number, ToldEvent>();
    for (let i = 0; i < seqs.length; i += eventsAtOnce) {
      const some = seqs.slice(i, i + eventsAtOnce);
      for (const event of await Promise.all(some.map((seq) => this.#deps.store.event(seq)))) {
        if (event === undefined) continue;
        shown.set(event.seq, {
          ...this.#line(event, names, event.body),
          ...lastWords(event),
          attemptLog: event.attemptLog,
        });
      }
    }
    return shown;
  }

  async deadLetters(filter: DeadLetterFilter, wish: PageWish): Promise<Page<ShownDeadLetter>> {
    const { rows, next } = await this.deadLetterRows(filter, wish);
    const shown: ShownDeadLetter[] = [];
    const names = await this.#connectorNames();
    for (let i = 0; i < rows.length; i += eventsAtOnce) {
      const some = rows.slice(i, i + eventsAtOnce);
      const events = await Promise.all(some.map(({ seq }) => this.#deps.store.event(seq)));
      for (const event of events) {
        // One that was pruned meanwhile is no dead letter any more.
        if (event !== undefined) shown.push({ ...this.#line(event, names, event.body), ...lastWords(event) });
      }
    }
    return { rows: shown, next };
  }

  /** Throws a `Refusal` `not_found`, with what has become of the event if there is one. */
  async deadLetter(id: string): Promise<ShownDeadLetterDetails> {
    const event = await this.deadLetterOf(id);
    const editable = paramsOfBody(event.body);
    return { ...(await this.#showDetails(event)), ...lastWords(event), editable };
  }

  /** Dead letters as they are kept, for what is done with them. */
  deadLetterRows(filter: DeadLetterFilter, wish: PageWish): Promise<Page<LoggedEvent>> {
    const { reason, ...kept } = filter;
    return this.#page(wish, searchTime, async (before, limit) => {
      const page = await this.#deps.store.deadLetters(kept, before, limit);
      return reason === undefined
        ? page
        : { rows: page.rows.filter((row) => row.reason === reason), next: page.next };
    });
  }

  /** One of them, as it is kept. Throws as `deadLetter` does. */
  async deadLetterOf(id: string): Promise<LoggedEventDetails> {
    const seq = seqOf(id);
    const event = seq === undefined ? undefined : await this.#deps.store.event(seq);
    if (seq === undefined || event === undefined) {
      throw new Refusal(
        'not_found',
        `There is no dead letter ${JSON.stringify(id)}, or it is older than the delivery log goes back.`,
      );
    }
    if (event.state === 'dead') {
      const { rows } = await this.#deps.store.deadLetters({}, seq + 1, 1);
      if (rows[0]?.seq === seq) return event;
    }
    throw new Refusal('not_found', `Event ${id} is no dead letter: ${fateOf(event)}`);
  }

  /** Incidents that may be open at PagerDuty, the newest first. */
  async incidents(
    filter: Pick<EventFilter, 'connectorId' | 'targetId' | 'dedupKey' | 'source'>,
    wish: PageWish,
    patience = searchTime,
  ): Promise<Page<ShownIncident>> {
    const { rows, next } = await this.#page(wish, patience, (before, limit) =>
      this.#deps.store.incidents(filter, before, limit),
    );
    const names = await this.#connectorNames();
    const shown = rows.map(({ hash: _hash, targetId: _targetId, ...incident }) => {
      return { ...incident, connectorName: names.get(incident.connectorId) ?? null };
    });
    return { rows: shown, next };
  }

  /** Goes on step by step until the page is full, there is no more, or the time is over. */
  async #page<Row>(
    { before, limit }: PageWish,
    patience: number,
    step: (before: number | null, limit: number) => Promise<Page<Row>>,
  ): Promise<Page<Row>> {
    const until = this.#deps.monotonic() + patience;
    const rows: Row[] = [];
    let next = before;
    do {
      const page = await step(next, limit - rows.length);
      rows.push(...page.rows);
      next = page.next;
    } while (next !== null && rows.length < limit && this.#deps.monotonic() < until);
    return { rows, next };
  }

  async #show(rows: readonly LoggedEvent[]): Promise<ShownEvent[]> {
    const names = await this.#connectorNames();
    const shown: ShownEvent[] = [];
    while (shown.length < rows.length) {
      const rest = rows.slice(shown.length);
      const seqs = Float64Array.from(rest, ({ seq }) => seq);
      const bodies = await this.#deps.store.bodies(seqs, bodiesAtOnce);
      const some = rest.slice(0, Math.max(1, bodies.length));
      shown.push(...some.map((row, i) => this.#line(row, names, bodies.at(i))));
    }
    return shown;
  }

  async #showDetails(event: LoggedEventDetails): Promise<ShownEventDetails> {
    const { body, notes, attemptLog, resentAs, targetId, dedupKey } = event;
    const names = await this.#connectorNames();
    const instead = event.by === null ? undefined : await this.#deps.store.event(event.by);
    const incident =
      dedupKey === null
        ? undefined
        : await this.incidents({ targetId, dedupKey }, { before: null, limit: 1 }, incidentSearchTime);
    return {
      ...this.#line(event, names, body),
      body: { routing_key: struckSecret, ...parseJsonObject(body) },
      notes,
      attemptLog,
      resentAs,
      supersededBy: instead === undefined ? null : this.#line(instead, names, instead.body),
      incident: incident?.rows[0] ?? null,
    };
  }

  /** Picks what a list shows: a row of the store may carry more. */
  #line(row: LoggedEvent, names: ReadonlyMap<string, string>, body: string | null): ShownEvent {
    const isOnItsWay = row.state === 'waiting' && this.#deps.delivery.isInFlight(row.seq);
    return {
      seq: row.seq,
      targetId: row.targetId,
      connectorId: row.connectorId,
      connectorName: names.get(row.connectorId) ?? null,
      kind: row.kind,
      severity: row.severity,
      dedupKey: row.dedupKey,
      summary: body === null ? null : summaryOf(body),
      source: row.source,
      acceptedAt: row.acceptedAt,
      once: row.once,
      resendOf: row.resendOf,
      state: isOnItsWay ? 'in_flight' : row.state,
      reason: row.reason,
      why: row.why,
      by: row.by,
      settledAt: row.settledAt,
      attempts: row.attempts,
      merged: row.merged,
    };
  }

  async #connectorNames(): Promise<ReadonlyMap<string, string>> {
    return new Map((await this.#deps.connectors.list()).map(({ id, name }) => [id, name]));
  }
}

/** The number that an id of the outside stands for; `undefined`: no event has such an id. */
export function seqOf(id: string): number | undefined {
  return /^[1-9]\d{0,14}$/.test(id) ? Number(id) : undefined;
}

function lastWords({ attemptLog }: LoggedEventDetails): LastWords {
  const last = attemptLog.at(-1);
  return { message: last?.message ?? null, errors: last?.errors ?? [] };
}

/** What has become of an event that is looked for among the dead letters and is not there, as the end of a sentence. */
function fateOf({ state, resentAs, by }: LoggedEventDetails): string {
  switch (state) {
    case 'waiting':
      return 'it waits to be sent.';
    case 'delivered':
      return 'it was delivered.';
    case 'superseded':
      return `event ${by} has taken its place.`;
    case 'failed':
      return 'it was the one attempt of an _execute, whose caller was told that it failed.';
    case 'dead': {
      const last = resentAs.at(-1);
      return last === undefined ? 'it was purged.' : `it was sent again as event ${last}.`;
    }
  }
}
