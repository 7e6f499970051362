import { z } from 'zod';

/** What an HTTP check keeps between runs: since when targets are in trouble. A list, because an id may be `__proto__`. */
const troublesState = z.object({ since: z.array(z.tuple([z.string(), z.number()])) });

/** Reads what was kept, by alert id; nothing was, while all is well. */
export function readTroubles(state: unknown): ReadonlyMap<string, number> {
  return new Map(state === undefined || state === null ? [] : troublesState.parse(state).since);
}

/** `undefined` while all is well: then there is nothing to keep. */
export function keptTroubles(since: ReadonlyMap<string, number>): z.infer<typeof troublesState> | undefined {
  return since.size === 0 ? undefined : { since: [...since] };
}
