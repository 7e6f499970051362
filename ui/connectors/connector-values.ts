import { describeKeyShape, isIntegrationKey, isRulesetKey } from '../../src/pagerduty/integration-key.ts';
import { isPagerDutyHost, regions } from '../../src/pagerduty/regions.ts';
import { connectorFormTexts as texts } from '../texts/connector-form.ts';
import type { ConnectorBody } from './connector-queries.ts';

export type Place = 'us' | 'eu' | 'sandbox' | 'other';

/** What stands in the fields of the Configuration tab. */
export interface ConnectorValues {
  readonly name: string;
  readonly place: Place;
  /** Only with the place `other`. */
  readonly ownUrl: string;
  readonly key: string;
}

export const emptyConnector: ConnectorValues = { name: '', place: 'us', ownUrl: '', key: '' };

/** The fields for a connector that is there; its key is never shown. */
export function valuesOf(
  {
    name,
    config,
  }: { readonly name: string; readonly config?: { readonly apiUrl: string | null } | undefined },
  sandboxUrl: string | undefined,
): ConnectorValues {
  const apiUrl = config?.apiUrl ?? null;
  const place = placeOf(apiUrl, sandboxUrl);
  return { name, place, ownUrl: place === 'other' ? (apiUrl ?? '') : '', key: '' };
}

function placeOf(apiUrl: string | null, sandboxUrl: string | undefined): Place {
  if (apiUrl === null || apiUrl === regions.us.enqueueUrl) return 'us';
  if (apiUrl === regions.eu.enqueueUrl) return 'eu';
  return apiUrl === sandboxUrl ? 'sandbox' : 'other';
}

/** The API URL that the fields say; `null`: the default. */
export function apiUrlOf({ place, ownUrl }: ConnectorValues, sandboxUrl: string | undefined): string | null {
  if (place === 'us') return null;
  if (place === 'eu') return regions.eu.enqueueUrl;
  return place === 'sandbox' ? (sandboxUrl ?? null) : ownUrl.trim();
}

/** The body that creates or updates a connector. */
export function toConnectorBody(values: ConnectorValues, sandboxUrl: string | undefined): ConnectorBody {
  return {
    name: values.name.trim(),
    config: { apiUrl: apiUrlOf(values, sandboxUrl) },
    secrets: { routingKey: values.key.trim() },
  };
}

export type ConnectorField = Exclude<keyof ConnectorValues, 'place'>;

/** What is wrong with the fields, each in words: contract 2.5, and what a key can be mistaken for. */
export function validateConnector(values: ConnectorValues): Partial<Record<ConnectorField, string>> {
  const faults = {
    name: values.name.trim() === '' ? texts.faults.name : undefined,
    ownUrl: values.place === 'other' ? urlFault(values.ownUrl.trim()) : undefined,
    key: keyFault(values),
  };
  return {
    ...(faults.name !== undefined && { name: faults.name }),
    ...(faults.ownUrl !== undefined && { ownUrl: faults.ownUrl }),
    ...(faults.key !== undefined && { key: faults.key }),
  };
}

function urlFault(text: string): string | undefined {
  if (isIntegrationKey(text)) return texts.faults.apiUrlIsKey;
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol)) return texts.faults.apiUrl;
  if (isPagerDutyHost(url.hostname) && url.pathname.startsWith('/integration/')) {
    return texts.faults.apiUrlOfIntegration;
  }
  return undefined;
}

function keyFault(values: ConnectorValues): string | undefined {
  const key = values.key.trim();
  if (key === '') return texts.faults.key;
  if (/^https?:\/\//i.test(key)) return texts.faults.keyIsUrl;
  if (isIntegrationKey(key) || !isOnlyIntegrationKeys(values)) return undefined;
  return isRestKey(key) ? texts.faults.keyIsRestKey : texts.faults.keyShape(describeKeyShape(key));
}

/** Behind another URL something else may stand, with keys of its own. */
function isOnlyIntegrationKeys({ place, ownUrl }: ConnectorValues): boolean {
  return place !== 'other' || isPagerDutyHost(URL.parse(ownUrl.trim())?.hostname ?? '');
}

/** Keys of PagerDuty's REST API: 20 characters; those of a user begin with "u+". */
function isRestKey(key: string): boolean {
  return /^(?:u\+)?[\w+-]{18,20}$/.test(key);
}

/** What is worth knowing of a key that can be saved; `undefined`: nothing. */
export function keyNote(values: ConnectorValues): string | undefined {
  const key = values.key.trim();
  if (isIntegrationKey(key)) return isRulesetKey(key) ? texts.rulesetKey : undefined;
  if (key === '' || keyFault(values) !== undefined) return undefined;
  return texts.faults.keyShapeElsewhere(describeKeyShape(key));
}
