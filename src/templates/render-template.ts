import Mustache from 'mustache';
import { BoundedWriter } from './bounded-writer.ts';
import { lambdas } from './lambdas/lambdas.ts';
import { messageOf } from './message-of.ts';
import { OwnNamesContext } from './own-names-context.ts';
import type { Variables } from './prepare-variables.ts';

/** A template may have so many characters; a longer one is refused when it is saved. */
export const longestTemplate = 64 * 1024;

const limits = { characters: 1024 * 1024, steps: 200_000 };

/** So much of a template is shown in what is said of it. */
const shownOfTemplate = 1000;

const asItIs = (value: unknown) => String(value);

/**
 * Fills a mustache template in, as Kibana does for PagerDuty: nothing is escaped, a name that is not there is an empty
 * text. It never throws: a template that can not be filled in becomes a text that says so (contract 4.1), since a
 * page with a broken text is worth more than no page.
 *
 * @param view What `prepareVariables` made.
 * @param onError Called with the text where something went wrong, in the template or in a lambda.
 */
export function renderTemplate(
  template: string,
  view: Variables,
  onError: (words: string) => void = () => {},
): string {
  try {
    if (template.length > longestTemplate)
      throw new Error(`it has ${template.length} characters, and may have ${longestTemplate}`);
    const writer = new BoundedWriter(limits);
    const outermost = new OwnNamesContext(view, new OwnNamesContext(lambdas(view, onError)));
    return writer.render(template, outermost, undefined, { escape: asItIs });
  } catch (error) {
    const shown = template.length > shownOfTemplate ? `${template.slice(0, shownOfTemplate)}…` : template;
    const words = `error rendering mustache template "${shown}": ${messageOf(error)}`;
    onError(words);
    return words;
  }
}

/** Why a text is no template, in mustache's words; `undefined`: it is one. */
export function faultOfTemplate(template: string): string | undefined {
  if (template.length > longestTemplate)
    return `it has ${template.length} characters, and may have ${longestTemplate}`;
  try {
    new Mustache.Writer().parse(template);
    return undefined;
  } catch (error) {
    return messageOf(error);
  }
}
