import { Box, Center, Group, Paper, Text, Title } from '@mantine/core';
import { useId, useState } from 'react';
import type uPlot from 'uplot';
import { clockTime } from './axes.ts';
import { Plot, type PlotLook } from './plot.tsx';

/** What one place on the axis of time stands for. */
export interface TimePoint {
  /** Milliseconds since 1970. */
  readonly at: number;
}

export interface ShownSeries<Point extends TimePoint> {
  readonly label: string;
  /** A colour of the theme, without its prefix. */
  readonly colour: string;
  /** What the legend says of a point. */
  readonly value: (point: Point) => string;
}

/** A chart with its heading, a sentence that says the same, and a legend that follows the pointer. */
export function ChartCard<Point extends TimePoint>({
  title,
  summary,
  isEmpty,
  points,
  series,
  look,
  data,
}: {
  readonly title: string;
  readonly summary: string;
  /** There is nothing to draw: the sentence alone stands there. */
  readonly isEmpty: boolean;
  readonly points: readonly Point[];
  readonly series: readonly ShownSeries<Point>[];
  readonly look: PlotLook;
  readonly data: uPlot.AlignedData;
}) {
  const id = useId();
  const [index, setIndex] = useState<number | null>(null);
  const point = (index === null ? undefined : points[index]) ?? points.at(-1);
  return (
    <Paper component="figure" withBorder p="md" m={0} aria-labelledby={id} miw={0}>
      <Title order={3} size="h5" id={id}>
        {title}
      </Title>
      {isEmpty ? (
        <Center mih={{ base: 96, md: 258 }}>
          <Text c="dimmed" size="sm" ta="center">
            {summary}
          </Text>
        </Center>
      ) : (
        <>
          <Text component="figcaption" size="sm" c="dimmed" mb="xs" className="numeric">
            {summary}
          </Text>
          <Plot look={look} data={data} onPoint={setIndex} />
          {/* The sentence above has said it: this follows the pointer. */}
          <Group gap="md" mt="xs" fz="xs" aria-hidden className="numeric">
            {point !== undefined && (
              <Text inherit c="dimmed" miw="3rem">
                {clockTime(point.at)}
              </Text>
            )}
            {series.map(({ label, colour, value }) => (
              <Group key={label} gap={6} wrap="nowrap">
                <Box
                  w={10}
                  h={10}
                  bg={`var(--mantine-color-${colour})`}
                  style={{ borderRadius: 2, flexShrink: 0 }}
                />
                <Text inherit>
                  {label}
                  {point !== undefined && (
                    <Text span inherit fw={600}>
                      {' '}
                      {value(point)}
                    </Text>
                  )}
                </Text>
              </Group>
            ))}
          </Group>
        </>
      )}
    </Paper>
  );
}
