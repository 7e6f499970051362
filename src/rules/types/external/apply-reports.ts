import { type ExternalState, externalStates, type HeldAlert } from './external-state.ts';

/** What a program says of one alert. */
export interface AlertReport extends Omit<HeldAlert, 'at'> {
  readonly id: string;
  readonly state: 'active' | 'recovered';
}

/**
 * What an external rule knows after reports have arrived, in their order. A report replaces what was reported before
 * of the same alert; alerts that are not spoken of stay as they are.
 */
export function applyReports(state: unknown, reports: readonly AlertReport[], now: number): ExternalState {
  const alerts = new Map(externalStates.read(state).alerts);
  for (const { id, state: becomes, ...said } of reports) {
    if (becomes === 'active') alerts.set(id, { at: now, ...said });
    else alerts.delete(id);
  }
  return externalStates.made({ alerts: [...alerts] });
}
