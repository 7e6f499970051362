import { z } from 'zod';
import {
  linkSchema,
  type ParsedParams,
  parseParams,
  timestampFault,
  timestampSchema,
} from './action-params.ts';
import { customDetailsSchema } from './custom-details.ts';
import { buildLinks, type ChangeEvent, given, nonBlank } from './event.ts';
import { isRulesetKey } from './integration-key.ts';
import { toJsonObject, wellFormed } from './json-value.ts';
import { limitedText } from './limited-text.ts';
import { maxSummaryLength } from './limits.ts';

const paramsShape = z.strictObject({
  summary: limitedText(maxSummaryLength).meta({
    maxLength: maxSummaryLength,
    description: 'What changed, in one line of at most 1,024 characters. Required.',
  }),
  source: z
    .string()
    .optional()
    .meta({ description: 'Where it changed. Default: the connector’s name for itself.' }),
  timestamp: timestampSchema,
  customDetails: customDetailsSchema.optional().meta({
    description:
      'More about the change: an object, or the JSON text of one, at most 100 levels deep. Default: none.',
  }),
  links: z
    .array(linkSchema)
    .optional()
    .meta({ description: 'Links to show with the change. Default: none.' }),
});

/** The params of a change event, strict, in the words of the params of an alert event. */
export const changeParamsSchema = paramsShape.superRefine((params, context) => {
  const blank = params.summary.trim() === '' ? 'Summary is required for a change event' : undefined;
  const message = timestampFault(params.timestamp) ?? blank;
  if (message !== undefined) context.addIssue({ code: 'custom', message });
});

export type ChangeParams = z.output<typeof paramsShape>;

/** Reads the params of a change event. Never throws; the message is for people. */
export function parseChangeParams(input: unknown): ParsedParams<ChangeParams> {
  return parseParams(changeParamsSchema, input);
}

/** The body of a change event for params that passed `parseChangeParams`, without the routing key. */
export function buildChangeEvent(
  params: ChangeParams,
  { defaultSource }: { readonly defaultSource: string },
): ChangeEvent {
  const links = buildLinks(params.links);
  return {
    payload: {
      summary: wellFormed(params.summary),
      source: wellFormed(nonBlank(params.source) ?? defaultSource),
      ...given('timestamp', params.timestamp),
      ...(params.customDetails === undefined ? {} : { custom_details: toJsonObject(params.customDetails) }),
    },
    ...(links.length === 0 ? {} : { links }),
  };
}

/**
 * Why a routing key takes no change events (PagerDuty's docs, "Send a change event"), as a sentence without the key.
 *
 * @returns `undefined` when it takes them.
 */
export function changeEventFault(routingKey: string): string | undefined {
  return isRulesetKey(routingKey)
    ? 'PagerDuty takes no change events for the key of a ruleset or an event orchestration (it begins with R). ' +
        'Use the integration key of a service.'
    : undefined;
}
