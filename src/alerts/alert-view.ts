import { type TemplateAlert, variablesOfAlert } from '../templates/alert-variables.ts';
import { prepareVariables, type Variables } from '../templates/prepare-variables.ts';
import type { ClassifiedAlert } from './classified-alert.ts';

/** What a template sees of an alert, ready to be filled in. */
export interface AlertView {
  readonly variables: Variables;
  /** What could not be shown. */
  readonly notes: readonly string[];
}

interface ViewFacts {
  readonly now: number;
  readonly run: number;
  /** Of the action: its group, by id and name. */
  readonly group: TemplateAlert['group'];
  readonly context: Variables;
  /** The variables of the rule, ready. */
  readonly ofRule: Variables;
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
  alert: ClassifiedAlert,
  { now, run, group, context, ofRule }: ViewFacts,
): AlertView {
  const { state, kind } = alert;
  const shown: TemplateAlert = {
    id: state.id,
    uuid: state.uuid,
    group,
    flapping: state.flapping === true,
    consecutiveMatches: kind === 'recovered' ? 0 : run - state.firstRun + 1,
    context,
    state: stateVariables(alert, now),
  };
  return viewOf(
    () => variablesOfAlert(shown),
    () => variablesOfAlert({ ...shown, context: {}, state: {} }),
    ofRule,
  );
}

/** Makes variables ready; what has no JSON, such as a ring that a rule type reported, costs its part and no page. */
export function viewOf(
  all: () => Variables,
  withoutReported: () => Variables,
  shared?: Variables,
): AlertView {
  try {
    return { variables: prepareVariables(all(), shared), notes: [] };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return {
      variables: prepareVariables(withoutReported(), shared),
      notes: [`context and state left out, because they can not be written as JSON: ${why}`],
    };
  }
}
