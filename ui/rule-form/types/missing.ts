import { z } from 'zod';
import { ruleTypeTexts } from '../../texts/rule-types.ts';
import type { Params } from '../rule-values.ts';

const texts = ruleTypeTexts.missing;
type Missing = readonly (readonly [path: string, message: string])[];

const targets = z.array(z.object({ url: z.string() })).catch([]);
const threshold = z.object({ comparator: z.string(), threshold: z.array(z.unknown()) }).nullish();

/** What an HTTP check can not do without. */
export function missingOfHttpCheck({ targets: given }: Params): Missing {
  return targets
    .parse(given)
    .flatMap(({ url }, n) => (url === '' ? [[`params.targets.${n}.url`, texts.url] as const] : []));
}

/** What a query of Prometheus can not do without. */
export function missingOfPrometheus({ url, query, ...params }: Params): Missing {
  const numbers = (['critical', 'warning'] as const).flatMap((name) => {
    const given = threshold.safeParse(params[name]).data;
    if (given === null || given === undefined) return [];
    const wanted = given.comparator === 'between' || given.comparator === 'notBetween' ? 2 : 1;
    return given.threshold.length < wanted ? [[`params.${name}.threshold`, texts.threshold] as const] : [];
  });
  return [
    ...(url === '' ? [['params.url', texts.server] as const] : []),
    ...(query === '' ? [['params.query', texts.query] as const] : []),
    ...numbers,
  ];
}

/** What a heartbeat can not do without. */
export function missingOfHeartbeat({ cron }: Params): Missing {
  return cron === '' ? [['params.cron', texts.cron]] : [];
}
