import { parseJsonObject } from '../../src/pagerduty/json-value.ts';
import { fieldsOf, type ParamsField, type ParamsValues } from './params-values.ts';

/** Fields whose text is sent as it is typed. */
const plainTexts = ['dedupKey', 'summary', 'component', 'group', 'source', 'class'] as const;

/**
 * The params that the API takes (`_execute`, `_enqueue`, `_resend`) for values that `validateParams` has passed: only
 * fields that the action has, and of those only what was filled in.
 */
export function toParams(values: ParamsValues): Record<string, unknown> {
  const { eventAction, severity, timestamp, customDetails, links, others } = values;
  const has = (field: ParamsField) => fieldsOf(eventAction).has(field);
  const params: Record<string, unknown> = { eventAction };
  for (const field of plainTexts) {
    if (has(field) && values[field].trim() !== '') params[field] = values[field];
  }
  if (has('severity') && severity !== '') params.severity = severity;
  if (has('timestamp') && timestamp.trim() !== '') params.timestamp = timestamp.trim();
  if (has('customDetails') && customDetails.trim() !== '') {
    params.customDetails = parseJsonObject(customDetails) ?? customDetails;
  }
  if (has('links') && links.length > 0) params.links = links.map(({ href, text }) => ({ href, text }));
  return eventAction === 'trigger' ? { ...others, ...params } : params;
}
