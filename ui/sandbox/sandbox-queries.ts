import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import {
  callsAnswer,
  changesAnswer,
  type IncidentStatus,
  incidentAnswer,
  incidentsAnswer,
  stateAnswer,
} from '../../src/api/sandbox.ts';
import { get, withQuery } from '../api/request.ts';

export const sandboxPath = '/api/tocsin/sandbox';
const key = 'sandbox';
export const stateKey = [key, 'state'] as const;

/** Milliseconds: what others do to the sandbox is told by no stream. */
const pollEvery = 2000;

const shared = { refetchInterval: pollEvery, meta: { live: true }, placeholderData: keepPreviousData };

export type SandboxState = z.infer<typeof stateAnswer>;
export type SandboxIncident = z.infer<typeof incidentsAnswer>['items'][number];
export type SandboxCall = z.infer<typeof callsAnswer>['items'][number];

export function useSandboxState() {
  return useQuery({
    ...shared,
    queryKey: stateKey,
    queryFn: ({ signal }) => get(stateAnswer, sandboxPath, signal),
  });
}

export function useSandboxIncidents(limit: number, status: IncidentStatus | undefined) {
  return useQuery({
    ...shared,
    queryKey: [key, 'incidents', status, limit],
    queryFn: ({ signal }) =>
      get(incidentsAnswer, withQuery(`${sandboxPath}/incidents`, { limit, status }), signal),
  });
}

export function useSandboxIncident(id: number) {
  return useQuery({
    ...shared,
    placeholderData: undefined,
    queryKey: [key, 'incident', id],
    queryFn: ({ signal }) => get(incidentAnswer, `${sandboxPath}/incidents/${id}`, signal),
  });
}

export function useSandboxCalls(limit: number) {
  return useQuery({
    ...shared,
    queryKey: [key, 'calls', limit],
    queryFn: ({ signal }) => get(callsAnswer, withQuery(`${sandboxPath}/calls`, { limit }), signal),
  });
}

export function useSandboxChanges(limit: number) {
  return useQuery({
    ...shared,
    queryKey: [key, 'changes', limit],
    queryFn: ({ signal }) => get(changesAnswer, withQuery(`${sandboxPath}/changes`, { limit }), signal),
  });
}

/** Something that is done to the sandbox; all that is shown of it is read again afterwards. */
export function useSandboxChange<V, T>(act: (value: V) => Promise<T>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: act,
    onSettled: () => queries.invalidateQueries({ queryKey: [key] }),
  });
}
