import type { FlappingSettings } from './alerting-rule.ts';

/** What flapping is judged by, and the judgement. */
export interface Flap {
  /** The runs in which the alert's condition came or went, newest last. */
  readonly changes: readonly number[];
  readonly flapping: boolean;
}

const none: readonly number[] = [];

function within(changes: readonly number[], run: number, { lookBackWindow }: FlappingSettings): number {
  let count = 0;
  for (let i = changes.length - 1; i >= 0 && (changes[i] ?? 0) > run - lookBackWindow; i--) count++;
  return count;
}

/**
 * Judges an alert after a run (contract 6.5): it begins to flap with as many changes within the window as the
 * threshold says, and ends when the whole window holds none. Where nothing has changed, `changes` is the same list.
 */
export function advanceFlap(
  before: Flap,
  hasChanged: boolean,
  run: number,
  settings: FlappingSettings,
): Flap {
  if (!settings.enabled)
    return { changes: before.changes.length > 0 ? none : before.changes, flapping: false };
  const inWindow = within(before.changes, run, settings);
  const count = hasChanged ? inWindow + 1 : inWindow;
  const changes = hasChanged
    ? [...before.changes.slice(before.changes.length - inWindow), run]
    : before.changes;
  return { changes, flapping: count >= settings.statusChangeThreshold || (before.flapping && count > 0) };
}

/** Whether a change in the next run may find the alert flapping, so that it would be shown as it was last. */
export function mayFlapNext({ changes, flapping }: Flap, run: number, settings: FlappingSettings): boolean {
  if (!settings.enabled) return false;
  return flapping || within(changes, run + 1, settings) + 1 >= settings.statusChangeThreshold;
}

/** Whether anything of the past still counts. */
export function isFlapRemembered(
  { changes, flapping }: Flap,
  run: number,
  settings: FlappingSettings,
): boolean {
  return settings.enabled && (flapping || within(changes, run + 1, settings) > 0);
}
