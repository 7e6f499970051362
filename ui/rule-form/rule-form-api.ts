import { useQuery } from '@tanstack/react-query';
import type { z } from 'zod';
import type { ruleAlertsBody } from '../../src/api/rule-alerts.ts';
import { rulePreviewBody } from '../../src/api/rule-preview.ts';
import { ruleBody, ruleTypesBody } from '../../src/api/rules.ts';
import { ask, change, get } from '../api/request.ts';

export type RuleTypeShown = z.infer<typeof ruleTypesBody>[number];
export type RulePreview = z.infer<typeof rulePreviewBody>;
export type RuleAlerts = z.infer<typeof ruleAlertsBody>;
export type SavedRule = z.infer<typeof ruleBody>;

const typesKey = ['rule-types'] as const;

/** The types that a rule can have. */
export function useRuleTypes() {
  return useQuery({
    queryKey: typesKey,
    queryFn: ({ signal }) => get(ruleTypesBody, '/api/alerting/rule_types', signal),
    staleTime: 60_000,
  });
}

const path = (id: string) => `/api/alerting/rule/${encodeURIComponent(id)}`;

/** Makes a rule under this id, or replaces what is said of it. */
export function saveRule(kind: 'new' | 'edit', id: string, body: object): Promise<SavedRule> {
  return change(ruleBody, kind === 'new' ? 'POST' : 'PUT', path(id), body);
}

/** What a rule would do. */
export async function previewRule(body: object, signal: AbortSignal): Promise<RulePreview> {
  const answer = await ask(rulePreviewBody, '/api/tocsin/rule/_preview', { method: 'POST', body, signal });
  return answer.data;
}
