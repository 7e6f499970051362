import type { RuleAlerts, SavedRule } from './rule-form-api.ts';
import type { RuleValues } from './rule-values.ts';

type ActionOfRule = SavedRule['actions'][number];

/** An action that an edit ends, so that what it has opened is resolved or left. */
export interface EndedAction {
  readonly uuid: string;
  readonly group: string;
  readonly connectorId: string;
  /** Incidents of its connector that are open; those that this action has opened are among them. */
  readonly open: number;
  /** It goes on as another one: alerts that are active page again, as new incidents. */
  readonly goesOn: boolean;
}

const keyOf = (params: Readonly<Record<string, unknown>>) =>
  typeof params.dedupKey === 'string' && params.dedupKey.trim() !== ''
    ? params.dedupKey
    : '{{rule.id}}:{{alert.id}}';
const opens = ({ eventAction }: Readonly<Record<string, unknown>>) =>
  eventAction !== 'resolve' && eventAction !== 'acknowledge';

/**
 * The actions of a rule that no action speaks for after an edit: none has the same connector and the same template for
 * its key (as `editAlerts` of the server decides it). Only those through whose connector something is open.
 */
export function endedActions(
  before: readonly ActionOfRule[],
  after: RuleValues['actions'],
  alerts: RuleAlerts['items'],
): readonly EndedAction[] {
  const open = new Map<string, number>();
  for (const { open: incidents } of alerts)
    for (const { connector_id: id } of incidents) open.set(id, (open.get(id) ?? 0) + 1);
  return before.flatMap(({ uuid, group, id, params, frequency }) => {
    const heir = after.some(
      (action) =>
        action.connectorId === id &&
        opens(action.params) &&
        action.isSummary === (frequency?.summary ?? false) &&
        keyOf(action.params) === keyOf(params),
    );
    const count = open.get(id) ?? 0;
    const goesOn = after.some((action) => action.uuid === uuid && opens(action.params));
    return opens(params) && !heir && count > 0 ? [{ uuid, group, connectorId: id, open: count, goesOn }] : [];
  });
}
