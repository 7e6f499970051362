import { z } from 'zod';
import { startChild } from './child-process.ts';
import type { Severities } from './events.ts';
import type { Measurement } from './measured.ts';
import type { Sink } from './sink.ts';

const report = z.object({ perSecond: z.number().positive(), microseconds: z.number().positive() });

/** What a bare undici loop in a process of its own comes to that posts to the sink, waiting for each answer. */
export async function yardstick(
  sink: Sink,
  events: number,
  severities: Severities = 'error',
): Promise<Measurement> {
  await using child = startChild('bare-loop', { url: sink.url, events, severities });
  return report.parse(JSON.parse(await child.line()));
}
