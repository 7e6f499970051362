import { parseActionParams } from '../pagerduty/action-params.ts';
import { faultOfTemplate } from '../templates/render-template.ts';

/** Whether a text is filled in at each run, so that nobody knows now what it comes to. */
const isTemplate = (value: unknown): value is string => typeof value === 'string' && value.includes('{{');

/** Every text at any depth that is no template, as `✖ <why>\n  → at <place>`. */
function templateFaults(value: unknown, place: string): string[] {
  if (typeof value === 'string') {
    const fault = faultOfTemplate(value);
    return fault === undefined ? [] : [`✖ malformed template: ${fault}\n  → at ${place}`];
  }
  if (Array.isArray(value)) return value.flatMap((each, n) => templateFaults(each, `${place}[${n}]`));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, each]) =>
    templateFaults(each, place === '' ? name : `${place}.${name}`),
  );
}

/** JSON text, as Kibana's screens keep custom details, is filled in text by text, as it stands inside (`renderDetails`). */
function detailsOf(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

/** What stands in for a template while the rest is judged; what is not here is left out. */
const standIns: Readonly<Record<string, string>> = { src: 'https://template.invalid/' };

/** The params as far as they are known now: templates of closed sets are taken out, other texts stand for themselves. */
function knownPart(value: unknown, name: string): unknown {
  if (isTemplate(value)) return standIns[name] ?? 'template';
  if (Array.isArray(value)) return value.map((each) => knownPart(each, name));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, knownPart(each, key)]));
}

/** Only a text of one of these values passes, so a template can not be judged at all. */
const closedSets = ['eventAction', 'severity', 'timestamp'];

/**
 * What is wrong with the params of a rule's action, in the words of `_execute`; `undefined`: nothing. Texts must be
 * templates that can be read; where no template is in the way values and lengths are judged too. A dedup key has a
 * default here, so none is missed.
 */
export function actionParamsFault(params: Readonly<Record<string, unknown>>): string | undefined {
  const texts = { ...params, customDetails: detailsOf(params.customDetails) };
  const faults = templateFaults(texts, '');
  if (faults.length > 0) return faults.join('\n');
  const known = Object.fromEntries(
    Object.entries(params)
      .filter(([name, value]) => !(isTemplate(value) && [...closedSets, 'customDetails'].includes(name)))
      .map(([name, value]) => [name, name === 'customDetails' ? value : knownPart(value, name)]),
  );
  const { dedupKey } = known;
  const hasKey = dedupKey !== undefined && (typeof dedupKey !== 'string' || dedupKey.trim() !== '');
  const parsed = parseActionParams(hasKey ? known : { ...known, dedupKey: 'default' });
  return parsed.ok ? undefined : parsed.message;
}
