import { StoreError, type StoreErrorCode } from '../store-error.ts';

// Primary result codes (https://sqlite.org/rescode.html); the low byte of an extended one.
const BUSY = 5;
const LOCKED = 6;
const READONLY = 8;
const CORRUPT = 11;
const FULL = 13;
const CANTOPEN = 14;
const NOTADB = 26;
/** The wal-index could not grow: what a full disk looks like when it is the `-shm` file that meets it first. */
const IOERR_SHMSIZE = 4874;

const codes: ReadonlyMap<number, StoreErrorCode> = new Map([
  [BUSY, 'busy'],
  [LOCKED, 'busy'],
  [CORRUPT, 'corrupt'],
  [NOTADB, 'corrupt'],
  [FULL, 'full'],
]);

/** What SQLite or the file system said about `file`, in an operator's words. A `StoreError` is handed on as it is. */
export function toStoreError(error: unknown, file: string): StoreError {
  if (error instanceof StoreError) return error;
  const { sqlite, system, text } = inspect(error);
  const full = sqlite === IOERR_SHMSIZE || system === 'ENOSPC' || system === 'EDQUOT';
  const code = full ? 'full' : (codes.get(sqlite & 0xff) ?? 'unavailable');
  return new StoreError(code, `${file}: ${explain(code, sqlite & 0xff, text)}`, { cause: error });
}

function explain(code: StoreErrorCode, primary: number, text: string): string {
  if (code === 'full') {
    return `there is no room left on its disk (${text}). Free some space there; a running Tocsin goes on by itself, no restart is needed`;
  }
  if (code === 'busy') {
    return `another process held it for too long (${text}). Find out which other program has it open, and end that`;
  }
  if (primary === NOTADB) {
    return `this is not an SQLite database (${text}). Name Tocsin's own file, or put a backup in its place with "tocsin restore"`;
  }
  if (code === 'corrupt') {
    return `the database is damaged (${text}). Put a backup in its place with "tocsin restore", and check the disk`;
  }
  if (primary === READONLY || primary === CANTOPEN) {
    return `it can not be opened for writing (${text}). Check that it and its folder belong to the user Tocsin runs as`;
  }
  return text;
}

/** Node gives SQLite's extended result code as `errcode`, and the file system's name of an error as `code`. */
function inspect(error: unknown): { sqlite: number; system: string | undefined; text: string } {
  if (!(error instanceof Error)) return { sqlite: 0, system: undefined, text: String(error) };
  const sqlite = 'errcode' in error && typeof error.errcode === 'number' ? error.errcode : 0;
  const system = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  return { sqlite, system, text: error.message };
}
