import type { AlertEvent } from './event.ts';
import { fitDedupKey } from './fit-dedup-key.ts';
import { type FitDefaults, type FitResult, invalidEvent, unrecognizedEvent } from './fit-result.ts';
import { fitRequiredText, fitText, type Note } from './fit-text.ts';
import { fitTrigger } from './fit-trigger.ts';
import { isJsonObject } from './json-value.ts';
import { quoted } from './wording.ts';

type Action = AlertEvent['event_action'];

/**
 * Makes an alert event fit that a template rendered or another tool sent (delivery contract, "Fitting"): any JSON
 * value that claims to be a body of the Events API v2 becomes one that PagerDuty takes, without its routing key, and
 * with a note of every change. Fields of a trigger that PagerDuty does not know stay. Fitting twice changes nothing.
 *
 * Rejected is only what can not be meant, and what is too large however much is left out.
 */
export function fitEvent(loose: unknown, defaults: FitDefaults): FitResult<AlertEvent> {
  if (!isJsonObject(loose)) return unrecognizedEvent();
  const notes: string[] = [];
  const note: Note = (sentence) => notes.push(sentence);
  const { routing_key: _notKept, event_action, dedup_key, ...rest } = loose;
  const action = fitAction(event_action, note);
  if (action === undefined) return invalidEvent(actionFault(event_action));
  const key = keyOf(dedup_key, action, defaults.dedupKey, note);
  if (key === undefined) return invalidEvent("'dedup_key' is missing or blank");
  const fitted = fitDedupKey(key);
  if (fitted.note !== undefined) note(fitted.note);
  if (action === 'trigger') return fitTrigger(rest, fitted.dedupKey, defaults, notes);
  const names = Object.keys(rest);
  if (names.length > 0) note(`left out, because ${action} carries only its dedup key: ${listed(names)}`);
  return { kind: 'fits', event: { event_action: action, dedup_key: fitted.dedupKey }, notes };
}

/** PagerDuty's actions are lower case; what differs only in case or white space is meant all the same. */
function fitAction(value: unknown, note: Note): Action | undefined {
  const name = typeof value === 'string' ? value.trim().toLowerCase() : undefined;
  if (name !== 'trigger' && name !== 'acknowledge' && name !== 'resolve') return undefined;
  if (name !== value) note(`event_action ${quoted(String(value))} sent as ${name}`);
  return name;
}

function actionFault(value: unknown): string {
  return value === undefined || value === null || (typeof value === 'string' && value.trim() === '')
    ? "'event_action' is missing or blank"
    : "'event_action' is invalid (must be one of the following: 'trigger', 'acknowledge' or 'resolve')";
}

function keyOf(
  value: unknown,
  action: Action,
  fallback: FitDefaults['dedupKey'],
  note: Note,
): string | undefined {
  if (typeof fallback === 'string') return fitRequiredText('dedup_key', value, fallback, note);
  if (action === 'trigger') return fitRequiredText('dedup_key', value, fallback.ofTriggers, note);
  const key = fitText('dedup_key', value, note);
  return key === undefined || key.trim() === '' ? undefined : key;
}

function listed(names: readonly string[]): string {
  const more = names.length > 8 ? ` and ${names.length - 8} more` : '';
  return `${names.slice(0, 8).map(quoted).join(', ')}${more}`;
}
