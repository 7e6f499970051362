import type uPlot from 'uplot';
import { figure } from '../parts/counted.ts';
import { durationInWords, wholeSeconds } from '../parts/duration.ts';
import type { ChartColours } from './chart-colours.ts';

const clock = new Intl.DateTimeFormat('en', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const font = '12px system-ui, sans-serif';
const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

/** "14:05", where the person is. `at` is milliseconds since 1970. */
export function clockTime(at: number): string {
  return clock.format(at);
}

export function timeAxis({ text, grid }: ChartColours): uPlot.Axis {
  return {
    stroke: text,
    font,
    size: 28,
    gap: 6,
    space: 64,
    ticks: { stroke: grid, width: 1, size: 4 },
    grid: { show: false },
    // Up to the whole of what is shown: on a narrow screen four times of a day are too many.
    incrs: [...[1, 2, 5, 10, 15, 30].map((n) => n * minute), ...[1, 3, 6, 12, 24].map((n) => n * hour)],
    values: (_, times) => times.map(clockTime),
  };
}

/** One place a run, each named by its time, which is the series number `timesAt`. */
export function runAxis({ text, grid }: ChartColours, timesAt: number): uPlot.Axis {
  return {
    stroke: text,
    font,
    size: 28,
    gap: 6,
    space: 64,
    ticks: { stroke: grid, width: 1, size: 4 },
    grid: { show: false },
    incrs: [1, 2, 5, 10, 20, 50],
    values: (plot, places) =>
      places.map((place) => {
        const at = plot.data[timesAt]?.[place];
        return at === undefined || at === null ? '' : clockTime(at);
      }),
  };
}

/** Whole numbers, on the left. */
export function countAxis({ text, grid }: ChartColours): uPlot.Axis {
  return {
    scale: 'count',
    stroke: text,
    font,
    size: 52,
    gap: 6,
    ticks: { show: false },
    grid: { stroke: grid, width: 1 },
    incrs: [1, 2, 5]
      .flatMap((n) => [0, 1, 2, 3, 4, 5, 6].map((power) => n * 10 ** power))
      .sort((a, b) => a - b),
    values: (_, counts) => counts.map(figure),
  };
}

/** Lengths of time, on the right. */
export function ageAxis({ text }: ChartColours): uPlot.Axis {
  const short = [1, 5, 10, 20, 30].flatMap((n) => [n * second, n * minute]);
  const long = [1, 2, 6, 12, 24, 48, 7 * 24, 30 * 24].map((n) => n * hour);
  return {
    scale: 'age',
    side: 1,
    stroke: text,
    font,
    size: 60,
    gap: 6,
    ticks: { show: false },
    grid: { show: false },
    incrs: [...short.sort((a, b) => a - b), ...long],
    values: (_, ages) => ages.map((age) => (age === 0 ? '0' : wholeSeconds(age))),
  };
}

/** Short lengths of time, from milliseconds on, on the right. */
export function durationAxis({ text }: ChartColours): uPlot.Axis {
  return {
    scale: 'duration',
    side: 1,
    stroke: text,
    font,
    size: 64,
    gap: 6,
    ticks: { show: false },
    grid: { show: false },
    incrs: [
      ...[1, 2, 5, 10, 20, 50, 100, 200, 500],
      ...[1, 2, 5, 10, 20, 30, 60, 120, 300].map((n) => n * second),
    ],
    values: (_, lengths) => lengths.map((length) => (length === 0 ? '0' : durationInWords(length))),
  };
}

/** From the first to the last point with some air, and never less wide than ten minutes. */
export const wholeTime: uPlot.Range.Function = (_, min, max) => {
  const begin = Math.min(min, max - 10 * minute);
  const air = (max - begin) * 0.02;
  return [begin - air, max + air];
};

/** From nothing up to the highest value, with some air; never less high than `least`. */
export const fromZero =
  (least: number): uPlot.Range.Function =>
  (_, _min, max) => [0, Math.max(least, max * 1.1)];
