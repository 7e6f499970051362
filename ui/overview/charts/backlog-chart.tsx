import { useMemo } from 'react';
import type uPlot from 'uplot';
import { ageAxis, clockTime, countAxis, fromZero, timeAxis, wholeTime } from '../../charts/axes.ts';
import { ChartCard, type ShownSeries } from '../../charts/chart-card.tsx';
import type { PlotLook } from '../../charts/plot.tsx';
import { figure } from '../../parts/counted.ts';
import { wholeSeconds } from '../../parts/duration.ts';
import { chartTexts } from '../../texts/overview-charts.ts';
import type { Point } from './points-of.ts';

const words = chartTexts.backlog;
const colours = { events: 'indigo-6', oldest: 'orange-6' } as const;
const leastAge = 10_000;

const series: readonly ShownSeries<Point>[] = [
  { label: words.events, colour: colours.events, value: ({ events }) => figure(events) },
  {
    label: words.oldest,
    colour: colours.oldest,
    value: ({ oldest }) => (oldest === 0 ? '0' : wholeSeconds(oldest)),
  },
];

const look: PlotLook = (theme) => ({
  scales: { x: { range: wholeTime }, count: { range: fromZero(4) }, age: { range: fromZero(leastAge) } },
  axes: [timeAxis(theme), countAxis(theme), ageAxis(theme)],
  series: [
    {},
    {
      scale: 'count',
      stroke: theme.of(colours.events),
      width: 2,
      fill: `${theme.of(colours.events)}26`,
      points: { size: 5 },
    },
    { scale: 'age', stroke: theme.of(colours.oldest), width: 2, dash: [6, 3], points: { size: 5 } },
  ],
});

/** How much waited, and how long the oldest had. */
export function BacklogChart({
  points,
  since,
}: {
  readonly points: readonly Point[];
  readonly since: number;
}) {
  const data = useMemo<uPlot.AlignedData>(
    () => [
      points.map(({ at }) => at),
      points.map(({ events }) => events),
      points.map(({ oldest }) => oldest),
    ],
    [points],
  );
  return (
    <ChartCard
      title={words.title}
      summary={summaryOf(points, since)}
      isEmpty={points.every(({ events }) => events === 0)}
      points={points}
      series={series}
      look={look}
      data={data}
    />
  );
}

function summaryOf(points: readonly Point[], since: number): string {
  const worst = points.reduce<Point | undefined>(
    (most, point) => (most === undefined || point.events > most.events ? point : most),
    undefined,
  );
  if (worst === undefined || worst.events === 0) return words.none(clockTime(since));
  const oldest = Math.max(...points.map((point) => point.oldest));
  return words.summary(points.at(-1)?.events ?? 0, worst.events, clockTime(worst.at), oldest);
}
