import { Anchor, Button, Group, Stack, Text } from '@mantine/core';
import { IconMapQuestion } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { Link, useParams } from 'react-router';
import { ApiError } from '../api/api-error.ts';
import { Empty } from '../parts/empty.tsx';
import { Facts } from '../parts/facts.tsx';
import { Moment } from '../parts/moment.tsx';
import { Page } from '../parts/page.tsx';
import { QueryView } from '../parts/query-view.tsx';
import { Section } from '../parts/section.tsx';
import { rulePath } from '../rules/rules-api.ts';
import { alertTexts } from '../texts/alerts.ts';
import { AlertMarks, AlertSeverity, AlertState } from './alert-badges.tsx';
import { AlertMenu } from './alert-menu.tsx';
import { type Alert, type AlertStory, readStory } from './alerts-api.ts';
import { occurrencesOf } from './story-points.ts';
import { StoryTimeline } from './story-timeline.tsx';

const words = alertTexts.alert;
const [firstEntries, mostEntries] = [50, 200];

/** One alert: how it stands with it, and its story on one line of time. Live. */
export default function AlertPage() {
  const { ruleId = '', alertId = '' } = useParams();
  const [limit, setLimit] = useState(firstEntries);
  const story = useQuery({
    queryKey: ['alert', ruleId, alertId, limit],
    queryFn: ({ signal }) => readStory(ruleId, alertId, limit, signal),
    meta: { live: 'rules' },
    placeholderData: (before) => before,
  });
  if (story.error instanceof ApiError && story.error.status === 404) {
    return (
      <Page title={words.missingTitle}>
        <Empty
          icon={<IconMapQuestion />}
          title={words.missing(alertId)}
          action={
            <Button component={Link} to="/alerts" variant="default" size="xs">
              {words.toList}
            </Button>
          }
        />
      </Page>
    );
  }
  const alert = story.data?.alert ?? undefined;
  return (
    <Page
      title={alert?.summary ?? alertId}
      about={<OfRule ruleId={ruleId} name={alert?.rule_name} />}
      actions={alert && <AlertMenu alert={alert} look="buttons" />}
    >
      <QueryView query={story} lines={8}>
        {(data) => (
          <Stack gap="lg">
            {data.alert === null ? <Text size="sm">{words.gone}</Text> : <AlertFacts alert={data.alert} />}
            <Story story={data} />
            {!data.isComplete && limit < mostEntries && (
              <Group>
                <Button size="xs" variant="default" onClick={() => setLimit(mostEntries)}>
                  {words.older}
                </Button>
              </Group>
            )}
          </Stack>
        )}
      </QueryView>
    </Page>
  );
}

function OfRule({ ruleId, name }: { readonly ruleId: string; readonly name: string | undefined }) {
  return (
    <>
      {words.of}{' '}
      <Anchor component={Link} to={rulePath(ruleId)} inherit underline="always">
        {name ?? ruleId}
      </Anchor>
    </>
  );
}

function AlertFacts({ alert }: { readonly alert: Alert }) {
  const { start, end, open } = alert;
  const facts: (readonly [string, ReactNode])[] = [
    [alertTexts.columns.severity, <AlertSeverity key="severity" severity={alert.severity} />],
    [
      alertTexts.columns.state,
      <Group key="state" gap={6}>
        <AlertState status={alert.status} />
        <AlertMarks alert={alert} />
      </Group>,
    ],
    [words.id, alert.id],
    [alertTexts.columns.group, alert.group_name],
    [words.since, <Moment key="since" at={start} />],
  ];
  if (end !== null) {
    facts.push([
      words.ended,
      <span key="end">
        <Moment at={end} /> · {words.lasted(Date.parse(end) - Date.parse(start))}
      </span>,
    ]);
  }
  facts.push([
    words.incidents,
    open.length === 0
      ? words.noIncidents
      : open.map(({ connector_id, dedup_key }, i) => (
          <span key={`${connector_id}\n${dedup_key}`}>
            {i > 0 && ', '}
            <Anchor
              component={Link}
              to={`/deliveries?${new URLSearchParams({ dedup_key, connector_id })}`}
              inherit
            >
              {dedup_key}
            </Anchor>
          </span>
        )),
  ]);
  return <Facts facts={facts} />;
}

function Story({ story }: { readonly story: AlertStory }) {
  const occurrences = occurrencesOf(story.entries).reverse();
  const [newest, ...earlier] = occurrences;
  return (
    <>
      <Section title={words.story}>
        {newest === undefined ? (
          <Text size="sm" c="dimmed">
            {words.nothing}
          </Text>
        ) : (
          <StoryTimeline occurrence={newest} />
        )}
      </Section>
      {earlier.length > 0 && (
        <Section title={words.earlier(earlier.length)}>
          <Stack gap="lg">
            {earlier.map((occurrence) => (
              <StoryTimeline key={occurrence.uuid} occurrence={occurrence} />
            ))}
          </Stack>
        </Section>
      )}
    </>
  );
}
