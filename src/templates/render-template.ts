import Mustache from 'mustache';
import { BoundedWriter, type ToText } from './bounded-writer.ts';
import { lambdas } from './lambdas/lambdas.ts';
import { messageOf } from './message-of.ts';
import { OwnNamesContext } from './own-names-context.ts';
import type { Variables } from './prepare-variables.ts';

/** A template may have so many characters; a longer one is refused when it is saved. */
export const longestTemplate = 64 * 1024;

const limits = { characters: 1024 * 1024, steps: 200_000 };

/** What a template was filled in with, or why that can not be done. */
export type Rendered =
  | {
      readonly kind: 'text';
      readonly text: string /** What lambdas could not do. */;
      readonly notes: readonly string[];
    }
  | { readonly kind: 'fault'; readonly why: string };

const asItIs: ToText = (value) => String(value);

/** Where names of a template are looked up: the variables, then the lambdas. */
function contextOf(view: Variables, onNote: (words: string) => void): OwnNamesContext {
  return new OwnNamesContext(view, new OwnNamesContext(lambdas(view, onNote)));
}

/**
 * Fills a mustache template in. Nothing is escaped unless `toText` does, and a name that is not there is an empty text,
 * as Kibana does for PagerDuty (contract 4.1). What a lambda can not do stands in the text, as there, and is noted. It
 * never throws: other than in Kibana a template that can not be filled in does not become the text that is sent.
 *
 * @param view What `prepareVariables` made.
 */
export function renderTemplate(template: string, view: Variables, toText: ToText = asItIs): Rendered {
  const notes: string[] = [];
  if (template.length > longestTemplate) return { kind: 'fault', why: tooLong(template) };
  try {
    const context = contextOf(view, (words) => notes.push(words));
    const text = new BoundedWriter(limits, toText).render(template, context);
    return { kind: 'text', text, notes };
  } catch (error) {
    return { kind: 'fault', why: messageOf(error) };
  }
}

/**
 * The value of a template that is one variable and nothing else, such as `{{context.value}}`, as JSON has it;
 * `undefined`: the template is more than that, or there is no such variable.
 */
export function valueOfTemplate(template: string, view: Variables): { readonly value: unknown } | undefined {
  if (faultOfTemplate(template) !== undefined) return undefined;
  const [token, ...more] = new Mustache.Writer().parse(template.trim());
  if (token === undefined || more.length > 0 || !['name', '&'].includes(token[0])) return undefined;
  const value = contextOf(view, () => {}).lookup(token[1]);
  const json = typeof value === 'function' ? undefined : JSON.stringify(value);
  return json === undefined ? undefined : { value: JSON.parse(json) };
}

/** Why a text is no template, in mustache's words; `undefined`: it is one. */
export function faultOfTemplate(template: string): string | undefined {
  if (template.length > longestTemplate) return tooLong(template);
  try {
    new Mustache.Writer().parse(template);
    return undefined;
  } catch (error) {
    return messageOf(error);
  }
}

const tooLong = ({ length }: string) => `it has ${length} characters, and may have ${longestTemplate}`;
