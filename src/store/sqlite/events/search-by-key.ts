import type { Values } from '../statement.ts';
import type { KeyBlocks } from './key-blocks.ts';
import type { Walk, WalkBounds, WalkStep } from './walk.ts';

export interface SearchOptions {
  /** The dedup key that is looked for; `null`: any. */
  readonly key: string | null;
  readonly bounds: WalkBounds;
  readonly limit: number;
  readonly values: Values;
}

/** One step of a walk, newest first, that passes over blocks of events in which the key is not. */
export function searchByKey(
  walk: Walk,
  blocks: KeyBlocks,
  { key, bounds, limit, values }: SearchOptions,
): WalkStep {
  if (key === null) return walk.step(bounds, limit, values);
  const found = blocks.find(key, bounds);
  if (found.bounds === null) return { rows: [], next: found.rest };
  const step = walk.step(found.bounds, limit, values);
  return step.next === null ? { rows: step.rows, next: found.rest } : step;
}
