import type { Filter, FilterValue, RangeOperator } from './filter.ts';
import { refuse, shown } from './refuse.ts';

interface Token {
  readonly kind: 'word' | 'quoted' | 'sign' | 'end';
  readonly text: string;
  readonly at: number;
}

const signs = ['<=', '>=', ':', '(', ')', '<', '>', '{', '}'];
const operators: Readonly<Record<string, RangeOperator>> = { '<': 'lt', '<=': 'lte', '>': 'gt', '>=': 'gte' };
/** Deeper than this nobody means it. */
const deepest = 50;

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const rest = text.slice(at);
    const [space] = /^\s+/.exec(rest) ?? [];
    if (space !== undefined) {
      at += space.length;
      continue;
    }
    const sign = signs.find((each) => rest.startsWith(each));
    const [quoted] = /^"(?:[^"\\]|\\.)*"/s.exec(rest) ?? [];
    const [word] = /^(?:[^\s"():<>{}\\]|\\.)+/s.exec(rest) ?? [];
    if (sign !== undefined) tokens.push({ kind: 'sign', text: sign, at });
    else if (quoted !== undefined) tokens.push({ kind: 'quoted', text: quoted, at });
    else if (word !== undefined) tokens.push({ kind: 'word', text: word, at });
    else throw fault('a quote or a backslash is not ended', at);
    at += (sign ?? quoted ?? word ?? '').length;
  }
  tokens.push({ kind: 'end', text: 'the end', at });
  return tokens;
}

const fault = (what: string, at: number) =>
  refuse(`the filter can not be read: ${what}, at character ${at + 1}`);

const plain = (text: string) => text.replaceAll(/\\(.)/gs, '$1');

/**
 * Reads KQL as far as it is understood here: `field: value`, `field: (a or b)`, `field: *`, `<`, `<=`, `>`, `>=`,
 * `and`, `or`, `not` and parentheses. Anything else is refused.
 */
export function parseKql(text: string): Filter {
  const tokens = tokensOf(text);
  let place = 0;
  const peek = (): Token => tokens[place] ?? { kind: 'end', text: 'the end', at: text.length };
  const take = (): Token => {
    const token = peek();
    place++;
    return token;
  };
  const isWord = (word: string) => peek().kind === 'word' && peek().text.toLowerCase() === word;
  const isSign = (sign: string) => peek().kind === 'sign' && peek().text === sign;
  const expected = (what: string) => {
    const token = peek();
    return fault(
      `${what} was expected, not ${token.kind === 'end' ? 'the end' : shown(token.text)}`,
      token.at,
    );
  };
  const expectSign = (sign: string) => {
    if (!isSign(sign)) throw expected(`"${sign}"`);
    take();
  };

  /** `one` or `several`, joined by the word. */
  const joined = (kind: 'and' | 'or', next: () => Filter): Filter => {
    const filters = [next()];
    while (isWord(kind)) {
      take();
      filters.push(next());
    }
    const [only, ...more] = filters;
    return only !== undefined && more.length === 0 ? only : { kind, filters };
  };

  const value = (): FilterValue => {
    const token = peek();
    if (token.kind === 'quoted') {
      take();
      return { text: plain(token.text.slice(1, -1)), quoted: true };
    }
    // As in KQL a value goes on over spaces, up to the next word that means something.
    const words: string[] = [];
    while (peek().kind === 'word' && !['and', 'or', 'not'].some(isWord)) words.push(take().text);
    if (words.length === 0) throw expected('a value');
    // A `*` behind a backslash stands for itself, so the text is kept as it is written for whoever looks for it.
    return { text: words.join(' '), quoted: false };
  };

  const isField = (field: string): Filter => {
    const given = value();
    if (!given.quoted && given.text === '*') return { kind: 'exists', field };
    return { kind: 'is', field, value: given };
  };

  const values = (field: string, depth: number): Filter => {
    if (depth > deepest) throw fault('parentheses nest too deep', peek().at);
    const one = (): Filter => {
      if (isWord('not')) {
        take();
        return { kind: 'not', filter: one() };
      }
      if (!isSign('(')) return isField(field);
      take();
      const inside = values(field, depth + 1);
      expectSign(')');
      return inside;
    };
    return joined('or', () => joined('and', one));
  };

  const expression = (depth: number): Filter => {
    if (depth > deepest) throw fault('parentheses nest too deep', peek().at);
    const one = (): Filter => {
      if (isWord('not')) {
        take();
        return { kind: 'not', filter: one() };
      }
      if (isSign('(')) {
        take();
        const inside = expression(depth + 1);
        expectSign(')');
        return inside;
      }
      const name = peek();
      if (name.kind !== 'word') throw expected('a field such as alert.attributes.name');
      take();
      const field = plain(name.text);
      const operator = peek().kind === 'sign' ? operators[peek().text] : undefined;
      if (operator !== undefined) {
        take();
        return { kind: 'range', field, operator, value: value() };
      }
      if (!isSign(':')) throw expected('":" after a field');
      take();
      if (isSign('{')) throw fault('nested queries { } are not understood here', peek().at);
      if (!isSign('(')) return isField(field);
      take();
      const inside = values(field, depth + 1);
      expectSign(')');
      return inside;
    };
    return joined('or', () => joined('and', one));
  };

  const filter = expression(0);
  if (peek().kind !== 'end') throw expected('"and" or "or"');
  return filter;
}
