import { Group, SegmentedControl, SimpleGrid } from '@mantine/core';
import { useMemo, useState } from 'react';
import { Section } from '../../parts/section.tsx';
import { chartTexts } from '../../texts/overview-charts.ts';
import type { Reading } from '../overview-queries.ts';
import { BacklogChart } from './backlog-chart.tsx';
import { DeliveriesChart } from './deliveries-chart.tsx';
import { pointsOf, type Range, ranges } from './points-of.ts';

const choices = Object.entries(chartTexts.ranges).map(([value, label]) => ({ value, label }));
const isRange = (text: string): text is Range => text in ranges;

/** What waited, and what was sent, over time. A file of its own: the first page does not wait for it. */
export default function Charts({ reading }: { readonly reading: Reading }) {
  const [range, setRange] = useState<Range>('hour');
  const points = useMemo(() => pointsOf(reading, range), [reading, range]);
  const { minutes, step } = ranges[range];
  const { now, since } = reading.overview;
  const begin = Math.max(Date.parse(since), Date.parse(now) - minutes * 60_000);
  return (
    <Section title={chartTexts.title}>
      <Group>
        <SegmentedControl
          aria-label={chartTexts.range}
          size="xs"
          data={choices}
          value={range}
          onChange={(value) => isRange(value) && setRange(value)}
        />
      </Group>
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
        <BacklogChart points={points} since={begin} />
        <DeliveriesChart points={points} since={begin} per={chartTexts.per(step)} />
      </SimpleGrid>
    </Section>
  );
}
