import { pagerDutyType } from '../connectors/connector-type.ts';

/** `alerting.rules.run.actions.*`. */
export interface ActionLimits {
  readonly max: number;
  readonly connectorTypeOverrides: readonly { readonly id: string; readonly max: number }[];
}

/** How many actions one run may come to: all of them go to PagerDuty, whose own limit counts first. */
export function mostActions({ max, connectorTypeOverrides }: ActionLimits): number {
  return connectorTypeOverrides.find(({ id }) => id === pagerDutyType.id)?.max ?? max;
}
