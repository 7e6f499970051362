import type { AlertState, OpenedIncident } from './alert-state.ts';
import { addressOf } from './incidents.ts';

/**
 * Which active alerts have an incident open. Several have the same one where the template of the dedup key does not
 * name the alert; it is over only when the last of them is.
 */
export class IncidentHolders {
  readonly #holders = new Map<string, Set<string>>();

  constructor(states: Iterable<AlertState>) {
    for (const state of states) this.update(undefined, state);
  }

  update(before: AlertState | undefined, after: AlertState): void {
    const opened = after.status === 'active' ? after.opened : undefined;
    if (before?.opened === opened && before?.status === after.status) return;
    for (const incident of before?.opened ?? []) this.#holders.get(addressOf(incident))?.delete(after.id);
    for (const incident of opened ?? []) {
      const address = addressOf(incident);
      const holders = this.#holders.get(address) ?? new Set();
      this.#holders.set(address, holders.add(after.id));
    }
  }

  /** Whether an active alert other than `alertId` has it open. */
  isHeldByOther(incident: Pick<OpenedIncident, 'connectorId' | 'dedupKey'>, alertId: string): boolean {
    const holders = this.#holders.get(addressOf(incident));
    if (holders === undefined) return false;
    return holders.has(alertId) ? holders.size > 1 : holders.size > 0;
  }
}
