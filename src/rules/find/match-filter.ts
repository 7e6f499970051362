import type { RuleWithStatus } from '../rules.ts';
import { type Attribute, attributeOf, textsOf, wordsOf } from './attributes.ts';
import type { Filter, FilterValue, RangeOperator } from './filter.ts';
import { refuse, shown } from './refuse.ts';

export type Test = (of: RuleWithStatus) => boolean;

const prefix = 'alert.attributes.';

/** `alert.id` is told as `alert:<id>`. */
const idAttribute: Attribute = { kind: 'keyword', value: ({ rule }) => [`alert:${rule.id}`, rule.id] };

function attributeOfField(field: string): Attribute {
  const attribute = field === 'alert.id' ? idAttribute : attributeOf(field.slice(prefix.length));
  if (attribute === undefined || !(field === 'alert.id' || field.startsWith(prefix)))
    throw refuse(`Filter is not supported on this field ${shown(field)}`);
  return attribute;
}

/** Makes of a filter what tells of a rule whether it is meant. Refuses what can not be told. */
export function testOf(filter: Filter): Test {
  switch (filter.kind) {
    case 'and': {
      const tests = filter.filters.map(testOf);
      return (of) => tests.every((test) => test(of));
    }
    case 'or': {
      const tests = filter.filters.map(testOf);
      return (of) => tests.some((test) => test(of));
    }
    case 'not': {
      const test = testOf(filter.filter);
      return (of) => !test(of);
    }
    case 'exists': {
      const { value } = attributeOfField(filter.field);
      return (of) => textsOf(value(of)).length > 0;
    }
    case 'is':
      return isTest(attributeOfField(filter.field), filter.value);
    case 'range':
      return rangeTest(filter.field, attributeOfField(filter.field), filter.operator, filter.value);
  }
}

function isTest({ kind, value }: Attribute, given: FilterValue): Test {
  if (kind === 'date') {
    const moment = momentOf(given);
    return (of) => value(of) === moment;
  }
  const plain = given.quoted ? given.text : given.text.replaceAll(/\\(.)/gs, '$1');
  if (!given.quoted && /(^|[^\\])\*/.test(given.text)) {
    const pattern = globOf(given.text, kind === 'text');
    return (of) => {
      const texts = textsOf(value(of));
      return texts.some(
        (text) => pattern.test(text) || (kind === 'text' && wordsOf(text).some((word) => pattern.test(word))),
      );
    };
  }
  if (kind === 'number') return (of) => value(of) === Number(plain);
  if (kind !== 'text') return (of) => textsOf(value(of)).includes(plain);
  const sought = wordsOf(plain);
  // As in a full-text field: quoted words stand one after the other, of others one is enough.
  return (of) =>
    textsOf(value(of)).some((text) => {
      const words = wordsOf(text);
      if (!given.quoted) return sought.some((word) => words.includes(word));
      return words.some((_, n) => sought.length > 0 && sought.every((word, m) => words[n + m] === word));
    });
}

/** What a value with `*` matches. It is made of pieces, so that no value makes it slow. */
function globOf(text: string, ignoresCase: boolean): { test(value: string): boolean } {
  const pieces: string[] = [''];
  for (const [each] of text.matchAll(/\\.|[^\\]/gs)) {
    if (each === '*') pieces.push('');
    else pieces[pieces.length - 1] += each.length > 1 ? each.slice(1) : each;
  }
  const cased = (value: string) => (ignoresCase ? value.toLowerCase() : value);
  const [first = '', ...middle] = pieces.map(cased);
  const last = middle.pop() ?? '';
  return {
    test: (given) => {
      const value = cased(given);
      if (value.length < first.length + last.length || !value.startsWith(first) || !value.endsWith(last))
        return false;
      let at = first.length;
      for (const piece of middle) {
        const found = value.indexOf(piece, at);
        if (found === -1) return false;
        at = found + piece.length;
      }
      return at <= value.length - last.length;
    },
  };
}

function momentOf({ text }: FilterValue): number {
  const plain = text.replaceAll(/\\(.)/gs, '$1');
  const moment = /^\d{1,15}$/.test(plain)
    ? Number(plain)
    : /^\d{4}-\d{2}/.test(plain)
      ? Date.parse(plain)
      : Number.NaN;
  if (!Number.isNaN(moment)) return moment;
  throw refuse(
    `"${shown(plain)}" is no time: write ISO 8601, such as "2026-01-31T10:00:00.000Z", or milliseconds since 1970`,
  );
}

const compare: Readonly<Record<RangeOperator, (one: number, other: number) => boolean>> = {
  gt: (one, other) => one > other,
  gte: (one, other) => one >= other,
  lt: (one, other) => one < other,
  lte: (one, other) => one <= other,
};

function rangeTest(
  field: string,
  { kind, value }: Attribute,
  operator: RangeOperator,
  given: FilterValue,
): Test {
  const bound = kind === 'date' ? momentOf(given) : Number(given.text);
  const isParam = field.startsWith(`${prefix}params.`);
  if (Number.isNaN(bound) || given.text.trim() === '' || !(kind === 'date' || kind === 'number' || isParam))
    throw refuse(`${shown(field)} can not be compared with ${shown(given.text)} by < or >`);
  return (of) => {
    const found = value(of);
    return typeof found === 'number' && compare[operator](found, bound);
  };
}
