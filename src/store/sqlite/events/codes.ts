import type { AttemptRow, EventEnd } from '../../delivery-store.ts';

type Why = Extract<EventEnd, { state: 'superseded' }>['why'];

/** What stands in the tables of `0002-delivery.ts` for these words: their places here. Never reordered. */
export const endCodes = ['delivered', 'superseded', 'dead', 'failed'] as const satisfies EventEnd['state'][];
export const whyCodes = ['newer', 'over', 'moot'] as const satisfies Why[];
export const verdictCodes = [
  'delivered',
  'retry',
  'held',
  'rejected',
] as const satisfies AttemptRow['verdict'][];
/** Of incidents: the last action that was confirmed. */
export const actionCodes = ['trigger', 'acknowledge'] as const;
/** Of incidents: as in `OpenColumns`. */
export const openCodes = { open: 1, maybe_open: 2 } as const;
