import { Anchor, Paper, SimpleGrid, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { figure } from '../parts/counted.ts';
import { Section } from '../parts/section.tsx';
import { type AlertingOverview, readAlertingOverview } from '../rules/rules-api.ts';
import { alertTexts } from '../texts/alerts.ts';
import { texts as common } from '../texts/common.ts';

const words = alertTexts.overview;
const severities = ['critical', 'error', 'warning', 'info', 'unknown'] as const;
const colours = {
  critical: 'red',
  error: 'orange',
  warning: 'yellow',
  info: 'blue',
  unknown: 'gray',
} as const;

/** How many alerts are active, by severity, and how it stands with the rules. Nothing where there are no rules. */
export function AlertingPanel() {
  const { data } = useQuery({
    queryKey: ['alerting', 'overview'],
    queryFn: ({ signal }) => readAlertingOverview(signal),
    meta: { live: 'rules' },
  });
  // Without it the page says what it said before there were rules.
  if (data === undefined || data.rules.total === 0) return null;
  const { rules } = data;
  const figures = figuresOf(data);
  return (
    <Section title={words.title}>
      <SimpleGrid
        component="section"
        aria-label={words.label}
        cols={{ base: 2, sm: 3, md: figures.length }}
        spacing="sm"
      >
        {figures.map(({ label, count, to, colour }) => (
          <Paper key={to} component={Link} to={to} withBorder p="md" className="figure-link">
            <Text size="sm" c="dimmed">
              {label}
            </Text>
            <Text
              fz={28}
              lh={1.2}
              fw={650}
              className="numeric"
              {...(count > 0 && { c: `var(--mantine-color-${colour}-light-color)` })}
            >
              {figure(count)}
            </Text>
          </Paper>
        ))}
      </SimpleGrid>
      <Text size="sm" c="dimmed">
        {words.enabled(rules.enabled, rules.total)}{' '}
        {rules.quiet > 0 && (
          <>
            {words.quiet(rules.quiet)}{' '}
            <Anchor component={Link} to="/rules?state=quiet" inherit underline="always">
              {words.toQuiet}
            </Anchor>
          </>
        )}
      </Text>
    </Section>
  );
}

function figuresOf({ active_alerts: active, rules }: AlertingOverview) {
  const ofSeverity = severities
    // Most rules say how bad their alerts are.
    .filter((severity) => severity !== 'unknown' || active.unknown > 0)
    .map((severity) => ({
      label: severity === 'unknown' ? alertTexts.unknownSeverity : common.severities[severity],
      count: active[severity],
      to: `/alerts?${new URLSearchParams({ state: 'active', severity })}`,
      colour: colours[severity],
    }));
  return [
    ...ofSeverity,
    { label: words.failing, count: rules.failing, to: '/rules?state=error', colour: 'orange' as const },
  ];
}
