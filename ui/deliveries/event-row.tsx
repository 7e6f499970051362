import { Anchor, Badge, Group, Table, Text } from '@mantine/core';
import { memo } from 'react';
import { Link } from 'react-router';
import type { z } from 'zod';
import type { eventBody } from '../../src/api/events.ts';
import type { RowLook } from '../lists/long-list.tsx';
import { figure } from '../parts/counted.ts';
import { Moment } from '../parts/moment.tsx';
import { SeverityBadge, StateBadge } from '../parts/state-badge.tsx';
import { texts } from '../texts/common.ts';
import { deliveryTexts } from '../texts/deliveries.ts';
import { listTexts, sourceInWords } from '../texts/lists.ts';

export type ListedEvent = z.infer<typeof eventBody>;

const rowHeight = 42;

const { columns } = deliveryTexts;

/** What the event says: how bad it is, for a trigger. */
export function SaysBadge({ event }: { readonly event: Pick<ListedEvent, 'action' | 'severity'> }) {
  if (event.action === 'trigger' && event.severity !== null) {
    return <SeverityBadge severity={event.severity} />;
  }
  return (
    <Badge color="gray" variant="light" tt="none" fw={600}>
      {texts.actions[event.action]}
    </Badge>
  );
}

/** An event in one line: its summary, or what it does to which incident. */
export function lineOf({ summary, action, dedup_key }: ListedEvent): string {
  return summary ?? `${deliveryTexts.without[action]} ${dedup_key ?? ''}`.trim();
}

const EventRow = memo(function EventRow({ event }: { readonly event: ListedEvent }) {
  const connector = event.connector_name ?? listTexts.gone(event.connector_id);
  return (
    <Table.Tr h={rowHeight}>
      <Table.Td>
        <StateBadge state={event.state} />
      </Table.Td>
      <Table.Td>
        <SaysBadge event={event} />
      </Table.Td>
      <Table.Td className="one-line">
        <Anchor component={Link} to={`/deliveries/${event.id}`} size="sm" title={lineOf(event)}>
          {lineOf(event)}
        </Anchor>
      </Table.Td>
      <Table.Td className="one-line" visibleFrom="md" title={event.dedup_key ?? undefined}>
        {event.dedup_key}
      </Table.Td>
      <Table.Td className="one-line" visibleFrom="md" title={connector}>
        {connector}
      </Table.Td>
      <Table.Td className="one-line" visibleFrom="xl">
        {sourceInWords(event.source)}
      </Table.Td>
      <Table.Td className="numeric" visibleFrom="lg" ta="right">
        {figure(event.attempts)}
      </Table.Td>
      <Table.Td className="one-line" ta="right">
        <Moment at={event.accepted_at} />
      </Table.Td>
    </Table.Tr>
  );
});

/** The same where a table has no room. */
const EventCard = memo(function EventCard({ event }: { readonly event: ListedEvent }) {
  return (
    <>
      <Group justify="space-between" wrap="nowrap" gap="xs" pt={8}>
        <Group gap={6} wrap="nowrap">
          <StateBadge state={event.state} />
          <SaysBadge event={event} />
        </Group>
        <Text size="xs" c="dimmed" className="one-line" component="div">
          <Moment at={event.accepted_at} />
        </Text>
      </Group>
      <Text className="one-line" size="sm" mt={4} component="div">
        <Anchor component={Link} to={`/deliveries/${event.id}`} inherit>
          {lineOf(event)}
        </Anchor>
      </Text>
      <Text className="one-line" size="xs" c="dimmed">
        {[event.connector_name ?? listTexts.gone(event.connector_id), event.dedup_key]
          .filter(Boolean)
          .join(' · ')}
      </Text>
    </>
  );
});

/** How an event looks in a list. */
export const eventLook: RowLook<ListedEvent> = {
  head: (
    <>
      <Table.Th w={128}>{columns.state}</Table.Th>
      <Table.Th w={136}>{columns.says}</Table.Th>
      <Table.Th>{columns.event}</Table.Th>
      <Table.Th w={150} visibleFrom="md">
        {columns.incident}
      </Table.Th>
      <Table.Th w={120} visibleFrom="md">
        {columns.connector}
      </Table.Th>
      <Table.Th w={120} visibleFrom="xl">
        {columns.source}
      </Table.Th>
      <Table.Th w={96} visibleFrom="lg" ta="right">
        {columns.attempts}
      </Table.Th>
      <Table.Th w={136} ta="right">
        {columns.when}
      </Table.Th>
    </>
  ),
  columns: 8,
  row: (event) => <EventRow event={event} />,
  rowHeight,
  card: (event) => <EventCard event={event} />,
  cardHeight: 84,
};
