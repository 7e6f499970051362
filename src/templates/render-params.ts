import type { Variables } from './prepare-variables.ts';
import { renderTemplate } from './render-template.ts';

/** Deeper than this no params are (contract 2.2 has two levels, custom details some more). */
const deepest = 64;

/**
 * A copy of an action's params in which every text, at any depth, was filled in as a template; names, numbers, booleans
 * and null are left alone (contract 4.1).
 */
export function renderParams(
  params: unknown,
  view: Variables,
  onError: (words: string) => void = () => {},
  depth = 0,
): unknown {
  if (typeof params === 'string') return renderTemplate(params, view, onError);
  if (typeof params !== 'object' || params === null || depth >= deepest) return params;
  const inner = (value: unknown) => renderParams(value, view, onError, depth + 1);
  if (Array.isArray(params)) return params.map(inner);
  return Object.fromEntries(Object.entries(params).map(([name, value]) => [name, inner(value)]));
}
