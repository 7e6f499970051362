import { Anchor, Box, Button, Group, SegmentedControl, Stack, Table, Text } from '@mantine/core';
import { IconBellOff } from '@tabler/icons-react';
import { useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import type { IncidentStatus } from '../../src/api/sandbox.ts';
import { figure } from '../parts/counted.ts';
import { Empty } from '../parts/empty.tsx';
import { Moment } from '../parts/moment.tsx';
import { QueryView } from '../parts/query-view.tsx';
import { texts as common } from '../texts/common.ts';
import { sandboxTexts } from '../texts/sandbox.ts';
import { IncidentActions } from './incident-actions.tsx';
import { IncidentDrawer } from './incident-drawer.tsx';
import { IncidentStatusBadge } from './incident-status.tsx';
import { type SandboxIncident, type SandboxState, useSandboxIncidents } from './sandbox-queries.ts';

const texts = sandboxTexts.incidents;
const step = 50;
const most = 1000;
const statuses: readonly IncidentStatus[] = ['triggered', 'acknowledged', 'resolved'];

/** What PagerDuty would show, newest first; the state to show and the one that is open stand in the query. */
export function IncidentsTab({ counts }: { readonly counts: SandboxState['counts'] }) {
  const [search, setSearch] = useSearchParams();
  const status = statuses.find((each) => each === search.get('status'));
  const [limit, setLimit] = useState(step);
  const incidents = useSandboxIncidents(limit, status);
  const opened = Number(search.get('incident') ?? Number.NaN);
  const put = (name: string, value: string) =>
    setSearch((now) => {
      const next = new URLSearchParams(now);
      if (value === '') next.delete(name);
      else next.set(name, value);
      return next;
    });
  const sum = counts.triggered + counts.acknowledged + counts.resolved;
  return (
    <Stack gap="sm">
      {sum > 0 && (
        <SegmentedControl
          aria-label={texts.filter}
          size="xs"
          w="fit-content"
          maw="100%"
          value={status ?? ''}
          onChange={(value) => put('status', value)}
          data={[
            { value: '', label: `${texts.all} ${figure(sum)}` },
            ...statuses.map((each) => ({
              value: each,
              label: `${sandboxTexts.statuses[each]} ${figure(counts[each])}`,
            })),
          ]}
        />
      )}
      <QueryView query={incidents}>
        {({ items, next_cursor }) =>
          items.length === 0 ? (
            <Empty
              icon={<IconBellOff />}
              title={sum === 0 ? texts.empty : texts.filtered}
              action={
                sum === 0 && (
                  <Button component={Link} to="/connectors/sandbox?tab=test" variant="default" size="sm">
                    {texts.emptyAction}
                  </Button>
                )
              }
            >
              {sum === 0 && texts.emptyText}
            </Empty>
          ) : (
            <>
              <IncidentTable items={items} onOpen={(id) => put('incident', String(id))} />
              {next_cursor !== null && limit < most && (
                <Button variant="default" onClick={() => setLimit(Math.min(most, limit + step))}>
                  {common.more}
                </Button>
              )}
            </>
          )
        }
      </QueryView>
      <IncidentDrawer
        id={Number.isInteger(opened) ? opened : undefined}
        onClose={() => put('incident', '')}
      />
    </Stack>
  );
}

function IncidentTable({
  items,
  onOpen,
}: {
  readonly items: readonly SandboxIncident[];
  readonly onOpen: (id: number) => void;
}) {
  return (
    <Table verticalSpacing="xs" highlightOnHover fz="sm">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{texts.incident}</Table.Th>
          <Table.Th visibleFrom="sm">{texts.status}</Table.Th>
          <Table.Th visibleFrom="sm">{texts.opened}</Table.Th>
          <Table.Th ta="right" visibleFrom="sm">
            {texts.actions}
          </Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {items.map((incident) => (
          <Table.Tr key={incident.id}>
            <Table.Td className="from-outside">
              <Group hiddenFrom="sm" gap="xs" mb={4}>
                <IncidentStatusBadge status={incident.status} />
                <Text size="xs" c="dimmed" component="span">
                  <Moment at={incident.opened_at} />
                </Text>
              </Group>
              <Anchor
                component="button"
                type="button"
                size="sm"
                ta="left"
                onClick={() => onOpen(incident.id)}
                aria-haspopup="dialog"
              >
                {incident.title}
              </Anchor>
              <Text size="xs" c="dimmed">
                {incident.dedup_key}
              </Text>
              <Box hiddenFrom="sm" mt="xs">
                <IncidentActions incident={incident} />
              </Box>
            </Table.Td>
            <Table.Td visibleFrom="sm">
              <IncidentStatusBadge status={incident.status} />
            </Table.Td>
            <Table.Td visibleFrom="sm" style={{ whiteSpace: 'nowrap' }}>
              <Moment at={incident.opened_at} />
            </Table.Td>
            <Table.Td visibleFrom="sm">
              <IncidentActions incident={incident} />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
