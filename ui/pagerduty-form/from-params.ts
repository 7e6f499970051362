import { z } from 'zod';
import { emptyParams, isTemplate, type ParamsValues, severities } from './params-values.ts';

const text = z.string().catch('');

/** Lenient: a field that can not be shown is shown empty. */
const shownParams = z.object({
  eventAction: z.enum(['trigger', 'acknowledge', 'resolve', 'change']).catch('trigger'),
  dedupKey: text,
  summary: text,
  severity: z.union([z.enum(['', ...severities]), z.string().refine(isTemplate)]).catch(''),
  timestamp: text,
  component: text,
  group: text,
  source: text,
  class: text,
  customDetails: z.unknown().optional(),
  links: z.array(z.object({ href: text, text })).catch([]),
});

/** What stands in the fields for params of the API, such as those of a dead letter. Never throws. */
export function fromParams(params: unknown): ParamsValues {
  const object = z.record(z.string(), z.unknown()).safeParse(params);
  if (!object.success) return emptyParams;
  const shown = shownParams.parse(object.data);
  const others = Object.entries(object.data).filter(([name]) => !(name in shownParams.shape));
  return {
    ...shown,
    customDetails: detailsText(shown.customDetails),
    links: shown.links.map((link, index) => ({ row: index + 1, ...link })),
    others: Object.fromEntries(others),
  };
}

function detailsText(details: unknown): string {
  if (details === undefined || details === null) return '';
  return typeof details === 'string' ? details : JSON.stringify(details, null, 2);
}
