import { useQuery } from '@tanstack/react-query';
import type { z } from 'zod';
import { type SecretBody, secretListBody, shownSecretBody } from '../../src/api/secrets.ts';
import { act, change, get } from '../api/request.ts';

export type ShownSecret = z.infer<typeof shownSecretBody>;

export const secretsKey = ['rule-secrets'] as const;
const path = '/api/tocsin/secrets';
const pathOf = (name: string) => `${path}/${encodeURIComponent(name)}`;

/** The secrets that rules may name, without what is in them. */
export function useSecrets() {
  return useQuery({
    queryKey: secretsKey,
    queryFn: async ({ signal }) => (await get(secretListBody, path, signal)).items,
  });
}

/** Makes a secret, or replaces the one of this name. */
export function saveSecret(name: string, body: SecretBody) {
  return change(shownSecretBody, 'PUT', pathOf(name), body);
}

export function deleteSecret(name: string) {
  return act('DELETE', pathOf(name));
}
