import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import { apiKeyListBody, userListBody } from '../../src/api/access.ts';
import { networkCheckBody } from '../../src/api/network.ts';
import { relayKeyListBody } from '../../src/api/relay-keys.ts';
import { sessionListBody } from '../../src/api/sessions.ts';
import { settingsBody } from '../../src/api/settings.ts';
import { statusBody } from '../../src/api/status.ts';
import { ask, get } from '../api/request.ts';

/** Milliseconds: how the server is, is told by no stream. */
const lookEvery = 5000;

export const paths = {
  users: '/api/tocsin/users',
  apiKeys: '/api/tocsin/api-keys',
  relayKeys: '/api/tocsin/relay-keys',
  sessions: '/api/tocsin/sessions',
} as const;

export type EffectiveSetting = z.infer<typeof settingsBody>['items'][number];
export type User = z.infer<typeof userListBody>['items'][number];
export type ApiKey = z.infer<typeof apiKeyListBody>['items'][number];
export type RelayKey = z.infer<typeof relayKeyListBody>['items'][number];
export type NetworkStep = z.infer<typeof networkCheckBody>['steps'][number];
export type BrowserSession = z.infer<typeof sessionListBody>['items'][number];

function useSettingsPart<S extends z.ZodType>(schema: S, path: string) {
  return useQuery({ queryKey: ['settings', path], queryFn: ({ signal }) => get(schema, path, signal) });
}

export const useEffectiveSettings = () => useSettingsPart(settingsBody, '/api/tocsin/settings');
export const useUsers = () => useSettingsPart(userListBody, paths.users);
export const useApiKeys = () => useSettingsPart(apiKeyListBody, paths.apiKeys);
export const useRelayKeys = () => useSettingsPart(relayKeyListBody, paths.relayKeys);
export const useSessions = () => useSettingsPart(sessionListBody, paths.sessions);

/** How the host of a connector is reached; '' asks nothing. Every asking opens connections, so none is repeated. */
export function useNetworkCheck(connector: string) {
  return useQuery({
    queryKey: ['network check', connector],
    queryFn: ({ signal }) =>
      get(networkCheckBody, `/api/tocsin/network/check?connector=${encodeURIComponent(connector)}`, signal),
    enabled: connector !== '',
    gcTime: 0,
    retry: false,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
}

/** How the server is, looked at again and again. A server in trouble says so with a 503. */
export function useServerStatus() {
  return useQuery({
    queryKey: ['settings', 'status'],
    queryFn: async ({ signal }) =>
      (await ask(statusBody, '/api/status', { signal, alsoAnswers: [503] })).data,
    refetchInterval: lookEvery,
  });
}

/** Something that changes who may call; what is shown of it is read again afterwards. */
export function useSettingsChange<V, T>(act: (value: V) => Promise<T>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: act,
    onSettled: () => queries.invalidateQueries({ queryKey: ['settings'] }),
  });
}
