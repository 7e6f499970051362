import { createHash } from 'node:crypto';
import { z } from 'zod';
import { stateReader } from '../state-reader.ts';

/** What is remembered of a series from run to run. Times are milliseconds since 1970. */
const track = z.object({
  labels: z.record(z.string(), z.string()),
  /** Since when its value meets the condition of a group in every run; absent: it does not. */
  critical: z.number().optional(),
  warning: z.number().optional(),
  /** Since when it has no value; absent: it has one. */
  missing: z.number().optional(),
  /** Of its alert; absent: it has none. */
  group: z.enum(['critical', 'warning']).optional(),
});

export type Track = z.infer<typeof track>;

/** A list, because an id may be `__proto__`. `subject` names what the series are of. */
const tracksState = z.object({ subject: z.string(), series: z.array(z.tuple([z.string(), track])) });

type TracksState = z.infer<typeof tracksState>;

const tracksStates = stateReader(tracksState, () => ({ subject: '', series: [] }));

/** Names what a rule asks whom: of the series of another query nothing is known. */
export function subjectOf({ url, query }: { readonly url: string; readonly query: string }): string {
  return createHash('sha256')
    .update(JSON.stringify([url, query]))
    .digest('base64url');
}

/** What was kept, by alert id, and of which subject. */
export function readTracks(state: unknown): {
  readonly subject: string;
  readonly tracks: ReadonlyMap<string, Track>;
} {
  const { subject, series } = tracksStates.read(state);
  return { subject, tracks: new Map(series) };
}

export const isSameTrack = (one: Track, other: Track): boolean =>
  one.critical === other.critical &&
  one.warning === other.warning &&
  one.missing === other.missing &&
  one.group === other.group;

/** `undefined` while there is nothing to remember. */
export function keptTracks(tracks: ReadonlyMap<string, Track>, subject: string): TracksState | undefined {
  return tracks.size === 0 ? undefined : tracksStates.made({ subject, series: [...tracks] });
}
