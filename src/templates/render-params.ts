import type { Variables } from './prepare-variables.ts';
import { renderDetails } from './render-details.ts';
import { type Rendered, renderTemplate } from './render-template.ts';

export interface RenderedParams {
  /** What could not be filled in is left out, so that it gets its default. */
  readonly params: Readonly<Record<string, unknown>>;
  /** What went wrong, for the event's delivery log. */
  readonly notes: readonly string[];
}

/** Deeper than this no params are. */
const deepest = 64;

/**
 * A copy of an action's params in which every text, at any depth, was filled in as a template; names, numbers, booleans
 * and null are left alone (contract 4.1). `customDetails` keeps types (`renderDetails`).
 */
export function renderParams(params: Readonly<Record<string, unknown>>, view: Variables): RenderedParams {
  const notes: string[] = [];
  const told = (path: string, rendered: Rendered): string | undefined => {
    if (rendered.kind === 'text') {
      for (const note of rendered.notes) notes.push(`${path}: ${note}`);
      return rendered.text;
    }
    notes.push(`${path} could not be filled in, and was left out: ${rendered.why}`);
    return undefined;
  };
  const render = (value: unknown, path: string, depth: number): unknown => {
    if (typeof value === 'string') return told(path, renderTemplate(value, view));
    if (typeof value !== 'object' || value === null || depth >= deepest) return value;
    if (Array.isArray(value)) return value.map((each, index) => render(each, `${path}[${index}]`, depth + 1));
    return Object.fromEntries(
      Object.entries(value).map(([name, each]) => [name, render(each, `${path}.${name}`, depth + 1)]),
    );
  };
  const rendered = Object.entries(params).map(([name, value]) => [
    name,
    name === 'customDetails'
      ? renderDetails(value, view, (note) => notes.push(note))
      : render(value, name, 0),
  ]);
  return { params: Object.fromEntries(rendered), notes };
}
