import { useMemo } from 'react';
import uPlot from 'uplot';
import { countAxis, durationAxis, fromZero, timeAxis, wholeTime } from '../charts/axes.ts';
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

/** How long runs took as bars, how many alerts were active as a line. */
const look: PlotLook = (theme) => {
  const bars = uPlot.paths.bars?.({ size: [0.6, 16, 2] });
  const bar = (colour: string): uPlot.Series => ({
    scale: 'duration',
    stroke: theme.of(colour),
    fill: theme.of(colour),
    width: 0,
    points: { show: false },
    ...(bars !== undefined && { paths: bars }),
  });
  const steps = uPlot.paths.stepped?.({ align: 1 });
  return {
    scales: { x: { range: wholeTime }, count: { range: fromZero(4) }, duration: { range: fromZero(20) } },
    axes: [timeAxis(theme), countAxis(theme), durationAxis(theme)],
    series: [
      {},
      bar(colours.ok),
      bar(colours.failed),
      {
        scale: 'count',
        stroke: theme.of(colours.active),
        width: 2,
        points: { show: false },
        ...(steps !== undefined && { paths: steps }),
      },
    ],
  };
};

/** The last runs of a rule. A file of its own: the page does not wait for it. */
export default function RunsChart({ runs }: { readonly runs: readonly RuleRun[] }) {
  const points = useMemo(() => runPointsOf(runs), [runs]);
  const data = useMemo<uPlot.AlignedData>(
    () => [
      points.map(({ at }) => at),
      points.map(({ ok }) => ok),
      points.map(({ failed }) => failed),
      points.map(({ active }) => active),
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
