import { parentPort, workerData } from 'node:worker_threads';
import { answerRequests } from './answer-requests.ts';
import { openDatabase } from './open-database.ts';
import { createOperations } from './operations.ts';
import { type Report, toFailure } from './protocol.ts';

/** The thread that owns the database: commits and checkpoints stall nobody but it. Started by `openSqliteStore`. */
function main(): void {
  if (parentPort === null) throw new Error('worker.ts is started by openSqliteStore, as a thread.');
  const port = parentPort;
  const { file, now } = readWorkerData(workerData);
  try {
    const database = openDatabase({ file, now });
    answerRequests(port, {
      operations: createOperations(database, file),
      file,
      onClose: () => {
        database.close();
        port.close();
      },
    });
  } catch (error) {
    const report: Report = { kind: 'notOpened', failure: toFailure(error, file) };
    port.postMessage(report);
  }
}

function readWorkerData(data: unknown): { file: string; now: number } {
  if (typeof data === 'object' && data !== null && 'file' in data && 'now' in data) {
    const { file, now } = data;
    if (typeof file === 'string' && typeof now === 'number') return { file, now };
  }
  throw new TypeError('worker.ts needs { file, now } as its workerData.');
}

main();
