import type { Variables } from '../prepare-variables.ts';
import { encodeUri, encodeUriComponent } from './encode-uri.ts';
import { evalMath } from './eval-math.ts';
import { formatDate } from './format-date.ts';
import { formatNumber } from './format-number.ts';
import type { LambdaResult } from './lambda-result.ts';
import { parseHjson } from './parse-hjson.ts';

type Render = (template: string) => string;
type Section = (this: unknown, template: string, render: Render) => string;

/**
 * Kibana's functions for templates, `{{#FormatDate}}…{{/FormatDate}}` (contract 4.3). The text of a section is trimmed
 * and filled in first, that of the `Encode…` ones is only filled in. What went wrong stands in the text.
 */
export function lambdas(
  view: Variables,
  onError: (words: string) => void,
): Readonly<Record<string, () => Section>> {
  const told = (result: LambdaResult): string => {
    if ('text' in result) return result.text;
    onError(`mustache render error: ${result.error}`);
    return result.error;
  };
  const trimmed =
    (what: (text: string) => LambdaResult): (() => Section) =>
    () =>
    (template, render) =>
      told(what(render(template.trim()).trim()));
  const whole =
    (what: (text: string) => LambdaResult): (() => Section) =>
    () =>
    (template, render) =>
      told(what(render(template)));
  return {
    // Inside a section the names of its item go before those of the whole.
    EvalMath: () =>
      function (template, render) {
        const item = typeof this === 'object' && this !== null && !Array.isArray(this) ? this : {};
        return told(evalMath(render(template.trim()).trim(), { ...view, ...item }));
      },
    ParseHjson: trimmed(parseHjson),
    FormatDate: trimmed(formatDate),
    FormatNumber: trimmed(formatNumber),
    EncodeURI: whole(encodeUri),
    EncodeURIComponent: whole(encodeUriComponent),
  };
}
