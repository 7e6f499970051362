import { text } from 'node:stream/consumers';
import type { CommandContext } from './context.ts';
import { CommandError, exitCodes } from './exit-codes.ts';

/** The flags of `send` that are params of the event, as commander hands them over. */
export interface ParamFlags {
  readonly eventAction?: string;
  readonly dedupKey?: string;
  readonly summary?: string;
  readonly severity?: string;
  readonly source?: string;
  readonly timestamp?: string;
  readonly component?: string;
  readonly group?: string;
  readonly class?: string;
  readonly customDetails?: string;
  readonly link?: readonly string[];
  readonly image?: readonly string[];
  readonly client?: string;
  readonly clientUrl?: string;
}

const plainNames = [
  'eventAction',
  'dedupKey',
  'summary',
  'severity',
  'source',
  'timestamp',
  'component',
  'group',
  'class',
  'customDetails',
  'client',
  'clientUrl',
] as const;

/**
 * `Runbook=https://…`: the text stands before the first `=` that a scheme follows. A URL alone is its own text, also
 * when another URL stands in its query.
 */
export function parseLink(value: string): { href: string; text: string } {
  const [, label = '', href] =
    /^(?![a-z][a-z0-9+.-]*:\/\/)(.*?)=\s*([a-z][a-z0-9+.-]*:\/\/.*)$/is.exec(value) ?? [];
  if (href === undefined) return { href: value, text: value };
  return { href, text: label.trim() || href };
}

/** `Alternative text=https://…`, or the URL alone. */
export function parseImage(value: string): { src: string; alt?: string } {
  const { href, text: alt } = parseLink(value);
  return alt === href ? { src: href } : { src: href, alt };
}

/** The params that the flags hold; what was not given is absent. */
export function paramsOfFlags(flags: ParamFlags): Record<string, unknown> {
  const params: Record<string, unknown> = {};
  for (const name of plainNames) if (flags[name] !== undefined) params[name] = flags[name];
  if (flags.link !== undefined) params.links = flags.link.map(parseLink);
  if (flags.image !== undefined) params.images = flags.image.map(parseImage);
  return params;
}

function parseJsonObject(json: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(json.trim());
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new CommandError(exitCodes.usage, `Standard input is not JSON: ${why}`, { cause: error });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new CommandError(
      exitCodes.usage,
      'Standard input should hold one JSON object, such as {"eventAction":"trigger","summary":"Disk full"}.',
    );
  }
  return { ...value };
}

/**
 * The params of the event: from the flags; from JSON on standard input when there is no flag; from both, flags
 * first, when `--json` asks for it.
 */
export async function readParams(
  context: CommandContext,
  flags: ParamFlags & { json?: boolean },
): Promise<Record<string, unknown>> {
  const fromFlags = paramsOfFlags(flags);
  const given = Object.keys(fromFlags).length > 0;
  const reads = flags.json === true || (!given && process.stdin.isTTY !== true);
  if (!reads) {
    if (given) return fromFlags;
    throw new CommandError(
      exitCodes.usage,
      'Nothing to send: give at least --summary, or JSON on standard input. See tocsin send --help.',
    );
  }
  if (process.stdin.isTTY === true) context.note('Reading JSON from the terminal; end with Ctrl-D.');
  const json = await text(process.stdin);
  if (json.trim() === '') {
    throw new CommandError(
      exitCodes.usage,
      'Nothing to send: standard input is empty and no flag says what.',
    );
  }
  return { ...parseJsonObject(json), ...fromFlags };
}
