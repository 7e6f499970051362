import { z } from 'zod';
import { startChild } from './child-process.ts';
import type { LoadTask } from './load-task.ts';

const loadReport = z.object({
  /** By the clock of `monotonic`. */
  startedAt: z.number(),
  endedAt: z.number(),
  accepted: z.int(),
  refused: z.int(),
  firstRefusal: z.string(),
});

export interface LoadReport {
  /** By the clock of `monotonic`: when the first request left, and when the last answer was read. */
  readonly startedAt: number;
  readonly endedAt: number;
  readonly perSecond: number;
}

/** Posts events from a process of its own, and fails when one is refused. */
export async function load(task: LoadTask): Promise<LoadReport> {
  await using child = startChild('load', task);
  const report = loadReport.parse(JSON.parse(await child.line()));
  if (report.refused > 0 || report.accepted !== task.events) {
    throw new Error(`${report.refused} events were refused, first with: ${report.firstRefusal}`);
  }
  const { startedAt, endedAt } = report;
  return { startedAt, endedAt, perSecond: (report.accepted / (endedAt - startedAt)) * 1000 };
}
