import {
  type AttemptRow,
  type DeliveryBatch,
  type EventEnd,
  type EventRow,
  incidentHashLength,
  kindCodes,
  type OpenChange,
  type Settlement,
  severityCodes,
} from '../../delivery-store.ts';
import type { RunCommit } from '../../rule-store.ts';
import { whyCodes } from './codes.ts';

/**
 * A `DeliveryBatch` as it crosses to the database's thread: columns, because cloning an array of numbers or of texts
 * costs a fraction of cloning as many objects. Times lose their fractions of a millisecond here.
 */
export interface BatchColumns {
  readonly accepted: AcceptedColumns;
  readonly runs: readonly RunCommit[];
  readonly settled: SettledColumns;
  readonly open: OpenChangeColumns;
}

export interface AcceptedColumns {
  readonly seq: Float64Array;
  readonly targetId: Float64Array;
  readonly hash: Uint8Array;
  readonly kind: Uint8Array;
  /** -1: none. */
  readonly severity: Int8Array;
  readonly once: Uint8Array;
  readonly acceptedAt: Float64Array;
  /** 0: of none. */
  readonly resendOf: Float64Array;
  /** Places in `words`: a batch names few connectors and sources, many times. */
  readonly connector: Uint32Array;
  readonly source: Uint32Array;
  readonly words: readonly string[];
  readonly dedupKey: readonly (string | null)[];
  /** A JSON list; `null`: nothing was noted. */
  readonly notes: readonly (string | null)[];
  readonly body: readonly string[];
}

/** How a settlement crosses: those that come by the thousand as columns, the rest as they are. */
export const settledForms = { delivered: 0, superseded: 1, other: 2 } as const;

export interface SettledColumns {
  /** One of `settledForms` for each settlement, in order. */
  readonly form: Uint8Array;
  readonly seq: Float64Array;
  readonly at: Float64Array;
  /** Of `delivered`, with nothing to say about its attempt; -1: no status. */
  readonly n: Float64Array;
  readonly startedAt: Float64Array;
  readonly duration: Float64Array;
  readonly status: Int16Array;
  readonly answer: readonly (string | null)[];
  /** Of `superseded`, without an attempt. */
  readonly by: Float64Array;
  readonly why: Uint8Array;
  /** The others, in order; their times are whole too. */
  readonly others: readonly Settlement[];
}

/** The places of what can become of an incident. */
export const openForms = { open: 0, maybe_open: 1, acknowledged: 2, closed: 3 } as const;

export interface OpenChangeColumns {
  readonly form: Uint8Array;
  readonly seq: Float64Array;
  /** 0: none. */
  readonly instead: Float64Array;
  readonly at: Float64Array;
}

export function toBatchColumns({ accepted, runs = [], settled, open }: DeliveryBatch): BatchColumns {
  return {
    accepted: toAcceptedColumns(accepted),
    runs,
    settled: toSettledColumns(settled),
    open: toOpenChangeColumns(open),
  };
}

function toAcceptedColumns(rows: readonly EventRow[]): AcceptedColumns {
  const count = rows.length;
  const words: string[] = [];
  const places = new Map<string, number>();
  const placeOf = (word: string) => {
    let place = places.get(word);
    if (place === undefined) {
      place = words.push(word) - 1;
      places.set(word, place);
    }
    return place;
  };
  const columns = {
    seq: new Float64Array(count),
    targetId: new Float64Array(count),
    hash: new Uint8Array(count * incidentHashLength),
    kind: new Uint8Array(count),
    severity: new Int8Array(count),
    once: new Uint8Array(count),
    acceptedAt: new Float64Array(count),
    resendOf: new Float64Array(count),
    connector: new Uint32Array(count),
    source: new Uint32Array(count),
    words,
    dedupKey: rows.map((row) => row.dedupKey),
    notes: rows.map(({ notes }) => (notes.length === 0 ? null : JSON.stringify(notes))),
    body: rows.map((row) => row.body),
  };
  for (const [index, row] of rows.entries()) {
    if (row.hash.length !== incidentHashLength) {
      throw new TypeError(
        `The hash of event ${row.seq} has ${row.hash.length} bytes, not ${incidentHashLength}.`,
      );
    }
    columns.seq[index] = row.seq;
    columns.targetId[index] = row.targetId;
    columns.hash.set(row.hash, index * incidentHashLength);
    columns.kind[index] = kindCodes.indexOf(row.kind);
    columns.severity[index] = row.severity === null ? -1 : severityCodes.indexOf(row.severity);
    columns.once[index] = row.once ? 1 : 0;
    columns.acceptedAt[index] = Math.floor(row.acceptedAt);
    columns.resendOf[index] = row.resendOf ?? 0;
    columns.connector[index] = placeOf(row.connectorId);
    columns.source[index] = placeOf(row.source);
  }
  return columns;
}

function toSettledColumns(rows: readonly Settlement[]): SettledColumns {
  const count = rows.length;
  const answer = new Array<string | null>(count).fill(null);
  const others: Settlement[] = [];
  const columns = {
    form: new Uint8Array(count),
    seq: new Float64Array(count),
    at: new Float64Array(count),
    n: new Float64Array(count),
    startedAt: new Float64Array(count),
    duration: new Float64Array(count),
    status: new Int16Array(count),
    answer,
    by: new Float64Array(count),
    why: new Uint8Array(count),
    others,
  };
  for (const [index, row] of rows.entries()) {
    const { seq, at, attempt, end } = row;
    columns.seq[index] = seq;
    columns.at[index] = Math.floor(at);
    if (attempt !== undefined && isPlainDelivery(attempt, end)) {
      columns.form[index] = settledForms.delivered;
      columns.n[index] = attempt.n;
      columns.startedAt[index] = Math.floor(attempt.startedAt);
      columns.duration[index] = Math.round(attempt.duration);
      columns.status[index] = attempt.status ?? -1;
      answer[index] = attempt.answer;
    } else if (attempt === undefined && end?.state === 'superseded') {
      columns.form[index] = settledForms.superseded;
      columns.by[index] = end.by;
      columns.why[index] = whyCodes.indexOf(end.why);
    } else {
      columns.form[index] = settledForms.other;
      others.push(wholeTimes(row));
    }
  }
  return columns;
}

function isPlainDelivery(attempt: AttemptRow, end: EventEnd | undefined): boolean {
  return (
    end?.state === 'delivered' &&
    attempt.verdict === 'delivered' &&
    attempt.reason === null &&
    attempt.message === null &&
    attempt.errors.length === 0
  );
}

function wholeTimes(row: Settlement): Settlement {
  const { attempt } = row;
  const at = Math.floor(row.at);
  if (attempt === undefined) return { ...row, at };
  const startedAt = Math.floor(attempt.startedAt);
  return { ...row, at, attempt: { ...attempt, startedAt, duration: Math.round(attempt.duration) } };
}

function toOpenChangeColumns(rows: readonly OpenChange[]): OpenChangeColumns {
  const columns = {
    form: new Uint8Array(rows.length),
    seq: new Float64Array(rows.length),
    instead: new Float64Array(rows.length),
    at: new Float64Array(rows.length),
  };
  for (const [index, row] of rows.entries()) {
    columns.form[index] = openForms[row.change];
    columns.seq[index] = row.seq;
    if (row.change === 'closed') continue;
    columns.at[index] = Math.floor(row.at);
    if (row.change !== 'acknowledged') columns.instead[index] = row.instead ?? 0;
  }
  return columns;
}
