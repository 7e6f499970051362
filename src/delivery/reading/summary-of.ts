import { isJsonObject, parseJsonObject } from '../../pagerduty/json-value.ts';

/** What a kept body says it is about, in one line; `null` for those that say nothing, such as a resolve. */
export function summaryOf(body: string): string | null {
  const payload = parseJsonObject(body)?.payload;
  return isJsonObject(payload) && typeof payload.summary === 'string' ? payload.summary : null;
}
