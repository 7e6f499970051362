import type { RuleWithStatus } from '../rules.ts';
import { attributeOf, textsOf, wordsOf } from './attributes.ts';
import type { Test } from './match-filter.ts';
import { refuse, shown } from './refuse.ts';

const usualFields = ['name', 'tags'];

/**
 * What `search` asks for, as Elasticsearch's `simple_query_string` has it: words, `"phrases"`, `prefix*`, `-` not,
 * `+` and, `|` or. Groups and `~` are refused.
 */
export function searchTest(
  search: string,
  fields: readonly string[] = usualFields,
  operator: 'OR' | 'AND',
): Test | undefined {
  const values = fields.map((field) => {
    const attribute = attributeOf(field);
    if (attribute === undefined || attribute.kind === 'date')
      throw refuse(`Search field ${shown(field)} not supported`);
    return attribute.value;
  });
  const unquoted = search.replaceAll(/"[^"]*"/g, '');
  if (/[()~"]/.test(unquoted))
    throw refuse(
      'groups ( ), ~ and a single quote are not understood in search: use words, "phrases", prefix*, -, + and |',
    );
  const groups: { test: Test; not: boolean }[][] = [];
  let join = operator;
  for (const [token] of search.matchAll(/[|+]|-?"[^"]*"|[^\s"|+]+/g)) {
    if (token === '+' || token === '|') {
      join = token === '+' ? 'AND' : 'OR';
      continue;
    }
    const not = token.startsWith('-');
    const text = not ? token.slice(1) : token;
    const sought = termTest(text.replaceAll('"', ''), text.startsWith('"'));
    if (sought === undefined) continue;
    const term = {
      not,
      test: (of: RuleWithStatus) => values.some((value) => textsOf(value(of)).some(sought)),
    };
    const last = groups.at(-1);
    if (join === 'AND' && last !== undefined) last.push(term);
    else groups.push([term]);
    join = operator;
  }
  if (groups.length === 0) return undefined;
  return (of) => groups.some((group) => group.every(({ test, not }) => test(of) !== not));
}

function termTest(text: string, isPhrase: boolean): ((value: string) => boolean) | undefined {
  const lower = text.toLowerCase();
  if (!isPhrase && lower.endsWith('*')) {
    const start = lower.slice(0, -1);
    return (value) =>
      value.toLowerCase().startsWith(start) || wordsOf(value).some((word) => word.startsWith(start));
  }
  const sought = wordsOf(text);
  if (sought.length === 0) return undefined;
  return (value) => {
    if (value.toLowerCase() === lower) return true;
    const words = wordsOf(value);
    return words.some((_, n) => sought.every((word, m) => words[n + m] === word));
  };
}
