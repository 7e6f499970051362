import type { Variables } from './prepare-variables.ts';
import { renderTemplate, valueOfTemplate } from './render-template.ts';

const deepest = 100;

/** What stands between the quotes of a JSON text. */
const insideJson = (value: unknown) => JSON.stringify(String(value)).slice(1, -1);

function parseJson(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

/**
 * Custom details, which come as an object or as JSON text.
 *
 * * In an object every text is a template, and one that is a single variable keeps the variable's type: a number stays
 *   a number, a list a list.
 * * JSON text is what Kibana's screens keep. Its texts are templates that stay texts, so that no quote in a value can
 *   break it; where variables stand outside of texts too, the whole is filled in with escaped values.
 *
 * @param onNote Told what could not be filled in; that is left out then.
 */
export function renderDetails(details: unknown, view: Variables, onNote: (words: string) => void): unknown {
  if (typeof details !== 'string') return renderEach(details, view, { keepsTypes: true, onNote });
  const parsed = parseJson(details);
  if (parsed !== undefined) return renderEach(parsed.value, view, { keepsTypes: false, onNote });
  const rendered = renderTemplate(details, view, insideJson);
  const filled = rendered.kind === 'text' ? parseJson(rendered.text) : undefined;
  if (filled !== undefined) return filled.value;
  const why = rendered.kind === 'fault' ? rendered.why : 'what it came to is no JSON';
  onNote(`customDetails could not be filled in, and was left out: ${why}`);
  return undefined;
}

interface EachOptions {
  readonly keepsTypes: boolean;
  readonly onNote: (words: string) => void;
}

function renderEach(
  value: unknown,
  view: Variables,
  options: EachOptions,
  path = 'customDetails',
  depth = 0,
): unknown {
  if (typeof value === 'string') return renderText(value, view, options, path);
  if (typeof value !== 'object' || value === null || depth >= deepest) return value;
  if (Array.isArray(value))
    return value.map((each, index) => renderEach(each, view, options, `${path}[${index}]`, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [
      name,
      renderEach(each, view, options, `${path}.${name}`, depth + 1),
    ]),
  );
}

function renderText(template: string, view: Variables, { keepsTypes, onNote }: EachOptions, path: string) {
  const typed = keepsTypes ? valueOfTemplate(template, view) : undefined;
  if (typed !== undefined) return typed.value;
  const rendered = renderTemplate(template, view);
  if (rendered.kind === 'text') {
    for (const note of rendered.notes) onNote(`${path}: ${note}`);
    return rendered.text;
  }
  onNote(`${path} could not be filled in, and was left out: ${rendered.why}`);
  return undefined;
}
