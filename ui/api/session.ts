import { queryOptions } from '@tanstack/react-query';
import { z } from 'zod';
import { ApiError } from './api-error.ts';
import { ask } from './request.ts';

const sessionAnswer = z.object({ user: z.string().nullable(), expires_at: z.string().nullable() });

export type Session = z.infer<typeof sessionAnswer>;

export const sessionKey = ['session'] as const;
const path = '/api/tocsin/session';

/** Who is signed in; `null`: nobody. */
export async function readSession(signal?: AbortSignal): Promise<Session | null> {
  try {
    return (await ask(sessionAnswer, path, { signal, isSignIn: true })).data;
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) return null;
    throw error;
  }
}

/** Who is signed in, asked once; who signs in or out sets it anew. `index.html` has it asked before scripts run. */
export const sessionQuery = queryOptions({
  queryKey: sessionKey,
  queryFn: ({ signal }) => readSession(signal),
  staleTime: Number.POSITIVE_INFINITY,
});

export async function signIn(user: string, password: string): Promise<Session> {
  return (await ask(sessionAnswer, path, { method: 'POST', body: { user, password }, isSignIn: true })).data;
}

/** Signs in by the one-time link that a start or `tocsin user link` prints. */
export async function signInByLink(token: string): Promise<Session> {
  return (await ask(sessionAnswer, `${path}/_link`, { method: 'POST', body: { token }, isSignIn: true }))
    .data;
}

export async function signOut(): Promise<void> {
  await ask(z.undefined(), path, { method: 'DELETE', isSignIn: true });
}
