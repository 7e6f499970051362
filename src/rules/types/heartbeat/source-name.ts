import { z } from 'zod';

/** What a call without `?source=` is of. */
export const defaultSource = 'default';

/** So many sources one rule hears of: as many alerts as a rule has by default. */
export const mostSources = 1000;

const isPlain = (text: string) => !/\p{Cc}/u.test(text) && text.trim() === text;

/** The name of something that calls; it is the id of its alert. */
export const sourceName = z
  .string()
  .min(1)
  .max(255)
  .refine(isPlain, 'a source is named by a text without control characters, and without spaces around it');
