import type { ActionValues } from './action-values.ts';

/** The actions with a connector chosen for one of them: those for which nobody has chosen one yet go with it. */
export function withConnector(
  actions: readonly ActionValues[],
  uuid: string,
  connectorId: string,
): readonly ActionValues[] {
  return actions.map((action) => {
    if (action.uuid === uuid) return { ...action, connectorId, isConnectorChosen: true };
    return action.isConnectorChosen ? action : { ...action, connectorId };
  });
}
