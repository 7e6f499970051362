import type { z } from 'zod';

/** Reads what a type has kept between runs. */
export interface StateReader<State extends object> {
  /** `undefined` and `null`: nothing was kept. Throws for what has another shape. */
  read(kept: unknown): State;
  /** Takes note of a state that the type has made, so that it need not be looked through again while it is in memory. */
  made(state: State): State;
}

/** Looking through ten thousand alerts by their schema takes 20 ms and more, and most states come back as they went. */
export function stateReader<State extends object>(
  schema: z.ZodType<State>,
  nothing: () => State,
): StateReader<State> {
  const known = new WeakMap<object, State>();
  const made = (state: State) => {
    known.set(state, state);
    return state;
  };
  return {
    made,
    read: (kept) => {
      if (kept === undefined || kept === null) return nothing();
      const state = typeof kept === 'object' ? known.get(kept) : undefined;
      if (state !== undefined) return state;
      const read = schema.parse(kept);
      if (typeof kept === 'object') known.set(kept, read);
      return read;
    },
  };
}
