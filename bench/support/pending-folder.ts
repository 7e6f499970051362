import { closeSync, cpSync, fsyncSync, globSync, openSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { benchFolder } from './bench-folder.ts';
import type { Severities } from './events.ts';
import type { Sink } from './sink.ts';
import { Subject } from './subject.ts';

/** A data directory in which events wait, to be copied for each run. */
export interface PendingFolder extends Disposable {
  readonly events: number;
  /** Events accepted a second while it was filled. */
  readonly perSecond: number;
  /** A copy that is on disk, so that no run pays for writing it. */
  copy(): { readonly data: string } & Disposable;
}

/** Lets a server accept events, of as many incidents, without sending any. */
export async function pendingFolder(
  sink: Sink,
  events: number,
  severities: Severities,
): Promise<PendingFolder> {
  const folder = benchFolder();
  const data = join(folder.path, 'data');
  const fill = async () => {
    await using subject = await Subject.start({ data, paused: true });
    await subject.connect(sink.url);
    const report = await subject.enqueue({ first: 0, events, perRequest: 1000, connections: 4, severities });
    const waiting = await subject.backlog();
    if (waiting !== events) throw new Error(`${events} events were accepted, and ${waiting} wait`);
    return report.perSecond;
  };
  try {
    return {
      events,
      perSecond: await fill(),
      copy: () => copyOf(data),
      [Symbol.dispose]: folder[Symbol.dispose],
    };
  } catch (error) {
    folder[Symbol.dispose]();
    throw error;
  }
}

function copyOf(source: string): { readonly data: string } & Disposable {
  const folder = benchFolder();
  const data = join(folder.path, 'data');
  cpSync(source, data, { recursive: true, preserveTimestamps: true });
  for (const name of globSync('**/*', { cwd: data })) {
    const file = join(data, name);
    if (!statSync(file).isFile()) continue;
    const handle = openSync(file, 'r+');
    fsyncSync(handle);
    closeSync(handle);
  }
  return { data, [Symbol.dispose]: folder[Symbol.dispose] };
}
