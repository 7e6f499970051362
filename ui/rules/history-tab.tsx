import { Anchor, Badge, Button, Group, List, Paper, Stack, Switch, Text } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { Link } from 'react-router';
import { durationInWords } from '../parts/duration.ts';
import { Empty } from '../parts/empty.tsx';
import { Moment } from '../parts/moment.tsx';
import { LoadFailed, Loading } from '../parts/query-view.tsx';
import { Section } from '../parts/section.tsx';
import { happenedInWords, ruleTexts } from '../texts/rules.ts';
import { alertPath, type RuleRun, readHistory } from './rules-api.ts';

const RunsChart = lazy(() => import('./runs-chart.tsx'));

const words = ruleTexts.history;
const colours = { succeeded: 'green', warning: 'yellow', failed: 'orange' } as const;
/** Entries of a run that the API tells. */
const mostEntries = 100;
/** Runs in the chart. */
const charted = 100;

/** What a rule has done: its last runs as a chart, and what happened in each. */
export function HistoryTab({ ruleId }: { readonly ruleId: string }) {
  const [quiet, setQuiet] = useState(false);
  const chart = useQuery({
    queryKey: ['rule', ruleId, 'chart'],
    queryFn: ({ signal }) => readHistory(ruleId, { limit: charted, quiet: true }, signal),
    meta: { live: 'rules' },
  });
  const history = useInfiniteQuery({
    queryKey: ['rule', ruleId, 'history', quiet],
    queryFn: ({ pageParam, signal }) => readHistory(ruleId, { before: pageParam, limit: 20, quiet }, signal),
    initialPageParam: null as number | null,
    getNextPageParam: ({ next }) => next,
    meta: { live: 'rules' },
  });
  const runs = history.data?.pages.flatMap(({ items }) => items);
  const hasRun = (chart.data?.items.length ?? 0) > 0;
  return (
    <Stack gap="lg">
      {chart.data && hasRun && (
        <Suspense fallback={<Loading lines={6} />}>
          <RunsChart runs={chart.data.items} />
        </Suspense>
      )}
      <Section title={words.title}>
        <Switch
          label={words.quiet}
          checked={quiet}
          onChange={({ currentTarget }) => setQuiet(currentTarget.checked)}
        />
        {runs === undefined &&
          (history.isError ? (
            <LoadFailed error={history.error} onRetry={() => void history.refetch()} />
          ) : (
            <Loading lines={6} />
          ))}
        {runs?.length === 0 && (
          <Empty icon={<IconHistory />} title={hasRun ? words.noneOfNote : words.none}>
            {hasRun ? words.noneOfNoteHint : words.noneHint}
          </Empty>
        )}
        {runs !== undefined && runs.length > 0 && (
          <Stack component="ul" gap="xs" m={0} p={0} aria-label={words.list} style={{ listStyle: 'none' }}>
            {runs.map((run) => (
              <RunCard key={run.run} ruleId={ruleId} run={run} />
            ))}
          </Stack>
        )}
        {history.hasNextPage && (
          <Group justify="center">
            <Button
              variant="default"
              size="xs"
              loading={history.isFetchingNextPage}
              onClick={() => void history.fetchNextPage()}
            >
              {words.more}
            </Button>
          </Group>
        )}
      </Section>
    </Stack>
  );
}

function RunCard({ ruleId, run }: { readonly ruleId: string; readonly run: RuleRun }) {
  const { result, started_at, duration, message, active, new: fresh, recovered, entries } = run;
  return (
    <Paper component="li" withBorder p="sm">
      <Group gap="xs">
        {result === null ? (
          <Badge color="gray" variant="light" tt="none" fw={600}>
            {words.byHand}
          </Badge>
        ) : (
          <Badge color={colours[result]} variant="light" tt="none" fw={600}>
            {words.results[result]}
          </Badge>
        )}
        <Text size="sm" component="div">
          <Moment at={started_at} />
          {result !== null && ` · ${words.took(durationInWords(duration))}`}
          {result !== null && result !== 'failed' && ` · ${words.counts(active, fresh, recovered)}`}
        </Text>
      </Group>
      {message !== null && (
        <Text size="sm" className="from-outside" mt={4}>
          {message}
        </Text>
      )}
      {entries.length > 0 && (
        <List size="sm" mt={4} spacing={2}>
          {entries.map((entry, i) => (
            // Entries stay in their places.
            // biome-ignore lint/suspicious/noArrayIndexKey: they have no other name
            <List.Item key={i} className="from-outside">
              <Happened ruleId={ruleId} entry={entry} />
            </List.Item>
          ))}
        </List>
      )}
      {entries.length >= mostEntries && (
        <Text size="xs" c="dimmed">
          {words.manyEntries}
        </Text>
      )}
    </Paper>
  );
}

function Happened({
  ruleId,
  entry,
}: {
  readonly ruleId: string;
  readonly entry: RuleRun['entries'][number];
}) {
  const { alert_id: alertId, what, detail, event_id: eventId } = entry;
  return (
    <>
      {alertId === null ? (
        words.ofRule
      ) : (
        <Anchor component={Link} to={alertPath(ruleId, alertId)} inherit underline="always">
          {alertId}
        </Anchor>
      )}
      {`: ${happenedInWords(what)}`}
      {detail !== null && ` (${detail})`}
      {eventId !== null && (
        <>
          {' · '}
          <Anchor component={Link} to={`/deliveries/${eventId}`} inherit underline="always">
            {words.event(eventId)}
          </Anchor>
        </>
      )}
    </>
  );
}
