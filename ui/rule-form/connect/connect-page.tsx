import { Anchor, Badge, Button, Stack, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import { CodeBlock } from '../../parts/code-block.tsx';
import { Moment } from '../../parts/moment.tsx';
import { Page } from '../../parts/page.tsx';
import { QueryView } from '../../parts/query-view.tsx';
import { Section } from '../../parts/section.tsx';
import { readRule, rulePath } from '../../rules/rules-api.ts';
import { texts as common } from '../../texts/common.ts';
import { ruleConnectTexts as texts } from '../../texts/rule-connect.ts';
import { type HeartbeatSources, readHeartbeat } from '../rule-form-api.ts';
import { alertmanagerSettings, externalCommands, heartbeatCommands } from './commands-of.ts';

/** How a rule is told things: what is called, by whom, and what stands in their settings. */
export default function ConnectPage() {
  const { id = '' } = useParams();
  const rule = useQuery({ queryKey: ['rule', id], queryFn: ({ signal }) => readRule(id, signal) });
  const type = rule.data?.rule.rule_type_id ?? '';
  const abouts: Readonly<Record<string, string>> = texts.about;
  return (
    <Page
      title={texts.title(rule.data?.rule.name ?? id)}
      about={rule.data && (abouts[type] ?? texts.none)}
      actions={
        <Button component={Link} to={rulePath(id)} size="xs" variant="default">
          {texts.toRule}
        </Button>
      }
    >
      <QueryView query={rule} lines={6}>
        {() => (
          <Stack gap="xl" maw="52rem">
            {type === 'heartbeat' && <Heartbeat ruleId={id} />}
            {type === 'alertmanager' && <Alertmanager ruleId={id} />}
            {type === 'external' && <External ruleId={id} />}
          </Stack>
        )}
      </QueryView>
    </Page>
  );
}

function Command({
  title,
  hint,
  text,
}: {
  readonly title: string;
  readonly hint: string;
  readonly text: string;
}) {
  return (
    <Section title={title}>
      <Text size="sm" c="dimmed">
        {hint}
      </Text>
      <CodeBlock text={text} label={title} />
    </Section>
  );
}

function KeyHint() {
  return (
    <Text size="sm">
      {texts.keyHint}{' '}
      <Anchor component={Link} to="/settings/api-keys" inherit>
        {texts.makeKey}
      </Anchor>
    </Text>
  );
}

function Heartbeat({ ruleId }: { readonly ruleId: string }) {
  const heartbeat = useQuery({
    queryKey: ['heartbeat', ruleId],
    queryFn: ({ signal }) => readHeartbeat(ruleId, signal),
    meta: { live: 'rules' },
    refetchInterval: 5000,
  });
  return (
    <QueryView query={heartbeat} lines={6}>
      {({ url, sources }) => {
        const commands = heartbeatCommands(url);
        return (
          <>
            <Section title={texts.url}>
              <CodeBlock text={url} label={texts.url} />
            </Section>
            <Section title={texts.sources}>
              {sources.length === 0 ? (
                <Text size="sm">{texts.noSources}</Text>
              ) : (
                <Sources sources={sources} />
              )}
            </Section>
            <Command title={texts.well} hint={texts.wellHint} text={commands.well} />
            <Command title={texts.failed} hint={texts.failedHint} text={commands.failed} />
            <Command title={texts.crontab} hint={texts.crontabHint} text={commands.crontab} />
          </>
        );
      }}
    </QueryView>
  );
}

const colours = { waiting: 'gray', up: 'green', running: 'blue', failed: 'red', missing: 'red' } as const;

function Sources({ sources }: { readonly sources: HeartbeatSources }) {
  const moment = (at: string | null) => (at === null ? common.never : <Moment at={at} />);
  return (
    <Table aria-label={texts.sources}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{texts.source}</Table.Th>
          <Table.Th>{texts.state}</Table.Th>
          <Table.Th>{texts.lastCall}</Table.Th>
          <Table.Th>{texts.due}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {sources.map(({ source, status, last_beat: lastBeat, due_at: dueAt }) => (
          <Table.Tr key={source}>
            <Table.Td className="from-outside">{source}</Table.Td>
            <Table.Td>
              <Badge color={colours[status]} variant="light" tt="none">
                {texts.states[status]}
              </Badge>
            </Table.Td>
            <Table.Td>{moment(lastBeat)}</Table.Td>
            <Table.Td>{moment(dueAt)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function Alertmanager({ ruleId }: { readonly ruleId: string }) {
  const settings = alertmanagerSettings(window.location.origin, ruleId);
  return (
    <>
      <KeyHint />
      <Command title={texts.prometheus} hint={texts.prometheusHint} text={settings.prometheus} />
      <Command title={texts.alertmanager} hint={texts.alertmanagerHint} text={settings.alertmanager} />
    </>
  );
}

function External({ ruleId }: { readonly ruleId: string }) {
  const commands = externalCommands(window.location.origin, ruleId);
  return (
    <>
      <KeyHint />
      <Command title={texts.report} hint={texts.reportHint} text={commands.report} />
      <Command title={texts.recover} hint={texts.recoverHint} text={commands.recover} />
    </>
  );
}
