import { distance } from 'fastest-levenshtein';
import { z } from 'zod';
import { undot } from '../sources/keyed-value.ts';

export const verificationModes = ['none', 'certificate', 'full'] as const;

const text = z.string().min(1).optional();
const files = z
  .union([
    z
      .string()
      .min(1)
      .transform((file) => [file]),
    z.array(z.string().min(1)),
  ])
  .default([]);

const entrySchema = z.strictObject({
  url: z.string(),
  smtp: z.unknown().optional(),
  ssl: z
    .strictObject({
      verificationMode: z.enum(verificationModes).default('full'),
      certificateAuthoritiesFiles: files,
      certificateAuthoritiesData: text,
      certificate: text,
      key: text,
      keyPassphrase: text,
    })
    .prefault({}),
});

/** A host with TLS settings of its own. Paths as they were written. */
export interface CustomHostEntry {
  /** Where it stands in the list. */
  readonly index: number;
  /** Scheme, host and port, as `URL.origin` has them. */
  readonly url: string;
  readonly ssl: z.output<typeof entrySchema>['ssl'];
}

const rules: Record<string, string> = {
  '': 'use a group of url and ssl',
  url: 'use the scheme, host and port of a server, such as "https://events.example.com"',
  ssl: 'use a group of verificationMode, certificateAuthoritiesFiles, certificateAuthoritiesData, certificate, key and keyPassphrase',
  'ssl.verificationMode': 'use none, certificate or full',
  'ssl.certificateAuthoritiesFiles': 'use the path of a file, or a list of them',
  'ssl.certificateAuthoritiesData': 'use certificates in PEM form ("-----BEGIN CERTIFICATE-----")',
  'ssl.certificate': 'use the path of a file with a certificate in PEM form',
  'ssl.key': 'use the path of a file with a private key in PEM form',
  'ssl.keyPassphrase': 'use a text',
};

const names = ['url', ...Object.keys(rules).filter((name) => name.startsWith('ssl.'))];

function hintAt(path: readonly PropertyKey[]): string {
  const last = String(path.at(-1)).toLowerCase();
  const near = names.find((name) => distance(last, (name.split('.').at(-1) ?? '').toLowerCase()) <= 3);
  return near === undefined ? `use ${names.join(', ')}` : `did you mean "${near}"?`;
}

/** The canonical form of a host's address (contract 3.3), or what would be right. */
function readHostUrl(written: string): { readonly url: string } | { readonly rule: string } {
  const url = URL.parse(written);
  if (url === null || url.host === '' || !/^[a-z]+:\/\/[^\s/\\]/i.test(written))
    return { rule: rules.url ?? '' };
  if (url.protocol === 'smtp:') return { url: `smtp://${url.host}` };
  if (url.protocol !== 'https:')
    return { rule: `TLS settings are for https; write "https://${url.host}", or remove the entry` };
  if (url.username !== '' || url.password !== '') {
    return { rule: `a user and password have no meaning here; write "${url.origin}"` };
  }
  if (url.pathname !== '/' || url.search !== '' || written.includes('#')) {
    return { rule: `it is for the whole server; write "${url.origin}"` };
  }
  return { url: url.origin };
}

/**
 * The list of `actions.customHostSettings`. Entries for smtp are of Kibana's other connector types and are left out. Issues
 * carry the path of what is wrong.
 */
export const customHosts = z.unknown().transform((value, context) => {
  if (!Array.isArray(value)) {
    context.addIssue({ code: 'invalid_value', values: [], input: value });
    return z.NEVER;
  }
  const fail = (path: PropertyKey[], message: string) =>
    context.addIssue({ code: 'custom', path, message, input: undefined });
  const hosts: CustomHostEntry[] = [];
  const seen = new Map<string, number>();
  for (const [index, raw] of value.entries()) {
    const entry = entrySchema.safeParse(undot(raw));
    for (const issue of entry.error?.issues ?? []) {
      if (issue.code === 'unrecognized_keys') {
        for (const key of issue.keys)
          fail([index, ...issue.path, key], `there is no such key: ${hintAt([key])}`);
      } else {
        const known = issue.path.slice(0, 2).join('.');
        fail([index, ...issue.path.slice(0, 2)], rules[known] ?? hintAt(issue.path));
      }
    }
    if (!entry.success) continue;
    const { smtp, url: written, ssl } = entry.data;
    const read = readHostUrl(written);
    if ('rule' in read) {
      fail([index, 'url'], read.rule);
      continue;
    }
    const first = seen.get(read.url);
    if (first !== undefined) fail([index, 'url'], `entry ${first + 1} is for ${read.url} too; keep one`);
    seen.set(read.url, index);
    if (read.url.startsWith('smtp:')) continue;
    if (smtp !== undefined)
      fail([index, 'smtp'], 'smtp settings are for URLs that begin with smtp://; remove them');
    if (ssl.key === undefined && ssl.keyPassphrase !== undefined)
      fail([index, 'ssl', 'keyPassphrase'], 'there is no ssl.key that it could be for');
    if (ssl.certificate === undefined && ssl.key !== undefined)
      fail([index, 'ssl', 'key'], 'it needs ssl.certificate too; set both or neither');
    if (ssl.certificate !== undefined && ssl.key === undefined)
      fail([index, 'ssl', 'certificate'], 'it needs ssl.key too; set both or neither');
    hosts.push({ index, url: read.url, ssl });
  }
  return hosts;
});

/** The parts of an entry that are never shown. */
export function isSecretOfHost(path: readonly PropertyKey[]): boolean {
  const below = path.slice(1).join('.');
  // A password may stand where nobody looks for it.
  return (
    below !== 'url' &&
    below !== 'ssl.verificationMode' &&
    !/^ssl\.(certificateAuthoritiesFiles|certificate|key)$/.test(below)
  );
}

/** The list as it may be shown: without passphrases and the text of certificates. */
export function showHosts(value: unknown): unknown {
  if (!Array.isArray(value)) return value;
  return value.map((host: unknown) => mask(undot(host), []));
}

function mask(value: unknown, path: readonly string[]): unknown {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([name, part]) => [name, mask(part, [...path, name])]),
    );
  }
  return isSecretOfHost(['', ...path]) ? '********' : value;
}

/** The list with its paths changed. */
export function mapHostPaths(value: unknown, change: (path: unknown) => unknown): unknown {
  if (!Array.isArray(value)) return value;
  return value.map((raw: unknown) => {
    const host = undot(raw);
    if (typeof host !== 'object' || host === null || !('ssl' in host)) return host;
    const { ssl } = host;
    if (typeof ssl !== 'object' || ssl === null) return host;
    const changed = Object.entries(ssl).map(([name, part]) => {
      if (name === 'certificate' || name === 'key') return [name, change(part)];
      if (name !== 'certificateAuthoritiesFiles') return [name, part];
      return [name, Array.isArray(part) ? part.map(change) : change(part)];
    });
    return { ...host, ssl: Object.fromEntries(changed) };
  });
}
