import { Button, Stack, Table, Text } from '@mantine/core';
import { IconGitCommit } from '@tabler/icons-react';
import { useState } from 'react';
import { Empty } from '../parts/empty.tsx';
import { Moment } from '../parts/moment.tsx';
import { QueryView } from '../parts/query-view.tsx';
import { texts as common } from '../texts/common.ts';
import { sandboxTexts } from '../texts/sandbox.ts';
import { useSandboxChanges } from './sandbox-queries.ts';

const texts = sandboxTexts.changes;
const step = 50;
const most = 1000;

/** Change events, newest first. */
export function ChangesTab() {
  const [limit, setLimit] = useState(step);
  const changes = useSandboxChanges(limit);
  return (
    <QueryView query={changes}>
      {({ items, next_cursor }) =>
        items.length === 0 ? (
          <Empty icon={<IconGitCommit />} title={texts.empty}>
            {texts.emptyText}
          </Empty>
        ) : (
          <Stack>
            <Table verticalSpacing="xs">
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{texts.summary}</Table.Th>
                  <Table.Th visibleFrom="sm">{texts.source}</Table.Th>
                  <Table.Th visibleFrom="sm">{texts.key}</Table.Th>
                  <Table.Th>{texts.at}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {items.map((item) => (
                  <Table.Tr key={item.id}>
                    <Table.Td className="from-outside">
                      {item.summary}
                      <Text size="xs" c="dimmed" hiddenFrom="sm">
                        {item.source}
                      </Text>
                    </Table.Td>
                    <Table.Td visibleFrom="sm" className="from-outside">
                      {item.source}
                    </Table.Td>
                    <Table.Td visibleFrom="sm">{item.routing_key}</Table.Td>
                    <Table.Td>
                      <Moment at={item.at} />
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
            {next_cursor !== null && limit < most && (
              <Button variant="default" onClick={() => setLimit(Math.min(most, limit + step))}>
                {common.more}
              </Button>
            )}
          </Stack>
        )
      }
    </QueryView>
  );
}
