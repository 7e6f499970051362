import { isDeeperThan, parseJsonObject } from '../../src/pagerduty/json-value.ts';
import { maxDedupKeyLength, maxDepth, maxSummaryLength } from '../../src/pagerduty/limits.ts';
import { parseTimestamp } from '../../src/pagerduty/timestamp.ts';
import { pagerDutyFormTexts as texts } from '../texts/pagerduty-form.ts';
import { fieldsOf, type ParamsField, type ParamsValues } from './params-values.ts';

/** What is wrong with a field, in words; `undefined` when nothing is. */
type Check = (values: ParamsValues) => string | undefined;

const checks: Partial<Record<ParamsField, Check>> = {
  dedupKey: ({ eventAction, dedupKey }) => {
    if (eventAction !== 'trigger' && dedupKey.trim() === '') return texts.faults.dedupKey;
    return tooLong(texts.dedupKey, dedupKey, maxDedupKeyLength);
  },
  summary: ({ summary }) =>
    summary.trim() === '' ? texts.faults.summary : tooLong(texts.summary, summary, maxSummaryLength),
  timestamp: ({ timestamp }) =>
    parseTimestamp(timestamp).kind === 'invalid' ? texts.faults.timestamp : undefined,
  customDetails: ({ customDetails }) => {
    if (customDetails.trim() === '') return undefined;
    const details = parseJsonObject(customDetails);
    if (details === undefined) return texts.faults.customDetails;
    return isDeeperThan(maxDepth, details) ? texts.faults.tooDeep(maxDepth) : undefined;
  },
  links: ({ links }) =>
    links.some(({ href, text }) => href.trim() === '' || text.trim() === '') ? texts.faults.links : undefined,
};

/** Lengths are counted as the server counts them: in UTF-16 units. */
function tooLong(what: string, text: string, most: number): string | undefined {
  return text.length > most ? texts.faults.tooLong(what, text.length, most) : undefined;
}

/**
 * What is wrong with the fields that the action has, by field: contract 2.6 with the server's own limits, and
 * timestamps as the server reads them (epoch milliseconds too).
 */
export function validateParams(values: ParamsValues): Partial<Record<ParamsField, string>> {
  const faults: Partial<Record<ParamsField, string>> = {};
  for (const field of fieldsOf(values.eventAction)) {
    const fault = checks[field]?.(values);
    if (fault !== undefined) faults[field] = fault;
  }
  return faults;
}
