import type { Variables } from './prepare-variables.ts';
import { ruleVariables, type TemplateRule, type TemplateSurroundings } from './rule-variables.ts';

/** What templates may know of an alert. */
export interface TemplateAlert {
  readonly id: string;
  readonly uuid: string;
  /** The group of the action: `recovered` when it runs because the alert has recovered. */
  readonly group: { readonly id: string; readonly name: string };
  readonly flapping: boolean;
  readonly consecutiveMatches: number;
  /** What the rule type says of this run; empty on recovery unless it says something then too. */
  readonly context: Variables;
  readonly state: Variables;
}

/** What an action for each alert knows beside what every action of a rule does. */
export function variablesOfAlert(alert: TemplateAlert): Variables {
  const { id, uuid, group, flapping, consecutiveMatches, context, state } = alert;
  return {
    alert: {
      id,
      uuid,
      actionGroup: group.id,
      actionGroupName: group.name,
      flapping,
      consecutiveMatches,
    },
    context,
    state,
    alertInstanceId: id,
    alertActionGroup: group.id,
    alertActionGroupName: group.name,
  };
}

/** Variables of an action for each alert (contract 4.4). They go through `prepareVariables` before a template sees them. */
export function alertVariables(
  rule: TemplateRule,
  alert: TemplateAlert,
  surroundings: TemplateSurroundings,
): Variables {
  return { ...ruleVariables(rule, surroundings), ...variablesOfAlert(alert) };
}

/** Alerts of one kind in a summary: how many, and each as a document. */
export interface SummarizedAlerts {
  readonly count: number;
  readonly data: readonly Variables[];
}

export interface AlertSummary {
  readonly new: SummarizedAlerts;
  readonly ongoing: SummarizedAlerts;
  readonly recovered: SummarizedAlerts;
}

/** Variables of an action that sums a run's alerts up (contract 4.5): where an alert would stand, the rule does. */
export function summaryVariables(
  rule: TemplateRule,
  summary: AlertSummary,
  surroundings: TemplateSurroundings,
): Variables {
  const { new: fresh, ongoing, recovered } = summary;
  const kinds = [fresh, ongoing, recovered];
  const all = {
    count: kinds.reduce((sum, { count }) => sum + count, 0),
    data: kinds.flatMap(({ data }) => data),
  };
  const alert: TemplateAlert = {
    id: rule.id,
    uuid: rule.id,
    group: { id: 'default', name: 'Default' },
    flapping: false,
    consecutiveMatches: 0,
    context: {},
    state: {},
  };
  return { ...alertVariables(rule, alert, surroundings), alerts: { new: fresh, ongoing, recovered, all } };
}
