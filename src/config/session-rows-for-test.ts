import type { SettingRow } from './setting-row-for-test.ts';

const day = 86_400_000;
const range = 'use a duration from 5m to 3650d';
const defaults = [
  ['session.idleTimeout', 3 * day, '3d'],
  ['session.lifespan', 30 * day, '30d'],
] as const;

/** The rows of what says how long a browser stays signed in. */
export const sessionRows: SettingRow[] = defaults.map(([key, otherwise, example]) => ({
  key,
  otherwise,
  good: [
    ['5m', 300_000],
    ['3650d', 3650 * day],
  ],
  variable: [['12h', day / 2]],
  bad: [
    ['4m', `is "4m": ${range}`],
    ['3651d', `is "3651d": ${range}`],
    ['1y', `is "1y": ${range}: a whole number and one of ms, s, m, h, d, such as "${example}"`],
  ],
}));
