import { Anchor, Stack, Table, Text } from '@mantine/core';
import { IconSend } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { lineOf, SaysBadge } from '../deliveries/event-row.tsx';
import { Empty } from '../parts/empty.tsx';
import { Moment } from '../parts/moment.tsx';
import { QueryView } from '../parts/query-view.tsx';
import { StateBadge } from '../parts/state-badge.tsx';
import { deliveryTexts } from '../texts/deliveries.ts';
import { ruleTexts } from '../texts/rules.ts';
import { readRuleEvents } from './rules-api.ts';

const words = ruleTexts.events;
const { columns } = deliveryTexts;

/** The last events of a rule, live. */
export function EventsTab({ ruleId }: { readonly ruleId: string }) {
  const events = useQuery({
    queryKey: ['rule', ruleId, 'events'],
    queryFn: ({ signal }) => readRuleEvents(ruleId, signal),
    meta: { live: 'rules' },
  });
  return (
    <QueryView query={events} lines={6}>
      {({ items }) =>
        items.length === 0 ? (
          <Empty icon={<IconSend />} title={words.none}>
            {words.noneHint}
          </Empty>
        ) : (
          <Stack gap="sm">
            <Table layout="fixed" verticalSpacing="xs" aria-label={words.list}>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th w={128}>{columns.state}</Table.Th>
                  <Table.Th>{columns.event}</Table.Th>
                  <Table.Th w={136} visibleFrom="sm">
                    {columns.says}
                  </Table.Th>
                  <Table.Th w={220} visibleFrom="md">
                    {columns.incident}
                  </Table.Th>
                  <Table.Th w={136} ta="right" visibleFrom="xs">
                    {columns.when}
                  </Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {items.map((event) => (
                  <Table.Tr key={event.id}>
                    <Table.Td>
                      <StateBadge state={event.state} />
                    </Table.Td>
                    <Table.Td className="one-line">
                      <Anchor component={Link} to={`/deliveries/${event.id}`} size="sm" title={lineOf(event)}>
                        {lineOf(event)}
                      </Anchor>
                    </Table.Td>
                    <Table.Td visibleFrom="sm">
                      <SaysBadge event={event} />
                    </Table.Td>
                    <Table.Td className="one-line" visibleFrom="md" title={event.dedup_key ?? undefined}>
                      {event.dedup_key}
                    </Table.Td>
                    <Table.Td className="one-line" ta="right" visibleFrom="xs">
                      <Moment at={event.accepted_at} />
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
            <Text size="sm" c="dimmed">
              {words.last}
            </Text>
          </Stack>
        )
      }
    </QueryView>
  );
}
