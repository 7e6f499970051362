import { Anchor, Badge, Group, Table, Text, Tooltip } from '@mantine/core';
import { memo } from 'react';
import { Link } from 'react-router';
import type { RowLook } from '../lists/long-list.tsx';
import { Moment } from '../parts/moment.tsx';
import { IncidentBadge } from '../parts/state-badge.tsx';
import { texts } from '../texts/common.ts';
import { incidentTexts } from '../texts/incidents.ts';
import { listTexts, sourceInWords } from '../texts/lists.ts';
import type { Incident } from './incidents-api.ts';
import { ResolveButton } from './resolve-button.tsx';

const { columns } = incidentTexts;
const rowHeight = 42;

const told = ({ last_action }: Incident) =>
  last_action === null ? incidentTexts.unconfirmed : texts.actions[last_action];
const connectorOf = ({ connector_id, connector_name }: Incident) =>
  connector_name ?? listTexts.gone(connector_id);

function KeyLink({ incident: { dedup_key } }: { readonly incident: Incident }) {
  return (
    <Anchor
      component={Link}
      to={`/deliveries?${new URLSearchParams({ dedup_key })}`}
      size="sm"
      title={dedup_key}
    >
      {dedup_key}
    </Anchor>
  );
}

function SharedBadge() {
  return (
    <Tooltip label={incidentTexts.sharedHint} events={{ hover: true, focus: true, touch: true }}>
      <Badge color="gray" variant="light" tt="none" size="sm" style={{ flexShrink: 0 }}>
        {incidentTexts.shared}
      </Badge>
    </Tooltip>
  );
}

const IncidentRow = memo(function IncidentRow({ incident }: { readonly incident: Incident }) {
  return (
    <Table.Tr h={rowHeight}>
      <Table.Td>
        <IncidentBadge state={incident.state} />
      </Table.Td>
      <Table.Td className="one-line">
        <KeyLink incident={incident} />
      </Table.Td>
      <Table.Td>
        <Group gap={6} wrap="nowrap">
          <Text size="sm" className="one-line" title={connectorOf(incident)}>
            {connectorOf(incident)}
          </Text>
          {incident.shared && <SharedBadge />}
        </Group>
      </Table.Td>
      <Table.Td className="one-line" visibleFrom="md">
        {told(incident)}
      </Table.Td>
      <Table.Td className="one-line">
        <Moment at={incident.last_at} />
      </Table.Td>
      <Table.Td className="one-line" visibleFrom="lg">
        {sourceInWords(incident.source)}
      </Table.Td>
      <Table.Td ta="right">
        <ResolveButton incident={incident} />
      </Table.Td>
    </Table.Tr>
  );
});

const IncidentCard = memo(function IncidentCard({ incident }: { readonly incident: Incident }) {
  return (
    <>
      <Group justify="space-between" wrap="nowrap" gap="xs" pt={8}>
        <Group gap={6} wrap="nowrap">
          <IncidentBadge state={incident.state} />
          {incident.shared && <SharedBadge />}
        </Group>
        <ResolveButton incident={incident} />
      </Group>
      <Text className="one-line" size="sm" mt={2} component="div">
        <KeyLink incident={incident} />
      </Text>
      <Text className="one-line" size="xs" c="dimmed" component="div">
        {connectorOf(incident)} · {told(incident)} · <Moment at={incident.last_at} />
      </Text>
    </>
  );
});

/** How an incident looks in its list. */
export const incidentLook: RowLook<Incident> = {
  head: (
    <>
      <Table.Th w={124}>{columns.state}</Table.Th>
      <Table.Th>{columns.dedupKey}</Table.Th>
      <Table.Th w={190}>{columns.connector}</Table.Th>
      <Table.Th w={170} visibleFrom="md">
        {columns.told}
      </Table.Th>
      <Table.Th w={140}>{columns.since}</Table.Th>
      <Table.Th w={130} visibleFrom="lg">
        {columns.source}
      </Table.Th>
      <Table.Th w={100} ta="right">
        {columns.resolve}
      </Table.Th>
    </>
  ),
  columns: 7,
  row: (incident) => <IncidentRow incident={incident} />,
  rowHeight,
  card: (incident) => <IncidentCard incident={incident} />,
  cardHeight: 86,
};
