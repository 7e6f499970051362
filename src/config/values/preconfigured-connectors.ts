import { distance } from 'fastest-levenshtein';
import { z } from 'zod';
import { trueOrFalse } from './plain.ts';

const part = z.record(z.string(), z.unknown());

const entrySchema = z.strictObject({
  name: z.string().trim().min(1).max(1024),
  actionTypeId: z.string().regex(/^\S{1,256}$/),
  config: part.default({}),
  secrets: part.default({}),
  exposeConfig: trueOrFalse().default(false),
  tocsin: part.default({}),
});

/** A connector as the settings have it; what its type says of `config`, `secrets` and `tocsin` is judged later. */
export type PreconfiguredEntry = z.output<typeof entrySchema>;

const rules: Record<keyof PreconfiguredEntry, string> = {
  name: 'use a text of 1 to 1024 characters',
  actionTypeId: 'use the id of a connector type, ".pagerduty"',
  config: 'use a map, such as {apiUrl: "https://events.eu.pagerduty.com/v2/enqueue"}',
  secrets: 'use a map with routingKey or routingKeyFile',
  exposeConfig: 'use true or false',
  tocsin: 'use a map of options, such as {rateLimit: 960}',
};

/** Where people put what belongs a level deeper. */
const deeper: Record<string, string> = {
  apiUrl: 'config.apiUrl',
  routingKey: 'secrets.routingKey',
  routingKeyFile: 'secrets.routingKeyFile',
  rateLimit: 'tocsin.rateLimit',
  superseding: 'tocsin.superseding',
  client: 'tocsin.client',
  clientUrl: 'tocsin.clientUrl',
};

const isKnown = (name: unknown): name is keyof PreconfiguredEntry =>
  typeof name === 'string' && Object.hasOwn(rules, name);

function hintAt(name: string): string {
  const near = Object.keys(rules).find((known) => distance(name.toLowerCase(), known.toLowerCase()) <= 2);
  const meant = near ?? (Object.hasOwn(deeper, name) ? deeper[name] : undefined);
  return meant === undefined ? `use ${Object.keys(rules).join(', ')}` : `did you mean "${meant}"?`;
}

/** Kibana refuses the same ids, because they are no plain keys in JavaScript; no path of its API takes an empty one. */
const badIds = ['', 'constructor', '__proto__'];

/**
 * The map of `actions.preconfigured`: a connector for each id. Issues carry the keys that lead to what is wrong; those
 * about a key that nobody knows carry that key, and their message never holds its value.
 */
export const preconfiguredConnectors = z.unknown().transform((value, context) => {
  const map = part.safeParse(value);
  // A record drops this one without a word.
  const hasProto = typeof value === 'object' && value !== null && Object.hasOwn(value, '__proto__');
  if (!map.success || Array.isArray(value)) {
    context.addIssue({ code: 'invalid_value', values: [], input: value });
    return z.NEVER;
  }
  const fail = (path: PropertyKey[], message: string) =>
    context.addIssue({ code: 'custom', path, message, input: undefined });
  if (hasProto) fail(['__proto__'], 'invalid preconfigured action id "__proto__": choose another');
  const entries: Record<string, PreconfiguredEntry> = {};
  for (const [id, raw] of Object.entries(map.data)) {
    if (badIds.includes(id) || id.length > 256) {
      fail([id], `invalid preconfigured action id "${id.slice(0, 100)}": choose another`);
      continue;
    }
    const entry = entrySchema.safeParse(raw);
    if (entry.success) entries[id] = entry.data;
    for (const issue of entry.error?.issues ?? []) {
      if (issue.code === 'unrecognized_keys') {
        for (const key of issue.keys) fail([id, key], `there is no such key: ${hintAt(key)}`);
      } else {
        const [name] = issue.path;
        const rule = isKnown(name) ? rules[name] : `use a map with ${Object.keys(rules).join(', ')}`;
        fail([id, ...issue.path.slice(0, 1)], rule);
      }
    }
  }
  return entries;
});
