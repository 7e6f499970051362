import type { RunCommit } from './rule-store.ts';
import type { TextBlock } from './text-block.ts';

/** What an event is. Change events have no incident, no dedup key and no severity. */
export type EventKind = 'trigger' | 'acknowledge' | 'resolve' | 'change';
export type EventSeverity = 'critical' | 'error' | 'warning' | 'info';

/** Bytes of the keyed hash that stands for (target, dedup key) wherever incidents are compared. */
export const incidentHashLength = 12;

/** An event as it is accepted. Times are milliseconds since 1970. */
export interface EventRow {
  /** The place in the order of acceptance, given by the caller: 1 and up, rising, each once. */
  readonly seq: number;
  readonly targetId: number;
  readonly connectorId: string;
  readonly kind: EventKind;
  /** Of triggers; `null` for the rest. */
  readonly severity: EventSeverity | null;
  /** `null` for change events. */
  readonly dedupKey: string | null;
  /** `incidentHashLength` bytes; all zero for change events. */
  readonly hash: Uint8Array;
  /** Who brought it, such as `enqueue`, `relay`, `execute` or `resend`. */
  readonly source: string;
  readonly acceptedAt: number;
  /** The JSON text of the body, without its routing key. */
  readonly body: string;
  /** What was changed to make it fit. */
  readonly notes: readonly string[];
  /** A person waits for its one attempt: it is never sent again, not after a restart either. */
  readonly once: boolean;
  /** The event of which this is another sending. */
  readonly resendOf: number | null;
}

/** One attempt to send an event. Texts are struck of secrets already. */
export interface AttemptRow {
  /** Of this event: 1 and up. */
  readonly n: number;
  readonly startedAt: number;
  /** Milliseconds. */
  readonly duration: number;
  /** Of HTTP; `null` when there was no answer. */
  readonly status: number | null;
  readonly verdict: 'delivered' | 'retry' | 'held' | 'rejected';
  readonly reason: string | null;
  /** A sentence for people. */
  readonly message: string | null;
  /** PagerDuty's own `errors[]`. */
  readonly errors: readonly string[];
  /** The answer's body, at most 2 KiB. */
  readonly answer: string | null;
}

/** How an event ended. `failed` is the one attempt of `once`, of which its caller was told. */
export type EventEnd =
  | { readonly state: 'delivered' }
  | { readonly state: 'superseded'; readonly why: 'newer' | 'over' | 'moot'; readonly by: number }
  | { readonly state: 'dead'; readonly reason: string }
  | { readonly state: 'failed'; readonly reason: string };

export type EventState = 'waiting' | EventEnd['state'];

/** What became of an event: an attempt has ended, or the event has, or both. */
export interface Settlement {
  readonly seq: number;
  /** When. */
  readonly at: number;
  readonly attempt?: AttemptRow;
  /** Absent: it waits again. */
  readonly end?: EventEnd;
  /**
   * Kept beside an event that waits again, over a restart: attempts of its own that failed, and how often it was
   * held with another event delivered in between.
   */
  readonly trouble?: { readonly failed: number; readonly held: number };
}

/**
 * What is remembered of an incident that may be open, apart from the log. Its rows are known by the number of the
 * event that made them, or by the one that `EventMove.left` gave them when that event went elsewhere.
 */
export type OpenChange =
  /** This event's trigger was delivered (`open`), or may have been (`maybe_open`). `instead`: the row it replaces. */
  | {
      readonly change: 'open' | 'maybe_open';
      readonly seq: number;
      readonly instead: number | null;
      readonly at: number;
    }
  /** An acknowledge was delivered. */
  | { readonly change: 'acknowledged'; readonly seq: number; readonly at: number }
  /** A resolve was delivered, or it was forgotten. */
  | { readonly change: 'closed'; readonly seq: number };

/** An event that waits goes to another target from now on. */
export interface EventMove {
  readonly seq: number;
  readonly targetId: number;
  readonly hash: Uint8Array;
  /**
   * It is a trigger that may have opened its incident at the target it leaves: there that is remembered under this
   * number from now on, which no event has. A row that it has made there gets it, else one is made, of the time `at`.
   */
  readonly left?: { readonly seq: number; readonly at: number } | undefined;
}

/** What is kept in one commit: all of it or nothing. It is done in this order. */
export interface DeliveryBatch {
  readonly accepted: readonly EventRow[];
  /** What the accepted events follow from: rules that have run, or were changed. */
  readonly runs?: readonly RunCommit[];
  readonly settled: readonly Settlement[];
  readonly open: readonly OpenChange[];
}

