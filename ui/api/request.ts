import { z } from 'zod';
import { errorBody } from '../../src/api/error-body.ts';
import { texts } from '../texts/common.ts';
import { ApiError } from './api-error.ts';
import { signedInAgain } from './session-gate.ts';

export interface RequestOptions {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Becomes JSON; absent: no body. */
  readonly body?: unknown;
  readonly signal?: AbortSignal | undefined;
  /** A 401 is an answer like any other here, and brings no sign-in back. */
  readonly isSignIn?: boolean;
  /** Statuses that are no failure here: their body is the answer, as that of a 200 is. */
  readonly alsoAnswers?: readonly number[];
}

/** An answer with what its headers say besides. */
export interface Answer<T> {
  readonly data: T;
  readonly headers: Headers;
}

const nothing = z.undefined();

async function send(path: string, { method = 'GET', body, signal }: RequestOptions): Promise<Response> {
  try {
    return await fetch(path, {
      method,
      // A page of another site can not send this one (docs/operations.md, signing in).
      headers: { 'kbn-xsrf': 'tocsin', ...(body !== undefined && { 'content-type': 'application/json' }) },
      credentials: 'same-origin',
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(signal && { signal }),
    });
  } catch (error) {
    if (signal?.aborted === true) throw error;
    throw new ApiError(0, texts.errors.unreachable, { cause: error });
  }
}

/** What a body says; it may come from a proxy that has a page of its own to show. */
async function bodyOf(response: Response): Promise<unknown> {
  const text = await response.text();
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ApiError(response.status, texts.errors.odd(response.status), { cause: error });
  }
}

async function refusalOf(response: Response): Promise<ApiError> {
  const text = await response.text().catch(() => '');
  try {
    return new ApiError(response.status, errorBody.parse(JSON.parse(text)).message);
  } catch {
    return new ApiError(response.status, texts.errors.odd(response.status));
  }
}

/**
 * Asks the API. Rejects with an `ApiError`. When the session has ended meanwhile, the sign-in comes up, and the
 * request is made again afterwards: whoever waits for it notices nothing.
 */
export async function ask<S extends z.ZodType>(
  schema: S,
  path: string,
  options: RequestOptions = {},
): Promise<Answer<z.output<S>>> {
  let response = await send(path, options);
  if (response.status === 401 && options.isSignIn !== true) {
    await signedInAgain(options.signal);
    response = await send(path, options);
  }
  if (!response.ok && options.alsoAnswers?.includes(response.status) !== true)
    throw await refusalOf(response);
  const parsed = schema.safeParse(await bodyOf(response));
  if (!parsed.success)
    throw new ApiError(response.status, texts.errors.odd(response.status), { cause: parsed.error });
  return { data: parsed.data, headers: response.headers };
}

/** Reads something. */
export async function get<S extends z.ZodType>(
  schema: S,
  path: string,
  signal?: AbortSignal,
): Promise<z.output<S>> {
  return (await ask(schema, path, { signal })).data;
}

/** Changes something that answers with a body. */
export async function change<S extends z.ZodType>(
  schema: S,
  method: 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  body?: unknown,
): Promise<z.output<S>> {
  return (await ask(schema, path, { method, body })).data;
}

/** Changes something that answers with nothing (204). */
export async function act(
  method: 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  body?: unknown,
): Promise<void> {
  await ask(nothing, path, { method, body });
}

/** A path with a query; what is `undefined` or empty is left out. */
export function withQuery(
  path: string,
  query: Readonly<Record<string, string | number | null | undefined>>,
): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== '') search.set(key, String(value));
  }
  const text = search.toString();
  return text === '' ? path : `${path}?${text}`;
}
