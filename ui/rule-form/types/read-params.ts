import { z } from 'zod';
import type { Params } from '../rule-values.ts';

/** A param that is a text; empty for anything else. */
export const textAt = (params: Params, name: string): string => {
  const value = params[name];
  return typeof value === 'string' ? value : '';
};

const texts = z.array(z.string()).catch([]);
/** A param that is a list of texts. */
export const textsAt = (params: Params, name: string): readonly string[] => texts.parse(params[name]);

const secret = z.object({ secret: z.string() }).catch({ secret: '' });
/** The name of the secret that `auth` refers to; empty: none. */
export const secretAt = (params: Params): string => secret.parse(params.auth).secret;

/** A row of a list of names and values; `row` tells the rows apart. */
export interface Pair {
  readonly row: number;
  readonly name: string;
  readonly value: string;
}

const headers = z.record(z.string(), z.string()).catch({});
export const headersAt = (params: Params): readonly Pair[] =>
  Object.entries(headers.parse(params.headers)).map(([name, value], row) => ({ row, name, value }));

/** Without the rows that are empty. */
export const toHeaders = (pairs: readonly Pair[]): Record<string, string> =>
  Object.fromEntries(
    pairs.filter(({ name, value }) => name !== '' || value !== '').map(({ name, value }) => [name, value]),
  );

/** Without what is `undefined`, so that the type's defaults hold. */
export const defined = (params: Params): Params =>
  Object.fromEntries(Object.entries(params).filter(([, value]) => value !== undefined));

export const orNull = (text: string): string | null => (text === '' ? null : text);
export const orAbsent = (text: string): string | undefined => (text === '' ? undefined : text);
