import { z } from 'zod';
import {
  type AlertState,
  alertStateSchema,
  type LifecycleState,
  lifecycleStateSchema,
  newLifecycle,
} from '../alerts/alert-state.ts';
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

/** The rule's own part of its memory, as JSON text. */
export function ruleStateText(lifecycle: LifecycleState, state: unknown): string {
  return JSON.stringify({ lifecycle, state });
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
