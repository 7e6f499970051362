import { Paper, SimpleGrid, Text } from '@mantine/core';
import { Link } from 'react-router';
import { figure } from '../parts/counted.ts';
import { overviewTexts } from '../texts/overview.ts';
import type { Reading } from './overview-queries.ts';

const words = overviewTexts.figures;

/** How many there are of what one looks for next, each leading there. */
export function Figures({ reading: { overview, status } }: { readonly reading: Reading }) {
  const { backlog, open_incidents: incidents, dead_letters: dead } = status;
  const figures = [
    { label: words.waiting, count: backlog.events, to: '/deliveries?state=waiting', alert: undefined },
    {
      label: words.delivered,
      count: overview.delivered,
      to: '/deliveries?state=delivered',
      alert: undefined,
    },
    { label: words.incidents, count: incidents, to: '/incidents', alert: undefined },
    { label: words.deadLetters, count: dead, to: '/dead-letters', alert: 'var(--mantine-color-error)' },
  ];
  return (
    <SimpleGrid component="section" aria-label={words.label} cols={{ base: 2, sm: 4 }} spacing="sm">
      {figures.map(({ label, count, to, alert }) => (
        <Paper key={to} component={Link} to={to} withBorder p="md" className="figure-link">
          <Text size="sm" c="dimmed">
            {label}
          </Text>
          <Text
            fz={28}
            lh={1.2}
            fw={650}
            className="numeric"
            {...(alert !== undefined && count > 0 && { c: alert })}
          >
            {figure(count)}
          </Text>
        </Paper>
      ))}
    </SimpleGrid>
  );
}
