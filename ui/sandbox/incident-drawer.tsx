import { Drawer, Group, Stack, Table, Text, Timeline, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { figure } from '../parts/counted.ts';
import { Moment } from '../parts/moment.tsx';
import { QueryView } from '../parts/query-view.tsx';
import { SeverityBadge } from '../parts/state-badge.tsx';
import { texts as common } from '../texts/common.ts';
import { sandboxTexts } from '../texts/sandbox.ts';
import { IncidentActions } from './incident-actions.tsx';
import { IncidentStatusBadge } from './incident-status.tsx';
import { useSandboxIncident } from './sandbox-queries.ts';

const texts = sandboxTexts.incidents;

/** Entries have no name of their own, and are only ever added behind. */
const named = <T,>(log: readonly T[]) => log.map((entry, place) => ({ ...entry, name: place }));

/** One incident with its log, over the list. `id` undefined: none is open. */
export function IncidentDrawer({
  id,
  onClose,
}: {
  readonly id: number | undefined;
  readonly onClose: () => void;
}) {
  return (
    <Drawer
      opened={id !== undefined}
      onClose={onClose}
      position="right"
      size="lg"
      title={id === undefined ? '' : texts.drawer(id)}
      closeButtonProps={{ 'aria-label': common.close }}
    >
      {id !== undefined && <Incident id={id} />}
    </Drawer>
  );
}

function Incident({ id }: { readonly id: number }) {
  const query = useSandboxIncident(id);
  return (
    <QueryView query={query}>
      {(incident) => {
        const rows: readonly (readonly [string, ReactNode])[] = [
          [texts.severity, <SeverityBadge key="severity" severity={incident.severity} />],
          [texts.source, incident.source],
          [texts.dedupKey, incident.dedup_key],
          [texts.key, incident.routing_key],
          [texts.opened, <Moment key="opened" at={incident.opened_at} />],
          [
            texts.acknowledgedAt,
            incident.acknowledged_at && <Moment key="a" at={incident.acknowledged_at} />,
          ],
          [texts.resolvedAt, incident.resolved_at && <Moment key="r" at={incident.resolved_at} />],
          [texts.pages, figure(incident.triggers)],
          [texts.newest, incident.summary === incident.title ? null : incident.summary],
        ];
        return (
          <Stack>
            <Title order={3} size="h4" className="from-outside">
              {incident.title}
            </Title>
            <Group justify="space-between">
              <IncidentStatusBadge status={incident.status} />
              <IncidentActions incident={incident} />
            </Group>
            {incident.status !== 'resolved' && (
              <Text size="sm" c="dimmed">
                {texts.asPerson}
              </Text>
            )}
            <Table variant="vertical" withTableBorder layout="fixed">
              <Table.Tbody>
                {rows
                  .filter(([, value]) => value !== null)
                  .map(([name, value]) => (
                    <Table.Tr key={name}>
                      <Table.Th w="38%">{name}</Table.Th>
                      <Table.Td className="from-outside">{value}</Table.Td>
                    </Table.Tr>
                  ))}
              </Table.Tbody>
            </Table>
            <Title order={3} size="h5">
              {texts.log}
            </Title>
            {incident.log_count > incident.log.length && (
              <Text size="sm" c="dimmed">
                {texts.logCut(figure(incident.log.length), figure(incident.log_count))}
              </Text>
            )}
            <Timeline bulletSize={14} lineWidth={2} active={incident.log.length}>
              {named(incident.log).map((entry) => (
                <Timeline.Item key={entry.name} title={texts.entries[entry.type]}>
                  <Text size="sm" className="from-outside">
                    {entry.summary}
                  </Text>
                  <Text size="xs" c="dimmed">
                    <Moment at={entry.at} />
                  </Text>
                </Timeline.Item>
              ))}
            </Timeline>
          </Stack>
        );
      }}
    </QueryView>
  );
}
