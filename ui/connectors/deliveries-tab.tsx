import { Anchor, Stack, Table, Text } from '@mantine/core';
import { IconSend } from '@tabler/icons-react';
import { Link } from 'react-router';
import { lineOf, SaysBadge } from '../deliveries/event-row.tsx';
import { Empty } from '../parts/empty.tsx';
import { Moment } from '../parts/moment.tsx';
import { QueryView } from '../parts/query-view.tsx';
import { StateBadge } from '../parts/state-badge.tsx';
import { connectorsTexts } from '../texts/connectors.ts';
import { useLastEvents } from './connector-queries.ts';

const texts = connectorsTexts.deliveries;
const most = 20;

/** The last events of a connector, live. */
export function DeliveriesTab({ connectorId }: { readonly connectorId: string }) {
  const events = useLastEvents(connectorId, most);
  return (
    <QueryView query={events} lines={6}>
      {({ items }) =>
        items.length === 0 ? (
          <Empty icon={<IconSend />} title={texts.none}>
            {texts.noneHint}
          </Empty>
        ) : (
          <Stack gap="md" pb="lg">
            <Table verticalSpacing="xs" aria-label={texts.label} layout="fixed">
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{texts.event}</Table.Th>
                  <Table.Th w={112}>{texts.state}</Table.Th>
                  <Table.Th w={130} ta="right" visibleFrom="sm">
                    {texts.when}
                  </Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {items.map((event) => (
                  <Table.Tr key={event.id}>
                    <Table.Td>
                      <div className="one-line">
                        <Anchor
                          component={Link}
                          to={`/deliveries/${event.id}`}
                          size="sm"
                          title={lineOf(event)}
                        >
                          {lineOf(event)}
                        </Anchor>
                      </div>
                      <SaysBadge event={event} />
                      <Text size="xs" c="dimmed" component="div" hiddenFrom="sm" mt={4}>
                        <Moment at={event.accepted_at} />
                      </Text>
                    </Table.Td>
                    <Table.Td>
                      <StateBadge state={event.state} />
                    </Table.Td>
                    <Table.Td ta="right" visibleFrom="sm">
                      <Moment at={event.accepted_at} />
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
            <Anchor
              component={Link}
              to={`/deliveries?${new URLSearchParams({ connector_id: connectorId })}`}
              size="sm"
            >
              {texts.all}
            </Anchor>
          </Stack>
        )
      }
    </QueryView>
  );
}
