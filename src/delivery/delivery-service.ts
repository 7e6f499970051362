import type { ConnectorOptions } from '../api/connector-options.ts';
import type { AlertEvent, ChangeEvent } from '../pagerduty/event.ts';
import type { Refusal } from '../refusal.ts';
import type { EventState } from '../store/delivery-store.ts';
import type { RunCommit } from '../store/rule-store.ts';

/** Who brought an event. */
export type EventSource = 'enqueue' | 'relay' | 'execute' | 'resend' | 'delete' | 'watchdog' | 'rule';

/** An event that is about to be accepted: it fits already, and holds no routing key. */
export type NewEvent = {
  readonly connectorId: string;
  readonly source: EventSource;
  /** What was changed to make it fit, as sentences. */
  readonly notes: readonly string[];
  /** The event of which this is another sending. */
  readonly resendOf?: number;
} & (
  | { readonly kind: 'alert'; readonly event: AlertEvent }
  | { readonly kind: 'change'; readonly event: ChangeEvent }
);

/** An event that is on disk. */
export interface AcceptedEvent {
  /** Its number in the order of acceptance; `String(seq)` is its id for the outside. */
  readonly seq: number;
  /** As sent, after fitting; `null` for change events. */
  readonly dedupKey: string | null;
}

/** A connector as whoever accepts events needs it. */
export interface DeliveryConnector {
  readonly id: string;
  readonly name: string;
  readonly options: ConnectorOptions;
  /** The source of an event that names none. */
  readonly defaultSource: string;
  /** Why it takes no change events, as a sentence; `undefined` when it does. */
  readonly changeEventFault: string | undefined;
  readonly targetId: number;
}

/** What of the waiting events shall be cancelled. */
export type CancelWhat =
  | { readonly what: 'events'; readonly seqs: readonly number[] }
  | { readonly what: 'incident'; readonly connectorId: string; readonly dedupKey: string }
  | { readonly what: 'connector'; readonly connectorId: string };

/** One target, as the status shows it: what a routing key may get, and what it gets. */
export interface KeyStatus {
  readonly targetId: number;
  /** The connectors that use it now. */
  readonly connectors: readonly string[];
  readonly host: string;
  /** Calls in any 60 s; `null`: no limit. */
  readonly limit: number | null;
  readonly callsLastMinute: number;
  readonly inFlight: number;
  readonly pending: number;
  /** How long the event has waited that waits longest; 0 when none does. */
  readonly oldestSeconds: number;
  /** The same among those that may go now: none between two tries of its own, behind a closed gate or in a rest. */
  readonly oldestDueSeconds: number;
  /** Until when it rests after a 429; milliseconds since 1970, `null` when it does not. */
  readonly restsUntil: number | null;
}

/** A closed gate. */
export interface GateStatus {
  readonly of: 'host' | 'target';
  readonly host: string;
  readonly targetId: number | null;
  /** Of the last failure: one of the closed set of reasons. */
  readonly reason: string;
  readonly message: string;
  /** Milliseconds since 1970. */
  readonly closedSince: number;
  readonly nextProbeAt: number;
}

export interface DeliveryStatus {
  readonly backlog: { readonly events: number; readonly lanes: number; readonly oldestSeconds: number };
  readonly keys: readonly KeyStatus[];
  readonly gates: readonly GateStatus[];
  readonly openIncidents: number;
  readonly deadLetters: number;
  /** Why new events are refused now, as a sentence; `null` when they are taken. */
  readonly refusing: string | null;
}

/** What has changed, for whoever shows it live. */
export type DeliveryChange =
  | {
      readonly what: 'event';
      readonly seq: number;
      readonly state: EventState | 'in_flight';
      readonly reason?: string | undefined;
    }
  | { readonly what: 'gate'; readonly host: string; readonly closed: boolean };

/** What the rest of Tocsin asks of delivery. */
export interface DeliveryService {
  /**
   * Throws a `Refusal`: `not_found` for an unknown connector, `forbidden` when its type is not enabled, `invalid`
   * when its secrets are missing, each in the words of `_execute`.
   */
  connector(id: string): Promise<DeliveryConnector>;
  /**
   * Resolves when all are on disk, in their order. Throws a `Refusal` `unavailable` when they can not be kept (full
   * disk, too many pending); they may be delivered all the same only where its message says so.
   */
  accept(events: readonly NewEvent[]): Promise<readonly AcceptedEvent[]>;
  /**
   * The same together with what the events follow from, a rule that has run or was changed: one commit holds both, or
   * neither is kept (rule 2). `runOf` is told what the events have become, in their order; there may be none.
   */
  acceptWith(
    events: readonly NewEvent[],
    runOf: (accepted: readonly AcceptedEvent[]) => RunCommit,
  ): Promise<readonly AcceptedEvent[]>;
  /**
   * The same event by event (rule 1): with too many pending some are taken, together, and each other one is answered
   * with its `Refusal`. When none is taken it throws that.
   */
  acceptEach(events: readonly NewEvent[]): Promise<readonly (AcceptedEvent | Refusal)[]>;
  /** Makes waiting events dead letters `cancelled`; resolves of incidents that may be open stay unless named. Returns how many. */
  cancel(what: CancelWhat): Promise<number>;
  /** As it is, but for the number of dead letters: that is a few seconds old. */
  status(): DeliveryStatus;
  /** The same with the number of dead letters as it is on disk, unless the store does not answer. */
  statusNow(): Promise<DeliveryStatus>;
  /** Returns a function that ends it. */
  subscribe(listener: (change: DeliveryChange) => void): () => void;
  /** Milliseconds since 1970 on the clock that events are stamped with. */
  now(): number;
}