/** Events that wait, in rising order of `place`, as columns of one length. */
export interface WaitingColumns {
  readonly seq: Float64Array;
  /**
   * Where it stands in the order of all that wait: its own number, or that of the oldest trigger whose place it has
   * taken. No two that wait have the same.
   */
  readonly place: Float64Array;
  readonly targetId: Uint32Array;
  /** `incidentHashLength` bytes each, one after the other. */
  readonly hash: Uint8Array;
  /** 0 trigger, 1 acknowledge, 2 resolve, 3 change; see `kindCodes`. */
  readonly kind: Uint8Array;
  /** 0 critical, 1 error, 2 warning, 3 info; 0 where there is none. */
  readonly severity: Uint8Array;
  /** 1: `once`. */
  readonly once: Uint8Array;
  /** Milliseconds since 1970: of the oldest event whose place it has taken, or its own. */
  readonly waitingSince: Float64Array;
  readonly attempts: Uint32Array;
  readonly failed: Uint32Array;
  readonly held: Uint32Array;
}

/** Incidents that may be open, in rising order of `seq`. */
export interface OpenColumns {
  readonly seq: Float64Array;
  readonly targetId: Uint32Array;
  readonly hash: Uint8Array;
  /** 1 open, 2 maybe open. */
  readonly state: Uint8Array;
}

export const kindCodes = ['trigger', 'acknowledge', 'resolve', 'change'] as const;
export const severityCodes = ['critical', 'error', 'warning', 'info'] as const;

/** Where a connector's calls go: API URL and routing key together. */
export interface TargetRow {
  readonly id: number;
  /** Keyed hash of URL and routing key: the same two are the same target. */
  readonly hash: Uint8Array;
  readonly url: string;
  /** The routing key, sealed by `connectors/`; `null`: erased. */
  readonly key: Uint8Array | null;
  /** Calls a minute that `auto` has learned. */
  readonly learnedLimit: number | null;
}

/** A target that a connector uses now, or has used. */
export interface ConnectorTargetRow {
  readonly connectorId: string;
  readonly targetId: number;
  readonly current: boolean;
}

/** An event as the delivery log shows it. */
export interface LoggedEvent {
  readonly seq: number;
  readonly targetId: number;
  readonly connectorId: string;
  readonly kind: EventKind;
  readonly severity: EventSeverity | null;
  readonly dedupKey: string | null;
  readonly source: string;
  readonly acceptedAt: number;
  readonly once: boolean;
  readonly resendOf: number | null;
  readonly state: EventState;
  /** Of a dead or failed one: the closed set of reasons. Of one that waits: of its last attempt. */
  readonly reason: string | null;
  readonly why: 'newer' | 'over' | 'moot' | null;
  /** The event that took its place. */
  readonly by: number | null;
  readonly settledAt: number | null;
  readonly attempts: number;
  /** How many older events it has taken the place of. */
  readonly merged: number;
}

/** One event with everything that is known of it. */
export interface LoggedEventDetails extends LoggedEvent {
  readonly body: string;
  readonly notes: readonly string[];
  /** The first ten and the last ten attempts, in order. */
  readonly attemptLog: readonly AttemptRow[];
  /** Later sendings of it. */
  readonly resentAs: readonly number[];
}

export interface EventFilter {
  readonly connectorId?: string | undefined;
  readonly targetId?: number | undefined;
  readonly state?: EventState | undefined;
  readonly dedupKey?: string | undefined;
  readonly source?: string | undefined;
  readonly kind?: EventKind | undefined;
  /** Accepted at or after; milliseconds since 1970. */
  readonly from?: number | undefined;
  /** Accepted before. */
  readonly to?: number | undefined;
}

/** A part of a list, the newest first. */
export interface Page<Row> {
  readonly rows: readonly Row[];
  /** Where the next part begins (`before`); `null`: this was the last. A part may be short and still have a next. */
  readonly next: number | null;
}

/** An incident that may be open at PagerDuty. */
export interface OpenIncident {
  /** Of the event that told PagerDuty, unless that has gone elsewhere since; and the place in the list. */
  readonly seq: number;
  readonly targetId: number;
  readonly hash: Uint8Array;
  readonly connectorId: string;
  /** Other connectors of the target have told of it too. */
  readonly shared: boolean;
  readonly dedupKey: string;
  readonly state: 'open' | 'maybe_open';
  /** The last confirmed action; `null` while nothing is confirmed. */
  readonly lastAction: 'trigger' | 'acknowledge' | null;
  /** When that was, or when the trigger left that may have arrived. */
  readonly lastAt: number;
  readonly source: string;
}

/** How much there is, for the metrics. */
export interface DeliveryCounts {
  readonly waiting: number;
  readonly deadLetters: number;
  readonly open: number;
}

/** What delivery keeps: the events, what waits, every attempt, what PagerDuty was told, dead letters, targets. */
export interface DeliveryStore {
  /**
   * Begins a life of the process. `clean`: the last one ended by `end`. `newestSeq` and `newestTime` are the highest
   * ever kept (0 when there is none). `uncleanSeq`: triggers that wait with a number up to it may have left in a life
   * that was not ended; it is raised to `newestSeq` by a begin that was not `clean`, and kept.
   */
  begin(): Promise<{ clean: boolean; newestSeq: number; newestTime: number; uncleanSeq: number }>;
  /** Ends it: nothing was in flight. */
  end(): Promise<void>;
  /** At most `limit` events whose place is their own number, from above `after`. Fewer: these were the last. */
  loadWaiting(after: number, limit: number): Promise<WaitingColumns>;
  /**
   * The others that wait: triggers that have taken an older one's place. At most `limit` with a place above `after`.
   * Fewer: these were the last.
   */
  loadMerged(after: number, limit: number): Promise<WaitingColumns>;
  /** At most `limit` incidents with a number above `after`. Fewer: these were the last. */
  loadOpen(after: number, limit: number): Promise<OpenColumns>;

