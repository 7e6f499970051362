import type { AlertState } from './alert-state.ts';

function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object') return false;
  return JSON.stringify(a) === JSON.stringify(b);
}

/** A state with some fields changed; the very same state where they are as they were, so that nothing is written. */
export function patchState(state: AlertState, patch: Partial<AlertState>): AlertState {
  const differs = Object.entries(patch).some(([name, value]) => !isSame(Reflect.get(state, name), value));
  return differs ? { ...state, ...patch } : state;
}
