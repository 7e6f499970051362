import { useMemo } from 'react';
import uPlot from 'uplot';
import { clockTime, countAxis, fromZero, timeAxis, wholeTime } from '../../charts/axes.ts';
import { ChartCard, type ShownSeries } from '../../charts/chart-card.tsx';
import type { PlotLook } from '../../charts/plot.tsx';
import { figure } from '../../parts/counted.ts';
import { chartTexts } from '../../texts/overview-charts.ts';
import type { Point } from './points-of.ts';

const words = chartTexts.deliveries;
const colours = { delivered: 'green-6', failed: 'red-6' } as const;

const series: readonly ShownSeries<Point>[] = [
  { label: words.delivered, colour: colours.delivered, value: ({ delivered }) => figure(delivered) },
  { label: words.failed, colour: colours.failed, value: ({ failed }) => figure(failed) },
];

const attempts = ({ delivered, failed }: Point) => delivered + failed;

/** Failures stand on top of what was delivered. */
const look: PlotLook = (theme) => {
  const bars = uPlot.paths.bars?.({ size: [0.8, 24, 1], align: 0 });
  const bar = (colour: string): uPlot.Series => ({
    scale: 'count',
    stroke: theme.of(colour),
    fill: theme.of(colour),
    width: 0,
    points: { show: false },
    ...(bars !== undefined && { paths: bars }),
  });
  return {
    scales: { x: { range: wholeTime }, count: { range: fromZero(4) } },
    axes: [timeAxis(theme), countAxis(theme)],
    series: [{}, bar(colours.failed), bar(colours.delivered)],
  };
};

/** What was delivered, and what failed, in each step. */
export function DeliveriesChart({
  points,
  since,
  per,
}: {
  readonly points: readonly Point[];
  readonly since: number;
  readonly per: string;
}) {
  const data = useMemo<uPlot.AlignedData>(
    () => [points.map(({ at }) => at), points.map(attempts), points.map(({ delivered }) => delivered)],
    [points],
  );
  return (
    <ChartCard
      title={words.title(per)}
      summary={summaryOf(points, since)}
      isEmpty={points.every((point) => attempts(point) === 0)}
      points={points}
      series={series}
      look={look}
      data={data}
    />
  );
}

function summaryOf(points: readonly Point[], since: number): string {
  const busiest = points.reduce<Point | undefined>(
    (most, point) => (most === undefined || attempts(point) > attempts(most) ? point : most),
    undefined,
  );
  if (busiest === undefined || attempts(busiest) === 0) return words.none(clockTime(since));
  const sum = (of: 'delivered' | 'failed') => points.reduce((total, point) => total + point[of], 0);
  return words.summary(sum('delivered'), sum('failed'), attempts(busiest), clockTime(busiest.at));
}
