import { defaultSummary } from './event.ts';
import { fitDetails } from './fit-details.ts';
import { type FittedSummary, fitSummary } from './fit-summary.ts';
import { fitRequiredText, type Note } from './fit-text.ts';
import { fitTimestamp } from './fit-timestamp.ts';
import { isJsonObject, type JsonObject } from './json-value.ts';

export type FittedPayload = FittedSummary & {
  readonly source: string;
  readonly timestamp: string | undefined;
  readonly customDetails: JsonObject | undefined;
  /** The fields that alert and change events do not share, as they came. */
  readonly rest: Record<string, unknown>;
};

/** The parts of a payload that alert and change events share, made to fit. */
export function fitPayload(
  loose: unknown,
  defaults: { readonly source: string; readonly timestamp?: string | undefined },
  note: Note,
): FittedPayload {
  const { summary, source, timestamp, custom_details, ...rest } = objectOf(loose, note);
  return {
    ...fitSummary(fitRequiredText('summary', summary, defaultSummary, note)),
    source: fitRequiredText('source', source, defaults.source, note),
    timestamp: fitTimestamp(timestamp, defaults.timestamp, note),
    customDetails: fitDetails(custom_details, note),
    rest,
  };
}

/** A payload that is no object is nobody's payload, but somebody's content. */
function objectOf(payload: unknown, note: Note): Record<string, unknown> {
  if (isJsonObject(payload)) return payload;
  if (payload === undefined || payload === null) return {};
  note('payload was not an object, now in custom_details.payload');
  return { custom_details: { payload } };
}
