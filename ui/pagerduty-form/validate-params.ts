import { isDeeperThan, parseJsonObject } from '../../src/pagerduty/json-value.ts';
import { maxDedupKeyLength, maxDepth, maxSummaryLength } from '../../src/pagerduty/limits.ts';
import { parseTimestamp } from '../../src/pagerduty/timestamp.ts';
import { pagerDutyFormTexts as texts } from '../texts/pagerduty-form.ts';
import { fieldsOf, isTemplate, type ParamsField, type ParamsValues } from './params-values.ts';

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

/** What a rule's action may leave out, or is not known before its templates are filled in. */
const templateChecks: typeof checks = {
  ...checks,
  dedupKey: ({ dedupKey }) =>
    isTemplate(dedupKey) ? undefined : tooLong(texts.dedupKey, dedupKey, maxDedupKeyLength),
  summary: (values) => (isTemplate(values.summary) ? undefined : checks.summary?.(values)),
  timestamp: (values) => (isTemplate(values.timestamp) ? undefined : checks.timestamp?.(values)),
  // As Kibana has it: templates stand inside of texts. All of it may be one that comes to an object.
  customDetails: (values) =>
    values.customDetails.trim().startsWith('{{') ? undefined : checks.customDetails?.(values),
};

/** Lengths are counted as the server counts them: in UTF-16 units. */
function tooLong(what: string, text: string, most: number): string | undefined {
  return text.length > most ? texts.faults.tooLong(what, text.length, most) : undefined;
}

/**
 * What is wrong with the fields that the action has, by field: contract 2.6 with the server's own limits, and
 * timestamps as the server reads them (epoch milliseconds too).
 *
 * @param areTemplates Of a rule's action: texts may be templates, and the dedup key has a default.
 */
export function validateParams(
  values: ParamsValues,
  areTemplates = false,
): Partial<Record<ParamsField, string>> {
  const all = areTemplates ? templateChecks : checks;
  const faults: Partial<Record<ParamsField, string>> = {};
  for (const field of fieldsOf(values.eventAction)) {
    const fault = all[field]?.(values);
    if (fault !== undefined) faults[field] = fault;
  }
  return faults;
}
