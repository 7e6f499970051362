import { z } from 'zod';
import { describeKeyShape, isIntegrationKey } from '../pagerduty/integration-key.ts';
import { defaultApiUrl, isPagerDutyHost } from '../pagerduty/regions.ts';
import { Refusal } from '../refusal.ts';
import type { ConnectorConfig } from './connector.ts';
import type { ConnectorSecrets } from './secrets/connector-secrets.ts';

const configSchema = z.strictObject({ apiUrl: z.string().nullable().default(null) });
const secretsSchema = z.strictObject({ routingKey: z.string() });

/** The URL that a connector's alert events go to. */
export function enqueueUrlOf(config: ConnectorConfig): string {
  return config.apiUrl === null || config.apiUrl.trim() === '' ? defaultApiUrl : config.apiUrl;
}

/** One field of a connector that is wrong, and what would be right; never with a secret in it. */
interface FieldFault {
  /** Absent: the part as a whole. */
  readonly field: string | undefined;
  readonly rule: string;
}

/** A connector that can not be as it is: Kibana's message, and the same field by field. */
export class ConnectorFault extends Refusal {
  readonly part: 'config' | 'secrets';
  readonly faults: readonly FieldFault[];

  constructor(part: 'config' | 'secrets', detail: string, faults: readonly FieldFault[]) {
    super('invalid', `error validating connector type ${part}: ${detail}`);
    this.part = part;
    this.faults = faults;
  }
}

/** What the fields are, for those that are of another kind altogether. */
const kinds: Readonly<Record<string, string>> = {
  apiUrl: `use an http or https URL such as ${defaultApiUrl}, or leave it out`,
  routingKey: 'use an integration key of 32 letters or digits',
};

function parse<T>(schema: z.ZodType<T>, value: unknown, part: 'config' | 'secrets'): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const faults = result.error.issues.flatMap((issue): FieldFault[] =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((field) => ({ field, rule: 'there is no such key' }))
      : [{ field: issue.path[0]?.toString(), rule: kinds[String(issue.path[0])] ?? issue.message }],
  );
  throw new ConnectorFault(part, z.prettifyError(result.error), faults);
}

/** Far more than any real one has; what is longer is a mistake and would only cost whoever handles it. */
const maxUrlLength = 2048;
const maxKeyLength = 512;

const secretsRefusal = (problem: string) =>
  new ConnectorFault('secrets', `✖ ${problem}\n  → at routingKey`, [{ field: 'routingKey', rule: problem }]);

const configRefusal = (detail: string) =>
  new ConnectorFault('config', `error configuring pagerduty action: ${detail}`, [
    { field: 'apiUrl', rule: detail },
  ]);

/**
 * Parses a connector's `config` and refuses an API URL that can not be called. Kibana takes any text as API URL and
 * fails at the first page; here it is refused while somebody is looking. Messages: contract 1.3.
 */
export function validateConfig(value: unknown, isAllowed: (url: string) => boolean): ConnectorConfig {
  const given = parse(configSchema, value, 'config');
  const config = { apiUrl: given.apiUrl?.trim() || null };
  const url = enqueueUrlOf(config);
  if (url.length > maxUrlLength) {
    throw configRefusal(`apiUrl has ${url.length} characters; at most ${maxUrlLength} are taken`);
  }
  if (isIntegrationKey(url)) {
    // The two fields were mixed up, most likely; the value is not repeated.
    throw configRefusal(
      'apiUrl holds what looks like an integration key, which belongs into secrets.routingKey',
    );
  }
  const parsed = URL.parse(url);
  if (parsed !== null && (parsed.username !== '' || parsed.password !== '')) {
    throw configRefusal(`apiUrl must not hold a user name or password; "${parsed.host}" was given one`);
  }
  if (!isAllowed(url)) {
    throw configRefusal(`target url "${url}" is not added to the Tocsin settings xpack.actions.allowedHosts`);
  }
  if (parsed === null || (parsed.protocol !== 'https:' && parsed.protocol !== 'http:')) {
    throw configRefusal(`apiUrl "${url}" is not an http or https URL such as ${defaultApiUrl}`);
  }
  return config;
}

export interface ValidSecrets {
  readonly secrets: ConnectorSecrets;
  /** What is odd but accepted, in words; never a part of a secret. */
  readonly warnings: readonly string[];
}

/**
 * Parses a connector's `secrets`. PagerDuty's own hosts take only keys of 32 letters or digits, so another shape is
 * refused there, and only warned of elsewhere, where something else may stand behind the URL.
 */
export function validateSecrets(value: unknown, config: ConnectorConfig): ValidSecrets {
  const secrets = parse(secretsSchema, value, 'secrets');
  // A key that was pasted with a line break is the same key.
  const routingKey = secrets.routingKey.trim();
  if (routingKey.length > maxKeyLength) {
    throw secretsRefusal(
      `the integration key has ${routingKey.length} characters; at most ${maxKeyLength} are taken`,
    );
  }
  if (routingKey.length >= 6 && config.apiUrl?.includes(routingKey)) {
    throw secretsRefusal(
      'the integration key stands in apiUrl too, which everybody may read: take it out of there',
    );
  }
  if (isIntegrationKey(routingKey)) return { secrets: { routingKey }, warnings: [] };
  const problem = `an integration key has 32 letters or digits; this one ${describeKeyShape(routingKey)}`;
  const host = URL.parse(enqueueUrlOf(config))?.hostname ?? '';
  if (isPagerDutyHost(host)) {
    throw secretsRefusal(problem);
  }
  return { secrets: { routingKey }, warnings: [`${problem}. PagerDuty itself would refuse it.`] };
}
