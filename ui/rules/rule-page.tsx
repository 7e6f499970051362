import { Alert, Anchor, Badge, Button, Group, Stack, Text } from '@mantine/core';
import {
  IconAlarm,
  IconBroadcast,
  IconFileText,
  IconHistory,
  IconMapQuestion,
  IconPlayerPlay,
  IconSend,
} from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { ApiError } from '../api/api-error.ts';
import { figure } from '../parts/counted.ts';
import { Empty } from '../parts/empty.tsx';
import { Facts } from '../parts/facts.tsx';
import { Moment } from '../parts/moment.tsx';
import { Page } from '../parts/page.tsx';
import { PathTabs } from '../parts/path-tabs.tsx';
import { QueryView } from '../parts/query-view.tsx';
import { ruleTexts } from '../texts/rules.ts';
import { AlertsTab } from './alerts-tab.tsx';
import { DefinitionTab } from './definition-tab.tsx';
import { EventsTab } from './events-tab.tsx';
import { HistoryTab } from './history-tab.tsx';
import { isTold } from './how-to-tell.ts';
import { RuleMarks, RuleStateBadge } from './rule-badges.tsx';
import { RuleMenu } from './rule-menu.tsx';
import { type ListedRule, type RuleDetails, readRule, rulePath } from './rules-api.ts';
import { ToldTab } from './told-tab.tsx';
import { useChangeRules } from './use-change-rules.ts';

const words = ruleTexts.rule;

/** One rule: how it stands with it, its alerts, what it has done, and what it is. Live. */
export default function RulePage() {
  const { id = '', part } = useParams();
  const rule = useQuery({
    queryKey: ['rule', id],
    queryFn: ({ signal }) => readRule(id, signal),
    meta: { live: 'rules' },
    refetchInterval: 15_000,
  });
  if (rule.error instanceof ApiError && rule.error.status === 404) {
    return (
      <Page title={words.missingTitle}>
        <Empty
          icon={<IconMapQuestion />}
          title={words.missing(id)}
          action={
            <Button component={Link} to="/rules" variant="default" size="xs">
              {words.toList}
            </Button>
          }
        />
      </Page>
    );
  }
  const listed = rule.data?.listed;
  return (
    <Page
      title={listed?.name ?? id}
      about={listed?.managed_by && ruleTexts.managedHint(listed.managed_by.file)}
      actions={listed && <RuleButtons rule={listed} />}
    >
      <QueryView query={rule} lines={8}>
        {(details) => (
          <Stack gap="lg">
            <LastFault rule={details.listed} />
            <Facts facts={factsOf(details)} />
            <RuleTabs id={id} part={part} details={details} />
          </Stack>
        )}
      </QueryView>
    </Page>
  );
}

function RuleButtons({ rule }: { readonly rule: ListedRule }) {
  const navigate = useNavigate();
  const changing = useChangeRules();
  return (
    <>
      {rule.enabled && (
        <Button
          size="xs"
          variant="default"
          loading={changing.isPending}
          leftSection={<IconPlayerPlay size={16} aria-hidden />}
          onClick={() => changing.mutate({ rules: [rule], what: { action: 'run' } })}
        >
          {ruleTexts.actions.run}
        </Button>
      )}
      <RuleMenu
        rules={[rule]}
        look="button"
        onChanged={(action) => action === 'delete' && void navigate('/rules')}
      />
    </>
  );
}

/** Why the last run has failed, or what it warns of, in words. */
function LastFault({ rule: { enabled, state, message } }: { readonly rule: ListedRule }) {
  if (!enabled || message === null) return null;
  const isError = state === 'error';
  return (
    <Alert
      color={isError ? 'orange' : 'yellow'}
      variant="light"
      title={isError ? words.lastError : words.lastWarning}
      className="from-outside"
    >
      {message}
    </Alert>
  );
}

function factsOf({ listed, rule }: RuleDetails): (readonly [string, ReactNode])[] {
  const { columns } = ruleTexts;
  return [
    [
      words.state,
      <Group key="state" gap={6}>
        <RuleStateBadge state={listed.state} />
        <RuleMarks rule={listed} />
      </Group>,
    ],
    [columns.type, listed.type_name ?? listed.rule_type_id],
    [words.schedule, ruleTexts.every(rule.schedule.interval)],
    [
      columns.lastRun,
      listed.running ? (
        ruleTexts.running
      ) : listed.last_run === null ? (
        ruleTexts.notRun
      ) : (
        <Moment key="last" at={listed.last_run} />
      ),
    ],
    [
      columns.nextRun,
      listed.next_run === null ? ruleTexts.noNext : <Moment key="next" at={listed.next_run} />,
    ],
    [columns.alerts, figure(listed.active_alerts)],
    [
      words.openIncidents,
      listed.open_incidents === 0 ? (
        '0'
      ) : (
        <Anchor key="open" component={Link} to={`${rulePath(listed.id)}/events`} inherit>
          {figure(listed.open_incidents)}
        </Anchor>
      ),
    ],
    [
      words.tags,
      rule.tags.length === 0 ? (
        <Text key="tags" span inherit c="dimmed">
          {words.noTags}
        </Text>
      ) : (
        <Group key="tags" gap={4}>
          {rule.tags.map((tag) => (
            <Badge key={tag} size="sm" color="gray" variant="light" tt="none">
              {tag}
            </Badge>
          ))}
        </Group>
      ),
    ],
  ];
}

function RuleTabs({
  id,
  part,
  details,
}: {
  readonly id: string;
  readonly part: string | undefined;
  readonly details: RuleDetails;
}) {
  const icon = { size: 16, 'aria-hidden': true } as const;
  const { tabs } = words;
  const type = details.rule.rule_type_id;
  return (
    <PathTabs
      base={rulePath(id)}
      part={part}
      label={tabs.label}
      tabs={[
        {
          part: 'alerts',
          label: tabs.alerts,
          icon: <IconAlarm {...icon} />,
          content: () => <AlertsTab ruleId={id} isDelaying={(details.rule.alert_delay?.active ?? 1) > 1} />,
        },
        {
          part: 'history',
          label: tabs.history,
          icon: <IconHistory {...icon} />,
          content: () => <HistoryTab ruleId={id} />,
        },
        {
          part: 'events',
          label: tabs.events,
          icon: <IconSend {...icon} />,
          content: () => <EventsTab ruleId={id} />,
        },
        {
          part: 'definition',
          label: tabs.definition,
          icon: <IconFileText {...icon} />,
          content: () => <DefinitionTab details={details} />,
        },
        ...(isTold(type)
          ? [
              {
                part: 'told',
                label: tabs.told,
                icon: <IconBroadcast {...icon} />,
                content: () => <ToldTab ruleId={id} type={type} />,
              },
            ]
          : []),
      ]}
    />
  );
}
