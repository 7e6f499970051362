import type { AlertEvent, ChangeEvent } from './event.ts';
import { type Bulk, bodyBytes, fitBody } from './fit-body.ts';
import type { FitResult } from './fit-result.ts';
import type { FittedSummary } from './fit-summary.ts';
import { maxBodyBytes } from './limits.ts';
import { grouped } from './wording.ts';

/**
 * The last step of fitting: the event within 512,000 bytes and, where that leaves room, the full text of a summary
 * that was cut, in `custom_details.full_summary`.
 *
 * @param notes of the steps before.
 * @param isSmall it has room, that is known already.
 */
export function fitIntoRoom<Event extends AlertEvent | ChangeEvent>(
  bulk: Bulk,
  build: (bulk: Bulk) => Event,
  cut: FittedSummary['cut'],
  notes: readonly string[],
  isSmall: boolean,
): FitResult<Event> {
  if (isSmall && cut === undefined) return { kind: 'fits', event: build(bulk), notes };
  const more: string[] = [];
  const body = fitBody(bulk, build, (sentence) => more.push(sentence));
  if (body.kind === 'too_large') {
    const message =
      `The event has ${grouped(body.bytes)} bytes even without custom details, links and images; ` +
      `PagerDuty takes at most ${grouped(maxBodyBytes)}.`;
    return { kind: 'rejected', reason: 'too_large', message, errors: [] };
  }
  if (cut === undefined) return { kind: 'fits', event: body.event, notes: [...notes, ...more] };
  const kept = keepFullSummary(cut.full, body.bulk, build);
  const where = 'event' in kept ? 'the full text is in custom_details.full_summary' : kept.why;
  const event = 'event' in kept ? kept.event : body.event;
  return { kind: 'fits', event, notes: [...notes, ...more, `${cut.note}; ${where}`] };
}

function keepFullSummary<Event extends AlertEvent | ChangeEvent>(
  full: string,
  bulk: Bulk,
  build: (bulk: Bulk) => Event,
): { event: Event } | { why: string } {
  if (bulk.customDetails !== undefined && Object.hasOwn(bulk.customDetails, 'full_summary')) {
    return { why: 'custom_details has a full_summary of its own, which stays' };
  }
  const event = build({ ...bulk, customDetails: { ...bulk.customDetails, full_summary: full } });
  return bodyBytes(event) <= maxBodyBytes ? { event } : { why: 'there was no room for the full text' };
}
