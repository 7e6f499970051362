import type { OpenedIncident } from './alert-state.ts';
import type { RuleAction } from './rule-action.ts';

/** The dedup key of an action that has none, as Kibana's screens fill it in. */
export const defaultKeyTemplate = '{{rule.id}}:{{alert.id}}';

/** An incident, as it is compared. */
type Address = Pick<OpenedIncident, 'connectorId' | 'dedupKey'>;

type Opened = readonly OpenedIncident[] | undefined;

/** One text for an incident; connector ids hold no line breaks. */
export function addressOf({ connectorId, dedupKey }: Address): string {
  return `${connectorId}\n${dedupKey}`;
}

export function isSameIncident(a: Address, b: Address): boolean {
  return a.dedupKey === b.dedupKey && a.connectorId === b.connectorId;
}

/** With one more, unless it is there already. */
export function withIncident(opened: Opened, incident: OpenedIncident): readonly OpenedIncident[] {
  if (opened?.some((each) => isSameIncident(each, incident))) return opened;
  return [...(opened ?? []), incident];
}

/** Without one; `undefined` when none is left. */
export function withoutIncident(opened: Opened, incident: Address): Opened {
  const rest = opened?.filter((each) => !isSameIncident(each, incident));
  return rest === undefined || rest.length === 0 ? undefined : rest;
}

/** The template of an action's dedup key, in one form for all that mean the same. */
export function keyTemplateOf({ params: { dedupKey } }: Pick<RuleAction, 'params'>): string {
  if (typeof dedupKey !== 'string' || dedupKey.trim() === '') return defaultKeyTemplate;
  return dedupKey.replaceAll(/\{\{\s+|\s+\}\}/g, (braces) => braces.trim());
}

/**
 * Those of an alert's incidents that an action speaks of: on its connector, opened by an action with the same template
 * for the dedup key, or with the very key that its own template comes to. The first holds although the template comes
 * to something else now, such as with the empty context of a recovery.
 *
 * @param dedupKey what the action's template comes to now.
 */
export function incidentsOf(
  action: RuleAction,
  dedupKey: string,
  opened: Opened,
  actions: readonly RuleAction[],
): readonly OpenedIncident[] {
  if (opened === undefined) return [];
  const template = keyTemplateOf(action);
  return opened.filter((incident) => {
    if (incident.connectorId !== action.connectorId) return false;
    if (incident.dedupKey === dedupKey) return true;
    const opener = actions.find(({ uuid }) => uuid === incident.actionUuid);
    return opener !== undefined && keyTemplateOf(opener) === template;
  });
}
