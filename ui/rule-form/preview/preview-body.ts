import type { Faults } from '../fields/faults-context.ts';
import { type RuleValues, toBody } from '../rule-values.ts';

/** Alerts, and events of each action, that a preview shows. */
const most = 5;

/** Whether a preview can do without what is wrong at a place: a name, and connectors. */
export const isWaived = (path: string) => path === 'name' || /^actions\.\d+\.id$/.test(path);

/** The actions that a preview is told of: those that have a connector. */
export const sentActions = ({ actions }: Pick<RuleValues, 'actions'>) =>
  actions.filter(({ connectorId }) => connectorId !== '');

/** Faults of what the preview was sent, at the places that its actions have in the form. */
export function atFormPlaces(faults: Faults, values: Pick<RuleValues, 'actions'>): Faults {
  const places = sentActions(values).map((action) => values.actions.indexOf(action));
  const placed = (path: string) =>
    path.replace(/^actions\.(\d+)/, (_, n) => `actions.${places[Number(n)] ?? n}`);
  return new Map([...faults].map(([path, words]) => [placed(path), words]));
}

/** What the preview is asked, as JSON; `undefined`: it would be refused. */
export function previewBody(
  { id, typeId }: { readonly id: string; readonly typeId: string },
  values: RuleValues,
  faults: Faults,
): string | undefined {
  if ([...faults.keys()].some((path) => !isWaived(path))) return undefined;
  const body = toBody({ ...values, actions: sentActions(values) });
  return JSON.stringify({ ...body, id, rule_type_id: typeId, consumer: 'alerts', limit: most });
}