  /**
   * Keeps a batch: it is on disk when this resolves. Settling an event that does not wait changes nothing, so that
   * doing so twice is harmless. Fractions of milliseconds are not kept. When an event supersedes another that waits,
   * `waitingSince` and the number of merged ones pass on to it; from a trigger to a newer trigger its place does too.
   */
  commit(batch: DeliveryBatch): Promise<void>;
  /** Bodies by number, `null` where there is none; stops before `maxBytes` is passed, but gives at least one. */
  bodies(seqs: Float64Array, maxBytes: number): Promise<TextBlock>;

  targets(): Promise<{ targets: TargetRow[]; connectors: ConnectorTargetRow[] }>;
  /** Makes a target, or finds the one with this hash (and gives it the key again, where that was erased). */
  addTarget(target: Pick<TargetRow, 'hash' | 'url' | 'key'>): Promise<number>;
  setTarget(id: number, change: Partial<Pick<TargetRow, 'key' | 'learnedLimit'>>): Promise<void>;
  /** From now on the connector uses this target; those it used before stay as former ones. */
  useTarget(connectorId: string, targetId: number): Promise<void>;
  /** The connector is gone: its targets are nobody's, unless others use them. */
  forgetConnector(connectorId: string): Promise<void>;
  /**
   * Nobody uses these targets, and nothing is left to do there: former users and what was learned are forgotten, and
   * the key, unless a connector uses it now. Their numbers stay theirs: the log speaks of them.
   */
  forgetTargets(ids: readonly number[]): Promise<void>;
  /** Replaces sealed keys, each only where it still is what it `was`. Returns how many were replaced. */
  resealTargets(changes: { id: number; was: Uint8Array; now: Uint8Array | null }[]): Promise<number>;

  /** The newest first, from below `before`; examines a bounded number of events, so a page may be short. */
  events(filter: EventFilter, before: number | null, limit: number): Promise<Page<LoggedEvent>>;
  event(seq: number): Promise<LoggedEventDetails | undefined>;
  incidents(
    filter: Pick<EventFilter, 'connectorId' | 'targetId' | 'dedupKey' | 'source'>,
    before: number | null,
    limit: number,
  ): Promise<Page<OpenIncident>>;
  incident(seq: number): Promise<OpenIncident | undefined>;
  deadLetters(
    filter: Omit<EventFilter, 'state'>,
    before: number | null,
    limit: number,
  ): Promise<Page<LoggedEvent>>;
  /** Takes events out of the dead letters; they stay in the log. Returns which of them were there. */
  removeDeadLetters(seqs: readonly number[]): Promise<number[]>;
  /** What waits that came through a connector or for a target, oldest first, from above `after`; a bounded search. */
  waitingOf(
    filter: Pick<EventFilter, 'connectorId' | 'targetId'>,
    after: number,
    limit: number,
  ): Promise<{ rows: readonly LoggedEvent[]; next: number | null }>;
  /** All of them or none. What does not wait any more stays where it is. */
  moveWaiting(moves: readonly EventMove[]): Promise<void>;

  /**
   * Takes settled events out of the log that were accepted before `before`, or, while the log is larger than
   * `maxBytes`, the oldest; for at most `milliseconds`. Returns whether there is more to do. Also forgets incidents
   * that may be open whose last event is older than `before`, and says which.
   */
  prune(options: { before: number; maxBytes: number; milliseconds: number }): Promise<{
    more: boolean;
    pruned: number;
    forgotten: readonly Pick<OpenIncident, 'seq' | 'targetId' | 'hash'>[];
  }>;
  counts(): Promise<DeliveryCounts>;
  /** Bytes free for new events: on the disk of the data, and where pruned ones were. */
  freeDisk(): Promise<number>;

  /** Keys that Tocsin issued for a connector, to be used at the relay. */
  readonly relayKeys: RelayKeyStore;
}

/** A relay key as kept: only a keyed hash of it. */
export interface RelayKeyRow {
  readonly id: string;
  readonly connectorId: string;
  readonly name: string;
  readonly hash: Uint8Array;
  /** Its first characters, for people to tell keys apart. */
  readonly hint: string;
  readonly createdBy: string | null;
  readonly createdAt: number;
}

export interface RelayKeyStore {
  /** `conflict`: a key with this id or this hash exists. */
  insert(row: RelayKeyRow): Promise<'inserted' | 'conflict'>;
  /** By time, the oldest first. */
  list(): Promise<RelayKeyRow[]>;
  /** False: no such key. */
  delete(id: string): Promise<boolean>;
  deleteOfConnector(connectorId: string): Promise<number>;
}
