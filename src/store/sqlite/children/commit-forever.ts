import type { EventRow } from '../../delivery-store.ts';
import { openSqliteStore } from '../open-sqlite-store.ts';

/**
 * Commits batches into the store `file`, and prints the number of each that was acknowledged. Batch n accepts `size`
 * events, and delivers and opens those of the batch before it.
 */
const [file = '', size = ''] = process.argv.slice(2);
const { delivery } = await openSqliteStore({ file, now: Date.now });
const count = Number(size);

function event(seq: number): EventRow {
  return {
    seq,
    targetId: 1,
    connectorId: 'on-call',
    kind: 'trigger',
    severity: 'error',
    dedupKey: `key ${seq}`,
    hash: new Uint8Array(12).fill(seq),
    source: 'enqueue',
    acceptedAt: seq,
    body: 'x'.repeat(100 + (seq % 200)),
    notes: [],
    once: false,
    resendOf: null,
  };
}

for (let batch = 0; ; batch++) {
  const seqs = Array.from({ length: count }, (_, n) => batch * count + n + 1);
  const before = batch === 0 ? [] : seqs.map((seq) => seq - count);
  await delivery.commit({
    accepted: seqs.map(event),
    settled: before.map((seq) => ({ seq, at: seq, end: { state: 'delivered' } })),
    open: before.map((seq) => ({ change: 'open', seq, instead: null, at: seq })),
  });
  process.stdout.write(`${batch}\n`);
}
