import { z } from 'zod';

/** The name by which rules refer to a secret. */
export const secretName = z.string().regex(/^[a-z0-9][a-z0-9._-]{0,63}$/i, {
  error: ({ input }) =>
    `${JSON.stringify(input)} is no name of a secret: use up to 64 letters, digits, ".", "_" and "-", the first a letter or digit`,
});
