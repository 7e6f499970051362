import { z } from 'zod';
import {
  type AlertState,
  alertStateSchema,
  type LifecycleState,
  lifecycleStateSchema,
  newLifecycle,
} from '../alerts/alert-state.ts';
import type { AlertChanges } from '../alerts/run-outcome.ts';
import type { RuleStateRow } from '../store/rule-store.ts';

/** What a rule goes on with from run to run, as it is on disk; in memory it may be some runs without change ahead. */
export interface RuleMemory {
  lifecycle: LifecycleState;
  readonly alerts: Map<string, AlertState>;
  /** What its type keeps. */
  state: unknown;
  /** The same as it is on disk; `undefined`: nothing is. */
  stateText: string | undefined;
}

const ruleStateSchema = z.object({ lifecycle: lifecycleStateSchema, state: z.unknown() });

export function emptyMemory(): RuleMemory {
  return { lifecycle: newLifecycle, alerts: new Map(), state: undefined, stateText: undefined };
}

/**
 * The rule's own part of its memory, as JSON text.
 *
 * @param stateText What its type keeps, as JSON already: with thousands of alerts that is megabytes, and was written once
 * to be compared. `undefined`: nothing.
 */
export function ruleStateText(lifecycle: LifecycleState, stateText: string | undefined): string {
  const kept = stateText === undefined ? '' : `,"state":${stateText}`;
  return `{"lifecycle":${JSON.stringify(lifecycle)}${kept}}`;
}

/** Reads what was kept. */
export function readMemory({ ruleState, alerts }: RuleStateRow): RuleMemory {
  const read = ruleState === null ? undefined : ruleStateSchema.parse(JSON.parse(ruleState));
  const states = alerts.map(({ state }) => alertStateSchema.parse(JSON.parse(state)));
  return {
    lifecycle: read?.lifecycle ?? newLifecycle,
    alerts: new Map(states.map((state) => [state.id, state])),
    state: read?.state,
    stateText: read?.state === undefined ? undefined : JSON.stringify(read.state),
  };
}

/** Of its alerts that are active. */
export function* activeIds({ alerts }: RuleMemory): Iterable<string> {
  for (const { id, status } of alerts.values()) if (status === 'active') yield id;
}

/** The uuid that an alert has, by its id. */
export const uuidsOf =
  ({ alerts }: RuleMemory) =>
  (alertId: string): string | null =>
    alerts.get(alertId)?.uuid ?? null;

/** A type that has nothing new to keep hands its state back as it was: then it need not be written again to be compared. */
export function stateTextOf(state: unknown, memory: RuleMemory): string | undefined {
  if (state === memory.state) return memory.stateText;
  return state === undefined ? undefined : JSON.stringify(state);
}

/** A memory after changes, and with another state of the type where there is one. */
export function memoryAfter(
  memory: RuleMemory,
  { lifecycle, changed, removed }: AlertChanges,
  state: { readonly value: unknown; readonly text: string | undefined } = {
    value: memory.state,
    text: memory.stateText,
  },
): RuleMemory {
  const alerts = new Map(memory.alerts);
  for (const id of removed) alerts.delete(id);
  for (const each of changed) alerts.set(each.id, each);
  return { lifecycle, alerts, state: state.value, stateText: state.text };
}
