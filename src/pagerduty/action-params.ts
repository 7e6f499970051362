import { z } from 'zod';
import { customDetailsSchema } from './custom-details.ts';
import { limitedText } from './limited-text.ts';
import { maxDedupKeyLength, maxSummaryLength } from './limits.ts';
import { parseTimestamp } from './timestamp.ts';

/** A link of an event, as Kibana's clients write it. */
export const linkSchema = z.strictObject({
  href: z.string().meta({ description: 'The address that the link leads to.' }),
  text: z.string().meta({ description: 'The words to show for the link.' }),
});

const imageSchema = z.strictObject({
  src: z
    .string()
    .regex(/^https:\/\/\S/i, 'Invalid image: PagerDuty shows only images whose src begins with https://')
    .meta({ description: 'The address of the image; it must begin with https://.' }),
  href: z.string().optional().meta({ description: 'Makes the image a link to this address.' }),
  alt: z.string().optional().meta({ description: 'The words to show where the image can not be shown.' }),
});

/** The timestamp of an event, as every kind of params has it; `timestampFault` checks what it says. */
export const timestampSchema = z
  .string()
  .optional()
  .meta({
    description:
      'When the event was detected: ISO 8601, RFC 2822 or epoch milliseconds as text; without an offset in the ' +
      'server’s time zone. Sent as YYYY-MM-DDTHH:mm:ss.sssZ. Default: none.',
  });

const paramsShape = z.strictObject({
  eventAction: z
    .enum(['trigger', 'resolve', 'acknowledge'])
    .default('trigger')
    .meta({ description: 'What happens to the incident. Default: trigger.' }),
  dedupKey: limitedText(maxDedupKeyLength)
    .optional()
    .meta({
      maxLength: maxDedupKeyLength,
      description:
        'Events with the same key belong to one incident; at most 255 characters. Required for acknowledge and ' +
        'resolve. Default of a trigger: a key made for it.',
    }),
  summary: limitedText(maxSummaryLength).optional().meta({
    maxLength: maxSummaryLength,
    description: 'What happened, in one line of at most 1,024 characters. Default: No summary provided.',
  }),
  source: z.string().optional().meta({
    description: 'The affected system, best its host name. Default: the connector’s name for itself.',
  }),
  severity: z
    .enum(['critical', 'error', 'warning', 'info'])
    .optional()
    .meta({ description: 'How bad it is. Default: info.' }),
  timestamp: timestampSchema,
  component: z
    .string()
    .optional()
    .meta({ description: 'The part of the source that is affected, such as mysql or eth0. Default: none.' }),
  group: z
    .string()
    .optional()
    .meta({ description: 'The logical group of components, such as app-stack. Default: none.' }),
  class: z
    .string()
    .optional()
    .meta({ description: 'The kind of event, such as ping failure or cpu load. Default: none.' }),
  links: z
    .array(linkSchema)
    .optional()
    .meta({ description: 'Links to show with the incident. Default: none.' }),
  customDetails: customDetailsSchema.optional().meta({
    description:
      'More about the event: an object, or the JSON text of one, at most 100 levels deep. Default: none.',
  }),
  images: z
    .array(imageSchema)
    .optional()
    .meta({ description: 'Images to show with the incident. Default: none.' }),
  client: z.string().optional().meta({
    description: 'The name of the monitoring client that sends the event. Default: the connector’s.',
  }),
  clientUrl: z
    .string()
    .optional()
    .meta({ description: 'The address of the monitoring client. Default: the connector’s.' }),
});

/**
 * The params of an alert event, strict, with Kibana's limits and messages; `images`, `client` and `clientUrl` are ours.
 * The last two checks are made as in Kibana: not after a wrong type, but beside a text that is too long.
 */
export const actionParamsSchema = paramsShape.superRefine((params, context) => {
  const message = timestampFault(params.timestamp) ?? dedupKeyFault(params.eventAction, params.dedupKey);
  if (message !== undefined) context.addIssue({ code: 'custom', message });
});

/** Params as the rest of the code knows them: event action filled in, custom details an object, timestamp ISO 8601 UTC. */
export type ActionParams = z.output<typeof paramsShape>;

export type ParsedParams<Params> =
  | { readonly ok: true; readonly params: Params }
  | { readonly ok: false; readonly message: string };

/**
 * Reads the params of an action. Never throws, whatever the input.
 *
 * @returns the params, or Kibana's message without its prefix `error validating action params: `.
 */
export function parseActionParams(input: unknown): ParsedParams<ActionParams> {
  return parseParams(actionParamsSchema, input);
}

/** Reads params by a schema with a timestamp, and normalises that timestamp; one that is blank goes. */
export function parseParams<Params extends { timestamp?: string | undefined }>(
  schema: z.ZodType<Params>,
  input: unknown,
): ParsedParams<Params> {
  const result = schema.safeParse(input);
  if (!result.success) return { ok: false, message: z.prettifyError(result.error) };
  const time = parseTimestamp(result.data.timestamp ?? '');
  return { ok: true, params: { ...result.data, timestamp: time.kind === 'time' ? time.iso : undefined } };
}

/** Kibana's words for a timestamp that can not be read, or `undefined`. */
export function timestampFault(timestamp: string | undefined): string | undefined {
  if (timestamp === undefined || parseTimestamp(timestamp).kind !== 'invalid') return undefined;
  const shown = timestamp.length > 200 ? `${timestamp.slice(0, 200)}…` : timestamp;
  return `error parsing timestamp "${shown}"`;
}

function dedupKeyFault(
  action: ActionParams['eventAction'],
  dedupKey: string | undefined,
): string | undefined {
  const given = dedupKey !== undefined && dedupKey.trim() !== '';
  return action === 'trigger' || given ? undefined : `DedupKey is required when eventAction is "${action}"`;
}
