import type { AlertState, LifecycleState } from './alert-state.ts';
import type { ClassifiedAlert } from './classified-alert.ts';
import { IncidentHolders } from './incident-holders.ts';
import { Outbox } from './outbox.ts';
import { patchState } from './patch-state.ts';
import type { RuleAction } from './rule-action.ts';
import type { RunInput } from './run-input.ts';
import { isInTimeframe } from './timeframe.ts';

/** A run while its actions are decided: what goes out, and what has to be kept. */
export class RunWork {
  readonly input: RunInput;
  readonly outbox: Outbox;
  /** The number of this run. */
  readonly run: number;
  readonly changed: Map<string, AlertState>;
  lifecycle: LifecycleState;
  /** Runs of actions that the limit kept back. */
  keptBack = 0;
  #actionsLeft: number;
  #holders: IncidentHolders | undefined;
  readonly #isInTimeframe = new Map<string, boolean>();

  /** @param changed states that the run has changed so far. */
  constructor(input: RunInput, run: number, changed: ReadonlyMap<string, AlertState>) {
    this.input = input;
    this.run = run;
    this.outbox = new Outbox(input.connectors);
    this.changed = new Map(changed);
    this.lifecycle = { ...input.previous.lifecycle, run };
    this.#actionsLeft = input.maxActions;
  }

  /** States as they are now. */
  *states(): Iterable<AlertState> {
    const { alerts } = this.input.previous;
    for (const state of alerts.values()) yield this.changed.get(state.id) ?? state;
    for (const state of this.changed.values()) if (!alerts.has(state.id)) yield state;
  }

  state({ state }: ClassifiedAlert): AlertState {
    return this.changed.get(state.id) ?? state;
  }

  update(state: AlertState, patch: Partial<AlertState>): AlertState {
    const after = patchState(state, patch);
    if (after !== state) this.changed.set(state.id, after);
    this.#holders?.update(state, after);
    return after;
  }

  /** Nobody is to hear of an alert: it or its rule is muted, or snoozed. */
  isQuiet({ id, mutedUntilRecovery }: Pick<AlertState, 'id' | 'mutedUntilRecovery'>): boolean {
    const { isSnoozed, rule } = this.input;
    return isSnoozed || rule.muteAll || mutedUntilRecovery === true || rule.mutedAlertIds.has(id);
  }

  isInTimeframe({ uuid, timeframe }: RuleAction): boolean {
    if (timeframe === undefined) return true;
    const known = this.#isInTimeframe.get(uuid);
    if (known !== undefined) return known;
    const isIn = isInTimeframe(timeframe, this.input.now);
    this.#isInTimeframe.set(uuid, isIn);
    return isIn;
  }

  /** Takes one of the actions that a run may run. */
  mayAct(): boolean {
    if (this.#actionsLeft > 0) {
      this.#actionsLeft--;
      return true;
    }
    this.keptBack++;
    return false;
  }

  /** Whether another active alert, or a summary, has an incident open. */
  isHeldByOther(
    incident: { readonly connectorId: string; readonly dedupKey: string },
    alertId: string,
  ): boolean {
    this.#holders ??= new IncidentHolders(this.states());
    return this.#holders.isHeldByOther(incident, alertId);
  }
}
