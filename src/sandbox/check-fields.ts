import { isIsoTime } from './is-iso-time.ts';
import { type Fields, isBlank, isObject } from './read-body.ts';

/**
 * Checks that alert and change events share. Each adds what is wrong to `errors`, in PagerDuty's words where they
 * are known. Texts marked (invented) are not documented and made in the same style.
 */

/** An answer names at most so many faults; a body has room for a hundred thousand. */
const maxErrors = 50;

/** More code points than `limit`? PagerDuty does not say what a character is; its clients count code points. */
export function isLonger(text: string, limit: number): boolean {
  if (text.length <= limit) return false;
  if (text.length > 2 * limit) return true;
  let count = 0;
  for (const _ of text) count += 1;
  return count > limit;
}

/** Gives the text, or an empty one if there is an error (and then the event goes no further). */
export function requireText(value: unknown, name: string, errors: string[]): string {
  if (value === undefined || value === null || (typeof value === 'string' && isBlank(value))) {
    errors.push(`'${name}' is missing or blank`);
    return '';
  }
  return optionalText(value, name, errors) ?? '';
}

export function optionalText(value: unknown, name: string, errors: string[]): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string') return value;
  errors.push(`'${name}' is invalid (must be a string)`); // (invented)
  return undefined;
}

export function checkRoutingKey(value: unknown, errors: string[]): string {
  const key = requireText(value, 'routing_key', errors); // (invented) for a missing one
  if (key === '') return '';
  if (key.length !== 32) errors.push("Length of 'routing_key' is incorrect (should be 32 characters)");
  if (!/^[A-Za-z0-9]*$/.test(key)) {
    errors.push("'routing_key' cannot contain non-alphanumeric characters.");
  }
  return key;
}

export function checkSummary(payload: Fields, errors: string[]): string {
  const summary = requireText(payload.summary, 'payload.summary', errors);
  // The typo is PagerDuty's.
  if (isLonger(summary, 1024)) errors.push("'summary' is too long (maiximum is 1024 characters)");
  return summary;
}

export function checkTimestamp(payload: Fields, errors: string[]): string | undefined {
  const timestamp = optionalText(payload.timestamp, 'payload.timestamp', errors);
  if (timestamp !== undefined && !isIsoTime(timestamp)) {
    errors.push("'payload.timestamp' is invalid (must be an ISO 8601 timestamp)"); // (invented)
  }
  return timestamp;
}

export function checkCustomDetails(payload: Fields, errors: string[]): void {
  const details = payload.custom_details;
  if (details === undefined || details === null || isObject(details)) return;
  errors.push("'payload.custom_details' is invalid (must be an object)"); // (invented)
}

/** Gives the payload, or undefined where there is none or it is no object, which is then an error. */
export function requirePayload(value: unknown, errors: string[]): Fields | undefined {
  if (isObject(value)) return value;
  const isAbsent = value === undefined || value === null;
  errors.push(isAbsent ? "'payload' is missing or blank" : "'payload' is invalid (must be an object)"); // (invented)
  return undefined;
}

function checkList(
  value: unknown,
  name: string,
  errors: string[],
  check: (item: Fields, at: string) => void,
) {
  if (value === undefined || value === null) return;
  if (!Array.isArray(value)) {
    errors.push(`'${name}' is invalid (must be an array)`); // (invented)
    return;
  }
  for (const [index, item] of value.entries()) {
    if (errors.length >= maxErrors) return;
    if (isObject(item)) check(item, `${name}[${index}]`);
    else errors.push(`'${name}[${index}]' is invalid (must be an object)`); // (invented)
  }
}

export function checkLinks(value: unknown, errors: string[]): void {
  checkList(value, 'links', errors, (link, at) => {
    requireText(link.href, `${at}.href`, errors);
    optionalText(link.text, `${at}.text`, errors);
  });
}

export function checkImages(value: unknown, errors: string[]): void {
  checkList(value, 'images', errors, (image, at) => {
    const src = requireText(image.src, `${at}.src`, errors);
    if (src !== '' && URL.parse(src)?.protocol !== 'https:') {
      errors.push(`'${at}.src' is invalid (must be an HTTPS URL)`); // (invented)
    }
    optionalText(image.href, `${at}.href`, errors);
    optionalText(image.alt, `${at}.alt`, errors);
  });
}
