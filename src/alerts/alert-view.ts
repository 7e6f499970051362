import { alertVariables, type TemplateAlert } from '../templates/alert-variables.ts';
import { prepareVariables, type Variables } from '../templates/prepare-variables.ts';
import type { AlertingRule } from './alerting-rule.ts';
import type { ClassifiedAlert } from './classified-alert.ts';

/** What a template sees of an alert, ready to be filled in. */
export interface AlertView {
  readonly variables: Variables;
  /** What could not be shown. */
  readonly notes: readonly string[];
}

interface ViewFacts {
  readonly now: number;
  readonly publicBaseUrl: string;
  readonly run: number;
  /** The action group of the action. */
  readonly group: string;
  readonly context: Variables;
}

const iso = (time: number) => new Date(time).toISOString();

/** `state` as Kibana fills it in: `duration` is in nanoseconds, as text. */
function stateVariables({ state }: ClassifiedAlert, now: number): Variables {
  const { start, end, state: kept } = state;
  const lasted = (end ?? now) - start;
  return {
    ...kept,
    start: iso(start),
    duration: lasted > 0 ? `${lasted}000000` : '0',
    ...(end !== undefined && { end: iso(end) }),
  };
}

/** The variables of an alert for an action that runs now (contract 4.4). */
export function viewOfAlert(
  rule: AlertingRule,
  alert: ClassifiedAlert,
  { now, publicBaseUrl, run, group, context }: ViewFacts,
): AlertView {
  const { state, kind } = alert;
  const shown: TemplateAlert = {
    id: state.id,
    uuid: state.uuid,
    group: { id: group, name: rule.groupNames.get(group) ?? group },
    flapping: state.flapping === true,
    consecutiveMatches: kind === 'recovered' ? 0 : run - state.firstRun + 1,
    context,
    state: stateVariables(alert, now),
  };
  const surroundings = { date: new Date(now), publicBaseUrl };
  return viewOf(
    () => alertVariables(rule, shown, surroundings),
    () => alertVariables(rule, { ...shown, context: {}, state: {} }, surroundings),
  );
}

/** Makes variables ready; what has no JSON, such as a ring that a rule type reported, costs its part and no page. */
export function viewOf(all: () => Variables, withoutReported: () => Variables): AlertView {
  try {
    return { variables: prepareVariables(all()), notes: [] };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return {
      variables: prepareVariables(withoutReported()),
      notes: [`context and state left out, because they can not be written as JSON: ${why}`],
    };
  }
}
