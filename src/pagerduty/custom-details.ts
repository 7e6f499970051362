import { z } from 'zod';
import { isDeeperThan } from './json-value.ts';
import { maxDepth } from './limits.ts';

/**
 * The schema of custom details: an object, or the JSON text of one. Its output is always the object; its input has a
 * JSON Schema. Messages are Kibana's, save the one about depth, which Kibana does not limit.
 */
export const customDetailsSchema = z
  .union([z.record(z.string(), z.unknown()), z.string()], { error: (issue) => wrongType(issue.input) })
  .transform((details, context): Record<string, unknown> => {
    const read = typeof details === 'string' ? readDetails(details) : details;
    const message = typeof read === 'string' ? read : depthFault(read);
    if (typeof read !== 'string' && message === undefined) return read;
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  });

/** The object that a text says, or, as a text, why it says none. */
function readDetails(text: string): Record<string, unknown> | string {
  try {
    const value: unknown = JSON.parse(text);
    const object = z.record(z.string(), z.unknown()).safeParse(value);
    return object.success ? object.data : wrongType(value);
  } catch (error) {
    return error instanceof Error ? error.message : 'custom details are no JSON';
  }
}

function depthFault(details: Record<string, unknown>): string | undefined {
  return isDeeperThan(maxDepth, details)
    ? `Too deep: custom details may be nested at most ${maxDepth} levels deep`
    : undefined;
}

function wrongType(value: unknown): string {
  return `Invalid input: expected record, received ${typeName(value)}`;
}

function typeName(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}
