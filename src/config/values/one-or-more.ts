import { z } from 'zod';

/** A list, of which one entry may stand alone, as Kibana takes both. */
export function oneOrMore<T extends z.ZodType>(entry: T) {
  return z.preprocess((value) => (typeof value === 'string' ? [value] : value), z.array(entry));
}
