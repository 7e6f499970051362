import type { FastifyRequest } from 'fastify';
import { userNameOf } from '../access/caller.ts';

/** The user to be noted with what is asked for; `null`: it was no user. */
export function byWhom({ caller }: Pick<FastifyRequest, 'caller'>): string | null {
  return caller === undefined ? null : userNameOf(caller);
}
