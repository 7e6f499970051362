import { readFileSync } from 'node:fs';

/** The system counts in hundredths of a second. */
const microsecondsPerTick = 10_000;

function read(file: string): number {
  const text = readFileSync(file, 'latin1');
  // The name of the program may hold anything; what follows it is numbers.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * microsecondsPerTick;
}

/**
 * Microseconds of processor time that the main thread of a process has used so far, which is the one that serves and
 * sends: when it uses a whole core, nothing goes faster. `NaN` where the system does not say.
 */
export function mainThreadTime(pid: number): number {
  return readIfThere(`/proc/${pid}/task/${pid}/stat`);
}

/** Microseconds of processor time that all threads of a process have used so far. */
export function processTime(pid: number): number {
  return readIfThere(`/proc/${pid}/stat`);
}

function readIfThere(file: string): number {
  try {
    return read(file);
  } catch {
    return Number.NaN;
  }
}
