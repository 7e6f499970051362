import { useMemo } from 'react';
import uPlot from 'uplot';
import { countAxis, durationAxis, fromZero, runAxis } from '../charts/axes.ts';
import { ChartCard, type ShownSeries } from '../charts/chart-card.tsx';
import type { PlotLook } from '../charts/plot.tsx';
import { figure } from '../parts/counted.ts';
import { durationInWords } from '../parts/duration.ts';
import { ruleTexts } from '../texts/rules.ts';
import type { RuleRun } from './rules-api.ts';
import { type RunPoint, runPointsOf, runsInWords } from './run-points.ts';

const words = ruleTexts.chart;
const colours = { ok: 'indigo-5', failed: 'orange-6', active: 'red-6' } as const;
const lasted = (duration: number | null) => (duration === null ? '–' : durationInWords(duration));

const series: readonly ShownSeries<RunPoint>[] = [
  { label: words.ok, colour: colours.ok, value: ({ ok }) => lasted(ok) },
  { label: words.failed, colour: colours.failed, value: ({ failed }) => lasted(failed) },
  { label: words.active, colour: colours.active, value: ({ active }) => figure(active) },
];

/** So many runs have room at the least: one of a rule that is young is no wider than others. */
const leastRuns = 20;

/** Run by run, since the time between them may be anything: how long each took, how many alerts were active then. */
/** Where in the data the times stand. */
const timesAt = 4;

const look: PlotLook = (theme) => {
  const bars = uPlot.paths.bars?.({ size: [0.6, 28, 2] });
  const bar = (colour: string): uPlot.Series => ({
    scale: 'duration',
    stroke: theme.of(colour),
    fill: theme.of(colour),
    width: 0,
    points: { show: false },
    ...(bars !== undefined && { paths: bars }),
  });
  return {
    scales: {
      x: { time: false, range: (_, _min, max) => [-0.5, Math.max(leastRuns, max + 1) - 0.5] },
      count: { range: fromZero(4) },
      duration: { range: fromZero(20) },
    },
    axes: [runAxis(theme, timesAt), countAxis(theme), durationAxis(theme)],
    series: [
      {},
      bar(colours.ok),
      bar(colours.failed),
      {
        scale: 'count',
        stroke: theme.of(colours.active),
        width: 2,
        points: { show: true, size: 5 },
      },
      // For the axis alone.
      { scale: 'start', show: false },
    ],
  };
};

/** The last runs of a rule. A file of its own: the page does not wait for it. */
export default function RunsChart({ runs }: { readonly runs: readonly RuleRun[] }) {
  const points = useMemo(() => runPointsOf(runs), [runs]);
  const data = useMemo<uPlot.AlignedData>(
    () => [
      points.map((_, place) => place),
      points.map(({ ok }) => ok),
      points.map(({ failed }) => failed),
      points.map(({ active }) => active),
      points.map(({ at }) => at),
    ],
    [points],
  );
  return (
    <ChartCard
      title={words.title}
      summary={runsInWords(points)}
      isEmpty={points.length === 0}
      points={points}
      series={series}
      look={look}
      data={data}
    />
  );
}
