import { Badge, Stack, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { z } from 'zod';
import { ruleHeartbeatBody } from '../../src/api/rule-heartbeat.ts';
import { get } from '../api/request.ts';
import { CodeBlock } from '../parts/code-block.tsx';
import { Moment } from '../parts/moment.tsx';
import { QueryView } from '../parts/query-view.tsx';
import { Section } from '../parts/section.tsx';
import { ruleTexts } from '../texts/rules.ts';
import { howToTell, type Snippet, type ToldType } from './how-to-tell.ts';

const words = ruleTexts.told;
const colours = { waiting: 'gray', up: 'green', running: 'blue', failed: 'red', missing: 'red' } as const;

type Source = z.infer<typeof ruleHeartbeatBody>['sources'][number];

/** How a rule is told what it does not ask for itself; of heartbeats also who has called. */
export function ToldTab({ ruleId, type }: { readonly ruleId: string; readonly type: ToldType }) {
  if (type === 'heartbeat') return <Heartbeat ruleId={ruleId} />;
  return (
    <Stack gap="md">
      <Text size="sm">{words.about[type]}</Text>
      <Snippets snippets={howToTell(type, ruleId, window.location.origin)} />
    </Stack>
  );
}

function Snippets({ snippets }: { readonly snippets: readonly Snippet[] }) {
  return snippets.map(({ label, text }) => (
    <Section key={label} title={label}>
      <CodeBlock text={text} label={label} />
    </Section>
  ));
}

function Heartbeat({ ruleId }: { readonly ruleId: string }) {
  const heartbeat = useQuery({
    queryKey: ['rule', ruleId, 'heartbeat'],
    queryFn: ({ signal }) =>
      get(ruleHeartbeatBody, `/api/tocsin/rule/${encodeURIComponent(ruleId)}/heartbeat`, signal),
    meta: { live: 'rules' },
    refetchInterval: 15_000,
  });
  return (
    <QueryView query={heartbeat} lines={6}>
      {({ url, sources }) => (
        <Stack gap="md">
          <Text size="sm">{words.about.heartbeat}</Text>
          <Section title={words.sources}>
            {sources.length === 0 ? (
              <Text size="sm" c="dimmed">
                {words.noSources}
              </Text>
            ) : (
              <Sources sources={sources} />
            )}
          </Section>
          <Snippets snippets={howToTell('heartbeat', ruleId, window.location.origin, url)} />
        </Stack>
      )}
    </QueryView>
  );
}

function Sources({ sources }: { readonly sources: readonly Source[] }) {
  return (
    <Table aria-label={words.sources} verticalSpacing="xs" layout="fixed">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{words.source}</Table.Th>
          <Table.Th w={110}>{words.status}</Table.Th>
          <Table.Th w={140}>{words.lastCall}</Table.Th>
          <Table.Th w={140} visibleFrom="xs">
            {words.due}
          </Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {sources.map(({ source, status, last_beat: last, due_at: due }) => (
          <Table.Tr key={source}>
            <Table.Td className="from-outside">{source}</Table.Td>
            <Table.Td>
              <Badge color={colours[status]} variant="light" tt="none" fw={600}>
                {words.statuses[status]}
              </Badge>
            </Table.Td>
            <Table.Td>{last === null ? words.never : <Moment at={last} />}</Table.Td>
            <Table.Td visibleFrom="xs">{due === null ? ruleTexts.noNext : <Moment at={due} />}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
