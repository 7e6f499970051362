import { z } from 'zod';
import type { RuleWithStatus } from '../rules.ts';
import { type Attribute, attributeOf, textsOf } from './attributes.ts';
import { type Test, testOf } from './match-filter.ts';
import { parseKql } from './parse-kql.ts';
import { readKqlNode } from './read-kql-node.ts';
import { refuse, shown } from './refuse.ts';
import { searchTest } from './search.ts';

/** What `_find` is asked (contract 5.4). */
export interface FindQuery {
  readonly page: number;
  readonly perPage: number;
  readonly search?: string | undefined;
  readonly searchFields?: readonly string[] | undefined;
  readonly defaultSearchOperator: 'OR' | 'AND';
  readonly sortField?: string | undefined;
  readonly sortOrder?: 'asc' | 'desc' | undefined;
  /** JSON. */
  readonly hasReference?: string | undefined;
  /** KQL, or a node of it as JSON. */
  readonly filter?: string | undefined;
  readonly consumers?: readonly string[] | undefined;
}

export interface FoundRules {
  readonly total: number;
  /** Of the page that was asked for. */
  readonly rules: readonly RuleWithStatus[];
}

/** Finds rules. What of the query is not understood is refused in Kibana's words, never left out. */
export function findRules(all: Iterable<RuleWithStatus>, query: FindQuery): FoundRules {
  const tests = [
    filterTest(query.filter),
    query.search === undefined
      ? undefined
      : searchTest(query.search, query.searchFields, query.defaultSearchOperator),
    referenceTest(query.hasReference),
    consumerTest(query.consumers),
  ].filter((test) => test !== undefined);
  const order = orderOf(query);
  const found: RuleWithStatus[] = [];
  for (const each of all) if (tests.every((test) => test(each))) found.push(each);
  found.sort(order);
  const from = (query.page - 1) * query.perPage;
  return { total: found.length, rules: found.slice(from, from + query.perPage) };
}

function json(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw refuse(`${what} is not JSON that can be read: ${shown(text)}`);
  }
}

function filterTest(filter: string | undefined): Test | undefined {
  if (filter === undefined || filter.trim() === '') return undefined;
  return testOf(
    filter.trimStart().startsWith('{') ? readKqlNode(json(filter, 'the filter')) : parseKql(filter),
  );
}

const reference = z.strictObject({ type: z.string(), id: z.string() });

function referenceTest(text: string | undefined): Test | undefined {
  if (text === undefined) return undefined;
  const read = reference.safeParse(json(text, 'has_reference'));
  if (!read.success) throw refuse('has_reference must be JSON such as {"type":"action","id":"on-call"}');
  const { type, id } = read.data;
  // Connectors are all that a rule refers to.
  return ({ rule }) => type === 'action' && rule.actions.some(({ connectorId }) => connectorId === id);
}

function consumerTest(consumers: readonly string[] | undefined): Test | undefined {
  return consumers && (({ rule }) => consumers.includes(rule.consumer));
}

type Order = (one: RuleWithStatus, other: RuleWithStatus) => number;

const byName: Order = ({ rule: one }, { rule: other }) =>
  compareTexts(one.name.toLowerCase(), other.name.toLowerCase()) || compareTexts(one.id, other.id);

const compareTexts = (one: string, other: string) => (one < other ? -1 : one > other ? 1 : 0);

function orderOf({ sortField, sortOrder = 'asc' }: FindQuery): Order {
  if (sortField === undefined) return byName;
  const attribute = attributeOf(sortField);
  if (attribute === undefined) throw refuse(`Sort is not supported on this field ${shown(sortField)}`);
  const sign = sortOrder === 'asc' ? 1 : -1;
  return (one, other) => sign * compareValues(attribute, one, other) || byName(one, other);
}

/** Rules without a value come last going up, as they come first going down. */
function compareValues({ value }: Attribute, one: RuleWithStatus, other: RuleWithStatus): number {
  const [first, second] = [value(one), value(other)];
  if (typeof first === 'number' && typeof second === 'number') return first - second;
  const [firstText, secondText] = [first, second].map((each) => textsOf(each).join(' ').toLowerCase());
  if (firstText === undefined || secondText === undefined) return 0;
  const isEmpty = (each: typeof first) => each === null || (typeof each === 'object' && each.length === 0);
  if (isEmpty(first) || isEmpty(second)) return Number(isEmpty(first)) - Number(isEmpty(second));
  return compareTexts(firstText, secondText);
}
