import type { DatabaseSync } from 'node:sqlite';
import { incidentHashLength, type OpenColumns, type WaitingColumns } from '../../delivery-store.ts';
import { type TextColumns, toTextColumns } from '../../text-block.ts';
import { inReadTransaction } from '../transaction.ts';

/** Reads what memory is built from at the start, and bodies when they are sent. Bare statements, as in `accept.ts`. */
export function loadOperations(database: DatabaseSync) {
  // The hash as hex: SQLite's blobs become an array buffer each, which takes longer than all the rest of the row.
  const columns = `seq, target_id, hex(hash), kind, severity, once, waiting_since, attempts, failed, held, place`;
  const waiting = database.prepare(
    `SELECT ${columns} FROM waiting WHERE seq > ? AND place = seq ORDER BY seq LIMIT ?`,
  );
  const merged = database.prepare(
    `SELECT ${columns} FROM waiting INDEXED BY waiting_moved
     WHERE place > ? AND place < seq ORDER BY place LIMIT ?`,
  );
  const open = database.prepare(
    'SELECT seq, target_id, hex(hash), state FROM open WHERE seq > ? ORDER BY seq LIMIT ?',
  );
  const body = database.prepare('SELECT body FROM event WHERE seq = ?');
  for (const statement of [waiting, merged, open, body]) statement.setReturnArrays(true);

  return {
    'delivery.loadWaiting': (after: number, limit: number): WaitingColumns =>
      waitingColumns(waiting.all(after, limit)),
    'delivery.loadMerged': (after: number, limit: number): WaitingColumns =>
      waitingColumns(merged.all(after, limit)),
    'delivery.loadOpen': (after: number, limit: number): OpenColumns => {
      const rows: Cells[] = open.all(after, limit);
      return {
        seq: Float64Array.from(rows, (row) => Number(row[0])),
        targetId: Uint32Array.from(rows, (row) => Number(row[1])),
        hash: hashesOf(rows),
        state: Uint8Array.from(rows, (row) => Number(row[3])),
      };
    },
    // In one transaction: SQLite would lock and unlock the file for each of them, half of what it has to do.
    'delivery.bodies': (seqs: Float64Array, maxBytes: number): TextColumns =>
      inReadTransaction(database, () => {
        const bodies: (string | null)[] = [];
        let bytes = 0;
        for (const seq of seqs) {
          const row: Cells = body.get(seq) ?? {};
          const text = row[0];
          const found = typeof text === 'string' ? text : null;
          bytes += found === null ? 0 : Buffer.byteLength(found);
          if (bytes > maxBytes && bodies.length > 0) break;
          bodies.push(found);
        }
        return toTextColumns(bodies);
      }),
  };
}

/** A row as an array, which Node's types do not know of. */
type Cells = { readonly [place: number]: unknown };

function waitingColumns(rows: readonly Cells[]): WaitingColumns {
  const count = rows.length;
  const columns = {
    seq: new Float64Array(count),
    place: new Float64Array(count),
    targetId: new Uint32Array(count),
    hash: hashesOf(rows),
    kind: new Uint8Array(count),
    severity: new Uint8Array(count),
    once: new Uint8Array(count),
    waitingSince: new Float64Array(count),
    attempts: new Uint32Array(count),
    failed: new Uint32Array(count),
    held: new Uint32Array(count),
  };
  for (let index = 0; index < count; index++) {
    const row: Cells = rows[index] ?? {};
    columns.seq[index] = Number(row[0]);
    columns.targetId[index] = Number(row[1]);
    columns.kind[index] = Number(row[3]);
    columns.severity[index] = Number(row[4]);
    columns.once[index] = Number(row[5]);
    columns.waitingSince[index] = Number(row[6]);
    columns.attempts[index] = Number(row[7]);
    columns.failed[index] = Number(row[8]);
    columns.held[index] = Number(row[9]);
    columns.place[index] = Number(row[10]);
  }
  return columns;
}

function hashesOf(rows: readonly Cells[]): Uint8Array {
  const hashes = Buffer.alloc(rows.length * incidentHashLength);
  for (let index = 0; index < rows.length; index++) {
    hashes.write(String(rows[index]?.[2]), index * incidentHashLength, 'hex');
  }
  return new Uint8Array(hashes.buffer);
}
