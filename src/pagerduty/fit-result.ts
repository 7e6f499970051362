import type { Severity } from './event.ts';

/** What is filled in where an event says nothing. */
export type FitDefaults = {
  /**
   * The dedup key of an event without one: a rule's own key serves every action; the relay makes one, for triggers
   * only, because an acknowledge or resolve without a key can not be meant.
   */
  readonly dedupKey: string | { readonly ofTriggers: () => string };
  readonly source: string;
  readonly severity: Severity;
  /** When the alert was detected or the event accepted, ISO 8601. */
  readonly timestamp?: string | undefined;
  readonly client?: string | undefined;
  readonly clientUrl?: string | undefined;
  /** It came as JSON of at most `surelySmallBytes`: however it is written, it has room, and need not be measured. */
  readonly isSmall?: boolean;
};

type FitRejection = {
  readonly kind: 'rejected';
  readonly reason: 'too_large' | 'invalid_event';
  /** In PagerDuty's words for `invalid_event`; holds what the caller sent, so strike secrets before showing it. */
  readonly message: string;
  readonly errors: readonly string[];
};

export type FitResult<Event> =
  | { readonly kind: 'fits'; readonly event: Event; readonly notes: readonly string[] }
  | FitRejection;

/** What can not be meant, in PagerDuty's words. */
export function invalidEvent(error: string): FitRejection {
  return { kind: 'rejected', reason: 'invalid_event', message: 'Event object is invalid', errors: [error] };
}

/** What is no event at all. */
export function unrecognizedEvent(): FitRejection {
  const message = 'Event object format is unrecognized';
  return { kind: 'rejected', reason: 'invalid_event', message, errors: ['Event is not a JSON object'] };
}
