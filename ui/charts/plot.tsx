import 'uplot/dist/uPlot.min.css';
import { useComputedColorScheme } from '@mantine/core';
import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import { type ChartColours, chartColours } from './chart-colours.ts';

const height = 200;

/** Everything of a chart but its size, its data and what points at it. */
export type PlotLook = (colours: ChartColours) => Pick<uPlot.Options, 'series' | 'scales' | 'axes'>;

interface PlotProps {
  /** Must not be made anew at each drawing. */
  readonly look: PlotLook;
  /** Milliseconds since 1970, then the values of each series. */
  readonly data: uPlot.AlignedData;
  /** Told the index of the point under the pointer; `null`: none is. */
  readonly onPoint: (index: number | null) => void;
}

/** A chart on a canvas, for eyes alone: what it says in words is up to the caller. */
export function Plot(props: PlotProps) {
  // A canvas keeps the colours that it was drawn with: another scheme is another canvas.
  const scheme = useComputedColorScheme('light', { getInitialValueInEffect: false });
  return <Canvas key={scheme} {...props} />;
}

function Canvas({ look, data, onPoint }: PlotProps) {
  const frame = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot>(null);
  const newest = useRef({ data, onPoint });

  useEffect(() => {
    newest.current = { data, onPoint };
    plot.current?.setData(data);
  }, [data, onPoint]);

  useEffect(() => {
    const box = frame.current;
    if (box === null) return;
    const made = new uPlot(
      {
        ...look(chartColours()),
        width: box.clientWidth,
        height,
        ms: 1,
        legend: { show: false },
        cursor: { y: false, drag: { setScale: false, x: false, y: false }, points: { size: 8 } },
        hooks: { setCursor: [({ cursor }) => newest.current.onPoint(cursor.idx ?? null)] },
      },
      newest.current.data,
      box,
    );
    plot.current = made;
    const sizes = new ResizeObserver(() => made.setSize({ width: box.clientWidth, height }));
    sizes.observe(box);
    return () => {
      sizes.disconnect();
      made.destroy();
      plot.current = null;
    };
  }, [look]);

  return <div ref={frame} style={{ minHeight: height, minWidth: 0, overflow: 'hidden' }} aria-hidden />;
}
