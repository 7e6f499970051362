import type {
  AttemptRow,
  DeliveryBatch,
  DeliveryStore,
  EventEnd,
  EventRow,
  LoggedEvent,
  Page,
  Settlement,
} from './delivery-store.ts';

/** The time of event 1; every later one was accepted a second after the one before. */
export const START = 1_700_000_000_000;

/** `incidentHashLength` bytes that differ by `n`. */
export function hashOf(n: number): Uint8Array {
  const hash = new Uint8Array(12).fill(0xee);
  new DataView(hash.buffer).setUint32(4, n);
  return hash;
}

/** A trigger of an incident of its own, with the fields that are given in place of its own. */
export function eventRow(seq: number, given: Partial<EventRow> = {}): EventRow {
  return {
    seq,
    targetId: 1,
    connectorId: 'on-call',
    kind: 'trigger',
    severity: 'critical',
    dedupKey: `key ${seq}`,
    hash: hashOf(seq),
    source: 'enqueue',
    acceptedAt: START + seq * 1000,
    body: `{"event_action":"trigger","n":${seq}}`,
    notes: [],
    once: false,
    resendOf: null,
    ...given,
  };
}

/** Events `first` to `last`, each as `eventRow` makes it. */
export function eventRows(first: number, last: number, given: Partial<EventRow> = {}): EventRow[] {
  return Array.from({ length: last - first + 1 }, (_, n) => eventRow(first + n, given));
}

/** An attempt that was delivered. */
export function attemptRow(given: Partial<AttemptRow> = {}): AttemptRow {
  return {
    n: 1,
    startedAt: START + 5000,
    duration: 12,
    status: 202,
    verdict: 'delivered',
    reason: null,
    message: null,
    errors: [],
    answer: '{"status":"success"}',
    ...given,
  };
}

/** An attempt that was refused for a while. */
export function failedAttempt(n: number): AttemptRow {
  return attemptRow({
    n,
    startedAt: START + n,
    status: 429,
    verdict: 'retry',
    reason: 'throttled',
    message: `PagerDuty refused attempt ${n}`,
    errors: ['slow down', '🐌'],
    answer: null,
  });
}

export function delivered(seq: number, given: Partial<AttemptRow> = {}): Settlement {
  return { seq, at: START + 6000, attempt: attemptRow(given), end: { state: 'delivered' } };
}

export function superseded(
  seq: number,
  by: number,
  why: Extract<EventEnd, { state: 'superseded' }>['why'] = 'newer',
): Settlement {
  return { seq, at: START + 6000, end: { state: 'superseded', why, by } };
}

export function dead(seq: number, reason = 'cancelled'): Settlement {
  return { seq, at: START + 6000, end: { state: 'dead', reason } };
}

/** Commits the parts that are given. */
export function commit(delivery: DeliveryStore, parts: Partial<DeliveryBatch>): Promise<void> {
  return delivery.commit({ accepted: [], settled: [], open: [], ...parts });
}

/** The numbers of what waits, in the order in which it waits. */
export async function waitingSeqs(delivery: DeliveryStore): Promise<number[]> {
  const parts = [await delivery.loadWaiting(0, 1_000_000), await delivery.loadMerged(0, 1_000_000)];
  return parts
    .flatMap(({ seq, place }) => Array.from(seq, (each, index) => ({ seq: each, place: place[index] ?? 0 })))
    .sort((one, other) => one.place - other.place)
    .map(({ seq }) => seq);
}

/** Every row of a list that comes in parts of `limit`, and in how many. */
export async function allPages<Row>(
  page: (before: number | null, limit: number) => Promise<Page<Row>>,
  limit = 100,
): Promise<{ rows: Row[]; pages: number }> {
  const rows: Row[] = [];
  let pages = 0;
  for (let before: number | null = null; ; pages++) {
    const { rows: more, next } = await page(before, limit);
    rows.push(...more);
    if (next === null) return { rows, pages: pages + 1 };
    before = next;
  }
}

export function seqsOf(rows: readonly Pick<LoggedEvent, 'seq'>[]): number[] {
  return rows.map(({ seq }) => seq);
}
