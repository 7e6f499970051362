import { readFileSync } from 'node:fs';

/** The memory of a process, watched. */
export interface MemoryWatch {
  /** The most that it ever held, in MiB; `undefined` where the system does not say. */
  readonly peak: number | undefined;
  stop(): void;
}

/** A line of `/proc/<pid>/status` in MiB. */
function read(pid: number, name: string): number | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/status`, 'latin1');
    const kilobytes = new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(text)?.[1];
    return kilobytes === undefined ? undefined : Number(kilobytes) / 1024;
  } catch {
    return undefined;
  }
}

/** Watches resident memory: the system's own high-water mark, looked at four times a second, since it ends with the process. */
export function watchMemory(pid: number): MemoryWatch {
  let peak: number | undefined;
  const look = () => {
    peak = read(pid, 'VmHWM') ?? peak;
  };
  look();
  const timer = setInterval(look, 250);
  return {
    get peak() {
      look();
      return peak;
    },
    stop: () => clearInterval(timer),
  };
}
