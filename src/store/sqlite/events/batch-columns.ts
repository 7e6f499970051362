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
 * A `DeliveryBatch` as it crosses to the database's thread. All its numbers stand in one piece of memory, because each
 * array that is cloned costs as much as some hundred numbers do; texts and what is rare cross as they are.
 */
export interface PackedBatch {
  /** The columns of `BatchColumns`, one behind the other; as long as their rows need. */
  readonly numbers: Float64Array<ArrayBuffer>;
  readonly rows: { readonly accepted: number; readonly settled: number; readonly open: number };
  readonly words: readonly string[];
  readonly dedupKey: readonly (string | null)[];
  readonly notes: readonly (string | null)[];
  readonly body: readonly string[];
  readonly answer: readonly (string | null)[];
  readonly others: readonly Settlement[];
  readonly runs: readonly RunCommit[];
}

/** A batch as the database's thread reads it: columns. Times have lost their fractions of a millisecond. */
export interface BatchColumns {
  readonly accepted: AcceptedColumns;
  readonly runs: readonly RunCommit[];
  readonly settled: SettledColumns;
  readonly open: OpenChangeColumns;
}

interface AcceptedNumbers {
  readonly seq: Float64Array;
  readonly targetId: Float64Array;
  /** `incidentHashLength` bytes each. */
  readonly hash: Uint8Array;
  readonly kind: Float64Array;
  /** -1: none. */
  readonly severity: Float64Array;
  readonly once: Float64Array;
  readonly acceptedAt: Float64Array;
  /** 0: of none. */
  readonly resendOf: Float64Array;
  /** Places in `words`: a batch names few connectors and sources, many times. */
  readonly connector: Float64Array;
  readonly source: Float64Array;
}

export interface AcceptedColumns extends AcceptedNumbers {
  readonly words: readonly string[];
  readonly dedupKey: readonly (string | null)[];
  /** A JSON list; `null`: nothing was noted. */
  readonly notes: readonly (string | null)[];
  readonly body: readonly string[];
}

/** How a settlement crosses: those that come by the thousand as columns, the rest as they are. */
export const settledForms = { delivered: 0, superseded: 1, other: 2 } as const;

interface SettledNumbers {
  /** One of `settledForms` for each settlement, in order. */
  readonly form: Float64Array;
  readonly seq: Float64Array;
  readonly at: Float64Array;
  /** Of `delivered`, with nothing to say about its attempt; -1: no status. */
  readonly n: Float64Array;
  readonly startedAt: Float64Array;
  readonly duration: Float64Array;
  readonly status: Float64Array;
  /** Of `superseded`, without an attempt. */
  readonly by: Float64Array;
  readonly why: Float64Array;
}

export interface SettledColumns extends SettledNumbers {
  /** Of `delivered`. */
  readonly answer: readonly (string | null)[];
  /** The others, in order; their times are whole too. */
  readonly others: readonly Settlement[];
}

/** The places of what can become of an incident. */
export const openForms = { open: 0, maybe_open: 1, acknowledged: 2, closed: 3 } as const;

export interface OpenChangeColumns {
  readonly form: Float64Array;
  readonly seq: Float64Array;
  /** 0: none. */
  readonly instead: Float64Array;
  readonly at: Float64Array;
}

type Rows = PackedBatch['rows'];

/** Numbers that the hashes of so many events take the place of. */
const roomForHashes = (events: number) =>
  Math.ceil((events * incidentHashLength) / Float64Array.BYTES_PER_ELEMENT);

/** As many as `columnsIn` hands out. */
const roomFor = ({ accepted, settled, open }: Rows) =>
  roomForHashes(accepted) + accepted * 9 + settled * 9 + open * 4;

/** Where each column stands. One function for who writes and who reads them. */
function columnsIn(numbers: Float64Array<ArrayBuffer>, rows: Rows) {
  let end = 0;
  const next = (length: number) => {
    end += length;
    return numbers.subarray(end - length, end);
  };
  const of = (count: number) => () => next(count);
  const hashes = next(roomForHashes(rows.accepted));
  const hash = new Uint8Array(numbers.buffer, hashes.byteOffset, rows.accepted * incidentHashLength);
  const accepted = of(rows.accepted);
  const settled = of(rows.settled);
  const open = of(rows.open);
  return {
    accepted: {
      hash,
      seq: accepted(),
      targetId: accepted(),
      kind: accepted(),
      severity: accepted(),
      once: accepted(),
      acceptedAt: accepted(),
      resendOf: accepted(),
      connector: accepted(),
      source: accepted(),
    },
    settled: {
      form: settled(),
      seq: settled(),
      at: settled(),
      n: settled(),
      startedAt: settled(),
      duration: settled(),
      status: settled(),
      by: settled(),
      why: settled(),
    },
    open: { form: open(), seq: open(), instead: open(), at: open() },
  };
}

/** Makes of a batch what crosses. */
export function packBatch({ accepted, runs = [], settled, open }: DeliveryBatch): PackedBatch {
  const rows = { accepted: accepted.length, settled: settled.length, open: open.length };
  const numbers = new Float64Array(roomFor(rows));
  const columns = columnsIn(numbers, rows);
  packOpenChanges(columns.open, open);
  return {
    numbers,
    rows,
    runs,
    ...packAccepted(columns.accepted, accepted),
    ...packSettled(columns.settled, settled),
  };
}

/** Makes of what has crossed the columns that it was. */
export function unpackBatch({ numbers, rows, runs, ...texts }: PackedBatch): BatchColumns {
  const { accepted, settled, open } = columnsIn(numbers, rows);
  const { words, dedupKey, notes, body, answer, others } = texts;
  return {
    accepted: { ...accepted, words, dedupKey, notes, body },
    settled: { ...settled, answer, others },
    open,
    runs,
  };
}

function packAccepted(
  columns: AcceptedNumbers,
  rows: readonly EventRow[],
): Pick<AcceptedColumns, 'words' | 'dedupKey' | 'notes' | 'body'> {
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
  const dedupKey: (string | null)[] = [];
  const notes: (string | null)[] = [];
  const body: string[] = [];
  let index = 0;
  for (const row of rows) {
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
    dedupKey.push(row.dedupKey);
    notes.push(row.notes.length === 0 ? null : JSON.stringify(row.notes));
    body.push(row.body);
    index++;
  }
  return { words, dedupKey, notes, body };
}

function packSettled(
  columns: SettledNumbers,
  rows: readonly Settlement[],
): Pick<SettledColumns, 'answer' | 'others'> {
  const answer: (string | null)[] = [];
  const others: Settlement[] = [];
  let index = 0;
  for (const row of rows) {
    const { seq, at, attempt, end } = row;
    columns.seq[index] = seq;
    columns.at[index] = Math.floor(at);
    if (attempt !== undefined && isPlainDelivery(attempt, end)) {
      columns.form[index] = settledForms.delivered;
      columns.n[index] = attempt.n;
      columns.startedAt[index] = Math.floor(attempt.startedAt);
      columns.duration[index] = Math.round(attempt.duration);
      columns.status[index] = attempt.status ?? -1;
      answer.push(attempt.answer);
    } else {
      answer.push(null);
      if (attempt === undefined && end?.state === 'superseded') {
        columns.form[index] = settledForms.superseded;
        columns.by[index] = end.by;
        columns.why[index] = whyCodes.indexOf(end.why);
      } else {
        columns.form[index] = settledForms.other;
        others.push(wholeTimes(row));
      }
    }
    index++;
  }
  return { answer, others };
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

function packOpenChanges(columns: OpenChangeColumns, rows: readonly OpenChange[]): void {
  let index = 0;
  for (const row of rows) {
    columns.form[index] = openForms[row.change];
    columns.seq[index] = row.seq;
    if (row.change !== 'closed') {
      columns.at[index] = Math.floor(row.at);
      if (row.change !== 'acknowledged') columns.instead[index] = row.instead ?? 0;
    }
    index++;
  }
}
